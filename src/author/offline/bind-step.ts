import type { Helper } from "../../suite/model.ts";
import { alternatives, bareName, yieldedType } from "../../suite/types.ts";
import type { BindContext, Bound } from "./bind.ts";
import { bestOf, type Call, callsFor, denies, nearest, ownName, toDo } from "./calls.ts";
import { freeName, type Scope, withValue } from "./scope.ts";
import { isManner } from "./verbs.ts";
import { isConditional, NOT, snakeCase } from "./words.ts";

/** Helpers that look, wait or read do not do what a step asks for. */
const LOOKS = /^(?:wait|verify|assert|check|validate|expect|ensure|is|has|get|list|find|fetch|read|count)_/;

/**
 * Binds "Reset the VM" to the helper or method that does it. What a later line looks at must have happened by then, so a
 * helper that can wait for its own result is told to; only what must be refused has no result to wait for.
 */
export function bindStep(
  text: string,
  scope: Scope,
  context: BindContext,
  { number, refused }: { readonly number: number; readonly refused: boolean },
): Bound {
  const order = toDo(text.replace(/^(?:attempt|try) to\s+/i, ""));
  const verb = order.phrase.find((word) => !isManner(word));
  const denied = order.phrase.includes(NOT);
  const calls = callsFor(order, scope, context, (candidate) => {
    const { item, name } = candidate;
    if (item.kind === "property" || LOOKS.test(ownName(item)) || verb === undefined) return null;
    return name.includes(verb) && denies(candidate) === denied ? candidate : null;
  });
  const best = isConditional(text) ? null : bestOf(calls);
  if (best === null) {
    return {
      ok: false,
      reason: `step ${number}, "${text}": no helper of the suite does this${nearest(text, calls)}`,
    };
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
