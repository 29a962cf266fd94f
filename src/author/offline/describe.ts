import type { DescribedGroup, DescribedTest, TestDescription } from "../../description/model.ts";
import type { Scenario, TestPlan } from "../../plan/model.ts";
import { expectation } from "./describe/expectation.ts";
import { readSentence } from "./describe/phrases.ts";
import { saysRefused } from "./describe/refusals.ts";
import { camelCase, snakeCase, tidy } from "./words.ts";

/**
 * Describes a plan by rule, in the plan's own words: one test per outcome, nothing padded. Every generable scenario gets
 * at least one described test; the others are listed with their reason.
 */
export function describePlan(plan: TestPlan, digest: string): TestDescription {
  const generable = plan.scenarios.filter((scenario) => scenario.generable);
  const names = new Set<string>();
  const tests = generable.flatMap((scenario) => describeScenario(scenario, names));
  const shared = sharedPreconditions(tests);
  const group: DescribedGroup = {
    name: `Test${camelCase(featureName(plan.title), 50)}`,
    summary: `Tests of ${featureName(plan.title)}.`,
    preconditions: shared,
    markers: [],
    tests,
  };
  return {
    plan: { path: plan.path, digest },
    title: featureName(plan.title),
    groups: tests.length === 0 ? [] : [group],
    uncovered: plan.scenarios
      .filter((scenario) => !scenario.generable)
      .map(({ id, text, notGenerable }) => ({ scenario: id, text, reason: notGenerable ?? "not generable" })),
  };
}

function describeScenario(scenario: Scenario, names: Set<string>): DescribedTest[] {
  const sentence = scenario.text === "" ? scenario.story : scenario.text;
  const read = readSentence(sentence);
  const preconditions =
    scenario.preconditions.length > 0 ? scenario.preconditions.map(tidy) : read.preconditions;
  const steps = scenario.steps.length > 0 ? scenario.steps.map(tidy) : read.steps;
  const expected = scenario.expected.length > 0 ? scenario.expected.map(fromPlan) : read.expected;
  return apart(expected, scenario.negative).map((outcomes, _, all): DescribedTest => {
    const about = all.length > 1 ? outcomes.join(", ") : sentence;
    return {
      name: uniqueName(about, names),
      scenario: scenario.id,
      summary: summaryOf(about),
      negative: scenario.negative,
      preconditions,
      steps,
      expected: outcomes,
      markers: scenario.tier === 3 ? ["tier3"] : [],
    };
  });
}

/** One test per outcome, but what holds after a refusal stays with it: only that test survives the refused step. */
function apart(expected: readonly string[], negative: boolean): (readonly string[])[] {
  if (expected.length === 0 || (negative && expected.some(saysRefused))) return [expected];
  return expected.map((outcome) => [outcome]);
}

/** A plan's own Expected line keeps its words; only its form is made to fit the wording of a description. */
const fromPlan = (text: string): string => expectation(tidy(text));

const summaryOf = (sentence: string): string => {
  const words = tidy(sentence).replace(
    /^(?:verify|validate|confirm|ensure|check|test|assert|make sure)(?:ing)?(?: (?:that|whether|if))?\s+/i,
    "",
  );
  return `Test that ${/^[A-Z][a-z]/.test(words) ? words.slice(0, 1).toLowerCase() + words.slice(1) : words}.`;
};

function uniqueName(sentence: string, names: Set<string>): string {
  const words = summaryOf(sentence).replace(/^Test that (?:the |an? )?/, "");
  const base = `test_${snakeCase(words, 64) || "scenario"}`;
  let name = base;
  for (let count = 2; names.has(name); count += 1) name = `${base}_${count}`;
  names.add(name);
  return name;
}

/** Preconditions that every test has are stated once, at the group; the tests keep them too, as reviewers ask. */
function sharedPreconditions(tests: readonly DescribedTest[]): string[] {
  const [first, ...others] = tests;
  if (first === undefined || others.length === 0) return [];
  return first.preconditions.filter((text) => others.every((test) => test.preconditions.includes(text)));
}

/** Title of the feature without the template's boilerplate. */
function featureName(title: string): string {
  const name = tidy(title)
    .replace(/ ?(?:[-–—:]{1,3} ?)?(?:quality engineering plan|software test plan|test plan|stp)$/i, "")
    .replace(/^(?:software test plan|test plan|stp)\b ?(?:(?:for|of)\b|[-–—:])? ?/i, "")
    .trim();
  return name === "" ? "Feature" : name;
}
