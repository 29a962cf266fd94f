import { suggestionFor } from "../checks/failures/classify.ts";
import type { Draft, TraceEntry } from "../draft/model.ts";
import type { EventOf } from "../journal/events.ts";
import type { Journal } from "../journal/journal.ts";
import { contradictionOf, curedBy, passesOf, runsOfNow, type TestRecord } from "./test-record.ts";

export type TestOutcome = Omit<EventOf<"test">, "type" | "at" | "plan">;

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

/** For what is no kind of failure. */
const SUGGESTIONS = {
  flaky: "Find what differed between the runs: timing, order, or what an earlier test left behind.",
  not_executed: "Look why pytest left it out: a marker, a condition, or a hook of the suite.",
} as const;

function outcomeOf(nodeid: string, record: TestRecord): TestOutcome {
  const { finding, runs, scenario, signal, detail } = record;
  const base = { nodeid, scenario, attempts: runs.length, signal };
  if (contradictionOf(record)) {
    return {
      ...base,
      status: "flaky",
      verdict: null,
      category: "flaky",
      message: flakyMessage(record),
      suggestion: SUGGESTIONS.flaky,
      detail,
    };
  }
  if (finding === null) {
    const verdict = curedBy(record);
    const status = verdict === "heal" ? "healed" : "passed";
    // What a retry got over is worth telling; what an edit mended, the edit tells.
    const fault = verdict === "retry" ? runs.find((run) => run.verdict === "retry")?.message : "";
    return { ...base, status, verdict, category: "", message: fault ?? "", suggestion: "", detail: "" };
  }
  const category = finding.rule;
  return {
    ...base,
    status: category === "not_executed" ? "not-run" : "failed",
    // Nobody is blamed for what nobody knows the cause of.
    verdict: category === "unknown" ? null : finding.verdict,
    category,
    message: finding.message,
    suggestion: category === "not_executed" ? SUGGESTIONS[category] : suggestionFor(category),
    detail,
  };
}

function flakyMessage(record: TestRecord): string {
  const runs = runsOfNow(record);
  const { rerun, message } = contradictionOf(record) ?? { rerun: false, message: "" };
  const said = message === "" ? "" : ` The failure: ${message}`;
  return rerun
    ? `Passed only when it was run again within one session.${said}`
    : `Passed in ${passesOf(record)} of ${runs.length} runs of the same code.${said}`;
}
