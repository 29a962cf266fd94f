import { existsSync } from "node:fs";
import { realpath } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { inputError, usageError } from "../errors.ts";
import { splitCommand } from "../job/inputs.ts";
import { plainPath } from "../job/paths.ts";
import type { JournalEvent } from "../journal/events.ts";
import type { Effects, Settings } from "../pipeline/effects.ts";
import { CONFIG_FILES } from "../suite/config.ts";
import { authorNames, findPyright, newRunId, version, wire } from "../wiring.ts";
import { makeTemporary } from "../workspace/temporary.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import type { Io } from "./io.ts";

/** Options that `run`, `verify`, `types` and `heal` share. */
export interface SessionOptions {
  readonly repo?: string;
  readonly author?: string;
  readonly graveyard?: string;
  readonly maxIterations?: string;
  readonly pytestCommand?: string;
  readonly pyrightCommand?: string;
  readonly stdPath?: string;
  readonly stdFormat?: "markdown" | "docstring";
  readonly evidence?: string;
  readonly json?: boolean;
}

export interface Session {
  readonly effects: Effects;
  readonly settings: Settings;
  /** Ends what the session holds; call it whatever happened. */
  close(): void;
}

/** Opens a checkout for a command: real effects, settings from flags, Ctrl-C ends it in order. */
export async function openSession(
  io: Io,
  options: SessionOptions,
  plans: readonly string[],
  onEvent: (event: JournalEvent) => void = () => {},
): Promise<Session> {
  const author = options.author ?? "offline";
  if (!authorNames().includes(author)) {
    throw usageError({
      code: "usage.author",
      message: `There is no author ${JSON.stringify(author)}.`,
      hint: `Known authors: ${authorNames().join(", ")}.`,
    });
  }
  const { signal, close } = interruptible(io);
  try {
    // Whatever is wrong with the flags is said before anything is made.
    const settings = settingsOf(io, options);
    const root = resolve(io.cwd, options.repo ?? ".");
    requireRepository(root);
    const effects = await wire({
      root,
      author,
      evidenceDirectory: options.evidence
        ? resolve(io.cwd, options.evidence)
        : await makeTemporary("testgen-"),
      env: io.env,
      testEnv: [],
      secrets: [],
      onEvent,
      signal,
    });
    effects.journal.append({
      type: "run.started",
      runId: newRunId(),
      version: version(),
      author,
      repository: effects.workspace.root,
      head: "",
      plans: [...plans],
    });
    return { effects, settings, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** From a wrong directory everything below it would be taken for one suite, and tests written into whatever is found. */
function requireRepository(root: string): void {
  if (!existsSync(root) || [".git", ...CONFIG_FILES].some((name) => existsSync(join(root, name)))) return;
  throw inputError({
    code: "repository.none",
    message: `${root}: neither a git checkout nor a directory with pytest's configuration.`,
    hint: "Run the command in the root of the pytest repository, or name it with --repo.",
  });
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** Signals this close together are one: npm hands on the Ctrl-C that the terminal has given us already. */
const ONE_PRESS_MS = 1_000;

/**
 * Ctrl-C ends the run in order; a second one ends us at once, and with us, by force, everything that we started. Nobody
 * is left to take back what was written then.
 */
function interruptible(io: Io): { signal: AbortSignal; close: () => void } {
  const interrupted = new AbortController();
  let first = 0;
  const interrupt = (): void => {
    if (interrupted.signal.aborted) {
      if (performance.now() - first > ONE_PRESS_MS) process.exit(130);
      return;
    }
    first = performance.now();
    io.note(
      "Ending: the tests' teardown has a minute. Once more ends it at once and may leave things behind.",
    );
    interrupted.abort();
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  return {
    signal: interrupted.signal,
    close: () => {
      for (const name of SIGNALS) process.removeListener(name, interrupt);
    },
  };
}

const MINUTE_MS = 60_000;

/**
 * Settings from flags.
 * @throws usage error that names the flag
 */
export function settingsOf(io: Io, options: SessionOptions): Settings {
  const iterations = iterationsOf(options.maxIterations);
  return {
    stdPath: pathOf(options.stdPath ?? "stds", "--std-path"),
    stdFormat: options.stdFormat ?? "markdown",
    graveyardPath: pathOf(options.graveyard ?? "GRAVEYARD.md", "--graveyard"),
    pytestCommand: splitCommand(options.pytestCommand ?? "python3 -m pytest", "--pytest-command"),
    pyrightCommand:
      options.pyrightCommand === undefined
        ? findPyright(io.env)
        : splitCommand(options.pyrightCommand, "--pyright-command"),
    pyrightMaxIterations: iterations ?? 10,
    healMaxIterations: iterations ?? 3,
    retries: 2,
    confirmRuns: 1,
    runTimeoutMs: 120 * MINUTE_MS,
    typesTimeoutMs: 5 * MINUTE_MS,
    // Nobody is about to kill us; who does not want to wait presses Ctrl-C once more.
    teardownMs: MINUTE_MS,
  };
}

function pathOf(text: string, flag: string): string {
  const path = plainPath(text);
  if (path !== null && (path !== "." || flag !== "--graveyard")) return path;
  throw usageError({
    code: "usage.path",
    message: `${flag} takes a path inside the repository, not ${JSON.stringify(text)}.`,
    hint: "Give it relative to the repository's root, without `..`.",
  });
}

function iterationsOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  throw usageError({
    code: "usage.iterations",
    message: `--max-iterations takes a whole number up to 99, not ${JSON.stringify(text)}.`,
    hint: "Leave it out for the default: 10 for types, 3 for runs.",
  });
}

/**
 * A file named on the command line, as a path of the repository.
 * @throws usage error for a file outside, input error when there is no such repository
 */
export async function repositoryPath(io: Io, { repo = "." }: SessionOptions, file: string): Promise<string> {
  const { root } = await openWorkspace(resolve(io.cwd, repo));
  const inside = await pathInside(root, resolve(io.cwd, file));
  if (inside !== null && !/(?:^|\/)\.git(?:\/|$)/i.test(inside)) return inside;
  throw usageError({
    code: "usage.outside",
    message: `${file} ${inside === null ? `is not inside ${root}` : "is git's own, no file of the repository"}.`,
    hint: "Name the repository with --repo, or run the command inside it.",
  });
}

/** The path of a file as its repository knows it, `/` separated; null for one outside. */
export async function pathInside(root: string, full: string): Promise<string | null> {
  // The repository may have been named through a link, so its files may be too.
  const real = (path: string): Promise<string> => realpath(path).catch(() => path);
  const inside = relative(await real(root), join(await real(dirname(full)), basename(full)))
    .split(sep)
    .join("/");
  return inside === "" || isAbsolute(inside) || /^\.\.(?:\/|$)/.test(inside) ? null : inside;
}
