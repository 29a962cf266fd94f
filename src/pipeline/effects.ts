import type { Author } from "../author/author.ts";
import type { Journal } from "../journal/journal.ts";
import type { RunProcess } from "../process/run.ts";
import type { PythonParser } from "../python/parser.ts";
import type { Evidence } from "../workspace/evidence.ts";
import type { Change, Workspace } from "../workspace/workspace.ts";

/** Everything the phases need from the world; `main.ts` and the command line wire the real ones. */
export interface Effects {
  readonly author: Author;
  readonly python: PythonParser;
  readonly workspace: Workspace;
  readonly evidence: Evidence;
  readonly journal: Journal;
  readonly runProcess: RunProcess;
  /** The whole environment of child processes: an allow-list, without any credential of ours. */
  readonly childEnv: Readonly<Record<string, string>>;
  readonly redact: (text: string) => string;
  readonly now: () => Date;
  /** Text of the lessons that testgen ships, read-only. */
  readonly starterLessons: string;
  /** Ends the run early: cancelled job, Ctrl-C. */
  readonly signal?: AbortSignal;
}

/** What the phases of one plan may touch: `change` holds all they write, so that it can be taken back. */
export interface PlanEffects extends Effects {
  readonly change: Change;
}

export interface Settings {
  /** Directory of descriptions. */
  readonly stdPath: string;
  readonly stdFormat: "markdown" | "docstring";
  /** The repository's own GRAVEYARD.md. */
  readonly graveyardPath: string;
  readonly pytestCommand: readonly [string, ...string[]];
  /** null: pyright was not found; phase 5 says so. */
  readonly pyrightCommand: readonly [string, ...string[]] | null;
  /** Edits at most in phase 5. */
  readonly pyrightMaxIterations: number;
  /** Edits at most in phase 6. */
  readonly healMaxIterations: number;
  /** Runs of the same code at most, for transient faults. */
  readonly retries: number;
  /** Whole runs that must agree after the last edit. */
  readonly confirmRuns: number;
  readonly runTimeoutMs: number;
  readonly typesTimeoutMs: number;
  /** How long the tests' teardown has when the run is cancelled; as long as a cancelled job leaves unless told. */
  readonly teardownMs?: number;
}
