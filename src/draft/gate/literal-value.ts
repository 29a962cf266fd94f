import { asCall, calledName, type Expr, isLiteral } from "./syntax/expression.ts";

/** A tuple, list or set written out. */
export function isDisplay(expr: Expr): boolean {
  return ["tuple", "list", "set"].includes(expr.kind);
}

/** What assertions expect: a literal, a constant, or a collection of them. */
export function isExpected(expr: Expr): boolean {
  if (isLiteral(expr) || /^[A-Z][A-Z0-9_]*$/.test(expr.value)) return true;
  const call = asCall(expr);
  if (call) return calledName(call) === "approx" && call.arguments.every(({ value }) => isExpected(value));
  return isDisplay(expr) && expr.parts.every(isExpected);
}

/** Whether a literal counts as true; null when it is no literal. */
export function truthOf(expr: Expr): boolean | null {
  switch (expr.kind) {
    case "constant":
      return expr.value === "True" || expr.value === "Ellipsis";
    case "number":
      return Number(expr.value) !== 0;
    case "string":
    case "bytes":
      return expr.value !== "";
    case "tuple":
    case "list":
    case "set":
    case "dict":
      return expr.parts.length > 0;
    default:
      return null;
  }
}
