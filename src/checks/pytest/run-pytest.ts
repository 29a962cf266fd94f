import type { RunProcess } from "../../process/run.ts";
import { type Evidence, removeBytecode } from "../../workspace/evidence.ts";
import { readJunit } from "../junit/junit.ts";
import { matchPlanned, type PlannedResult } from "../junit/nodeid.ts";
import { redactJunit } from "../junit/redact-junit.ts";
import type { CaseResult } from "../model.ts";
import { problemOf, type RunProblem } from "./run-problem.ts";

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
  /** How long the teardown has on abort; 5 s unless told. */
  readonly teardownMs?: number | undefined;
}

export interface PytestRun {
  readonly exitCode: number | null;
  readonly results: readonly PlannedResult[];
  /** Entries that no planned node id explains: a broken session, a suite's own exit hook. */
  readonly unplanned: readonly CaseResult[];
  /** Why this run proves nothing; null when the results can be trusted. */
  readonly broken: RunProblem | null;
  /** sha256 of the JUnit file as it is kept, without secrets; null when there is none. */
  readonly junitDigest: string | null;
  readonly log: string;
  readonly ms: number;
}

/** A cancelled job has 7.5 s and then 2.5 s more, and the last word of the comment needs some of it. */
const TEARDOWN_MS = 5_000;

/**
 * Runs node ids and binds what came back to this run: the JUnit file is removed before and must be there, readable
 * and complete, afterwards, and say the same as the exit code. Log and JUnit file are kept without secrets, and what is
 * kept is what is judged.
 * @throws the abort's reason when the run was cancelled before pytest was started
 */
export async function runPytest(request: PytestRequest): Promise<PytestRun> {
  const { evidence, label, root } = request;
  const junit = `${label}.xml`;
  await evidence.remove(junit);
  await evidence.write(`${label}.log`, "");
  for (const file of request.files) await removeBytecode(root, file);
  request.signal?.throwIfAborted();
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
    // SIGTERM at once would skip the teardown, and objects would stay on the cluster.
    grace: {
      limit: { interrupt: 120_000, terminate: 5_000 },
      abort: { interrupt: request.teardownMs ?? TEARDOWN_MS, terminate: 1_000 },
    },
    ...(request.signal ? { signal: request.signal } : {}),
  });
  await evidence.write(`${label}.log`, request.redact(`${result.stdout}\n${result.stderr}`));
  const file = await keepJunit(request, junit);
  const read = file === null ? null : readJunit({ path: junit, bytes: file.bytes });
  const { planned, unplanned } = matchPlanned(read?.cases ?? [], request.nodeids);
  return {
    exitCode: result.exitCode,
    results: planned,
    unplanned,
    broken: problemOf({
      result,
      limitMs: request.timeoutMs,
      cancelled: request.signal?.aborted === true,
      junit: read,
      planned,
      unplanned,
    }),
    junitDigest: file?.digest ?? null,
    log: evidence.path(`${label}.log`),
    ms: result.ms,
  };
}

/** The result file as it stays in the evidence; what cannot be read, and so not cleaned, does not stay. */
async function keepJunit({ evidence, redact }: PytestRequest, name: string): ReturnType<Evidence["read"]> {
  const file = await evidence.read(name);
  if (file === null) {
    await evidence.remove(name);
    return null;
  }
  const clean = redactJunit(file.bytes, redact);
  if (clean === null) return file;
  await evidence.write(name, clean);
  return evidence.read(name);
}
