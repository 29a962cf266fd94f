import type { Helper } from "../../suite/model.ts";
import { alternatives, bareName, yieldedType } from "../../suite/types.ts";
import type { BindContext, Bound, Import } from "./bind.ts";
import { type Candidate, fitness } from "./catalogue.ts";
import { fillArguments, type Scope, withValue } from "./scope.ts";
import { snakeCase, stems } from "./words.ts";

const CONFIDENT = 0.6;
export const VERIFYING = /^(?:wait|verify|assert|check|validate|expect|ensure|is|has)_/;
const READING = /^(?:get|list|find|fetch|read|count)_/;

/** A helper that fits a phrase, ready to be called. */
export interface Call {
  readonly helper: Helper;
  readonly score: number;
  readonly expression: string;
  readonly imports: readonly Import[];
  readonly scope: Scope;
}

/** Binds "Reset the VM" to the helper or method that does it. */
export function bindStep(text: string, scope: Scope, context: BindContext, number: number): Bound {
  const plain = text.replace(/^attempt to\s+|^try to\s+/i, "");
  const phrase = stems(plain);
  const verb = phrase[0];
  const ranked = callsFor(plain, phrase, scope, context, ({ item, name }) => {
    const own = item.qualname.split(".").at(-1) ?? "";
    return (
      item.kind !== "property" &&
      !VERIFYING.test(own) &&
      !READING.test(own) &&
      verb !== undefined &&
      name.includes(verb)
    );
  });
  const best = ranked[0];
  if (best === undefined || best.score < CONFIDENT) {
    const near = best ? ` (nearest: ${best.helper.qualname}, ${best.score.toFixed(2)})` : "";
    return { ok: false, reason: `step ${number}, "${text}": no helper of the suite does this${near}` };
  }
  const target = `${best.helper.module}.${best.helper.qualname}`;
  const bound = {
    ok: true as const,
    binding: { section: "step" as const, text, target, score: best.score },
    imports: best.imports,
    before: [],
  };
  const result = resultOf(best.helper, best.scope, context);
  if (best.helper.contextManager) {
    const name = result ?? { name: snakeCase(phrase.at(-1) ?? "context"), type: null };
    return {
      ...bound,
      scope: withValue(best.scope, name.name, name.type),
      lines: [],
      opens: `with ${best.expression} as ${name.name}:`,
    };
  }
  if (result === null) return { ...bound, scope: best.scope, lines: [best.expression] };
  return {
    ...bound,
    scope: withValue(best.scope, result.name, result.type),
    lines: [`${result.name} = ${best.expression}`],
  };
}

/** A name for what the helper returns, when it is an object of the suite that later lines may speak of. */
function resultOf(helper: Helper, scope: Scope, context: BindContext): { name: string; type: string } | null {
  const type = helper.contextManager ? yieldedType(helper.returns) : helper.returns;
  const className = bareName(alternatives(type)[0] ?? "");
  if (!context.catalogue.classes.has(className)) return null;
  const words = snakeCase(className).split("_");
  const taken = new Set(scope.values.map((value) => value.expression));
  const name = [words.at(-1) ?? "result", words.join("_")].find((candidate) => !taken.has(candidate));
  return { name: name ?? `new_${words.join("_")}`, type: className };
}

/** Every call that could be made here and fits the phrase, best first. */
export function callsFor(
  text: string,
  phrase: readonly string[],
  scope: Scope,
  { catalogue, visible }: BindContext,
  wanted: (candidate: Candidate<Helper>) => boolean,
): Call[] {
  const request = { phrase: text, visible, catalogue };
  const calls: Call[] = [];
  for (const candidate of catalogue.functions) {
    if (!wanted(candidate)) continue;
    const score = fitness(phrase, candidate, catalogue);
    const filled = score === 0 ? null : fillArguments(candidate.item, scope, request);
    if (filled === null) continue;
    const { module, qualname } = candidate.item;
    calls.push({
      helper: candidate.item,
      score: round(score),
      expression: `${qualname}(${filled.arguments.join(", ")})`,
      imports: [{ module, name: qualname }],
      scope: filled.scope,
    });
  }
  for (const value of scope.values) {
    const seen = new Set<string>();
    for (const owner of catalogue.lineage(value.type)) {
      for (const candidate of catalogue.members.get(owner) ?? []) {
        const member = candidate.item.qualname.split(".").at(-1) ?? "";
        if (seen.has(member) || !wanted(candidate)) continue;
        seen.add(member);
        const score = fitness(
          phrase,
          withOwner(candidate, [...value.words, ...stems(value.type)]),
          catalogue,
        );
        const filled = score === 0 ? null : fillArguments(candidate.item, scope, request);
        if (filled === null) continue;
        const call = candidate.item.kind === "property" ? "" : `(${filled.arguments.join(", ")})`;
        calls.push({
          helper: candidate.item,
          score: round(score),
          expression: `${value.expression}.${member}${call}`,
          imports: [],
          scope: filled.scope,
        });
      }
    }
  }
  // Equal fit: the one that asks for less, then the name, so that two runs agree.
  return calls.sort(
    (a, b) =>
      b.score - a.score ||
      a.expression.length - b.expression.length ||
      a.expression.localeCompare(b.expression),
  );
}

/** A member speaks about its object: "the VM" of the phrase is the value it is called on. */
const withOwner = (candidate: Candidate<Helper>, words: readonly string[]): Candidate<Helper> => ({
  ...candidate,
  on: new Set(words),
});

const round = (value: number): number => Math.round(Math.min(1, value) * 100) / 100;
