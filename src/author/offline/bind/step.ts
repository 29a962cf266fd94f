import type { Helper } from "../../../suite/model.ts";
import { alternatives, bareName, yieldedType } from "../../../suite/types.ts";
import { isManner } from "../verbs.ts";
import { isConditional, NOT, snakeCase, stems, wordsFor } from "../words.ts";
import { bestOf, type Call, callsFor, denies, nearest, ownName } from "./calls.ts";
import { toDo, type Wanted } from "./likeness.ts";
import type { BindContext, Bound } from "./model.ts";
import { isThing } from "./nouns.ts";
import { freeName, type Scope, withValue } from "./scope.ts";

/** Helpers that look, wait or read do not do what a step asks for. */
const LOOKS = /^(?:wait|verify|assert|check|validate|expect|ensure|is|has|get|list|find|fetch|read|count)_/;

export interface StepPlace {
  /** 1-based. */
  readonly number: number;
  /** It must be refused. */
  readonly refused: boolean;
  /** Stems of what the preconditions and the steps before have put there. */
  readonly things: ReadonlySet<string>;
}

/**
 * Binds "Reset the VM" to the helper or method that does it. What a later line looks at must have happened by then, so a
 * helper that can wait for its own result is told to; only what must be refused has no result to wait for.
 */
export function bindStep(
  text: string,
  scope: Scope,
  context: BindContext,
  { number, refused, things }: StepPlace,
): Bound {
  const order = toDo(text.replace(/^(?:attempt|try) to\s+/i, ""));
  const verb = order.phrase.find((word) => !isManner(word));
  const denied = order.phrase.includes(NOT);
  const calls = callsFor(order, scope, context, (candidate) => {
    const { item, name } = candidate;
    if (item.kind === "property" || LOOKS.test(ownName(item)) || verb === undefined) return null;
    // It may have done nothing, and only says so.
    if (item.returns === "bool") return null;
    return name.includes(verb) && denies(candidate) === denied ? candidate : null;
  });
  const fitting = isConditional(text) ? null : bestOf(calls);
  const stop = (reason: string): Bound => ({ ok: false, reason: `step ${number}, "${text}": ${reason}` });
  if (fitting === null) return stop(`no helper of the suite does this${nearest(text, calls)}`);
  const missing = missingThings(order, verb ?? "", things);
  if (missing.length > 0) {
    return stop(`no precondition or earlier step gives ${wordsFor(text, missing).join(", ")}`);
  }
  const best = refused ? singleRequest(fitting, calls, context) : fitting;
  if (best === null) {
    return stop(`${fitting.helper.qualname} does more than one request, and any of them might be refused`);
  }
  const { helper } = best;
  const expression = refused ? best.expression : awaited(best);
  const bound = {
    ok: true as const,
    binding: {
      section: "step" as const,
      text,
      target: `${helper.module}.${helper.qualname}`,
      score: best.score,
    },
    imports: best.imports,
    before: [],
  };
  const result = resultOf(helper, best.scope, context);
  if (helper.contextManager) {
    const name = result ?? { name: freeName(["context"], best.scope, context.catalogue), type: null };
    return {
      ...bound,
      scope: withValue(best.scope, name.name, name.type),
      lines: [],
      opens: `with ${expression} as ${name.name}:`,
    };
  }
  if (result === null) return { ...bound, scope: best.scope, lines: [expression] };
  return {
    ...bound,
    scope: withValue(best.scope, result.name, result.type),
    lines: [`${result.name} = ${expression}`],
  };
}

/** What a step brings along instead of finding it there. */
const BRINGS = new Set(
  stems("create add attach plug hotplug clone import define deploy migrate snapshot start"),
);

/** Things that the step speaks of and nothing has put there: "the snapshot" of a test that took none. */
function missingThings({ phrase }: Wanted, verb: string, things: ReadonlySet<string>): string[] {
  return BRINGS.has(verb) ? [] : phrase.filter((word) => isThing(word) && word !== verb && !things.has(word));
}

/**
 * What is expected to be refused must be one request: of several, the cluster may refuse another one than is meant, and
 * waiting fails for reasons of its own. A helper that asks and then waits often leaves the asking to another one.
 */
function singleRequest(fitting: Call, calls: readonly Call[], context: BindContext): Call | null {
  if (fitting.helper.requests === "one") return fitting;
  const alike = calls.filter(({ helper }) => helper.requests === "one");
  const other = bestOf(alike);
  if (other !== null) return other;
  const [asks] = fitting.helper.calls;
  const inner = context.catalogue.functions.find(
    ({ item }) => item.qualname === asks && item.requests === "one" && takesTheSame(item, fitting.helper),
  )?.item;
  if (inner === undefined || fitting.helper.kind !== "function") return null;
  return {
    ...fitting,
    helper: inner,
    expression: fitting.expression.replace(fitting.helper.qualname, inner.qualname),
    imports: [{ module: inner.module, name: inner.qualname }],
  };
}

const required = ({ parameters }: Helper): string =>
  parameters
    .filter(({ default: value }) => value === null)
    .map(({ name, type }) => `${name}: ${type}`)
    .join(", ");

const takesTheSame = (one: Helper, other: Helper): boolean => required(one) === required(other);

/** The call with `wait=True`, where the helper has such a switch and it is off. */
function awaited({ helper, expression }: Call): string {
  const canWait = helper.parameters.some(({ name, default: value }) => name === "wait" && value === "False");
  if (!canWait || !expression.endsWith(")")) return expression;
  return `${expression.slice(0, -1)}${expression.endsWith("()") ? "" : ", "}wait=True)`;
}

/** A name for what the helper returns, when it is an object of the suite that later lines may speak of. */
function resultOf(
  helper: Helper,
  scope: Scope,
  { catalogue }: BindContext,
): { name: string; type: string } | null {
  const type = helper.contextManager ? yieldedType(helper.returns) : helper.returns;
  const className = bareName(alternatives(type)[0] ?? "");
  if (!catalogue.classes.has(className)) return null;
  const words = snakeCase(className).split("_");
  return { name: freeName([words.at(-1) ?? "", words.join("_")], scope, catalogue), type: className };
}
