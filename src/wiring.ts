import { randomUUID } from "node:crypto";
import { accessSync, constants, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import * as z from "zod";
import type { Author } from "./author/author.ts";
import { offlineAuthor } from "./author/offline/index.ts";
import type { JournalEvent } from "./journal/events.ts";
import { openJournal } from "./journal/journal.ts";
import type { Effects } from "./pipeline/effects.ts";
import { childEnvironment } from "./process/environment.ts";
import { makeRedactor } from "./process/redact.ts";
import { type ProcessRequest, type RunProcess, runProcess } from "./process/run.ts";
import { loadPython } from "./python/parser.ts";
import { openEvidence } from "./workspace/evidence.ts";
import { openWorkspace } from "./workspace/workspace.ts";

/** Where testgen itself is installed: the folder above `dist/` or `src/`. */
const HOME = join(import.meta.dirname, "..");

export const version = (): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(HOME, "package.json"), "utf8")))
    .version;

const AUTHORS: Readonly<Record<string, Author>> = { offline: offlineAuthor };

export const authorNames = (): string[] => Object.keys(AUTHORS);

export interface WiringOptions {
  readonly root: string;
  readonly author: string;
  readonly evidenceDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Names of further variables that tests may see. */
  readonly testEnv: readonly string[];
  /** Values that must not appear in anything we write. */
  readonly secrets: readonly string[];
  readonly onEvent?: (event: JournalEvent) => void;
  readonly signal?: AbortSignal;
}

/** Puts the real file system, processes and clock behind the phases. */
export async function wire(options: WiringOptions): Promise<Effects> {
  const { env, signal } = options;
  const redact = makeRedactor(options.secrets);
  const evidence = await openEvidence(options.evidenceDirectory);
  await evidence.remove("journal.jsonl");
  const journal = openJournal({
    now: () => new Date(),
    sink: (line) => evidence.append("journal.jsonl", line),
    ...(options.onEvent ? { onEvent: options.onEvent } : {}),
    redact,
  });
  const recorded: RunProcess = async (request) => {
    const result = await runProcess(request);
    const { exitCode, ms, timedOut } = result;
    journal.append({ type: "process", command: shown(request), exitCode, ms: Math.round(ms), timedOut });
    return result;
  };
  return {
    author: AUTHORS[options.author] ?? offlineAuthor,
    python: await loadPython(),
    workspace: await openWorkspace(options.root),
    evidence,
    journal,
    runProcess: recorded,
    childEnv: childEnvironment(env, options.testEnv),
    redact,
    now: () => new Date(),
    starterLessons: readFileSync(join(HOME, "GRAVEYARD.md"), "utf8"),
    ...(signal ? { signal } : {}),
  };
}

const shown = ({ command }: ProcessRequest): string => command.join(" ").slice(0, 400);

/** Fresh for every run, so that evidence of one run cannot pass for another's. */
export const newRunId = (): string => randomUUID();

/** How pyright can be started here: beside testgen, or on PATH; null when it is nowhere. */
export function findPyright(env: NodeJS.ProcessEnv): [string, ...string[]] | null {
  const own = join(HOME, "node_modules", "pyright", "index.js");
  if (isReadable(own)) return [process.execPath, own];
  const onPath = findOnPath("pyright", env);
  return onPath === null ? null : [onPath];
}

/** Absolute path of a program on PATH, or null. */
export function findOnPath(program: string, env: NodeJS.ProcessEnv): string | null {
  for (const directory of (env.PATH ?? "").split(delimiter)) {
    const candidate = join(directory, program);
    if (directory !== "" && isReadable(candidate, constants.X_OK)) return candidate;
  }
  return null;
}

function isReadable(path: string, mode: number = constants.R_OK): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}
