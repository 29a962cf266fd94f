import type { Finding } from "./finding.ts";
import { sharedWords } from "./spelling.ts";
import type { Step } from "./step.ts";

export interface Pair {
  readonly before: Step;
  readonly after: Step;
  /** What the pair loses; empty when `after` is as strong. */
  readonly findings: readonly Finding[];
}

export interface Alignment {
  readonly pairs: readonly Pair[];
  readonly lost: readonly Step[];
  readonly gained: readonly Step[];
}

/** Compares two steps of the same place; null when the one has nothing to do with the other. */
export type CompareSteps = (before: Step, after: Step) => readonly Finding[] | null;

/** Pairs compared at most; a test that needs more is not one that a person can read. */
const MOST_COMPARISONS = 40_000;

/** An accepted pair outweighs any number of refused ones. */
const ACCEPTED = 1_000_000;

/**
 * Pairs the steps of two versions of a function in order: as many accepted pairs as possible first, then the most alike
 * among the rest, so that a refusal speaks of the step that was changed. Null when the functions are too long.
 */
export function alignSteps(
  before: readonly Step[],
  after: readonly Step[],
  compare: CompareSteps,
): Alignment | null {
  let start = 0;
  while (start < before.length && isSame(before[start], after[start])) start += 1;
  let end = 0;
  while (end < before.length - start && isSame(before.at(-1 - end), after.at(-1 - end))) {
    if (end >= after.length - start) break;
    end += 1;
  }
  const from = before.slice(start, before.length - end);
  const to = after.slice(start, after.length - end);
  if (from.length * to.length > MOST_COMPARISONS) return null;
  const identical = (steps: readonly Step[], others: readonly Step[], offset: number): Pair[] =>
    steps.flatMap((step, index) => {
      const other = others[offset + index];
      return other ? [{ before: step, after: other, findings: [] }] : [];
    });
  const middle = pairInOrder(from, to, compare);
  const pairs = [
    ...identical(before.slice(0, start), after, 0),
    ...middle,
    ...identical(before.slice(before.length - end), after, after.length - end),
  ];
  const swapped = pairSwapped(before, after, pairs, compare);
  return {
    pairs: [...pairs, ...swapped],
    lost: from.filter((step) => ![...middle, ...swapped].some((pair) => pair.before === step)),
    gained: to.filter((step) => ![...middle, ...swapped].some((pair) => pair.after === step)),
  };
}

/** Assertions may change places as long as nothing happens between the two places. */
function pairSwapped(
  before: readonly Step[],
  after: readonly Step[],
  pairs: readonly Pair[],
  compare: CompareSteps,
): Pair[] {
  const kept = new Set(pairs.flatMap((pair) => [pair.before, pair.after]));
  const looseChecks = (steps: readonly Step[]): { step: Step; stage: number }[] => {
    let stage = 0;
    return steps.flatMap((step) => {
      if (kept.has(step)) stage += ["check", "note", "read"].includes(step.kind) ? 0 : 1;
      return !kept.has(step) && step.kind === "check" ? [{ step, stage }] : [];
    });
  };
  const free = looseChecks(after);
  return looseChecks(before).flatMap(({ step, stage }) => {
    const index = free.findIndex((other) => other.stage === stage && compare(step, other.step)?.length === 0);
    const [found] = index < 0 ? [] : free.splice(index, 1);
    return found ? [{ before: step, after: found.step, findings: [] }] : [];
  });
}

function isSame(before: Step | undefined, after: Step | undefined): boolean {
  return before !== undefined && before.key === after?.key;
}

/** Longest common subsequence, weighted. */
function pairInOrder(before: readonly Step[], after: readonly Step[], compare: CompareSteps): Pair[] {
  const candidates = before.map((from) => after.map((to) => candidate(from, to, compare)));
  const best = Array.from({ length: before.length + 1 }, () => new Float64Array(after.length + 1));
  const at = (i: number, j: number): number => best[i]?.[j] ?? 0;
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const weight = candidates[i]?.[j]?.weight ?? 0;
      const paired = weight > 0 ? weight + at(i + 1, j + 1) : 0;
      const row = best[i];
      if (row) row[j] = Math.max(at(i + 1, j), at(i, j + 1), paired);
    }
  }
  const pairs: Pair[] = [];
  for (let i = 0, j = 0; i < before.length && j < after.length; ) {
    const found = candidates[i]?.[j];
    if (found && at(i, j) === found.weight + at(i + 1, j + 1)) {
      pairs.push(found.pair);
      i += 1;
      j += 1;
    } else if (at(i, j) === at(i + 1, j)) i += 1;
    else j += 1;
  }
  return pairs;
}

function candidate(before: Step, after: Step, compare: CompareSteps): { weight: number; pair: Pair } | null {
  if (before.key === after.key) return { weight: ACCEPTED + 1, pair: { before, after, findings: [] } };
  const findings = compare(before, after);
  if (findings === null) return null;
  const pair = { before, after, findings };
  return { weight: findings.length === 0 ? ACCEPTED : 1 + sharedWords(before.text, after.text), pair };
}
