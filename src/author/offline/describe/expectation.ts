import { capital, isNegated } from "../words.ts";
import { isPlural } from "./english.ts";

const GETS_NEW = /^(.+?) (?:gets|receives|has|obtains) (?:a |an )?(?:new|different|fresh) (.+)$/i;
const KEEPS = /^(.+?) (?:keeps|retains|preserves) (?:its|the|their|the same) (?:same )?(.+)$/i;
const STATE =
  /^(.+?) (is|becomes|reaches|returns to|comes back to|stays?|remains?|goes to|is in|is still|are still) (?:the )?["“]?(running|stopped|paused|migrating|succeeded|failed|bound|pending)["”]?(?: (?:state|phase|status))?(?: again)?$/i;
const READY = /^(.+?) (?:becomes|gets) ready$/i;
const POSSESSIVE =
  /^(?:its|their) (.+?)(?= (?:is|are|has|changes?|stays?|remains?|equals?|differs?|match(?:es)?|becomes?|should|must|will|can|cannot|does|do|persists?|survives?)\b)/i;
const PRONOUN = /^(?:it|this)(?= )/i;

/**
 * Words an outcome so that it maps to one assertion; values stay as they are, and what is negated keeps every word.
 * @param referent what "it" and "its" stand for, `the VM`; null leaves them as they are
 */
export function expectation(outcome: string, referent: string | null = null): string {
  const bare = outcome.trim().replace(/^(?:the|an?)\s+/i, "");
  const text = referent === null ? bare : resolvePronouns(bare, referent);
  if (isNegated(text)) return capital(text);
  const gets = GETS_NEW.exec(text);
  if (gets) return capital(`${gets[2]} of the ${gets[1]} ${plural(gets[2]) ? "change" : "changes"}`);
  const keeps = KEEPS.exec(text);
  // "keeps its address before and after a migration" says when, not of what.
  if (keeps && !/\b(?:before|during|after|over|through|throughout|across|for)\b/i.test(keeps[2] ?? ""))
    return capital(`${keeps[2]} of the ${keeps[1]} ${plural(keeps[2]) ? "are" : "is"} unchanged`);
  const state = STATE.exec(text);
  if (state) {
    const [, what = "", verb = "", value = ""] = state;
    // What must last is more than what must be.
    const lasting = /^(?:stay|remain)|still$/i.test(verb) ? verb.toLowerCase() : "is";
    return capital(`${what} ${lasting} "${capital(value.toLowerCase())}"`);
  }
  const ready = READY.exec(text);
  return capital(ready ? `${ready[1]} is ready` : text);
}

/** "its status" is that of the referent, and "it" is the referent. */
export function resolvePronouns(text: string, referent: string): string {
  const noun = referent.replace(/^(?:the|an?)\s+/i, "");
  return text.replace(POSSESSIVE, (_, what: string) => `${what} of the ${noun}`).replace(PRONOUN, noun);
}

const plural = (noun: string | undefined): boolean => isPlural(noun ?? "");
