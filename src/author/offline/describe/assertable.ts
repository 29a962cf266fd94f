import {
  GRACEFULLY,
  genericNameIn,
  implementationDetailIn,
  paddingIn,
  unquoted,
} from "../../../description/wording.ts";
import { capital, tidy } from "../words.ts";
import { isPlural, third, verbOf } from "./english.ts";
import { predicateOf } from "./finite.ts";

/** A line in the form that reviewers accept, and what was left out of it. */
export interface Worded {
  readonly text: string;
  /** Words that say nothing that can be checked, as the plan wrote them. */
  readonly dropped: readonly string[];
}

const PADDING = new RegExp(
  String.raw`\s*\b(?:properly|correctly|as (?:expected|intended)|${GRACEFULLY})\b`,
  "gi",
);
const MODAL = /^(?:should|must|shall|will|would|shouldn't|mustn't|won't)$/i;

/** Without the colon that announced something: "… across upgrades:". */
const closed = (line: string): string => tidy(tidy(line).replace(/\s*:$/, ""));

/** An outcome as a plain statement: no "should", no "will", no word that only praises. */
export function asserted(line: string): Worded {
  const plain = withoutModal(closed(line));
  const { text, dropped } = withoutPadding(plain);
  return { text: plainText(text), dropped };
}

/** Any other line: padding goes, names that belong into code stand in quotes. */
export function plainLine(line: string): Worded {
  const { text, dropped } = withoutPadding(closed(line));
  return { text: plainText(text.replace(/\bshould\b/gi, "must")), dropped };
}

/** "S should not be X" is "S is not X"; "S will fail" is "S fails". */
export function withoutModal(text: string): string {
  const found = predicateOf(text);
  if (found === null || found.base !== "must" || !MODAL.test(found.verb.replace("’", "'"))) return text;
  const [, not = /n['’]t$/.test(found.verb) ? "not " : "", rest = ""] =
    /^(not |never |no longer )?(.*)$/.exec(found.rest) ?? [];
  const many = isPlural(found.subject);
  const subject = `${found.subject} ${found.manner}`;
  const [word = ""] = rest.split(" ", 1);
  if (/^be$/i.test(word)) return `${subject}${many ? "are" : "is"} ${not}${rest.slice(3)}`;
  if (/^have$/i.test(word) && not === "") return `${subject}${many ? "have" : "has"} ${rest.slice(5)}`;
  const verb = verbOf(word) ?? word;
  const tail = rest.slice(word.length);
  if (not.startsWith("not")) return `${subject}${many ? "do" : "does"} not ${verb}${tail}`;
  return `${subject}${not}${many ? verb : third(verb)}${tail}`;
}

function withoutPadding(line: string): Worded {
  if (paddingIn(line) === null) return { text: line, dropped: [] };
  const dropped: string[] = [];
  const text = outsideQuotes(line, (part) =>
    part.replace(PADDING, (word) => {
      dropped.push(word.trim());
      return "";
    }),
  );
  return { text: tidy(text).replace(/\s+([,;])/g, "$1"), dropped };
}

/** At most so many names are put in quotes; a line with more is code. */
const MOST_NAMES = 12;

/** Names that belong into code, and labels that stand for a role, are the plan's own words: they stand in quotes. */
function plainText(line: string): string {
  let text = line;
  for (let count = 0; count < MOST_NAMES; count += 1) {
    const name = implementationDetailIn(text) ?? genericNameIn(text);
    if (name === null) break;
    const next = quoted(text, name);
    if (next === text) break;
    text = next;
  }
  return capital(text);
}

function quoted(text: string, name: string): string {
  let done = false;
  return outsideQuotes(text, (part) => {
    if (done) return part;
    const at = part.indexOf(name);
    if (at < 0) return part;
    done = true;
    const from = part.lastIndexOf(" ", at) + 1;
    const space = part.indexOf(" ", at + name.length);
    const to = space < 0 ? part.length : space;
    const [, open = "", word = "", close = ""] =
      // The bracket that closes a call belongs to it.
      /^(\(?)(.*\(.*\)|.*?)([,;.:)]*)$/s.exec(part.slice(from, to)) ?? [];
    return `${part.slice(0, from)}${open}"${word.replaceAll('"', "'")}"${close}${part.slice(to)}`;
  });
}

const outsideQuotes = (text: string, change: (part: string) => string): string =>
  text
    .split(/("[^"]*"|“[^“”]*”)/)
    .map((part, index) => (index % 2 === 0 ? change(part) : part))
    .join("");

/** The words as a quotation that no rule looks into. */
export function quotation(text: string, limit = 300): string {
  const line = tidy(text).replaceAll(/["“”]/g, "'");
  return `"${line.length > limit ? `${line.slice(0, limit - 1).trimEnd()}…` : line}"`;
}

/** Words that praise without saying what must be seen. */
const VAGUE =
  /\b(?:(?:works?|functions?|behaves?|operates?|performs?) (?:as (?:expected|designed|intended|before|documented|described|planned)|correctly|properly|fine|well|normally)|as expected|correct|proper|expected|appropriate|predictabl[ey]|desired|meaningful)\b/i;

/** The word by which a line leaves open what must be seen; null when there is none. */
export const vagueWordIn = (line: string): string | null => VAGUE.exec(unquoted(line))?.[0] ?? null;
