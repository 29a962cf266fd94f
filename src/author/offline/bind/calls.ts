import type { Helper } from "../../../suite/model.ts";
import { baseForm, mannerOf } from "../verbs.ts";
import { NOT, stems, wordsFor } from "../words.ts";
import { fillArguments } from "./arguments.ts";
import { type Candidate, fitness } from "./catalogue.ts";
import { foreign, unnamed, type Wanted } from "./likeness.ts";
import type { BindContext, Import } from "./model.ts";
import { isState } from "./nouns.ts";
import type { Scope } from "./scope.ts";

/** Below this a match is a guess, and a guess is not written. */
export const CONFIDENT = 0.6;

/** A helper that fits a phrase, ready to be called. */
export interface Call {
  readonly helper: Helper;
  readonly score: number;
  readonly expression: string;
  readonly imports: readonly Import[];
  readonly scope: Scope;
  /** Words of the phrase that the call does not name. */
  readonly lost: readonly string[];
  /** Words of the helper's name that the phrase does not say: it is about something else. */
  readonly foreign: readonly string[];
}

/**
 * Every call that could be made here and shares words with the phrase, best first.
 * @param view the candidate as it is to be compared, or null when it is of the wrong kind
 */
export function callsFor(
  wanted: Wanted,
  scope: Scope,
  { catalogue, visible }: BindContext,
  view: (candidate: Candidate<Helper>) => Candidate<Helper> | null,
): Call[] {
  const { phrase, text, shown } = wanted;
  const request = { phrase: text, visible, catalogue };
  const calls: Call[] = [];
  // A type says what a thing is, a name may say in what state it was.
  const spoken = (words: readonly string[], types: readonly string[]): Set<string> =>
    new Set([...(shown ? words.filter((word) => !isState(word)) : words), ...types]);
  const consider = (given: Candidate<Helper>, receiver: string | null): void => {
    const candidate = view(given);
    if (candidate === null) return;
    const score = fitness(phrase, candidate, catalogue);
    const filled = score === 0 ? null : fillArguments(candidate.item, scope, request);
    if (filled === null) return;
    const { module, qualname, kind } = candidate.item;
    const own = qualname.split(".").at(-1) ?? qualname;
    const call = kind === "property" ? "" : `(${filled.arguments.join(", ")})`;
    const expression = receiver === null ? `${qualname}${call}` : `${receiver}.${own}${call}`;
    calls.push({
      helper: candidate.item,
      score: Math.round(Math.min(1, score) * 100) / 100,
      expression,
      imports: receiver === null ? [{ module, name: qualname }] : [],
      scope: filled.scope,
      lost: unnamed(wanted, candidate, spoken(filled.about, filled.types)),
      foreign: foreign(wanted, candidate),
    });
  };
  for (const candidate of catalogue.functions) consider(candidate, null);
  for (const value of scope.values) {
    const seen = new Set<string>();
    for (const owner of catalogue.lineage(value.type)) {
      for (const candidate of catalogue.members.get(owner) ?? []) {
        const own = candidate.item.qualname.split(".").at(-1) ?? "";
        if (seen.has(own)) continue;
        seen.add(own);
        // A member speaks about its object: "the VM" of the phrase is the value it is called on.
        consider({ ...candidate, on: spoken(value.words, stems(value.type)) }, value.expression);
      }
    }
  }
  return calls.sort(byFit);
}

/** Equal fit: the one that asks for less, then the name, so that two runs agree. */
const byFit = (a: Call, b: Call): number =>
  b.score - a.score || a.expression.length - b.expression.length || (a.expression < b.expression ? -1 : 1);

/** The best call that is no guess, leaves nothing of the phrase out and is about nothing else. */
export const bestOf = (calls: readonly Call[]): Call | null =>
  [...calls]
    .sort(byFit)
    .find((call) => call.score >= CONFIDENT && call.foreign.length === 0 && call.lost.length === 0) ?? null;

/** ` (nearest: reset_vm, 0.67, which says nothing of "twice")`, for the reason why nothing was bound. */
export function nearest(text: string, calls: readonly Call[]): string {
  const [near] = [...calls].sort(byFit);
  if (near === undefined) return "";
  const lost = wordsFor(text, near.lost).join(", ");
  const other = near.foreign.map((word) => JSON.stringify(word)).join(", ");
  const why =
    lost !== "" ? `, which says nothing of ${lost}` : other !== "" ? `, which is about ${other}` : "";
  return ` (nearest: ${near.helper.qualname}, ${near.score.toFixed(2)}${why})`;
}

export const ownName = (helper: Helper): string => helper.qualname.split(".").at(-1) ?? "";

/** The helper does something to the cluster, by the verb that its name begins with: `reset_vm`, `soft_reboot`. */
export function acts(helper: Helper): boolean {
  const first = ownName(helper)
    .split("_")
    .find((word) => mannerOf(word) === null);
  return first !== undefined && baseForm(first) !== null;
}

/** The helper's name says that something is not so: `wait_for_no_event`. */
export const denies = (candidate: Candidate<Helper>): boolean => candidate.name.includes(NOT);
