import { capital } from "../words.ts";
import { gerund, leadingVerb } from "./english.ts";
import { predicateOf } from "./finite.ts";
import type { Sentence } from "./sentence.ts";
import { type Outcome, settle } from "./settle.ts";

const WITHOUT = /\swithout\s/i;
/** What must not happen meanwhile; anything else that is missing may be what is tested. */
const SPARED =
  /^(.{1,400}?)\s(without\s(?:(?:an?|any|the)\s)?(?:[\w-]+\s){0,3}?(?:downtime|loss|losses|interruptions?|disruptions?|errors?|failures?|outages?|impact|corruption|restart(?:s|ing)?|reboot(?:s|ing)?|shutdown|stopping|losing|disrupting|interrupting|affecting|breaking)\b.*)$/i;

/** Orders without an outcome: what they are good for, else that they succeed. */
export function finished(
  { text }: Sentence,
  given: readonly string[],
  done: readonly string[],
  purpose: string | null,
  note: (text: string) => void,
): Outcome[] {
  const said = text.replace(/^then\s+/i, "");
  // "it" was named before: the step says what it is.
  const bare = /\b(?:it|its|them)\b/i.test(said) ? (done.at(-1) ?? said) : said;
  if (WITHOUT.test(bare)) {
    const spared = SPARED.exec(bare);
    const order = leadingVerb(spared?.[1] ?? "");
    // "Delete without approval": whether that must succeed or be refused, the words do not say.
    if (spared === null || order === null || order.rest === "") return [];
    const doing = `${order.manner}${gerund(order.verb)} ${order.rest}`;
    const steps = [...done.slice(0, -1), capital(spared[1] ?? "")];
    const shown = `${doing} succeeds ${spared[2]}`;
    const named = given.filter((line) => !line.endsWith(spared[2] ?? ""));
    return [{ given: named, steps, expected: capital(shown), about: shown, refused: false, note: null }];
  }
  const meant = purpose !== null && predicateOf(purpose) !== null ? settle(purpose, done) : [];
  if (meant.length > 0 && meant.every((outcome) => outcome.steps.length === 0)) {
    note("names no outcome: what is expected is the purpose of its user story");
    return meant.map((outcome) => ({ ...outcome, given: [...given, ...outcome.given], steps: [...done] }));
  }
  const lead = leadingVerb(bare);
  if (lead === null) return [];
  const doing = `${lead.manner}${gerund(lead.verb)} ${lead.rest}`.trim();
  note("names no outcome: what is expected is that its action succeeds");
  return [
    {
      given: [...given],
      steps: [...done],
      expected: `${capital(doing)} succeeds`,
      about: `${doing} succeeds`,
      refused: false,
      note: null,
    },
  ];
}
