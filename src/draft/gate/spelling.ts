import { words } from "./names.ts";

/** Words that make another value of a name they are added to. */
const TURNING: ReadonlySet<string> = new Set(
  `last previous old initial first next history time timestamp count number name id type list max min timeout error message
  not non has`.split(/\s+/),
);

/** True when a name says the same with more words (`status` → `printable_status`), or without `get`. */
export function isMoreExact(from: string, to: string): boolean {
  const [less, more] = [from, to].map((name) => words(name).filter((word) => word !== "get"));
  if (!less || !more || less.length === 0) return false;
  return (
    less.every((word) => more.includes(word)) &&
    more.every((word) => less.includes(word) || !TURNING.has(word))
  );
}

/**
 * True when two names are one name spelled differently: underscores, capitals, or one word with one letter too many, missing
 * or swapped. Digits and capitals-only names (constants) must agree exactly.
 */
export function spelledAlike(a: string, b: string): boolean {
  if (a === b) return true;
  if (/[^\w]/.test(a + b)) return false;
  if (/^[A-Z][A-Z0-9_]*$/.test(a) || /^[A-Z][A-Z0-9_]*$/.test(b)) return false;
  const [left, right] = [words(a), words(b)];
  if (left.join("") === right.join("")) return left.length > 0;
  if (left.length !== right.length) return false;
  const [index = -1, ...more] = left.flatMap((word, at) => (word === right[at] ? [] : [at]));
  return more.length === 0 && oneSlip(left[index] ?? "", right[index] ?? "");
}

/** One letter more, less or swapped, in a word that is long enough to be known again; the first letter is right. */
function oneSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < 4 || short.replace(/\D/g, "") !== long.replace(/\D/g, "")) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (start === 0) return false;
  if (long.length === short.length + 1) return short.slice(start) === long.slice(start + 1);
  if (long.length !== short.length) return false;
  const swapped = short[start] === long[start + 1] && short[start + 1] === long[start];
  if (swapped) return short.slice(start + 2) === long.slice(start + 2);
  return short.length >= 8 && short.slice(start + 1) === long.slice(start + 1);
}

/** True when a text uses a name that could be taken for `name`. */
export function usesAlike(text: string, name: string): boolean {
  return [...new Set(text.match(/[\p{L}\p{N}_]+/gu))].some((used) => spelledAlike(used, name));
}

/** 0–100: share of words that two texts have in common. */
export function sharedWords(a: string, b: string): number {
  const [left, right] = [new Set(words(a)), new Set(words(b))];
  const total = left.size + right.size;
  return total === 0 ? 0 : Math.round((200 * left.intersection(right).size) / total);
}
