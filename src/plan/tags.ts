import { type FoundIds, idsIn, isIdList, isPlaceholderId, leadingIds, NO_IDS } from "./ids.ts";
import { oneLine } from "./markdown.ts";

export const ONE_TIER =
  "(?:(?:[Tt]iers?|TIERS?)(?:[\\s_-]*(?:[1-3]|I{1,3})|\\s*[:#]\\s*[1-3])|T[\\s_-]?[1-3])(?!\\d|\\.\\d|[A-Za-z])";
const TIER = new RegExp(`\\b${ONE_TIER}`);
const TIERS = new RegExp(
  `\\b${ONE_TIER}(?:\\s*(?:,|/|&|\\+|-|–|and|or)\\s*(?:[Tt]ier[\\s_-]*|T)?[1-3](?!\\d|\\.\\d|\\s*-?node))*`,
  "g",
);
const LEADING_TIER = new RegExp(
  `^${ONE_TIER}(?:\\s*[,/&+]\\s*(?:[Tt]ier[\\s_-]*|T)?[1-3])*\\s*(?:\\([^)]*\\))?\\s*(?:—|–|-+(?=\\s)|:|\\|)\\s*`,
);
/** `T2/P1: Verify …`, `P0, Tier 2 - Verify …`. */
const LEADING_BOTH = new RegExp(
  `^(?:${ONE_TIER}\\s*[,/&+]\\s*P[0-4]|P[0-4]\\s*[,/&+]\\s*${ONE_TIER})\\s*(?:—|–|-+(?=\\s)|:|\\|)\\s*`,
);
/** `Hotplug a disk (Tier 2, P0): Verify …`: the grade closes a title. */
const TITLE_GRADE = /^([^()[\]:]{1,100}?)\s*(?:\(([^()]{1,60})\)|\[([^[\]]{1,60})\])(?=\s*:\s)/;
const LEADING_PRIORITY = /^P[0-4]\s*(?:—|–|-+(?=\s)|:|\|)\s*/;
const TAG_WORDS =
  /^(?:negative|positive|manual|automated|automation|functional|e2e|end[- ]to[- ]end|gating|tier|priority|upstream|downstream|u\/s|d\/s|ga|new|regression|upgrade|conformance)\b/i;

/** Tags after the text: `… [Tier 2]`, `… (P1)`, `… — Functional, P1`, `… | Tier 2 | P1`, `… is running. P1`, `…, P1`. */
const TAILS = [
  /\s*(?:\[([^[\]]{1,120})\]|\(([^()]{1,120})\))\s*\.?$/,
  /(?<=[.!?)])\s+(P[0-4])\.?$/,
  /\s+(?:—|–|-{1,3}|\|)\s+((?:(?!\s-{1,3}\s)[^—–|\n]){1,60})$/,
  new RegExp(`[,;]\\s+(${ONE_TIER}|P[0-4])\\.?$`),
];

const GRADE = new RegExp(`^(?:${ONE_TIER}(?:\\s*\\([^)]*\\))?|P[0-4])$`);

/** A tick or a picture before the text decorates it: `✅ Verify …`. */
const SIGNS = /^(?:[\p{Extended_Pictographic}✓☐☒]\uFE0F?\s*)+/u;

export interface Head {
  readonly ids: FoundIds;
  readonly tiers: readonly number[];
  readonly priority: string | null;
  /** Tag words without a field of their own: `Negative`, `Manual`, `Functional`. */
  readonly words: readonly string[];
  /** An id or tag stood in brackets at the start. */
  readonly tagged: boolean;
  /** A tier or priority stood after the text. */
  readonly graded: boolean;
  /** The text without ids and tags. */
  readonly rest: string;
}

/**
 * The tiers a text names, without duplicates: `T1`, `Tier 2 (End-to-End)`, `tier1 automation`, `Tier 1/2`.
 * The template's own `[1, 2, or 3]` names none.
 */
export function tiersIn(text: string): number[] {
  const numbers = (text.match(TIERS) ?? []).flatMap((match) =>
    /\d/.test(match)
      ? [...match.matchAll(/\d/g)].map((digit) => Number(digit[0]))
      : [/I+$/.exec(match)?.[0].length ?? 0],
  );
  return [...new Set(numbers)].filter((tier) => tier >= 1 && tier <= 3);
}

/** As `tiersIn`, for a cell or label that holds a tier: a bare `2` or `1, 2` counts. */
export function tiersInField(text: string): number[] {
  if (/\b1\b.*\b2\b.*\bor\b.*\b3\b/.test(text)) return [];
  const bare = /^\W*([1-3])(?:\s*(?:,|\/|&|\+|and)\s*([1-3]))?(?![\w.])/.exec(text);
  return bare === null ? tiersIn(text) : [...new Set(bare.slice(1).filter(Boolean).map(Number))];
}

/** The most urgent priority a text names, `P0` to `P4`; null when it names none or is the template's `[P0/P1/P2]`. */
export function priorityIn(text: string): string | null {
  const found = [...text.matchAll(/\bP([0-4])\b/gi)].map((match) => Number(match[1]));
  if (found.length >= 3 || found.length === 0) return null;
  return `P${Math.min(...found)}`;
}

/** Takes ids and tags off the start and the end of a requirement or scenario text. */
export function readHead(text: string): Head {
  const head = {
    ids: NO_IDS,
    tiers: [] as number[],
    priority: null as string | null,
    words: [] as string[],
    tagged: false,
    graded: false,
  };
  const take = (tag: string): boolean => {
    const pieces =
      isTag(tag) && idsIn(tag).requirements.length === 0 ? [tag] : tag.split(/\s*[,;|]\s*|\s[-–—]\s/);
    if (!pieces.every((piece) => isTag(piece) || isIdList(piece) || isPlaceholderId(piece))) return false;
    for (const piece of pieces) {
      if (!isTag(piece)) {
        head.ids = joinIds(head.ids, idsIn(piece));
        continue;
      }
      head.tiers = [...new Set([...head.tiers, ...tiersIn(piece)])];
      head.priority ??= priorityIn(piece);
      head.words.push(piece);
    }
    return true;
  };

  let rest = text.trim().replace(SIGNS, "");
  for (;;) {
    const before = rest;
    const bracket = /^(?:\[([^[\]]{1,120})\]|\(([^()]{1,120})\))[\s:|]*/.exec(rest);
    const ids = leadingIds(rest);
    const tier = LEADING_TIER.exec(rest);
    const priority = LEADING_PRIORITY.exec(rest);
    const both = LEADING_BOTH.exec(rest);
    const title = TITLE_GRADE.exec(rest);
    const grade = title?.[2] ?? title?.[3] ?? "";
    if (bracket !== null && take((bracket[1] ?? bracket[2] ?? "").trim())) {
      head.tagged = true;
      rest = rest.slice(bracket[0].length);
    } else if (ids !== null) {
      head.ids = joinIds(head.ids, ids.ids);
      rest = ids.rest;
    } else if (both !== null || tier !== null || priority !== null) {
      const tag = (both ?? tier ?? priority)?.[0] ?? "";
      take(tag.replace(/[\s:|—–-]+$/, ""));
      rest = rest.slice(tag.length);
    } else if (title !== null && isGrade(grade) && take(grade)) {
      head.graded = true;
      rest = `${title[1]}${rest.slice(title[0].length)}`;
    }
    if (rest === before) break;
    rest = rest.replace(/^(?:[\s:|,]|—|–|-+(?=\s))+/, "");
  }
  for (;;) {
    const tail = TAILS.map((pattern) => pattern.exec(rest)).find((found) => found !== null);
    const tag = (tail?.[1] ?? tail?.[2] ?? "").trim();
    const bracketed = /[\])]\s*\.?$/.test(rest);
    // A key at the end is what the scenario traces to only where none stands at the start.
    const traced =
      isIdList(tag) &&
      head.ids.requirements.length === 0 &&
      (bracketed || head.graded || endsInGrade(rest.slice(0, tail?.index)));
    const known = traced || (bracketed ? isTag(tag) : isGrade(tag));
    if (tail == null || tail.index === 0 || !known || !take(tag)) break;
    head.graded ||= isGrade(tag);
    rest = rest.slice(0, tail.index);
  }
  return { ...head, rest };
}

/** `… – Tier 2 – CNV-1`: behind a grade, a key is one more tag and not the end of the sentence. */
const endsInGrade = (text: string): boolean =>
  isGrade(/\s(?:—|–|-{1,3}|\|)\s+([^—–|\n]{1,60})$/.exec(text)?.[1] ?? "");

/** A tier, a priority or both, and at most tag words and ids beside them: more would be a clause of the sentence. */
function isGrade(tag: string): boolean {
  const pieces = tag.split(/\s*[,;/|&]\s*/);
  const known = (piece: string): boolean =>
    GRADE.test(piece) || isIdList(piece) || (TAG_WORDS.test(piece) && piece.split(/\s+/).length <= 3);
  return pieces.some((piece) => GRADE.test(piece)) && pieces.every(known);
}

/** A line of nothing but tags that ends a text, as in `Verify …⏎Tier 2, P0`, gets brackets. The rest is one line. */
export function withLineTags(text: string): string {
  if (!text.includes("\n")) return oneLine(text);
  const lines = text.trim().split("\n").map(oneLine);
  const from = lines.findLastIndex((line) => !isGrade(line)) + 1;
  const goesOn = from === 0 || OPEN_END.test(lines[from - 1] ?? "");
  const tags = goesOn ? [] : lines.splice(from).map((line) => `[${line}]`);
  return oneLine([...lines, ...tags].join(" "));
}

/** A line that wants more: what follows is no tag. */
const OPEN_END = /(?:\b(?:and|or|to|from|in|on|of|for|with|than|the|an?|is|are)|[,/&(-])$/i;

/** Nothing but tiers, priorities and the words that go with them: `Tier 2, P0`, `Negative`. */
export function isTag(text: string): boolean {
  const named = TIER.test(text) || /\bP[0-4]\b/.test(text);
  if (named) return text.split(/\s+/).length <= 8;
  return TAG_WORDS.test(text) && text.split(/\s+/).length <= 3;
}

function joinIds(a: FoundIds, b: FoundIds): FoundIds {
  return {
    requirements: [...new Set([...a.requirements, ...b.requirements])],
    own: a.own ?? b.own,
    placeholder: a.placeholder ?? b.placeholder,
  };
}
