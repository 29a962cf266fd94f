import { type Expr, isConstant, makeExpr, type Origin } from "./expression.ts";
import { foldNumbers } from "./literal.ts";

/** Modules whose names keep their module in front (`pytest.raises`), so that no other `raises` can pass for them. */
const KNOWN_MODULES: ReadonlySet<string> = new Set(
  `__future__ _pytest abc ast asyncio atexit builtins collections contextlib copy ctypes dataclasses datetime enum functools
  gc importlib inspect io itertools json logging math mock operator os pathlib pytest pytest_mock random re shutil signal
  socket string subprocess sys tempfile threading time types typing typing_extensions unittest uuid warnings`
    .trim()
    .split(/\s+/),
);

export function isKnownModule(path: string): boolean {
  return KNOWN_MODULES.has(path.split(".")[0] ?? "");
}

/**
 * `object.name`. A name taken from a module of the suite is that name alone: whether it was imported from the module or
 * through it makes no difference.
 */
export function makeAttribute(
  object: Expr,
  name: string,
  origin: Origin,
  modules: ReadonlySet<string> = new Set(),
): Expr {
  if (object.kind === "module") {
    const path = `${object.value}.${name}`;
    if (modules.has(path)) return makeExpr("module", path, [], origin);
    if (!isKnownModule(path)) return makeExpr("name", name, [], origin);
  }
  return makeExpr("attribute", name, [object], origin);
}

const NEGATED: Readonly<Record<string, string>> = {
  "==": "!=",
  "!=": "==",
  in: "not in",
  "not in": "in",
  is: "is not",
  "is not": "is",
  "<": ">=",
  ">=": "<",
  ">": "<=",
  "<=": ">",
};

/** The operator that holds exactly when `operator` does not. */
export function negatedOperator(operator: string): string | null {
  return NEGATED[operator] ?? null;
}

/** A comparison; `>` and `>=` are turned round so that each order has one form. */
export function makeCompare(left: Expr, operator: string, right: Expr, origin: Origin): Expr {
  if (operator === ">") return makeExpr("compare", "<", [right, left], origin);
  if (operator === ">=") return makeExpr("compare", "<=", [right, left], origin);
  return makeExpr("compare", operator, [left, right], origin);
}

/** `not x`, moved inwards where the result means the same. */
export function makeNot(argument: Expr, origin: Origin): Expr {
  const [left, right] = argument.parts;
  if (argument.kind === "compare" && left && right) {
    const negated = negatedOperator(argument.value);
    if (negated) return makeCompare(left, negated, right, origin);
  }
  if (isConstant(argument, "True")) return makeExpr("constant", "False", [], origin);
  if (isConstant(argument, "False")) return makeExpr("constant", "True", [], origin);
  return makeExpr("not", "", [argument], origin);
}

/** `and`/`or` of any length, flattened. */
export function makeBoolean(kind: "and" | "or", parts: readonly Expr[], origin: Origin): Expr {
  const flat = parts.flatMap((part) => (part.kind === kind ? part.parts : [part]));
  const [only] = flat;
  return flat.length === 1 && only ? only : makeExpr(kind, "", flat, origin);
}

/** A binary operation; exact arithmetic on literals is carried out, `"a" + "b"` is one string. */
export function makeBinary(left: Expr, operator: string, right: Expr, origin: Origin): Expr {
  if (left.kind === "number" && right.kind === "number") {
    const folded = foldNumbers(left.value, operator, right.value);
    if (folded !== null) return makeExpr("number", folded, [], origin);
  }
  if (left.kind === "string" && right.kind === "string" && operator === "+") {
    return makeExpr("string", left.value + right.value, [], origin);
  }
  return makeExpr("binary", operator, [left, right], origin);
}

export function makeUnary(operator: string, argument: Expr, origin: Origin): Expr {
  if (operator === "-" && argument.kind === "number") {
    const value = argument.value.startsWith("-") ? argument.value.slice(1) : `-${argument.value}`;
    return makeExpr("number", value, [], origin);
  }
  return makeExpr("unary", operator, [argument], origin);
}

/** An f-string; without interpolations it is the string it spells. */
export function makeFormatted(pieces: readonly Expr[], origin: Origin): Expr {
  const merged: Expr[] = [];
  for (const piece of pieces.flatMap((part) => (part.kind === "fstring" ? part.parts : [part]))) {
    const last = merged.at(-1);
    if (piece.kind === "string" && last?.kind === "string") {
      merged[merged.length - 1] = makeExpr("string", last.value + piece.value, [], origin);
    } else if (piece.kind !== "string" || piece.value !== "") merged.push(piece);
  }
  const [only] = merged;
  if (!only) return makeExpr("string", "", [], origin);
  return merged.length === 1 && only.kind === "string" ? only : makeExpr("fstring", "", merged, origin);
}
