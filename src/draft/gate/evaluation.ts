import type { Expr } from "./syntax/expression.ts";

/** A call or a `:=` inside an expression. */
export interface Evaluation {
  readonly expr: Expr;
  /** The part around it that may never be evaluated (`b` of `a and b`), or null. */
  readonly lazy: Expr | null;
}

/** Calls and `:=` of an expression in the order Python evaluates them: arguments before the call that takes them. */
export function* evaluationsIn(expr: Expr, lazy: Expr | null = null): Generator<Evaluation> {
  for (const { part, certain } of partsInOrder(expr)) {
    yield* evaluationsIn(part, certain ? lazy : (lazy ?? expr));
  }
  if (expr.kind === "call" || expr.kind === "walrus") yield { expr, lazy };
}

function partsInOrder(expr: Expr): { part: Expr; certain: boolean }[] {
  const { parts } = expr;
  switch (expr.kind) {
    case "lambda":
    case "comprehension":
      return parts.map((part) => ({ part, certain: false }));
    case "and":
    case "or":
      return parts.map((part, index) => ({ part, certain: index === 0 }));
    case "conditional": {
      const [then, condition, otherwise] = parts;
      const ordered = [condition, then, otherwise].flatMap((part) => part ?? []);
      return ordered.map((part, index) => ({ part, certain: index === 0 }));
    }
    default:
      return parts.map((part) => ({ part, certain: true }));
  }
}
