import { mkdtemp, realpath } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { usageError } from "../errors.ts";
import { splitCommand } from "../job/inputs.ts";
import type { JournalEvent } from "../journal/events.ts";
import type { Effects, Settings } from "../pipeline/effects.ts";
import { authorNames, findPyright, newRunId, version, wire } from "../wiring.ts";
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
  const interrupted = new AbortController();
  const interrupt = (): void => interrupted.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const close = (): void => {
    process.removeListener("SIGINT", interrupt);
    process.removeListener("SIGTERM", interrupt);
  };
  try {
    const effects = await wire({
      root: resolve(io.cwd, options.repo ?? "."),
      author,
      evidenceDirectory: options.evidence
        ? resolve(io.cwd, options.evidence)
        : await mkdtemp(join(tmpdir(), "testgen-")),
      env: io.env,
      testEnv: [],
      secrets: [],
      onEvent,
      signal: interrupted.signal,
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
    return { effects, settings: settingsOf(io, options), close };
  } catch (error) {
    close();
    throw error;
  }
}

const MINUTE_MS = 60_000;

function settingsOf(io: Io, options: SessionOptions): Settings {
  const iterations = iterationsOf(options.maxIterations);
  return {
    stdPath: options.stdPath ?? "stds",
    stdFormat: options.stdFormat ?? "markdown",
    graveyardPath: options.graveyard ?? "GRAVEYARD.md",
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
  };
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
  const full = resolve(io.cwd, file);
  // The repository may have been named through a link, so its files may be too.
  const folder = await realpath(dirname(full)).catch(() => dirname(full));
  const inside = relative(root, join(folder, basename(full)))
    .split(sep)
    .join("/");
  if (inside !== "" && !inside.startsWith("../") && inside !== ".." && !isAbsolute(inside)) return inside;
  throw usageError({
    code: "usage.outside",
    message: `${file} is not inside ${root}.`,
    hint: "Name the repository with --repo, or run the command inside it.",
  });
}
