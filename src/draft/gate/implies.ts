import { isDisplay, isExpected, truthOf } from "./literal-value.ts";
import { type Likeness, sameValue, WORTH_REMEMBERING } from "./same-value.ts";
import { makeCompare } from "./syntax/construct.ts";
import {
  asCall,
  type Call,
  calledName,
  dotted,
  type Expr,
  isConstant,
  isLiteral,
} from "./syntax/expression.ts";

/** Operators that hold whenever the operator holds, for the same two operands. */
const WEAKER: Readonly<Record<string, readonly string[]>> = {
  "==": ["<="],
  "<": ["<=", "!="],
  is: ["=="],
  "is not": [],
};

/** True when the condition `after` cannot hold without `before` holding too. */
export function implies(after: Expr, before: Expr, likeness: Likeness): boolean {
  const answer = (): boolean => isImplied(after, before, likeness);
  if (before.size + after.size < WORTH_REMEMBERING) return answer();
  return likeness.remember(`${after.key} implies ${before.key}`, answer);
}

function isImplied(after: Expr, before: Expr, likeness: Likeness): boolean {
  if (sameCondition(before, after, likeness)) return true;
  const inner = (one: Expr, other: Expr): boolean => implies(one, other, likeness);
  if (after.kind === "or") return after.parts.every((part) => inner(part, before));
  const [subject, members] = after.parts;
  if (after.value === "in" && subject && members && isDisplay(members) && members.parts.length > 0) {
    return members.parts.every((member) => inner(makeCompare(subject, "==", member, after), before));
  }
  if (after.kind === "and" && after.parts.some((part) => inner(part, before))) return true;
  if (before.kind === "or" && before.parts.some((part) => inner(after, part))) return true;
  if (before.kind === "and") return before.parts.every((part) => inner(after, part));
  if (before.kind === "compare") return impliesComparison(after, before, likeness);
  const value = before.kind === "not" ? before.parts[0] : before;
  if (after.kind === "compare" && value) return impliesTruth(after, value, before.kind !== "not", likeness);
  return impliesCall(after, before, likeness);
}

function sameCondition(before: Expr, after: Expr, likeness: Likeness): boolean {
  const [left, right] = before.parts;
  const [first, second] = after.parts;
  if (before.kind !== "compare" || after.kind !== "compare" || !left || !right || !first || !second) {
    return sameValue(before, after, "checked", likeness);
  }
  if (before.value !== after.value) return false;
  return sameOperands([left, right], [first, second], before.value, likeness);
}

function sameOperands(
  [left, right]: readonly [Expr, Expr],
  [first, second]: readonly [Expr, Expr],
  operator: string,
  likeness: Likeness,
): boolean {
  const same = (one: Expr, other: Expr, beside: Expr): boolean =>
    sameValue(one, other, operator === "==" && isExpected(beside) ? "compared" : "checked", likeness);
  if (same(left, first, right) && same(right, second, left)) return true;
  return /^(==|!=|is|is not)$/.test(operator) && same(left, second, right) && same(right, first, left);
}

function impliesComparison(after: Expr, before: Expr, likeness: Likeness): boolean {
  const [left, right] = before.parts;
  if (!left || !right) return false;
  if (before.value === "is not" && isConstant(right, "None")) return impliesNotNone(after, left, likeness);
  const [first, second] = after.parts;
  if (after.kind !== "compare" || !first || !second) return false;
  const same = (one: Expr, other: Expr): boolean => sameValue(one, other, "checked", likeness);
  if (WEAKER[after.value]?.includes(before.value)) {
    if (same(left, first) && same(right, second)) return true;
    return /^(==|is)$/.test(after.value) && same(left, second) && same(right, first);
  }
  if (before.value === "!=" && after.value === "<") return same(left, second) && same(right, first);
  if (before.value === "==" && after.value === "==") {
    return impliesApproximately([left, right], [first, second], likeness);
  }
  if (!["in", "not in"].includes(before.value) || !isDisplay(right)) return false;
  const members = right.parts;
  const included = (expr: Expr): boolean => members.some((member) => member.key === expr.key);
  if (before.value === "in" && ["==", "is"].includes(after.value)) {
    return (same(left, first) && included(second)) || (same(left, second) && included(first));
  }
  if (after.value !== "not in" || !isDisplay(second) || !same(left, first)) return false;
  return members.every((member) => second.parts.some((part) => part.key === member.key));
}

/** `x == v`, `x`, `isinstance(x, T)`: each says that x is not None. */
function impliesNotNone(after: Expr, subject: Expr, likeness: Likeness): boolean {
  const same = (expr: Expr | undefined): boolean =>
    expr !== undefined && sameValue(subject, expr, "checked", likeness);
  if (same(after)) return true;
  const call = asCall(after);
  if (call && dotted(call.callee) === "isinstance") return same(call.arguments[0]?.value);
  if (after.kind !== "compare" || !["==", "is"].includes(after.value)) return false;
  const [first, second] = after.parts;
  if (!first || !second) return false;
  const value = same(first) ? second : same(second) ? first : null;
  return value !== null && isLiteral(value) && !isConstant(value, "None");
}

/** A comparison with a literal says whether the subject is true. */
function impliesTruth(after: Expr, subject: Expr, wanted: boolean, likeness: Likeness): boolean {
  const [first, second] = after.parts;
  if (!first || !second || !["==", "is"].includes(after.value)) return false;
  const same = (expr: Expr): boolean => sameValue(subject, expr, "checked", likeness);
  const value = same(first) ? second : same(second) ? first : null;
  return value !== null && truthOf(value) === wanted;
}

const MATCHING = ["search", "match", "fullmatch"];

/** `all` says more than `any`, `fullmatch` more than `match` more than `search`, a small tolerance more than a large one. */
function impliesCall(after: Expr, before: Expr, likeness: Likeness): boolean {
  const from = asCall(before);
  const to = asCall(after);
  if (!from || !to) return false;
  const names = [dotted(from.callee), dotted(to.callee)];
  if (names[0] === "any" && names[1] === "all") return sameArguments(from, to, likeness);
  const ranks = names.map((name) => (name?.startsWith("re.") ? MATCHING.indexOf(name.slice(3)) : -1));
  const [rank = -1, other = -1] = ranks;
  if (rank >= 0 && other > rank) return sameArguments(from, to, likeness);
  return names[0] === names[1] && narrowerTolerance(from, to, likeness);
}

function sameArguments(from: Call, to: Call, likeness: Likeness): boolean {
  return (
    from.arguments.length === to.arguments.length &&
    from.arguments.every((argument, index) => {
      const other = to.arguments[index];
      return (
        other !== undefined &&
        other.keyword === argument.keyword &&
        sameValue(argument.value, other.value, "checked", likeness)
      );
    })
  );
}

const isTolerance = (keyword: string): boolean => /^(rel|abs|rel_tol|abs_tol|tolerance|delta)$/.test(keyword);

/** Same arguments, no tolerance added or larger. */
function narrowerTolerance(from: Call, to: Call, likeness: Likeness): boolean {
  const split = (call: Call) => ({
    ...call,
    arguments: call.arguments.filter(({ keyword }) => !isTolerance(keyword)),
  });
  if (!sameArguments(split(from), split(to), likeness)) return false;
  return to.arguments
    .filter(({ keyword }) => isTolerance(keyword))
    .every(({ keyword, value }) => {
      const known = from.arguments.find((argument) => argument.keyword === keyword)?.value;
      if (known?.key === value.key) return true;
      return (
        known?.kind === "number" && value.kind === "number" && Number(value.value) <= Number(known.value)
      );
    });
}

/** `x == approx(v, …)` follows from `x == v` and from a narrower approx. */
function impliesApproximately(
  [left, right]: readonly [Expr, Expr],
  [first, second]: readonly [Expr, Expr],
  likeness: Likeness,
): boolean {
  const from = asCall(right);
  if (!from || calledName(from) !== "approx" || !sameValue(left, first, "checked", likeness)) return false;
  const to = asCall(second);
  if (to && calledName(to) === "approx") return narrowerTolerance(from, to, likeness);
  const value = from.arguments[0]?.value;
  return value !== undefined && sameValue(value, second, "checked", likeness);
}
