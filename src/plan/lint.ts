import type { Scenario, Statement, TestPlan } from "./model.ts";
import { coverage, MOST_PAIRS, meaningKey, meaningOf } from "./words.ts";

export type LintRule =
  | "no-outcome"
  | "vague-outcome"
  | "several-outcomes"
  | "missing-requirement"
  | "missing-tier"
  | "missing-priority"
  | "duplicate-text"
  | "goal-without-scenario";

/** Advice about a plan: what makes it hard to automate, and where. Never a reason to stop. */
export interface PlanFinding {
  readonly rule: LintRule;
  /** 1-based line in the plan. */
  readonly line: number;
  /** Id of the scenario it is about; null for a goal and for what all scenarios lack. */
  readonly scenario: string | null;
  readonly message: string;
}

const DEMAND = /\b(?:verify|verifies|validate|confirm|check|ensure|assert|expect(?:ed)?|must|should)\b/gi;
/** Words with which even a plain sentence states a result: "VM is running", "alert fires". */
const OUTCOME =
  /\b(?:is|are|remains?|stays?|becomes?|has|have|shows?|reports?|returns?|receives?|fires?|fired|fails?|succeeds?|completes?|starts?|stops?|cannot|can|without|reflects?|points?|match(?:es)?|contains?|includes?|equals?|exists?|appears?|uses?|keeps?|pass(?:es)?|triggers?|preserved|restored|reachable|available|visible|listed|ready|raised|migrated|created|deleted|rejected|denied)\b/i;
const VAGUE =
  /\b(?:(?:works?|functions?|behaves?|operates?|performs?|runs?) (?:as (?:expected|designed|intended|before)|correctly|properly|fine|well|normally|ok)|expected behaviou?r|as expected|correct behaviou?r|proper(?:ly)? (?:[\w-]+ )?(?:behaviou?r|handling)|(?:performance|behaviou?r|experience|handling|latency) (?:is|are|remains?) (?:good|ok|fine|reasonable|acceptable|adequate|correct))\b/i;
/** The start of another predicate in one sentence: ", establishes …", "and is …". */
const FURTHER_PREDICATE =
  /(?:,\s*(?:and\s+)?|\band\s+|;\s*)(?:that\s+)?(?:(?:the|all|no|its?|their)\s+(?:[\w-]+\s+){1,4})?(?:is|are|has|have|remains?|stays?|becomes?|establishes|reports?|shows?|returns?|receives?|gets|answers|starts|stops|boots|keeps|exists|appears|matches|completes|succeeds|fails|responds|can(?:not)?|does|do)\b/gi;
/** A goal is covered when a scenario uses this share of its words. */
const COVERED = 0.4;
/** A long goal that lists variants is covered by a scenario that it holds to this share. */
const HELD = 0.7;

/** Findings in the order of the plan's lines. */
export function lintPlan(plan: TestPlan): PlanFinding[] {
  const wanted = plan.scenarios.filter((scenario) => scenario.generable);
  return [
    ...wanted.flatMap(lintOutcome),
    ...lintFields(plan.scenarios),
    ...lintDuplicates(plan.scenarios),
    ...lintGoals(plan.goals, plan.scenarios),
  ].sort((a, b) => a.line - b.line);
}

const about = (rule: LintRule, { line, id }: Scenario, message: string): PlanFinding => ({
  rule,
  line,
  scenario: id,
  message,
});

function lintOutcome(scenario: Scenario): PlanFinding[] {
  const { text, expected } = scenario;
  if (expected.length > 1) {
    const message = `${expected.length} expected results: one scenario, one outcome, or one failure hides the others`;
    return [about("several-outcomes", scenario, message)];
  }
  const [outcome = text] = expected;
  const demands = text.match(DEMAND)?.length ?? 0;
  if (expected.length === 0 && demands === 0 && !OUTCOME.test(text)) {
    return [about("no-outcome", scenario, "no observable outcome: say what must be seen when it works")];
  }
  const vague = VAGUE.exec(outcome);
  if (vague !== null) {
    const message = `"${vague[0]}" cannot be observed: name the state, value, event or message that shows it`;
    return [about("vague-outcome", scenario, message)];
  }
  const predicates = outcome.match(FURTHER_PREDICATE)?.length ?? 0;
  if ((expected.length === 0 && demands > 1) || predicates > 1) {
    const message = "several outcomes: split what can fail by itself into scenarios of its own";
    return [about("several-outcomes", scenario, message)];
  }
  return [];
}

const FIELDS = [
  {
    rule: "missing-requirement",
    key: "requirement",
    name: "requirement id",
    why: "the test cannot be traced",
  },
  {
    rule: "missing-tier",
    key: "tier",
    name: "tier",
    why: "say whether this repository is where it is tested",
  },
  {
    rule: "missing-priority",
    key: "priority",
    name: "priority (P0, P1 or P2)",
    why: "nobody knows what to test first",
  },
] as const;

/** With this many scenarios, what all of them lack is said once. */
const MANY = 3;

function lintFields(scenarios: readonly Scenario[]): PlanFinding[] {
  return FIELDS.flatMap(({ rule, key, name, why }): PlanFinding[] => {
    const missing = scenarios.filter((scenario) => scenario[key] === null);
    const [first] = missing;
    if (first !== undefined && missing.length >= MANY && missing.length === scenarios.length) {
      const message = `none of the ${missing.length} scenarios has a ${name}: ${why}`;
      return [{ rule, line: first.line, scenario: null, message }];
    }
    return missing.map((scenario) => about(rule, scenario, `no ${name}: ${why}`));
  });
}

function lintDuplicates(scenarios: readonly Scenario[]): PlanFinding[] {
  const seen = new Map<string, Scenario>();
  return scenarios.flatMap((scenario) => {
    const key = meaningKey(scenario.text);
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, scenario);
      return [];
    }
    const message = `same text as ${earlier.id} (line ${earlier.line}): say in the text what differs`;
    return [about("duplicate-text", scenario, message)];
  });
}

function lintGoals(goals: readonly Statement[], scenarios: readonly Scenario[]): PlanFinding[] {
  if (scenarios.length === 0 || goals.length * scenarios.length > MOST_PAIRS) return [];
  // "All existing scenarios" covers whatever the goals name.
  if (scenarios.some(({ notGenerable }) => notGenerable?.startsWith("catch-all"))) return [];
  const offered = scenarios.map(({ text, story, expected }) => topicOf([text, story, ...expected].join(" ")));
  const texts = scenarios.map(({ text }) => topicOf(text));
  return goals.flatMap((goal): PlanFinding[] => {
    const words = topicOf(goal.text);
    const covered =
      offered.some((scenario) => coverage(words, scenario) >= COVERED) ||
      texts.some((scenario) => coverage(scenario, words) >= HELD);
    if (covered) return [];
    const message = `no scenario seems to cover this goal: "${shorten(goal.text)}"`;
    return [{ rule: "goal-without-scenario", line: goal.line, scenario: null, message }];
  });
}

/** Words every story and goal has, which say nothing about its topic. */
const COMMON = new Set(
  "as i want so user admin administrator owner able in on of to for from with by at and or it its can not when after cluster vm".split(
    " ",
  ),
);

const topicOf = (text: string): Set<string> =>
  new Set(
    meaningOf(text)
      .filter((word) => !COMMON.has(word))
      .map(root),
  );

/** `resetting`, `resets` and `reset` are one topic; crude is enough for advice. */
const root = (word: string): string =>
  word.length <= 4 ? word : word.replace(/(?:ing|ed|es|e|s)$/, "").replace(/([bdgmnprt])\1$/, "$1");

const shorten = (text: string): string => (text.length <= 80 ? text : `${text.slice(0, 79).trimEnd()}…`);
