import { type Expr, makeExpr, type Origin } from "./syntax/expression.ts";

/** One name, attribute or item that an assignment sets, and the part of the value it gets. */
export interface Unpacked {
  readonly leaf: Expr;
  readonly part: Expr;
}

/** `a, (b, *c) = value`, taken apart. */
export function unpack(target: Expr, value: Expr, origin: Origin): Unpacked[] {
  if (target.kind === "star") {
    const rest = makeExpr("bound", "rest", [value], origin);
    return target.parts.flatMap((part) => unpack(part, rest, origin));
  }
  if (target.kind !== "tuple" && target.kind !== "list") return [{ leaf: target, part: value }];
  const direct = value.kind === "tuple" && value.parts.length === target.parts.length;
  return target.parts.flatMap((part, index) => {
    const at = makeExpr("number", String(index), [], origin);
    const item = direct ? value.parts[index] : makeExpr("subscript", "", [value, at], origin);
    return item ? unpack(part, item, origin) : [];
  });
}
