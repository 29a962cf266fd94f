import { isPlural } from "./english.ts";
import { predicateOf } from "./finite.ts";

/** An order that speaks of a machine: "it" in the next one may be that. */
export const machineIn = (order: string): string | null => (/\bVM\b/.test(order) ? "the VM" : null);

const OBJECT =
  /^[\p{L}-]+\s(?:(?:back|up|down|off|on|out)\s)?(?:an?|the|one|another|each|every)\s((?:[\w-]+\s){0,3}?[\w-]+)(?=\s(?:of|with|without|from|to|in|on|by|at|for|into|onto|as|that|whose|which|under|over|off|up|down|again|twice|above|below|named|labelled|\w{2,}ed|\w{2,}ing)\b|,|$)(.*)$/iu;

/** "the snapshot" of "Take a snapshot of the VM": what the order acts on; null for several things, or when nobody can say. */
export function objectOf(order: string): string | null {
  const noun = OBJECT.exec(order.replace(/^Attempt to /, ""))?.[1];
  return noun === undefined || isPlural(noun) ? null : `the ${noun}`;
}

/** "get its output" after "Run a script": the output of the script. */
export function owned(order: string, before: string): string {
  const owner = /^[\w-]+\sits\s/i.test(order) ? objectOf(before) : null;
  return owner === null ? order : order.replace(/\sits\s([\w-]+)/i, ` the $1 of ${owner}`);
}

/**
 * "it succeeds", "its VMs run": with the thing of the order before in place of the pronoun; null where "it" may be
 * one of several things.
 */
export function pointed(check: string, order: string): string | null {
  const named = objectOf(order);
  const meant = named ?? machineIn(order);
  if (meant === null) return check;
  if (/^it\s/i.test(check)) return check.replace(/^it(?=\s)/i, meant);
  const subject = /^its\s/i.test(check) ? (predicateOf(check)?.subject ?? null) : null;
  if (subject !== null) return `the ${subject.slice(4)} of ${meant}${check.slice(subject.length)}`;
  if (!/\s(?:sees|shows|reports|lists|finds|uses|reads|has|gets|knows)\sit$/i.test(check)) return check;
  // What a machine was given is a precondition by now: "it" may have been that.
  const alone = named !== null && meant !== "the VM" && OBJECT.exec(order)?.[2] === "";
  return alone ? check.replace(/it$/i, named) : null;
}
