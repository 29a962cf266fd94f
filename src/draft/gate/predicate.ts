import { makeBoolean, makeNot } from "./syntax/construct.ts";
import { asCall, dotted, type Expr, makeExpr } from "./syntax/expression.ts";

/** The conditions that an assert demands, each on its own: `assert a and b` demands two. */
export function predicatesOf(test: Expr): readonly Expr[] {
  const normal = truth(test);
  return normal.kind === "and" ? normal.parts : [normal];
}

/** The expression as a condition: only whether it is true or false counts. */
function truth(expr: Expr): Expr {
  const [first] = expr.parts;
  if ((expr.kind === "and" || expr.kind === "or") && first) {
    return makeBoolean(expr.kind, expr.parts.map(truth), expr);
  }
  const call = asCall(expr);
  const [only, ...more] = call?.arguments ?? [];
  if (call && dotted(call.callee) === "bool" && only?.keyword === "" && more.length === 0) {
    return truth(only.value);
  }
  if (expr.kind !== "not" || !first) return expr;
  const inner = truth(first);
  const [innermost] = inner.parts;
  if (inner.kind === "not" && innermost) return innermost;
  if (inner.kind === "and" || inner.kind === "or") {
    const parts = inner.parts.map((part) => truth(makeExpr("not", "", [part], expr)));
    return makeBoolean(inner.kind === "and" ? "or" : "and", parts, expr);
  }
  return makeNot(inner, expr);
}
