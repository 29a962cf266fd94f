import { capital, tidy, uncapital } from "../words.ts";
import { isPlural, third, verbOf } from "./english.ts";

/** What a user story asks for, as a sentence of its own. */
export interface Wish {
  readonly text: string;
  /** What the wish is good for: "so that …". */
  readonly purpose: string | null;
}

const STORY =
  /^as (?:an?|the) [^,]{1,80}?,? (?:i|we) (want(?: to)?|need(?: to)?|would like(?: to)?|can|should be able to|am able to|must be able to|expect(?: to)?) (.+)$/i;
const TITLE = /^as (?:an?|the) [^,]{1,80}, (.+)$/i;
const PURPOSE = /,? so (?:that )?(.+)$/i;
const ADJECTIVE =
  /^(.{1,120}?)\s((?:un)?available|(?:in)?accessible|enabled|disabled|visible|hidden|reachable|present|absent)\b(.*)$/i;

/** Reads "As a VM owner, I want backups to recover so that …"; null when the text is no story. */
export function wishOf(story: string): Wish | null {
  const line = tidy(story);
  const found = STORY.exec(line);
  if (found === null) {
    const said = TITLE.exec(line)?.[1];
    return said === undefined ? null : { text: impersonal(said), purpose: null };
  }
  const [, how = "", wanted = ""] = found;
  const purpose = PURPOSE.exec(wanted)?.[1] ?? null;
  const wish = wanted.replace(PURPOSE, "");
  const text = / to$|^can$/i.test(how) ? wish : statementOf(wish);
  return { text: capital(impersonal(text)), purpose: purposeOf(purpose) };
}

/** "backups to recover correctly" is "backups recover correctly", "workflows unavailable" is "workflows are unavailable". */
function statementOf(wish: string): string {
  for (const { index } of wish.matchAll(/\sto\s(?=([\w-]+))/g)) {
    const subject = wish.slice(0, index);
    const rest = wish.slice(index + 4);
    const lead = /^((?:live|not|cold|still)[ -])?([\w]+)/i.exec(rest);
    const [, manner = "", verb = ""] = lead ?? [];
    if (verb === "be") return `${subject} ${isPlural(subject) ? "are" : "is"}${rest.slice(2)}`;
    if (verbOf(verb) !== verb.toLowerCase()) continue;
    const form = isPlural(subject) ? verb : third(verb);
    return `${subject} ${manner.replace("-", " ")}${form}${rest.slice(manner.length + verb.length)}`;
  }
  const state = ADJECTIVE.exec(wish);
  if (state === null) return wish;
  const [, subject = "", adjective = "", rest = ""] = state;
  return `${subject} ${isPlural(subject) ? "are" : "is"} ${adjective}${rest}`;
}

/** A purpose that speaks of the user's life ("I don't lose data") is no outcome. */
function purposeOf(text: string | null): string | null {
  if (text === null || /\b(?:i|we|you)\b/i.test(text)) return null;
  return uncapital(impersonal(text));
}

/** "after I re-enable my template" is what any user does. */
const impersonal = (text: string): string =>
  text
    .replace(/\b(?:my|our)\b/gi, "the")
    .replace(/\b(?:I am|we are)\b/g, "the user is")
    .replace(/\b(?:I|we) (can|must)\b/g, "the user $1")
    .replace(/\b(?:I|we) ([a-z]+(?:-[a-z]+)?)\b/g, (all, verb: string) =>
      verbOf(verb) === null ? all : `the user ${third(verb)}`,
    );
