import { type Finding, quote } from "./finding.ts";
import { isDisplay, isExpected } from "./literal-value.ts";
import { type Likeness, sameValue } from "./same-value.ts";
import { negatedOperator } from "./syntax/construct.ts";
import { asCall, calledName, dotted, type Expr } from "./syntax/expression.ts";

type Change = "inverted" | "weaker" | "expected" | "other";

const MESSAGES: Readonly<Record<Change, (change: string) => Finding>> = {
  inverted: (change) => ({
    rule: "assertion-inverted",
    message: `the assertion now demands the opposite: ${change}`,
  }),
  weaker: (change) => ({ rule: "comparison-weakened", message: `the assertion demands less: ${change}` }),
  expected: (change) => ({
    rule: "expected-changed",
    message: `the expected value changed: ${change}; a person must decide`,
  }),
  other: (change) => ({
    rule: "assertion-changed",
    message: `the assertion is about something else now: ${change}`,
  }),
};

/** Why the condition `after` is no substitute for `before`; `text` are the assertions as written. */
export function explainWeaker(
  before: Expr,
  after: Expr,
  text: { readonly before: string; readonly after: string },
  likeness: Likeness,
): Finding {
  const same = (one: Expr | undefined, other: Expr | undefined): boolean =>
    one !== undefined && other !== undefined && sameValue(one, other, "checked", likeness);
  return MESSAGES[changeOf(before, after, same)](`${quote(text.before)} became ${quote(text.after)}`);
}

type Same = (one: Expr | undefined, other: Expr | undefined) => boolean;

function changeOf(before: Expr, after: Expr, same: Same): Change {
  if (after.kind === "not" && same(before, after.parts[0])) return "inverted";
  if (before.kind === "not" && same(before.parts[0], after)) return "inverted";
  if (before.kind === "compare" && after.kind === "compare") return comparisonChange(before, after, same);
  const names = [before, after].map((expr) => dotted(asCall(expr)?.callee ?? expr));
  if (names[0] === "all" && names[1] === "any") return "weaker";
  return after.kind === "or" || before.kind === "compare" ? "weaker" : "other";
}

function comparisonChange(before: Expr, after: Expr, same: Same): Change {
  const kept = before.parts.filter((part) => after.parts.some((other) => same(part, other)));
  if (kept.length === before.parts.length) {
    return negatedOperator(before.value) === after.value ? "inverted" : "weaker";
  }
  const from = before.parts.find((part) => !kept.includes(part));
  const to = after.parts.find((part) => !before.parts.some((other) => same(other, part)));
  if (kept.length === 0 || !from) return "other";
  if (before.value !== after.value || (to && isLooser(from, to, before.value))) return "weaker";
  return isExpected(from) ? "expected" : "other";
}

/** A collection of more values, or a value with a tolerance. */
function isLooser(from: Expr, to: Expr, operator: string): boolean {
  const call = asCall(to);
  if (call && calledName(call) === "approx") return true;
  if (!isDisplay(from) || !isDisplay(to)) return false;
  const [smaller, larger] = operator === "not in" ? [to, from] : [from, to];
  return smaller.parts.every((part) => larger.parts.some((other) => other.key === part.key));
}
