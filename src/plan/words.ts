/** Words that change the wording of a sentence and not what it asks for. */
const FILLERS = new Set(
  "a an the that this these those is are be been being was were will shall should must do does did verify validate confirm check ensure assert test".split(
    " ",
  ),
);
const NUMBERS = "two three four five six seven eight nine ten eleven twelve".split(" ");
const NUMBER = new RegExp(`\\b(?:${NUMBERS.join("|")})\\b`, "gi");
/** Ways to write the same thing. */
const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/\bcan(?:not|'t|’t)\b/gi, "can not"],
  [/\bwon['’]t\b/gi, "not"],
  [/n['’]t\b/gi, " not"],
  // One word or two, with or without a hyphen: the same thing.
  [/\b(hot)[ -](?=(?:un)?plug)/gi, "$1"],
  [/\b(fail)[ -](?=(?:over|back)\b)/gi, "$1"],
  [/\b(re|un|pre|non|multi)-(?=\p{L})/giu, "$1"],
  [/≤/g, "<="],
  [/≥/g, ">="],
  [/\bmake sure\b/gi, "ensure"],
  // British and American spelling.
  [/(?<=\p{L}{3})our(?=(?:s|ed|ing|ite|able|ably)?\b)/giu, "or"],
  [/(?<=\p{L}{4})is(?=(?:e|es|ed|ing|ation)\b)/giu, "iz"],
  [/(?<=\d),(?=\d{3}\b)/g, ""],
  [/(?<=\d)\s+(?=(?:[KMGTP]i?B?|[KMGTP]bps|ms|s|sec|min|%|v?CPUs?)(?![\p{L}\p{N}]))/gu, ""],
];

/**
 * The words that carry the meaning of a sentence, in order: lower case, without punctuation, articles, auxiliary
 * and test verbs, plural and third person endings. Negations, numbers and comparisons stay.
 */
export const meaningOf = (text: string): string[] => meaningWords(text.toLowerCase()).map(stem);

function meaningWords(text: string): string[] {
  let plain = text;
  for (const [pattern, same] of SPELLINGS) plain = plain.replace(pattern, same);
  plain = plain.replace(NUMBER, (word) => String(NUMBERS.indexOf(word.toLowerCase()) + 2));
  const words =
    plain.match(/[\p{L}\p{N}]+(?:\.\p{N}+)*%?|[<>]=?|!=|=+|(?<![\p{L}\p{N}])[-+](?=\p{N})/gu) ?? [];
  return words.filter((word) => !FILLERS.has(word.toLowerCase()));
}

/** `migrates` → `migrate`, `VMs` → `vm`; never `access`, `status`, `this`. */
const stem = (word: string): string =>
  /^\p{L}{3,}$/u.test(word) && /[^suis]s$/.test(word) ? word.slice(0, -1) : word;

/**
 * As `meaningKey`, and tells letter case apart inside a sentence: `Running` may be a state and `Mi` a unit, where a
 * test would compare them letter by letter.
 */
export const sameMeaningKey = (text: string): string =>
  meaningWords(text.replace(/^\P{L}*\p{Lu}\p{Ll}+(?!\p{L})/u, (start) => start.toLowerCase()))
    .map(stem)
    .join(" ");

/** Words that sentences about different things share. */
const GLUE = new Set(
  "it they its their after before when while if and or of in on at to from by with for as".split(" "),
);

/** The words that tell what a sentence is about, to see how alike two are. */
export const topicOf = (text: string): Set<string> =>
  new Set(meaningOf(text).filter((word) => !GLUE.has(word)));

/** Equal for two texts that ask for the same. */
export const meaningKey = (text: string): string => meaningOf(text).join(" ");

/** How much two bags of words share: 0 nothing, 1 the same words (Dice). */
export function likeness(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0;
  return (2 * shared(a, b)) / (a.size + b.size);
}

/** The share of `part` that `whole` holds: 1 when every word is there. */
export const coverage = (part: ReadonlySet<string>, whole: ReadonlySet<string>): number =>
  part.size === 0 ? 0 : shared(part, whole) / part.size;

function shared(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let count = 0;
  for (const word of a) if (b.has(word)) count += 1;
  return count;
}

/** Comparing every text with every other stops being worth its time beyond this many pairs. */
export const MOST_PAIRS = 1_000_000;

/** Pairs of the two lists that are most alike, best first, each element at most once, not below `least`. */
export function bestPairs<T>(
  left: readonly T[],
  right: readonly T[],
  wordsOf: (item: T) => ReadonlySet<string>,
  least: number,
  mayPair: (a: T, b: T) => boolean = () => true,
): [T, T][] {
  if (left.length * right.length > MOST_PAIRS) return [];
  const rightWords = right.map(wordsOf);
  const scored = left.flatMap((a) => {
    const words = wordsOf(a);
    return right.map((b, index) => ({ a, b, score: likeness(words, rightWords[index] ?? new Set()) }));
  });
  const taken = new Set<T>();
  const pairs: [T, T][] = [];
  for (const { a, b } of scored.filter((pair) => pair.score >= least).sort((x, y) => y.score - x.score)) {
    if (taken.has(a) || taken.has(b) || !mayPair(a, b)) continue;
    taken.add(a).add(b);
    pairs.push([a, b]);
  }
  return pairs;
}

/** Whether two words differ by one letter, or by two that changed places, as a slip of the keyboard does. */
export function isSlip(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1 || short === long) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  const rest = (word: string, skipped: number): string => word.slice(start + skipped);
  if (short.length < long.length) return rest(short, 0) === rest(long, 1);
  const swapped = short[start] === long[start + 1] && short[start + 1] === long[start];
  return rest(short, 1) === rest(long, 1) || (swapped && rest(short, 2) === rest(long, 2));
}
