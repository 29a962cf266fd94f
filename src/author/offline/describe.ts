import type { DescribedGroup, DescribedTest, TestDescription } from "../../description/model.ts";
import { normalText } from "../../description/normal.ts";
import type { Scenario, TestPlan } from "../../plan/model.ts";
import { plainLine, quotation } from "./describe/assertable.ts";
import { saysNothing } from "./describe/empty.ts";
import { tell } from "./describe/scenario.ts";
import { sound, startingPoint } from "./describe/sound.ts";
import { testName } from "./describe/summary.ts";
import { withActions } from "./describe/told.ts";
import { visible } from "./describe/visible.ts";
import { worded } from "./describe/wording.ts";
import { camelCase, tidy } from "./words.ts";

/** Something that the plan leaves open; `line` is its line in the plan. */
export type TakeNote = (line: number, message: string) => void;

/**
 * Describes a plan by rule, in the plan's own words: one test per outcome, nothing padded. Every generable scenario gets
 * at least one described test; the others are listed with their reason. Where the plan says too little, `note` is told.
 */
export function describePlan(plan: TestPlan, digest: string, note: TakeNote = () => {}): TestDescription {
  const generable = plan.scenarios.filter((scenario) => scenario.generable);
  const names = new Map<string, number>();
  const tests = generable
    .filter((scenario) => saysNothing(scenario) === null)
    .flatMap((scenario) => describeScenario(scenario, names, note));
  const title = featureName(plan.title);
  const group: DescribedGroup = {
    name: `Test${camelCase(title, 50)}`,
    summary: groupSummary(title),
    preconditions: sharedPreconditions(tests),
    markers: [],
    tests,
  };
  return {
    plan: { path: plan.path, digest },
    title,
    groups: tests.length === 0 ? [] : [group],
    uncovered: plan.scenarios
      .map((scenario) => ({ scenario, reason: withoutTest(scenario) }))
      .flatMap(({ scenario: { id, text }, reason }) =>
        reason === null ? [] : [{ scenario: id, text, reason }],
      ),
  };
}

const withoutTest = (scenario: Scenario): string | null =>
  scenario.generable ? saysNothing(scenario) : (scenario.notGenerable ?? "not generable");

function describeScenario(scenario: Scenario, names: Map<string, number>, note: TakeNote): DescribedTest[] {
  const said = new Set<string>();
  const say = (message: string) => {
    if (said.has(message)) return;
    said.add(message);
    note(scenario.line, `${scenario.id} ${message}`);
  };
  const { tests, notes } = tell(scenario);
  for (const message of notes) say(message);
  const found = sound(tests, { ...scenario, text: visible(scenario) }, say);
  return withActions(found).map((told): DescribedTest => {
    const test = worded(startingPoint(told), say);
    return {
      ...test,
      name: testName(test.summary, names),
      scenario: scenario.id,
      markers: scenario.tier === 3 ? ["tier3"] : [],
    };
  });
}

function groupSummary(title: string): string {
  const name = normalText(title);
  return `${plainLine(`Tests of ${name.length > 200 ? quotation(name, 200) : name}`).text}.`;
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
    .replace(/^\[([^[\]]+)\]$/, "$1")
    .trim();
  return name === "" ? "Feature" : name;
}
