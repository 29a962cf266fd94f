import type { ProcessResult } from "../../process/run.ts";
import type { PlannedResult } from "../junit/nodeid.ts";
import type { CaseResult, JunitFile } from "../model.ts";

/** Why a run as a whole proves nothing. */
export interface RunProblem {
  readonly category: string;
  readonly message: string;
  readonly hint: string;
}

/** What is known of a run that has ended. */
export interface EndedRun {
  readonly result: ProcessResult;
  /** The time limit that it had. */
  readonly limitMs: number;
  /** It was asked to end before its time. */
  readonly cancelled: boolean;
  /** null: it left none. */
  readonly junit: JunitFile | null;
  readonly planned: readonly PlannedResult[];
  readonly unplanned: readonly CaseResult[];
}

/** Why the results cannot be trusted; null when they can. Exit code and result file must tell the same story. */
export function problemOf(run: EndedRun): RunProblem | null {
  return notStarted(run) ?? endedByUs(run) ?? endedBySuite(run) ?? unreadable(run) ?? contradiction(run);
}

function notStarted({ result, junit }: EndedRun): RunProblem | null {
  const hint =
    "Install it where the runner finds it: python3 -m pip install pytest, or set `pytest-command`.";
  if (result.startError !== null) {
    return { category: "env_config", message: `pytest could not be started: ${result.startError}`, hint };
  }
  if (junit === null && /No module named pytest\b/.test(result.stderr)) {
    return { category: "env_config", message: "This Python has no pytest.", hint };
  }
  return null;
}

function endedByUs(run: EndedRun): RunProblem | null {
  const { result, limitMs, cancelled } = run;
  if (!result.timedOut && !cancelled) return null;
  const { said, hint } = teardownOf(run);
  if (result.timedOut) {
    return {
      category: "test_timeout",
      message: `pytest was stopped after ${limitOf(limitMs)}, its time limit; ${said}.`,
      hint: `Raise \`run-timeout-minutes\`, or look in the log for what it waited for.${hint}`,
    };
  }
  return { category: "run_cancelled", message: `The run was cancelled; ${said}.`, hint: hint.trim() };
}

/**
 * pytest that was interrupted writes its result file, tears down what is left, and ends with exit code 2; with 1 when
 * the teardown fails, or when it had been through with its tests.
 */
function teardownOf({ result: { exitCode }, junit, planned }: EndedRun): { said: string; hint: string } {
  const through = exitCode === 0 || (exitCode === 1 && planned.every(({ status }) => status !== "missing"));
  if (junit !== null && (through || exitCode === 2)) return { said: "the teardown ran", hint: "" };
  return {
    said: exitCode === null ? "the teardown did not end in time" : "the teardown failed or did not run",
    hint: " What the tests made may still be on the cluster: look for it and remove it.",
  };
}

const limitOf = (ms: number): string =>
  ms < 60_000 ? `${ms / 1000} s` : `${Math.round(ms / 6_000) / 10} min`;

/** The suite called `pytest.exit`, whatever exit code it chose, or pytest itself broke. */
function endedBySuite({ result, planned, unplanned }: EndedRun): RunProblem | null {
  if (unplanned.some((one) => one.synthetic === "internal")) {
    return {
      category: "runner_crash",
      message: `pytest itself broke (${ending(result)}).`,
      hint: "Nothing is known about the tests; the log has pytest's own words.",
    };
  }
  const entry = unplanned.find((one) => one.synthetic !== undefined);
  // pytest writes no entry for it, only this line; a test that has a result may print what it likes.
  const line = planned.some((one) => one.status === "missing")
    ? /^!+ _pytest\.outcomes\.Exit: (.{0,300}?) !+$/m.exec(result.stdout)?.[1]
    : undefined;
  const reason = entry ? entry.message.slice(0, 300) || entry.name : line;
  if (reason === undefined) return null;
  return {
    category: "session_abort",
    message: `The suite ended the session itself: ${reason}`,
    hint: "The suite's own checks refuse this cluster; its message says why.",
  };
}

function unreadable({ result, junit }: EndedRun): RunProblem | null {
  if (junit?.ok) return null;
  return {
    category: "runner_crash",
    message: `pytest ended with ${ending(result)} and ${junit === null ? "it left no result file" : junit.error.message}.`,
    hint: "Nothing is known about the tests; the log has pytest's own words.",
  };
}

/** Where the exit code and the entries of the result file contradict each other, neither is believed. */
function contradiction(run: EndedRun): RunProblem | null {
  const { result, planned, unplanned } = run;
  const wrong = (one: { readonly status: string }): boolean =>
    one.status === "failed" || one.status === "error";
  switch (result.exitCode) {
    case 0:
      return [...planned, ...unplanned].some(wrong)
        ? contradicting(run, "its result file has a test that failed")
        : null;
    case 1:
      return planned.some(wrong)
        ? null
        : contradicting(run, "its result file has no planned test that failed");
    case 2:
    case 4:
      // A file that cannot be imported: 2 for the file, 4 for a node id in it. The entries say what is wrong with it.
      if (planned.some(uncollected) && planned.every((one) => one.status !== "passed")) return null;
  }
  // Node ids that do not exist are a usage error: the file did not collect them.
  return {
    category: result.exitCode === 5 || result.exitCode === 4 ? "collection_error" : "session_abort",
    message: `pytest ended with ${ending(result)}: ${lastWords(result)}`,
    hint: "The log has pytest's own words.",
  };
}

const uncollected = ({ cases }: PlannedResult): boolean =>
  cases.some((one) => one.status === "error" && one.when === "collection");

const contradicting = ({ result }: EndedRun, file: string): RunProblem => ({
  category: "session_abort",
  message: `pytest ended with ${ending(result)}, but ${file}: the two contradict each other, so neither is believed.`,
  hint: "A plugin or hook of the suite changes the exit code or the result file; the log has pytest's own words.",
});

const ending = (result: ProcessResult): string =>
  result.signal === null ? `exit code ${result.exitCode}` : `signal ${result.signal}`;

const lastWords = (result: ProcessResult): string =>
  (result.stderr.trim() || result.stdout.trim()).split("\n").slice(-3).join(" ").slice(0, 400);
