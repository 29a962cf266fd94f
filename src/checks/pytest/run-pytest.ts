import type { RunProcess } from "../../process/run.ts";
import { type Evidence, removeBytecode } from "../../workspace/evidence.ts";
import { readJunit } from "../junit/junit.ts";
import { matchPlanned, type PlannedResult } from "../junit/nodeid.ts";
import type { CaseResult } from "../model.ts";

export interface PytestRequest {
  /** `["python3", "-m", "pytest"]`, or what the workflow configured. */
  readonly command: readonly [string, ...string[]];
  /** Further options of pytest. */
  readonly options?: readonly string[];
  readonly root: string;
  /** Node ids that must be executed. */
  readonly nodeids: readonly string[];
  /** Files whose compiled form must be fresh. */
  readonly files: readonly string[];
  /** Name of this run within the evidence, `vm_reset/run-1`. */
  readonly label: string;
  readonly evidence: Evidence;
  readonly env: Readonly<Record<string, string>>;
  readonly runProcess: RunProcess;
  readonly timeoutMs: number;
  readonly redact: (text: string) => string;
  readonly signal?: AbortSignal;
}

export interface PytestRun {
  readonly exitCode: number | null;
  readonly results: readonly PlannedResult[];
  /** Entries that no planned node id explains: a broken session, a suite's own exit hook. */
  readonly unplanned: readonly CaseResult[];
  /** Why this run proves nothing; null when the results can be trusted. */
  readonly broken: RunProblem | null;
  /** sha256 of the JUnit file; null when there is none. */
  readonly junitDigest: string | null;
  readonly log: string;
  readonly ms: number;
}

export interface RunProblem {
  readonly category: string;
  readonly message: string;
  readonly hint: string;
}

/**
 * Runs node ids and binds what came back to this run: the JUnit file is removed before and must be there, readable
 * and complete, afterwards. An exit code alone proves nothing.
 */
export async function runPytest(request: PytestRequest): Promise<PytestRun> {
  const { evidence, label, root } = request;
  const junit = `${label}.xml`;
  await evidence.remove(junit);
  await evidence.write(`${label}.log`, "");
  for (const file of request.files) await removeBytecode(root, file);
  const result = await request.runProcess({
    command: [
      ...request.command,
      ...(request.options ?? []),
      ...request.nodeids,
      `--junitxml=${evidence.path(junit)}`,
      "-o",
      "junit_family=xunit1",
      "-p",
      "no:cacheprovider",
    ],
    cwd: root,
    env: request.env,
    timeoutMs: request.timeoutMs,
    ...(request.signal ? { signal: request.signal } : {}),
  });
  await evidence.write(`${label}.log`, request.redact(`${result.stdout}\n${result.stderr}`));
  const file = await evidence.read(junit);
  const read = file === null ? null : readJunit({ path: junit, bytes: file.bytes });
  const { planned, unplanned } = matchPlanned(read?.cases ?? [], request.nodeids);
  return {
    exitCode: result.exitCode,
    results: planned,
    unplanned,
    broken: problemOf(
      result,
      read === null ? "missing" : read.ok ? null : read.error.message,
      planned,
      unplanned,
    ),
    junitDigest: file?.digest ?? null,
    log: evidence.path(`${label}.log`),
    ms: result.ms,
  };
}

type ProcessOutcome = Awaited<ReturnType<RunProcess>>;

function problemOf(
  result: ProcessOutcome,
  junit: string | null,
  planned: readonly PlannedResult[],
  unplanned: readonly CaseResult[],
): RunProblem | null {
  if (result.startError !== null) {
    return {
      category: "env_config",
      message: `pytest could not be started: ${result.startError}`,
      hint: INSTALL,
    };
  }
  if (junit === "missing" && /No module named pytest\b/.test(result.stderr)) {
    return { category: "env_config", message: "This Python has no pytest.", hint: INSTALL };
  }
  if (result.timedOut) {
    return {
      category: "test_timeout",
      message: "pytest ran out of time and was ended with everything it had started.",
      hint: "Raise `run-timeout-minutes`, or look in the log for what it waited for.",
    };
  }
  const reason = exitReason(result, planned, unplanned);
  if (reason !== null) {
    return {
      category: "session_abort",
      message: `The suite ended the session itself: ${reason}`,
      hint: "The suite's own checks refuse this cluster; its message says why.",
    };
  }
  if (junit !== null) {
    const why = junit === "missing" ? "it left no result file" : junit;
    return {
      category: "runner_crash",
      message: `pytest ended with ${ending(result)} and ${why}.`,
      hint: "Nothing is known about the tests; the log has pytest's own words.",
    };
  }
  if (result.exitCode === 0 || result.exitCode === 1) return null;
  // A file that cannot be imported: 2 for the file, 4 for a node id in it. The entries say what is wrong with it.
  const told = planned.some((one) => one.status === "error");
  if ((result.exitCode === 2 || result.exitCode === 4) && told) return null;
  // Node ids that do not exist are a usage error: the file did not collect them.
  return {
    category: result.exitCode === 5 || result.exitCode === 4 ? "collection_error" : "session_abort",
    message: `pytest ended with ${ending(result)}: ${lastWords(result)}`,
    hint: "The log has pytest's own words.",
  };
}

/** Why the suite called `pytest.exit`, whatever exit code it chose; null when it did not. */
function exitReason(
  { stdout }: ProcessOutcome,
  planned: readonly PlannedResult[],
  unplanned: readonly CaseResult[],
): string | null {
  const entry = unplanned.find((one) => one.synthetic !== undefined);
  if (entry) return entry.message.slice(0, 300) || entry.name;
  // pytest writes no entry for it, only this line; a test that has a result may print what it likes.
  if (planned.every((one) => one.status !== "missing")) return null;
  return /^!+ _pytest\.outcomes\.Exit: (.{0,300}?) !+$/m.exec(stdout)?.[1] ?? null;
}

const INSTALL =
  "Install it where the runner finds it: python3 -m pip install pytest, or set `pytest-command`.";

const ending = (result: ProcessOutcome): string =>
  result.signal === null ? `exit code ${result.exitCode}` : `signal ${result.signal}`;

const lastWords = (result: ProcessOutcome): string =>
  (result.stderr.trim() || result.stdout.trim()).split("\n").slice(-3).join(" ").slice(0, 400);
