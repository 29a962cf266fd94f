import type { Finding } from "./finding.ts";
import { words } from "./names.ts";
import { asCall, dotted, type Expr } from "./syntax/expression.ts";

/** A timeout may grow threefold, to half an hour at most: beyond that a hang looks like patience. */
const LARGEST_FACTOR = 3;
const LONGEST_SECONDS = 30 * 60;

const UNITS: Readonly<Record<string, number>> = {
  s: 1,
  sec: 1,
  second: 1,
  m: 60,
  min: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
};

export function isTimeout(keyword: string): boolean {
  return words(keyword).some((word) => word === "timeout" || word === "deadline");
}

/** Seconds an expression stands for: a number, `TIMEOUT_5MIN`, `2 * TIMEOUT_1HOUR`, `timedelta(minutes=5)`; else null. */
export function secondsOf(expr: Expr): number | null {
  if (expr.kind === "number") return Number(expr.value);
  const [left, right] = expr.parts;
  if (expr.kind === "binary" && left && right) {
    const a = secondsOf(left);
    const b = secondsOf(right);
    if (a === null || b === null) return null;
    return expr.value === "*" ? a * b : expr.value === "+" ? a + b : null;
  }
  const call = asCall(expr);
  if (call && dotted(call.callee) === "datetime.timedelta") {
    const terms = call.arguments.map(({ keyword, value }) => {
      const name = keyword.replace(/s$/, "");
      const unit = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
      return value.kind === "number" && unit !== undefined ? Number(value.value) * unit : null;
    });
    return terms.reduce((sum, term) => (sum === null || term === null ? null : sum + term), 0);
  }
  const [, amount, unit = ""] = /^TIMEOUT_(\d+)_?(S|M|H)[A-Z]*$/.exec(expr.value) ?? [];
  return amount === undefined ? null : Number(amount) * (UNITS[unit.toLowerCase()] ?? 1);
}

/** What is wrong with one timeout taking the place of another; `before` is null for one that was not there. */
export function compareTimeouts(before: Expr | null, after: Expr): Finding | null {
  const to = secondsOf(after);
  const from = before === null ? null : secondsOf(before);
  if (
    (to !== null && to <= 0) ||
    (to === null && /^(None|False)$/.test(after.value) && after.kind === "constant")
  ) {
    return { rule: "timeout-zero", message: `the timeout was set to \`${after.text}\`` };
  }
  if (to !== null && from === null && before === null) {
    return to > LONGEST_SECONDS ? tooLong(`a timeout of ${to} s was added`) : null;
  }
  if (to === null || from === null) {
    if (before === null) return null;
    const change = `\`${before.text}\` became \`${after.text}\``;
    return { rule: "timeout-raised", message: `the timeout ${change}, which cannot be compared` };
  }
  if (to <= from) return null;
  const within = to <= from * LARGEST_FACTOR && to <= LONGEST_SECONDS;
  return within ? null : tooLong(`the timeout was raised from ${from} s to ${to} s`);
}

function tooLong(what: string): Finding {
  const limit = `at most ${LARGEST_FACTOR}× and ${LONGEST_SECONDS / 60} minutes are accepted`;
  return { rule: "timeout-raised", message: `${what} (${limit})` };
}
