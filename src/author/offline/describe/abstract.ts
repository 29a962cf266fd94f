import { capital, stems, uncapital } from "../words.ts";
import { quotation } from "./assertable.ts";
import { isPlural, verbOf } from "./english.ts";

/** Share of the words of the shorter of two texts that tells that they speak of the same. */
const ALIKE = 0.4;

export function alike(one: string, other: string): boolean {
  const [few = [], many = []] = [[...new Set(stems(one))], [...new Set(stems(other))]].sort(
    (a, b) => a.length - b.length,
  );
  const known = (word: string) => many.some((other) => other.slice(0, 6) === word.slice(0, 6));
  return few.filter(known).length >= few.length * ALIKE;
}

const PARTICIPLES: Readonly<Record<string, string>> = {
  block: "blocked",
  reject: "rejected",
  deny: "denied",
  refuse: "refused",
  prevent: "prevented",
  forbid: "forbidden",
};

/** "behaviour that blocks X while preserving Y": X is blocked, Y is preserved; null for any other text. */
export function blockedBy(text: string): string[] | null {
  const relative = /^.{1,200}?\s(?:that|which)\s(\w+)\s(.+)$/i.exec(text);
  const [, verb = "", rest = ""] = relative ?? [];
  const participle = PARTICIPLES[verbOf(verb) ?? ""];
  if (participle === undefined) return null;
  const [object = "", kept] = rest.split(/\swhile (?:preserving|keeping|retaining)\s/i);
  const is = (noun: string) => (isPlural(noun) ? "are" : "is");
  return [
    `${object} ${is(object)} ${participle}`,
    ...(kept === undefined ? [] : [`${kept} ${is(kept)} preserved`]),
  ];
}

/** "capability-disable behavior that blocks X": what blocks. */
export const settingName = (text: string): string =>
  uncapital(/^(.{1,200}?)\s(?:that|which)\s/i.exec(text)?.[1]?.replace(/^(?:the|an?)\s/i, "") ?? text);

/** "capability-disable behavior" is that of a capability that is disabled. */
export function settingBefore(text: string): string {
  const [, thing, how = ""] = /^(.+?)[- ](dis|en)able(?:d|ment)?\b/i.exec(settingName(text)) ?? [];
  if (thing !== undefined) return `${capital(thing)} is ${how.toLowerCase()}abled`;
  return `What the plan calls ${quotation(settingName(text))} is in effect`;
}
