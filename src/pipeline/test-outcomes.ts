import { suggestionFor } from "../checks/failures/classify.ts";
import type { Finding } from "../checks/model.ts";
import type { DescribedTest } from "../description/model.ts";
import type { Draft, TraceEntry } from "../draft/model.ts";
import type { EventOf } from "../journal/events.ts";
import type { Journal } from "../journal/journal.ts";

export type TestOutcome = Omit<EventOf<"test">, "type" | "at" | "plan">;

/** What is known of one test while phase 6 goes on. */
export interface TestRecord {
  readonly test: DescribedTest | undefined;
  readonly scenario: string;
  attempts: number;
  /** What was wrong in the last attempt; null when it passed. */
  finding: Finding | null;
  detail: string;
  signal: string;
  /** The last verdict that led to another attempt. */
  cured: "heal" | "retry" | null;
  /** Passed and failed on the same code, without a transient fault to blame. */
  flaky: boolean;
  /** How long the last attempt took. */
  seconds: number;
  /** The code of the last attempt. */
  ran: Draft | null;
}

/** Writes each test's end to the journal: implemented ones with their verdict, described ones with the reason. */
export function reportTests(
  journal: Journal,
  plan: string,
  draft: Draft,
  records: ReadonlyMap<string, TestRecord>,
): TestOutcome[] {
  return draft.trace.map((entry) => {
    const record = records.get(entry.nodeid);
    const outcome = record ? outcomeOf(entry.nodeid, record) : describedOnly(entry);
    journal.append({ type: "test", plan, ...outcome });
    return outcome;
  });
}

const describedOnly = ({ nodeid, scenario, reason }: TraceEntry): TestOutcome => ({
  nodeid,
  scenario,
  status: "described",
  verdict: null,
  category: "",
  attempts: 0,
  message: reason ?? "",
  signal: "",
  suggestion: "",
  detail: "",
});

function outcomeOf(nodeid: string, record: TestRecord): TestOutcome {
  const { finding, cured, attempts, scenario, flaky, signal } = record;
  const base = { nodeid, scenario, attempts, signal };
  if (finding === null && !flaky) {
    return {
      ...base,
      status: cured === "heal" ? "healed" : "passed",
      verdict: cured,
      category: "",
      message: "",
      suggestion: "",
      detail: "",
    };
  }
  const category = flaky ? "flaky" : (finding?.rule ?? "");
  return {
    ...base,
    status: flaky ? "flaky" : finding?.rule === "not_executed" ? "not-run" : "failed",
    verdict: finding?.verdict ?? null,
    category,
    message: finding?.message ?? "Passed and failed on the same code.",
    suggestion: suggestionFor(category),
    detail: record.detail,
  };
}
