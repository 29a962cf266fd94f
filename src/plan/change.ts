import type { Scenario, TestPlan } from "./model.ts";
import { bestPairs, isSlip, meaningKey, sameMeaningKey, topicOf } from "./words.ts";

/**
 * `meaning`: what the test must do or show changed. `wording`: only how it is said, or its priority. `moved`:
 * the same words under another id or requirement.
 */
export type ScenarioChangeKind = "new" | "gone" | "meaning" | "wording" | "moved";

export interface ScenarioChange {
  readonly kind: ScenarioChangeKind;
  /** Null for a new scenario. */
  readonly before: Scenario | null;
  /** Null for one that is gone. */
  readonly after: Scenario | null;
  /** The fields that differ, e.g. `["text", "tier"]`; empty for `new` and `gone`. */
  readonly fields: readonly string[];
}

export interface PlanChange {
  readonly from: string;
  readonly to: string;
  /** The file has another path now. */
  readonly renamed: boolean;
  /** In the order of the new plan, what is gone at the end. Unchanged scenarios are not listed. */
  readonly scenarios: readonly ScenarioChange[];
  /** Ids of the old plan whose described tests no longer hold: gone or changed in meaning. */
  readonly stale: readonly string[];
  /** Old id → new id of every scenario that is still there. */
  readonly ids: Readonly<Record<string, string>>;
}

/** Texts less alike than this are two scenarios, one gone and one new. */
const LEAST_LIKENESS = 0.5;

/** What changed between two versions of a plan, whatever the file is called now. */
export function comparePlans(before: TestPlan, after: TestPlan): PlanChange {
  const pairs = pairScenarios(before.scenarios, after.scenarios);
  const earlier = new Map(pairs.map(([old, fresh]) => [fresh, old]));
  const kept = new Set(pairs.map(([old]) => old));
  const corrections = correctionsIn(before.scenarios, after.scenarios);
  const changes = after.scenarios.flatMap((scenario) =>
    changeOf(earlier.get(scenario) ?? null, scenario, corrections),
  );
  const gone = before.scenarios.filter((scenario) => !kept.has(scenario));
  const scenarios: ScenarioChange[] = [
    ...changes,
    ...gone.map((scenario): ScenarioChange => ({ kind: "gone", before: scenario, after: null, fields: [] })),
  ];
  const stale = scenarios.filter(({ kind }) => kind === "gone" || kind === "meaning");
  return {
    from: before.path,
    to: after.path,
    renamed: before.path !== after.path,
    scenarios,
    stale: stale.flatMap(({ before: old }) => (old === null ? [] : [old.id])),
    ids: Object.fromEntries(pairs.map(([old, fresh]) => [old.id, fresh.id])),
  };
}

type Corrections = ReadonlyMap<string, string>;

/** Beyond this many words that are gone a plan was rewritten, not corrected. */
const MOST_CORRECTIONS = 200;
const SHORTEST_MISSPELT = 5;

/**
 * Misspelt words of the old plan → how the new one spells them: a word that the new plan has nowhere any more, one
 * slip away from one that both plans use.
 */
function correctionsIn(before: readonly Scenario[], after: readonly Scenario[]): Corrections {
  const old = vocabulary(before);
  const fresh = vocabulary(after);
  const gone = [...old].filter((word) => !fresh.has(word) && /^\p{L}+$/u.test(word));
  if (gone.length > MOST_CORRECTIONS) return new Map();
  const established = [...fresh].filter((word) => old.has(word));
  return new Map(
    gone.flatMap((word) => {
      const meant = established.find(
        (other) =>
          Math.min(word.length, other.length) >= SHORTEST_MISSPELT &&
          word[0] === other[0] &&
          isSlip(word, other),
      );
      return meant === undefined ? [] : [[word, meant] as const];
    }),
  );
}

const vocabulary = (scenarios: readonly Scenario[]): Set<string> =>
  new Set(
    scenarios.flatMap(({ text, preconditions, steps, expected }) =>
      [text, ...preconditions, ...steps, ...expected].flatMap((line) => sameMeaningKey(line).split(" ")),
    ),
  );

function changeOf(before: Scenario | null, after: Scenario, corrections: Corrections): ScenarioChange[] {
  if (before === null) return [{ kind: "new", before, after, fields: [] }];
  const differing = (keyOf: (scenario: Scenario, fix: Corrections) => Record<string, string>): string[] => {
    const [old, fresh] = [keyOf(before, corrections), keyOf(after, NONE)];
    return Object.keys(old).filter((field) => old[field] !== fresh[field]);
  };
  const meaning = differing(meaningFields);
  if (meaning.length > 0) return [{ kind: "meaning", before, after, fields: meaning }];
  const wording = differing(wordingFields);
  if (wording.length > 0) return [{ kind: "wording", before, after, fields: wording }];
  const place = differing(({ id, requirement }) => ({ id, requirement: requirement ?? "" }));
  return place.length > 0 ? [{ kind: "moved", before, after, fields: place }] : [];
}

const NONE: Corrections = new Map();

const list = (lines: readonly string[], fix: Corrections = NONE): string =>
  lines.map((line) => corrected(sameMeaningKey(line), fix)).join("\n");

const corrected = (key: string, fix: Corrections): string =>
  fix.size === 0
    ? key
    : key
        .split(" ")
        .map((word) => fix.get(word) ?? word)
        .join(" ");

/** What a test is written from: two scenarios that agree here are shown by the same test. */
const meaningFields = (scenario: Scenario, fix: Corrections): Record<string, string> => ({
  text: list([scenario.text], fix),
  preconditions: list(scenario.preconditions, fix),
  steps: list(scenario.steps, fix),
  expected: list(scenario.expected, fix),
  negative: String(scenario.negative),
  tier: String(scenario.tier),
  generable: String(scenario.generable),
});

const wordingFields = (scenario: Scenario): Record<string, string> => ({
  text: scenario.text,
  story: scenario.story,
  priority: scenario.priority ?? "",
  preconditions: scenario.preconditions.join("\n"),
  steps: scenario.steps.join("\n"),
  expected: scenario.expected.join("\n"),
});

/** Equal for two scenarios that do and show the same under another title; null where nothing is spelled out. */
const detailKey = ({ requirement, preconditions, steps, expected }: Scenario): string | null =>
  steps.length === 0 || expected.length === 0
    ? null
    : JSON.stringify([requirement, list(preconditions), list(steps), list(expected)]);

/** Who is who: the same words first, then the same steps and results, then the most alike. */
function pairScenarios(before: readonly Scenario[], after: readonly Scenario[]): [Scenario, Scenario][] {
  const pairs: [Scenario, Scenario][] = [];
  const left = new Set(before);
  const right = new Set(after);
  const join = (old: Scenario, fresh: Scenario): void => {
    pairs.push([old, fresh]);
    left.delete(old);
    right.delete(fresh);
  };
  const bySameness = [
    (scenario: Scenario) => JSON.stringify([scenario.id, scenario.text, scenario.story]),
    (scenario: Scenario) => JSON.stringify([scenario.text, scenario.story]),
    (scenario: Scenario) => JSON.stringify([scenario.requirement, meaningKey(scenario.text)]),
    (scenario: Scenario) => meaningKey(scenario.text),
    detailKey,
  ];
  for (const keyOf of bySameness) {
    const waiting = new Map<string, Scenario[]>();
    for (const scenario of left) {
      const key = keyOf(scenario);
      if (key === null) continue;
      const same = waiting.get(key);
      if (same === undefined) waiting.set(key, [scenario]);
      else same.push(scenario);
    }
    for (const scenario of [...right]) {
      const old = waiting.get(keyOf(scenario) ?? "")?.shift();
      if (old !== undefined) join(old, scenario);
    }
  }
  const words = ({ text }: Scenario): Set<string> => topicOf(text);
  for (const [old, fresh] of bestPairs([...left], [...right], words, LEAST_LIKENESS)) join(old, fresh);
  return pairs;
}
