import { isPlural, leadingVerb, verbOf } from "./english.ts";

/** A clause taken apart at its finite verb; every part as written. */
export interface Predicate {
  readonly subject: string;
  /** `is`, `cannot`, `boots`; with its adverb in front: `still is`. */
  readonly verb: string;
  /** Base form of the verb: `be`, `can`, `boot`. */
  readonly base: string;
  /** `live ` of "the VM live migrates". */
  readonly manner: string;
  readonly rest: string;
}

const AUXILIARY = new Map(
  (
    "is:be are:be was:be were:be has:have have:have had:have does:do do:do did:do can:can cannot:can could:can may:can must:must " +
    "should:must will:must would:must shall:must isn't:be aren't:be wasn't:be weren't:be doesn't:do don't:do didn't:do can't:can " +
    "couldn't:can shouldn't:must won't:must mustn't:must hasn't:have haven't:have"
  )
    .split(" ")
    .map((pair) => pair.split(":") as [string, string]),
);
/** After these a verb belongs to the thing described, not to the sentence. */
const RELATIVE = /^(?:that|which|who|whose|where)$/i;
/** Words after which a word is a noun: "the boots", "of restarts". */
const BEFORE_NOUN =
  /^(?:the|an?|its|their|his|her|my|our|no|some|any|each|every|of|to|with|without|in|on|at|by|for|from|into|over|via|under|between|and|or|per|as|two|three|multiple|several|different|new|existing|all)$/i;
const MANNER =
  /^(?:live|cold|warm|hard|soft|still|then|also|never|only|always|again|now|automatically|immediately|successfully|not)$/i;
/** No sentence of a plan is as long as this; what is longer is no sentence. */
const LONGEST = 1500;

/** Finds the finite verb of a clause, passing over relative clauses and what stands in quotes or brackets. */
export function predicateOf(text: string): Predicate | null {
  if (text.length > LONGEST) return null;
  const words = [...masked(text).matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    word: word.replace(/[’]/g, "'").replace(/[,;:.]+$/, ""),
    index,
    ends: /[,;:]$/.test(word),
  }));
  let relative = false;
  for (const [position, { word, index }] of words.entries()) {
    if (position > 0 && RELATIVE.test(word)) relative = true;
    else if (relative && words[position - 1]?.ends) relative = false;
    const base =
      position === 0
        ? null
        : finite(
            words.map((one) => one.word),
            position,
          );
    if (base === null) continue;
    if (relative) {
      // The first verb after "that" is the clause's own; the next one is the sentence's.
      relative = false;
      continue;
    }
    const before = words[position - 1]?.word ?? "";
    const manner = position > 1 && MANNER.test(before) ? before : "";
    const start = manner === "" ? index : (words[position - 1]?.index ?? index);
    return {
      subject: text.slice(0, start).trim().replace(/,$/, ""),
      verb: text.slice(index, index + word.length),
      base,
      manner: manner === "" ? "" : `${manner} `,
      rest: text.slice(index + word.length).trim(),
    };
  }
  return null;
}

function finite(words: readonly string[], position: number): string | null {
  const word = words[position] ?? "";
  const auxiliary = AUXILIARY.get(word.toLowerCase());
  if (auxiliary !== undefined) return auxiliary;
  const base = /^[a-z-]+$/.test(word) ? verbOf(word) : null;
  if (base === null) return null;
  const before = words[position - 1] ?? "";
  const owner = MANNER.test(before) && position > 1 ? (words[position - 2] ?? "") : before;
  const next = words[position + 1] ?? "";
  if (word === base) {
    const plural = /[a-z]s$/.test(owner) ? isPlural(owner) : /^(?:all|both|they|it|others)$/i.test(owner);
    return plural && !AUXILIARY.has(next.toLowerCase()) ? base : null;
  }
  if (!/s$/.test(word) || BEFORE_NOUN.test(owner) || /^(?:of|and)$/i.test(next)) return null;
  // "template requests survive": the verb comes after the plural.
  const later = AUXILIARY.has(next.toLowerCase()) || /^(?:that|which|who)$/i.test(next);
  const verb = /^[a-z-]+$/.test(next) ? verbOf(next) : null;
  const noun = verb !== null && (next === verb || (/s$/.test(next) && next !== verb)) && !isAdjective(next);
  return later || noun ? null : base;
}

const isAdjective = (word: string): boolean => /(?:ed|ing)$/.test(word);

/** Same length, with quotes and brackets blanked out. */
export const masked = (text: string): string =>
  text.replace(/["“][^"“”]*["”]|\([^()]*\)/g, (part) => "\u0001".repeat(part.length));

/** What can be done, but also be the first word of a name: "import operation", "upgrade continuity". */
const ABSTRACT =
  /^(?:of|operations?|flows?|workflows?|behaviou?rs?|continuity|control|handling|resilience|times?|order|status|support|process(?:es|ing)?|failures?|errors?|requests?|scenarios?|tests?|cases?|polic(?:y|ies)|consistency|compatibility|functionality|latency|performance|limits?|paths?|sources?|hooks?|and|or|via|from|with|without|works?|integrity|coverage|recovery|migration|restrictions?|permissions?|protection)$/i;

/** The words are an order: "Run a full backup", not "Restore of a VM" nor "Snapshot is ready". */
export function isOrder(text: string): boolean {
  const lead = leadingVerb(text);
  if (lead === null || lead.form !== "base" || lead.rest === "") return false;
  const [next = ""] = lead.rest.split(" ", 1);
  if (ABSTRACT.test(next) && !/^(?:from|with|without|via)$/i.test(next)) return false;
  return predicateOf(text) === null;
}
