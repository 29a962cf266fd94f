import type { Helper } from "../../../suite/model.ts";
import { FINITE } from "../describe/clauses.ts";
import { NOT, stems } from "../words.ts";
import { withoutLiterals } from "./arguments.ts";
import { type Candidate, isFiller } from "./catalogue.ts";
import { isBoot, isMachine, isOwnThing, isState } from "./nouns.ts";

/** What is looked for: the words to compare, and the text that values are taken from. */
export interface Wanted {
  readonly phrase: readonly string[];
  readonly text: string;
  /** Something is to be shown: that a fixture is named `running_vm` does not show that the VM is running. */
  readonly shown: boolean;
  /** Words that say what it is about. A docstring may speak of many things; these must be named. */
  readonly nouns: ReadonlySet<string>;
  /** Words of a helper's name that need not be asked for. */
  readonly spare: ReadonlySet<string>;
}

const FIRST_WORD = /^\S+\s*/;
/** Where the object of an order ends. */
const COMPLEMENT =
  /\s(?:to|from|with|without|into|onto|on|in|by|for|at|as|while|via|using|through|another|again|back)\s.*$/i;
/** Names of helpers that only ask for something begin so. */
const ASKING = new Set(stems("start request trigger initiate ask begin"));
const VERB = new RegExp(
  String.raw`\s(?:${FINITE})\b(?:\s(?:not|still|now|again)\b)*(?:\s[\w-]+(?=$|\s(?:to|by)\b))?`,
  "i",
);
const REST = /^\s*(?:again|now)\b/i;

/** A step: something is to be done. Its object must be named; where to and how, the docstring may say. */
export function toDo(text: string): Wanted {
  const plain = withoutLiterals(text).trim();
  return {
    phrase: stems(plain),
    text,
    shown: false,
    nouns: new Set([
      ...stems(plain.replace(FIRST_WORD, "").replace(COMPLEMENT, "").replace(QUANTIFIER, " ")),
      ...ACTED_AGAIN,
    ]),
    spare: ASKING,
  };
}

/** A helper that does it to all of them says so in its docstring; its name has a plural. */
const QUANTIFIER = /\b(?:all|each|every|both)\b/gi;

/** That something is done once more is never said by a docstring in passing. */
const ACTED_AGAIN = stems("again back twice");
/** "Again" tells when the outcome is seen, which is after the steps in any case. */
const SEEN_AGAIN = new Set(stems("again back now"));

/** An outcome, or what it speaks about: something is to be shown. Only its predicate may be that of a docstring. */
export function toShow(text: string, spare: readonly string[] = []): Wanted {
  const plain = withoutLiterals(text);
  const phrase = stems(plain).filter((word) => !SEEN_AGAIN.has(word));
  return {
    phrase,
    text,
    shown: true,
    nouns: new Set([...stems(plain.replace(VERB, " ").replace(REST, " ")), "stay"]),
    spare: new Set([...spare, ...SEEN_AGAIN]),
  };
}

/** The candidate speaks of one thing of the machine that the phrase speaks of as well; then it matters little whose. */
const sharesThing = ({ phrase, nouns }: Wanted, candidate: Candidate<Helper>): boolean =>
  candidate.name.some(
    (word) => isOwnThing(word) && phrase.includes(word) && (nouns.has(word) || isBoot(word)),
  );

/**
 * Words of the phrase that a call does not name: what they ask for would silently be left out of the test.
 * @param given further words that are spoken for: the values that the call is given
 */
export function unnamed(wanted: Wanted, candidate: Candidate<Helper>, given: ReadonlySet<string>): string[] {
  const { phrase, nouns, shown } = wanted;
  // What is read on an object is that object's own.
  const owned = shown && candidate.on === undefined && sharesThing(wanted, candidate);
  const said = (word: string): boolean =>
    candidate.name.includes(word) ||
    // A docstring that says "not" somewhere does not say what the phrase denies.
    (word !== NOT &&
      (candidate.on?.has(word) === true ||
        given.has(word) ||
        (candidate.signature.has(word) && !(shown && isState(word))) ||
        (owned && isMachine(word)) ||
        (!nouns.has(word) && candidate.gist.has(word))));
  return [...new Set(phrase)].filter((word) => !isFiller(word) && !said(word));
}

/** Words of the helper's own name that the phrase does not say: it does or shows something else. */
export function foreign(wanted: Wanted, candidate: Candidate<Helper>): string[] {
  const { phrase, shown, spare } = wanted;
  const owned = sharesThing(wanted, candidate);
  const asked = (word: string): boolean =>
    phrase.includes(word) || isFiller(word) || spare.has(word) || (isMachine(word) && (owned || !shown));
  return candidate.name.filter((word) => !asked(word));
}
