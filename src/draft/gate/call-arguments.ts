import { compareTimeouts, isTimeout } from "./durations.ts";
import type { Finding } from "./finding.ts";
import { words } from "./names.ts";
import { type Argument, type Call, type Expr, isConstant, isLiteral, walk } from "./syntax/expression.ts";

/** True when the second expression may take the place of the first. */
export type SameValue = (before: Expr, after: Expr, role: "checked" | "passed") => boolean;

/** `action`: a step. `check`: a call that checks or waits. `value`: a call whose result is used. */
export type CallUse = "action" | "check" | "value";

/** Arguments that make a call demand more when true. */
const STRICT = new Set(
  "wait check verify validate assert raise raises strict ensure fail expect teardown cleanup delete".split(
    " ",
  ),
);
/** Arguments that make a call overlook something. */
const LENIENT = new Set(
  "ignore ignored skip allow dry suppress silent lenient soft quiet optional tolerate exceptions no without".split(
    " ",
  ),
);
/** Arguments of a check that say how to look, not what must be seen. */
const MANNER = new Set("sleep interval poll polling logger log verbose".split(" "));

const has = (keyword: string, set: ReadonlySet<string>): boolean =>
  words(keyword).some((word) => set.has(word));

/** What the edited arguments of a call lose against the original ones; empty when nothing. */
export function compareArguments(before: Call, after: Call, use: CallUse, same: SameValue): Finding[] {
  const { pairs, lost, gained } = pairArguments(before.arguments, after.arguments, same);
  return [
    ...pairs.flatMap(([from, to]) => changed(from, to, use, same)),
    ...lost.flatMap((argument) => removed(argument, use)),
    ...gained.flatMap((argument) => added(argument, use)),
  ];
}

interface Pairing {
  readonly pairs: (readonly [Argument, Argument])[];
  lost: Argument[];
  gained: Argument[];
}

/** By keyword, then by position, then by value (`f(x)` → `f(vm=x)`), then in order. */
function pairArguments(before: readonly Argument[], after: readonly Argument[], same: SameValue): Pairing {
  const pairing: Pairing = { pairs: [], lost: [...before], gained: [...after] };
  const pairWhere = (matches: (from: Argument, to: Argument) => boolean): void => {
    for (const from of [...pairing.lost]) {
      const to = pairing.gained.find((candidate) => matches(from, candidate));
      if (!to) continue;
      pairing.pairs.push([from, to]);
      pairing.lost = pairing.lost.filter((argument) => argument !== from);
      pairing.gained = pairing.gained.filter((argument) => argument !== to);
    }
  };
  const place = (list: readonly Argument[], argument: Argument): number => list.indexOf(argument);
  pairWhere((from, to) => from.keyword !== "" && from.keyword === to.keyword);
  pairWhere(
    (from, to) => from.keyword === "" && to.keyword === "" && place(before, from) === place(after, to),
  );
  pairWhere((from, to) => same(from.value, to.value, "passed"));
  if (pairing.lost.length === pairing.gained.length) pairWhere(() => true);
  return pairing;
}

function changed(from: Argument, to: Argument, use: CallUse, same: SameValue): Finding[] {
  const keyword = to.keyword || from.keyword;
  const role = use === "action" ? "passed" : "checked";
  if (isTimeout(keyword)) {
    const finding = from.value.key === to.value.key ? null : compareTimeouts(from.value, to.value);
    return finding ? [finding] : [];
  }
  if (same(from.value, to.value, role)) return [];
  if (use !== "value" && has(keyword, MANNER)) return [];
  if (has(keyword, STRICT) && isConstant(to.value, "True")) return [];
  if (has(keyword, STRICT) || has(keyword, LENIENT)) return [weakened(shown(from), shown(to))];
  if (use === "action" && isUniqueName(keyword, from.value, to.value)) return [];
  const change = `${shown(from)} became ${shown(to)}`;
  if (use === "action")
    return [{ rule: "input-changed", message: `what the step is given changed: ${change}` }];
  return isLiteral(from.value) || isLiteral(to.value)
    ? [{ rule: "expected-changed", message: `the expected value changed: ${change}; a person must decide` }]
    : [{ rule: "check-changed", message: `what is checked changed: ${change}` }];
}

function removed(argument: Argument, use: CallUse): Finding[] {
  const { keyword, value } = argument;
  if (has(keyword, STRICT) && !isConstant(value, "False")) return [weakened(shown(argument), "nothing")];
  if (isTimeout(keyword) || has(keyword, MANNER)) return [];
  const input = value.kind === "number" || value.kind === "string";
  if (use === "action") {
    return input
      ? [{ rule: "input-changed", message: `the step is no longer given ${shown(argument)}` }]
      : [];
  }
  return [{ rule: "check-changed", message: `${shown(argument)} was dropped from the check` }];
}

function added(argument: Argument, use: CallUse): Finding[] {
  const { keyword, value } = argument;
  if (isTimeout(keyword)) {
    const finding = compareTimeouts(null, value);
    return finding ? [finding] : [];
  }
  if (has(keyword, LENIENT) && !isConstant(value, "False")) return [weakened("nothing", shown(argument))];
  if (has(keyword, STRICT) && !isConstant(value, "True")) return [weakened("nothing", shown(argument))];
  if (use === "action" || has(keyword, STRICT) || has(keyword, LENIENT) || has(keyword, MANNER)) return [];
  const handed = [...walk(value)].some((part) => part.kind === "parameter");
  return keyword !== "" && handed && !isLiteral(value)
    ? []
    : [{ rule: "check-changed", message: `${shown(argument)} was added to the check` }];
}

function weakened(from: string, to: string): Finding {
  return { rule: "flag-weakened", message: `the call demands less: ${from} became ${to}` };
}

/** The same name with something appended that makes it unique. */
function isUniqueName(keyword: string, from: Expr, to: Expr): boolean {
  if (from.kind !== "string" || from.value === "" || (keyword !== "" && !/name|prefix|id$/i.test(keyword))) {
    return false;
  }
  return [...walk(to)].some((part) => {
    const rest =
      part.kind === "string" && part.value.startsWith(from.value)
        ? part.value.slice(from.value.length)
        : null;
    return rest !== null && /^(-|_|\.|$)/.test(rest) && (part !== to || rest !== "");
  });
}

function shown({ keyword, value }: Argument): string {
  const named = keyword !== "" && !keyword.startsWith("*");
  return `\`${named ? `${keyword}=` : keyword}${value.text}\``;
}
