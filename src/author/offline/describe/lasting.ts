import { conditionOf } from "./clauses.ts";
import { isPlural } from "./english.ts";

const STATE = /^vms?$/i;
const LASTS = /^(.{1,120}?) (?:(?:remains?|stays?|(?:is|are) still) ["“]?(.{1,200}?)["”]?|keeps (\w+ing))$/i;
const ENDS = /^(.{1,120}?) (?:is|are) no longer ["“]?(.{1,200}?)["”]?$/i;
/** What lasts only by comparison was no state before: "stays the same", "stays within a second". */
const COMPARED =
  /^(?:unchanged|the same|identical|intact|constant|within|below|above|under|as|at|equal|up|updated|created|changed|deleted|removed|reported|written|sent|triggered|applied|there|until|possible|unaffected)\b/i;
/** How long it lasts, and over what, is no part of what was so before. */
const MEANWHILE =
  /\s(?:through|over|during|throughout|across|for|until|after|before|while|when|despite|even|without)\s.+$/i;
const NOBODY = /^(?:outcome matches\b|no|neither|nothing|nobody|only|all|both|each)\b/i;

const BEGINS = /^(?:Create|Deploy|Define|Start|Boot|Import) /;

interface Lasting {
  readonly given: readonly string[];
  readonly steps: readonly string[];
  readonly expected: string;
}

/** "the VM remains paused" and "the disk is no longer attached" say what was so before: the test starts from there. */
export function withLasting({ given, steps, expected }: Lasting): string[] {
  const [, thing = "", lasting, going] = LASTS.exec(expected) ?? ENDS.exec(expected) ?? [];
  const state = (lasting ?? going ?? "").replace(MEANWHILE, "");
  // What the test itself makes or starts was in no state before.
  if (/\bVM\b/i.test(thing) && steps.some((step) => BEGINS.test(step))) return [...given];
  if (state === "" || NOBODY.test(thing) || COMPARED.test(state)) return [...given];
  const before = conditionOf(`${thing} ${isPlural(thing) ? "are" : "is"} ${state}`);
  const machine = STATE.test(thing) && /^\w+ VM$/.test(before);
  if (!machine) return given.includes(before) ? [...given] : [...given, before];
  const [adjective = ""] = before.split(" ");
  if (given.some((line) => line.startsWith(adjective))) return [...given];
  const plain = given.findIndex((line) => /^VM\b/.test(line));
  if (plain < 0) return given.some((line) => /\bVM\b/.test(line)) ? [...given] : [before, ...given];
  return given.map((line, index) => (index === plain ? `${adjective} ${line}` : line));
}
