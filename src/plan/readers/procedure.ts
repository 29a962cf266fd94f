import type { List } from "mdast";
import { oneLine } from "../markdown.ts";
import { startsWithVerb } from "./phrases.ts";

/** What a list or a text without labels says to do and what it shows. */
export interface Procedure {
  readonly preconditions: readonly string[];
  readonly steps: readonly string[];
  readonly expected: readonly string[];
}

const CLAUSE = /^(given|when|then|and|but)\b,?\s+(\S[\s\S]*)$/i;
/** Beyond this length a text is prose. */
const LONGEST_SENTENCE = 1_000;
const SENTENCE = /^(?:given\s+(.+?)[,;.]?\s+(?:and\s+)?)?when\s+(.+?)[,;.]?\s+then,?\s+(.+)$/is;

/**
 * Items that are the steps of one scenario: `Given`, `When` and `Then`, or things to do that end in what to verify.
 * Null for any other list.
 */
export function procedureOf(items: readonly string[]): Procedure | null {
  const clauses = clausesOf(items);
  if (clauses !== null) return clauses;
  const lastStep = items.findLastIndex((item) => !startsWithVerb(item));
  if (lastStep < 0 || lastStep === items.length - 1 || startsWithVerb(items[0] ?? "")) return null;
  return { preconditions: [], steps: items.slice(0, lastStep + 1), expected: items.slice(lastStep + 1) };
}

/** `Given …`, `When …`, `Then …`, one to an entry; `And` and `But` go on with the one before. Null without a `Then`. */
export function clausesOf(entries: readonly string[]): Procedure | null {
  const found = { preconditions: [] as string[], steps: [] as string[], expected: [] as string[] };
  let current: keyof Procedure | null = null;
  for (const entry of entries) {
    const [, word = "", text = ""] = CLAUSE.exec(entry) ?? [];
    current = CLAUSES.get(word.toLowerCase()) ?? current;
    if (word === "" || current === null) return null;
    found[current].push(text);
  }
  const { preconditions, steps, expected } = found;
  return expected.length === 0 || preconditions.length + steps.length === 0 ? null : found;
}

const CLAUSES = new Map<string, keyof Procedure>([
  ["given", "preconditions"],
  ["when", "steps"],
  ["then", "expected"],
]);

/** As `clausesOf`, for one sentence: `Given a, when b, then c`. */
export function clausesIn(sentence: string): Procedure | null {
  const text = oneLine(sentence);
  const match = text.length > LONGEST_SENTENCE ? null : SENTENCE.exec(text);
  if (match === null) return null;
  const [, given, when = "", then = ""] = match;
  return { preconditions: given === undefined ? [] : [given], steps: [when], expected: [then] };
}

const WORD = /^\s*(given|when|then|and|but)\b\s*:?/i;

/**
 * Makes every `And` and `But` of a list say what it goes on with (`**Given** …`, `**And** …` → `**Given** …`): an item
 * is read by itself and does not know the one before.
 */
export function carryClauses(list: List): void {
  let current: string | null = null;
  for (const { children } of list.children) {
    for (const child of children) if (child.type === "list") carryClauses(child);
    const [lead] = children;
    const start = lead?.type === "paragraph" ? lead.children[0] : undefined;
    const word = start?.type === "strong" || start?.type === "emphasis" ? start.children[0] : undefined;
    const [, clause] = (word?.type === "text" && WORD.exec(word.value)) || [];
    if (word?.type !== "text" || clause === undefined) current = null;
    else if (!/^(?:and|but)$/i.test(clause)) current = clause;
    else if (current !== null) word.value = word.value.replace(clause, current);
  }
}

/** What a text demands in sentences of its own: `Add memory. The guest must see it.` has the second. */
export function demandsIn(prose: readonly string[]): string[] {
  const text = oneLine(prose.join(" "));
  if (text.length > LONGEST_SENTENCE) return [];
  const sentences = text.split(/(?<=[.!])\s+(?=\p{Lu})/u);
  return sentences.filter(
    (sentence) =>
      /\b(?:must|should|shall)\b/.test(sentence) &&
      !/\b(?:tests?|scenarios?|automat\w+|plan|coverage)\b/i.test(sentence),
  );
}
