import type { Expr, Origin } from "./syntax/expression.ts";

/** One thing a function does, with every name replaced by what it stands for. */
export interface Step extends Origin {
  readonly kind: StepKind;
  readonly expr: Expr;
  /** What has to hold for the step to be reached, outermost first. */
  readonly context: readonly Context[];
  /** Steps with the same key are the same. */
  readonly key: string;
  /** After a fixture's `yield`. */
  readonly teardown: boolean;
}

export type StepKind =
  | "check" // one condition of an assert
  | "verify" // a call that checks or waits
  | "action" // any other call
  | "read" // a statement that only looks
  | "note" // logging and bare values
  | "raises" // the head of `with pytest.raises(…)`
  | "enter" // the head of any other `with`
  | "loop" // the head of a loop
  | "write" // an attribute or item set or deleted
  | "return"
  | "yield"
  | "exit"; // raise, break, continue, global, …

export interface Context extends Origin {
  readonly kind: ContextKind;
  readonly expr: Expr | null;
}

export type ContextKind =
  | "if"
  | "else"
  | "for"
  | "while"
  | "try"
  | "except"
  | "finally"
  | "with"
  | "raises"
  | "suppress"
  | "case"
  | "function"
  | "lazy"; // evaluated only when the expression around it asks for it

export function within(kind: ContextKind, expr: Expr | null, { text, line }: Origin): Context {
  return { kind, expr, text, line };
}

/** Inside `pytest.raises` even looking at a value is what the test is about. */
export function mustRaise(context: readonly Context[]): boolean {
  return context.some(({ kind }) => kind === "raises");
}
