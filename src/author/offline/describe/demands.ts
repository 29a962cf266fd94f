import { splitClause } from "./clauses.ts";
import { leadingVerb } from "./english.ts";
import { masked, predicateOf } from "./finite.ts";
import { splitAt } from "./orders.ts";
import { outcomesOf } from "./outcomes.ts";

/** What somebody rejects is what is tried, not what is there before. */
export const REJECTS = /\s(?:rejects?|refuses?|denies|deny|forbids?|disallows?|declines?)\s/i;

/** "X, and that Y": what is demanded twice. What somebody says ("reports that X and that Y") stays whole. */
export function thatApart(sentence: string): string[] {
  if (!/\s(?:and|but)\s(?:also\s)?that\s/i.test(masked(sentence))) return [sentence];
  const cuts = [...masked(sentence).matchAll(/,?\s(?:and|but)\s(?:also\s)?that\s|,\sthat\s/gi)];
  const [first] = cuts;
  if (first === undefined || /\s(?:that|so|such)\s/i.test(sentence.slice(0, first.index))) return [sentence];
  const parts = cuts.map(({ index, 0: joint }, at) => {
    const text = sentence.slice(index + joint.length, cuts[at + 1]?.index);
    // "a label is set and that label is kept" points back to the label.
    const [word = ""] = text.split(" ", 1);
    const named = sentence.slice(0, index).toLowerCase().split(/\W+/).includes(word.toLowerCase());
    return named && !THEY.test(text) ? `the ${text}` : text;
  });
  const all = [sentence.slice(0, first.index), ...parts].map((part) => part.trim());
  // "that both differ" speaks of the two things named before.
  return all.every((part) => predicateOf(part) !== null && !BOTH.test(part)) ? all : [sentence];
}

const BOTH = /^(?:both|either|neither|each|all|they|others?)\s(?!of\b|the\b)[a-z]+\s/i;
const THEY = /^(?:the|an?|it|its|they|their|no|all|both|each|every|only)\b/i;

/** Verbs of a thing that keeps somebody from doing something. */
export const STOPS = /^(?:reject|refuse|deny|forbid|disallow|decline|prevent|block)$/;

/** "deleting X fails, and X can be deleted after Y": the first says what is done by itself, "after" belongs to the last. */
export function ownTime(sentence: string): string[] {
  const { main, clause } = splitClause(sentence);
  if (clause === null || clause.connector !== "after" || !sentence.startsWith(main)) return [sentence];
  const parts = outcomesOf(main);
  const subject = predicateOf(parts[0] ?? "")?.subject ?? "";
  const acts = leadingVerb(subject)?.form === "gerund" || STOPS.test(predicateOf(main)?.base ?? "");
  // Of one and the same subject both are said: "pausing a VM succeeds and keeps its data after …".
  if (parts.length < 2 || !acts || parts.slice(1).some((part) => part.startsWith(subject))) return [sentence];
  return [...parts.slice(0, -1), `${parts.at(-1) ?? ""}${sentence.slice(main.length)}`];
}

/** "resetting a running VM and the VM is still running": what is seen after it; null for any other sentence. */
export function afterDoing(sentence: string): string | null {
  const [, doing = "", seen = ""] =
    /^(\S+ing\s.{1,200}?) and ((?:the|its|it)\s.{1,300})$/i.exec(sentence) ?? [];
  if (leadingVerb(doing)?.form !== "gerund" || predicateOf(doing) !== null) return null;
  const noun = /(\S+)$/.exec(predicateOf(seen)?.subject ?? "")?.[1] ?? "";
  const named = /^its?\s/i.test(seen) || doing.toLowerCase().split(" ").includes(noun.toLowerCase());
  return noun !== "" && named ? `${seen} after ${doing}` : null;
}

/** "unchanged after: restart, migration, and upgrade": each of them is an outcome. */
export function momentsOf(sentence: string): string[] {
  const [, main = "", word = "", list = ""] =
    /^(.{1,400}?)\s(after|during|upon|following)(?: each of| any of)?(?: these| the following)?:\s(.{1,400})$/i.exec(
      masked(sentence),
    ) ?? [];
  if (main === "" || predicateOf(main) === null) return [sentence];
  const said = sentence.slice(sentence.length - list.length);
  return splitAt(said, /,\s(?:and|or)\s|,\s|\s(?:and|or)\s/i).map(
    (one) => `${sentence.slice(0, main.length)} ${word} ${one}`,
  );
}
