import { capital, uncapital } from "../words.ts";
import { leadingVerb } from "./english.ts";
import { predicateOf } from "./finite.ts";
import { toImperative } from "./imperative.ts";

/** "With X off, …", "In another tab, …": the order comes behind it. */
const AROUND = /^(?:with|in|on|from|under|using)\s[^,]+,/i;

/** A step in the form of an order: "the VM is reset" and "resetting the VM" are "Reset the VM". */
export function ordered(line: string): string {
  const lead = leadingVerb(line);
  if (lead !== null && lead.form === "base") return capital(line);
  const order = toImperative(
    line.replace(/\sby (?:the|an?) (?:user|admin|administrator)\b/i, ""),
    "the VM",
  )?.imperative;
  if (order !== undefined) return order;
  if (lead !== null && lead.form === "gerund") return `${capital(`${lead.manner}${lead.verb}`)} ${lead.rest}`;
  const predicate = predicateOf(line);
  if (predicate === null || /^(?:be|can|must|do|have)$/.test(predicate.base) || AROUND.test(line))
    return capital(line);
  return `Let ${uncapital(predicate.subject)} ${predicate.manner}${predicate.base} ${predicate.rest}`.trim();
}
