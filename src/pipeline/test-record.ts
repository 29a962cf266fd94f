import type { Finding, Verdict } from "../checks/model.ts";
import type { DescribedTest } from "../description/model.ts";

/** What one run showed of a test. */
export interface TestRun {
  /** The test's own code at that time, see `ownCode`. */
  readonly code: string;
  /** null: it passed. */
  readonly verdict: Verdict | null;
  /** Within the run it was executed more than once, and not each time with success. */
  readonly rerun: boolean;
  readonly message: string;
  readonly seconds: number;
  /** The run as a whole proved nothing, so neither does this. */
  readonly broken: boolean;
}

/** What is known of one test while phase 6 goes on. */
export interface TestRecord {
  readonly test: DescribedTest | undefined;
  readonly scenario: string;
  readonly runs: TestRun[];
  /** What was wrong in the last run; null when it passed. */
  finding: Finding | null;
  detail: string;
  signal: string;
}

/** Runs of the code that the test has now: what others showed is evidence for other code. */
export const runsOfNow = ({ runs }: TestRecord): readonly TestRun[] =>
  runs.filter(({ code, broken }) => !broken && code === runs.at(-1)?.code);

export const passesOf = (record: TestRecord): number =>
  runsOfNow(record).filter(({ verdict }) => verdict === null).length;

/** Why a pass is none: the same code also failed, and no transient fault is to blame. */
export function contradictionOf(record: TestRecord): TestRun | undefined {
  const runs = runsOfNow(record);
  const failed = runs.find(({ verdict }) => verdict !== null && verdict !== "retry");
  return runs.find(({ rerun }) => rerun) ?? (passesOf(record) > 0 ? failed : undefined);
}

/** What it took until the test passed: an edit of its code, or the same code again; null when it took neither. */
export function curedBy({ runs }: TestRecord): "heal" | "retry" | null {
  const failed = runs.filter(({ verdict }) => verdict !== null);
  if (failed.some(({ code }) => code !== runs.at(-1)?.code)) return "heal";
  return failed.some(({ verdict }) => verdict === "retry") ? "retry" : null;
}

/**
 * Whether the test must run again to have as many passes as are needed. A transient fault after a pass may be tried once
 * more; a second one in a row is the result.
 */
export function needsAnotherRun(record: TestRecord, needed: number): boolean {
  const { finding } = record;
  if (contradictionOf(record) !== undefined) return false;
  if (finding === null) return passesOf(record) < needed;
  return finding.verdict === "retry" && runsOfNow(record).at(-2)?.verdict === null;
}
