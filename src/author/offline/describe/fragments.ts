import { tidy } from "../words.ts";
import { predicateOf } from "./finite.ts";
import { wordsQuotedIn } from "./quoted.ts";
import type { Told } from "./told.ts";

/** Signs that a line holds less than a sentence of the plan, or two of them run together. */

const BE = /\b(?:is|are|was|were|has|have|does|do|can|cannot|fails|succeeds|remains|stays)\b/g;
/** What may stand between two verbs of one sentence. */
const JOINS =
  /\b(?:and|or|but|when|while|than|as|until|if|because|whether|after|before|once|how|what|unless|so|since|whenever|though|although|not)\b|[,;:—–(→]/;
const RELATIVE = /\b(?:that|which|who|whose|where)\b/;
const SUBORDINATE =
  /\b(?:that|which|who|whose|when|while|until|where|if|whether|after|before|once|what|how|so|unless)\b/;
/** `Unless …`, `If …` alone say under what condition, and nothing of what is seen. */
const CONDITION_ONLY = /^(?:unless|if|although|because)\b|^while\b[^,]*$/i;
/** Verbs in a row of which only the first was read: `create the update or delete`, `Listing and clone`, `Swap … and restarting`. */
const VERBS_IN_A_ROW =
  /\bto \w+ the (?:create|update|delete|list|patch|watch|get|edit)\b|^\w+ing and (?!\w+ing\b)[a-z]+ .*\bsucceeds?$|^(?!\w+ing\b)\w+ .* and \w+ing$|^Attempt to use .* to \w+$/;
/** What stands in quotes is no part of how the sentence was read. */
const unquoted = (line: string): string => line.replace(/["“][^"“”]*["”]/g, "X");

/** `Pausing fails an event is emitted`: two verbs and nothing that joins them. */
function runsTogether(text: string): boolean {
  if (RELATIVE.test(text) || text.includes("(")) return false;
  const verbs = [...text.matchAll(BE)];
  return verbs.some(({ index }, at) => {
    const before = verbs[at - 1];
    if (before === undefined) return false;
    const between = text.slice(before.index + before[0].length, index);
    return between.trim() !== "" && !JOINS.test(between);
  });
}

/** `Unpause the 5 VMs every guest answers`: a step orders something, it states nothing. */
const statesInStep = (text: string): boolean =>
  !SUBORDINATE.test(text) &&
  (/\b(?:is|are|was|were|cannot)\b/.test(text) || /\s(?:each|every) \w+ \w+s\b/.test(text));

/** `VM, 1 vGPU and hugepages` out of "a VM with 2 NICs, 1 vGPU and hugepages": words met that the plan keeps apart. */
function cutAtComma(line: string, text: string): boolean {
  const [met = ""] = /\b[\w-]+, \w+/.exec(line) ?? [];
  return met !== "" && !tidy(text).toLowerCase().includes(met.toLowerCase());
}

/** A part of the plan's sentence stands for the whole, or parts of it stand where they do not belong. */
export function isFragmentary({ given, steps, expected }: Told, text: string): boolean {
  const quoted = wordsQuotedIn(expected);
  const seen = unquoted(expected);
  const done = steps.map(unquoted);
  return (
    CONDITION_ONLY.test(expected) ||
    (quoted !== undefined && quoted.length < text.length / 2 && predicateOf(quoted) === null) ||
    runsTogether(seen) ||
    cutAtComma(seen, text) ||
    [...done, seen].some((line) => VERBS_IN_A_ROW.test(line)) ||
    done.some(statesInStep) ||
    given.some(isFragment)
  );
}

/** `The VM is paused and 0 after it is unpaused`: a precondition tells of no order of events. */
export const isFragment = (given: string): boolean =>
  /\b(?:after|before|once|until) (?:it|they)\b/.test(given);
