import type { Readable } from "node:stream";
import { execa } from "execa";
import { CappedOutput } from "./capped-output.ts";
import { type Grace, ProcessGroup } from "./process-group.ts";

export interface ProcessRequest {
  /** Program and arguments; never a shell line. */
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  /** The child's whole environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly input?: string;
  /** Handed over on file descriptor 3: a secret given this way is in no environment and no argument list. */
  readonly secret?: string;
  readonly signal?: AbortSignal;
  /** How the child is ended at its time limit and on abort; SIGTERM and 5 s unless told. */
  readonly grace?: { readonly limit: Grace; readonly abort: Grace };
}

export interface ProcessResult {
  /** null when it ended by a signal or could not be started. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
  /** Set when the program could not be started at all. */
  readonly startError: string | null;
  readonly ms: number;
}

/** Starts processes; the rest of the house only sees this function. */
export type RunProcess = (request: ProcessRequest) => Promise<ProcessResult>;

/** What is kept of each of a child's outputs: the beginning and the end. */
const OUTPUT_LIMIT_BYTES = 8_000_000;
/** What a child wrote is in the pipe when it ends; longer only somebody else holds the pipe open. */
const DRAIN_MS = 1_000;
const SHORT: Grace = { interrupt: 0, terminate: 5_000 };
/** Node's timers turn anything longer into 1 ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs a program in a process group of its own and ends the whole group at the time limit, on abort, when the program
 * itself has ended, and when we die. Never throws for what the child does: a failure to start is a result too.
 */
export const runProcess: RunProcess = async (request) => {
  const started = performance.now();
  const end = (result: Partial<ProcessResult>): ProcessResult => ({
    exitCode: null,
    signal: null,
    stdout: "",
    stderr: "",
    timedOut: false,
    startError: null,
    ...result,
    ms: performance.now() - started,
  });
  if (request.signal?.aborted) return end({ signal: "SIGTERM" });
  const child = start(request);
  if (child instanceof Error) return end({ startError: child.message });

  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const group = new ProcessGroup(child.pid);
  const { grace = { limit: SHORT, abort: SHORT } } = request;
  let timedOut = false;
  const timer = setTimeout(
    () => {
      timedOut = true;
      group.end(grace.limit);
    },
    Math.min(request.timeoutMs, LONGEST_TIMER_MS),
  );
  let drain: NodeJS.Timeout | undefined;
  const onAbort = (): void => {
    clearTimeout(timer);
    group.end(grace.abort);
  };
  const onDeath = (): void => group.kill();
  const close = (): void => {
    child.stdout?.destroy();
    child.stderr?.destroy();
  };
  child.nodeChildProcess.once("exit", () => {
    clearTimeout(timer);
    // A grandchild may outlive its parent; the group dies with the request.
    group.kill();
    drain = setTimeout(() => setImmediate(close), DRAIN_MS);
  });
  request.signal?.addEventListener("abort", onAbort, { once: true });
  process.once("exit", onDeath);
  try {
    const { exitCode, signal, shortMessage } = await child;
    return end({
      exitCode: exitCode ?? null,
      signal: signal ?? null,
      stdout: stdout.text(),
      stderr: stderr.text(),
      timedOut,
      startError: child.pid === undefined ? (shortMessage ?? "could not be started") : null,
    });
  } finally {
    clearTimeout(timer);
    clearTimeout(drain);
    request.signal?.removeEventListener("abort", onAbort);
    process.removeListener("exit", onDeath);
  }
};

/** The child, or why its command cannot even be tried (a NUL in an argument). */
function start({ command, cwd, env, input, secret }: ProcessRequest) {
  const [file, ...args] = command;
  const bytes = (text: string): Uint8Array[] => [new TextEncoder().encode(text)];
  try {
    return execa(file, args, {
      cwd,
      env,
      extendEnv: false,
      stdio: [
        input === undefined ? "ignore" : bytes(input),
        "pipe",
        "pipe",
        ...(secret === undefined ? [] : [bytes(secret)]),
      ],
      reject: false,
      buffer: false,
      detached: true,
      windowsHide: true,
    });
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function collect(stream: Readable | null): CappedOutput {
  const output = new CappedOutput(OUTPUT_LIMIT_BYTES);
  stream?.on("data", (chunk: Uint8Array) => output.add(chunk));
  return output;
}
