import { execa } from "execa";

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

/** What is kept of a child's output; the rest is dropped while it runs, so a flood cannot fill memory. */
const OUTPUT_LIMIT_CHARACTERS = 8_000_000;
const GRACE_MS = 5_000;

/**
 * Runs a program in a process group of its own and kills the whole group at the time limit, on abort and when we die.
 * Never throws for what the child does: a failure to start is a result too.
 */
export const runProcess: RunProcess = async (request) => {
  const started = performance.now();
  const [file, ...args] = request.command;
  const child = execa(file, args, {
    cwd: request.cwd,
    env: request.env,
    extendEnv: false,
    stdio: [
      request.input === undefined ? "ignore" : [new TextEncoder().encode(request.input)],
      "pipe",
      "pipe",
      ...(request.secret === undefined ? [] : [[new TextEncoder().encode(request.secret)]]),
    ],
    reject: false,
    detached: true,
    maxBuffer: OUTPUT_LIMIT_CHARACTERS,
    stripFinalNewline: false,
    windowsHide: true,
  });
  let timedOut = false;
  const stop = (): void => killGroup(child.pid);
  const timer = setTimeout(() => {
    timedOut = true;
    stop();
  }, request.timeoutMs);
  request.signal?.addEventListener("abort", stop, { once: true });
  process.once("exit", stop);
  try {
    const result = await child;
    return {
      exitCode: result.exitCode ?? null,
      signal: result.signal ?? null,
      stdout: result.stdout,
      stderr: result.stderr,
      timedOut,
      startError: child.pid === undefined ? (result.shortMessage ?? "could not be started") : null,
      ms: performance.now() - started,
    };
  } finally {
    clearTimeout(timer);
    request.signal?.removeEventListener("abort", stop);
    process.removeListener("exit", stop);
    // A grandchild may outlive its parent; the group dies with the request.
    killGroup(child.pid, "SIGKILL");
  }
};

function killGroup(pid: number | undefined, signal: NodeJS.Signals = "SIGTERM"): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    return; // Already gone.
  }
  if (signal !== "SIGTERM") return;
  setTimeout(() => killGroup(pid, "SIGKILL"), GRACE_MS).unref();
}
