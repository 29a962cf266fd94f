import { truthOf } from "../gate/literal-value.ts";
import { asCall, dotted, type Expr, isConstant, isLiteral, walk } from "../gate/syntax/expression.ts";

/** Rule and message of a condition that holds whatever the product does. */
export interface Emptiness {
  readonly rule: string;
  readonly message: string;
}

/** Why a condition says nothing; null when it says something. */
export function emptinessOf(condition: Expr): Emptiness | null {
  const empty = (rule: string, message: string): Emptiness => ({ rule, message });
  switch (condition.kind) {
    case "tuple":
      return condition.parts.length > 0 ? empty("tuple-assert", "a tuple is always true") : null;
    case "lambda":
      return empty("lambda-assert", "a lambda that is not called is always true");
    case "comprehension":
      return condition.value === "generator"
        ? empty("generator-assert", "a generator is always true, whatever it yields")
        : null;
    case "own":
    case "module":
      return empty("constant-assert", `\`${condition.text}\` itself is always true; it is not called`);
    case "or":
      return condition.parts.some((part) => emptinessOf(part) !== null) || isComplementary(condition.parts)
        ? empty("or-true", "one side of `or` is always true")
        : null;
    case "conditional": {
      const [then, , otherwise] = condition.parts;
      return [then, otherwise].some((part) => part !== undefined && emptinessOf(part) !== null)
        ? empty("or-true", "one branch of the condition is always true")
        : null;
    }
    case "compare":
      return comparisonEmptiness(condition);
    case "call":
      return callEmptiness(condition);
    case "not": {
      const [argument] = condition.parts;
      return argument && truthOf(argument) === false
        ? empty("constant-assert", "the condition is a constant")
        : null;
    }
    case "fstring":
      return condition.parts.some((part) => part.kind === "string" && part.value !== "")
        ? empty("constant-assert", "a text that is never empty is always true")
        : null;
    default:
      return truthOf(condition) === true ? empty("constant-assert", "the condition is a constant") : null;
  }
}

/** `x or not x`. */
function isComplementary(parts: readonly Expr[]): boolean {
  return parts.some((part) => part.kind === "not" && parts.some((other) => other.key === part.parts[0]?.key));
}

function comparisonEmptiness(condition: Expr): Emptiness | null {
  const [left, right] = condition.parts;
  if (!left || !right) return null;
  if (isFixed(left) && isFixed(right)) {
    return { rule: "constant-assert", message: "both sides of the comparison are constants" };
  }
  if (/^(==|<=|is)$/.test(condition.value) && left.key === right.key && isRepeatable(left)) {
    return { rule: "self-compare", message: "both sides of the comparison are the same" };
  }
  if (condition.value === "in" && right.parts.some((part) => part.key === left.key) && isRepeatable(left)) {
    return { rule: "self-compare", message: "the value is looked for in a collection made of itself" };
  }
  if (isLength(right) && left.kind === "number" && isBelowLength(condition.value, Number(left.value))) {
    return { rule: "length-tautology", message: "a length is never negative" };
  }
  const length = condition.value === "!=" && isLength(left) && right.kind === "number";
  return length && Number(right.value) < 0
    ? { rule: "length-tautology", message: "a length is never negative" }
    : null;
}

/** A literal, or a collection of literals. */
function isFixed(expr: Expr): boolean {
  if (isLiteral(expr)) return true;
  return ["tuple", "list", "set", "dict", "pair"].includes(expr.kind) && expr.parts.every(isFixed);
}

/** A call may give something else each time; names and attributes compared with themselves do not. */
function isRepeatable(expr: Expr): boolean {
  return [...walk(expr)].every((part) => !["call", "await", "yield", "captured"].includes(part.kind));
}

function isLength(expr: Expr): boolean {
  const call = asCall(expr);
  return call !== null && dotted(call.callee) === "len";
}

function isBelowLength(operator: string, bound: number): boolean {
  return (operator === "<=" && bound <= 0) || ((operator === "<" || operator === "!=") && bound < 0);
}

function callEmptiness(condition: Expr): Emptiness | null {
  const call = asCall(condition);
  const name = call && dotted(call.callee);
  const [first, second] = call?.arguments.map((argument) => argument.value) ?? [];
  if (name === "isinstance" && second && dotted(second) === "object") {
    return { rule: "constant-assert", message: "everything is an instance of `object`" };
  }
  const display = first && ["list", "tuple", "set"].includes(first.kind);
  const decided =
    (name === "all" && display && first.parts.every((part) => truthOf(part) === true)) ||
    (name === "any" && display && first.parts.some((part) => truthOf(part) === true)) ||
    (name === "bool" && first && (truthOf(first) === true || isConstant(first, "True")));
  return decided ? { rule: "constant-assert", message: "the condition is a constant" } : null;
}
