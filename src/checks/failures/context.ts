import type { Phase } from "../model.ts";

/** What is known besides the exception. */
export interface Context {
  readonly phase: Phase | undefined;
  /** The test expected a refusal. */
  readonly negative: boolean;
  readonly traceback: string;
  /** Top-level modules that the project declares as dependencies. */
  readonly dependencies: readonly string[];
}
