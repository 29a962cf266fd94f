import { uncapital } from "../words.ts";
import { isPlural } from "./english.ts";

const USER =
  /\b(?:users?|admins?|administrators?|developers?|owners?|operators?|clients?|vendors?|members?)(?:\s(?:with|without|who|whose|of|from)\b.*)?$/i;

/** Somebody who acts: "a second user", "a user with the edit role". */
export const isPerson = (noun: string): boolean => USER.test(noun.slice(0, 300));

/** What may follow a verb that takes no object. */
export const ADVERBIAL =
  /^(?:to|from|on|in|into|with|without|between|across|via|over|by|at|again|back|successfully|within|while|twice)\b/i;

/** With an article, where a single thing needs one: "disk" is "the disk". */
export const determined = (noun: string): string =>
  /^vms?$/i.test(noun) ? `the ${noun}` : withArticle(noun);

const withArticle = (noun: string): string =>
  /^(?:an?|the|all|both|each|every|two|three|four|several|multiple|another|one|its|their|any|no)\s/i.test(
    noun,
  ) || isPlural(noun)
    ? uncapital(noun)
    : `the ${uncapital(noun)}`;

/** What is done, without what is seen of it: "to a node without downtime" and "within a minute" go. */
export const meanwhile = (rest: string): string =>
  rest
    .replace(/\s?\b(?:without\s.+|with (?:its|their) .+)$/i, "")
    .replace(
      /\s?\bwithin (?:\d+|an?|one|two|three|five|ten) ?(?:ms|s|m|h|(?:milli)?seconds?|minutes?|hours?)\b/i,
      "",
    );

const ACTION =
  /^(?:imports?|uploads?|exports?|migrations?|upgrades?|updates?|restores?|operations?|conversions?|creations?|deletions?|expansions?|provisioning|cloning|hot-?plug|unplug|restarts?|reboots?|resets?|failovers?|drains?|evictions?|activations?|installations?|removals?|rotations?|resizes?|rescans?|installs?)$/i;

/** The last word before the first preposition: what the phrase is about. */
export function headOf(noun: string): string {
  const [front = ""] = noun
    .slice(0, 300)
    .split(
      /\s(?:of|to|for|with|without|on|in|from|by|at|between|over|via|using|during|when|that|which|whose|requiring|including|into|above|below|beyond|named|called|labelled|labeled)\s/i,
      1,
    );
  return /([\w-]+)\W*$/.exec(front)?.[1] ?? "";
}

/** A noun for something done: "the upload operation", "import of an image". */
export const isAction = (noun: string): boolean => ACTION.test(headOf(noun));
