/**
 * The errors a reader is meant to see: what happened (message), what to do (hint), and what caused it.
 * Anything else that is thrown is a defect of testgen itself.
 */
export type ErrorKind = "usage" | "input" | "environment" | "defect";

export interface ErrorOptions {
  /** Stable, for scripts and tests: `plan.unreadable`, `git.rejected`, … */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly cause?: unknown;
}

export class TestgenError extends Error {
  readonly kind: ErrorKind;
  readonly code: string;
  readonly hint: string | undefined;

  constructor(kind: ErrorKind, { code, message, hint, cause }: ErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "TestgenError";
    this.kind = kind;
    this.code = code;
    this.hint = hint;
  }
}

/** Wrong flags or arguments; exit 2. */
export const usageError = (options: ErrorOptions): TestgenError => new TestgenError("usage", options);
/** A file or document that cannot be used; exit 2. */
export const inputError = (options: ErrorOptions): TestgenError => new TestgenError("input", options);
/** A missing tool, cluster, permission or network; exit 3. */
export const environmentError = (options: ErrorOptions): TestgenError =>
  new TestgenError("environment", options);

/** Process exit code for an error: 2 bad input or usage, 3 environment, 1 anything else. */
export function exitCodeOf(error: unknown): number {
  if (!(error instanceof TestgenError)) return 1;
  return error.kind === "environment" ? 3 : error.kind === "defect" ? 1 : 2;
}

/** One readable paragraph: message, then the hint on its own line. */
export function describeError(error: unknown): string {
  if (error instanceof TestgenError) {
    return error.hint ? `${error.message}\n  hint: ${error.hint}` : error.message;
  }
  return error instanceof Error ? error.message : String(error);
}
