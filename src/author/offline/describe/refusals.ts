import { isNegated, withoutQuotes } from "../words.ts";
import { isActor, isPlainActor } from "./actors.ts";
import { type Clause, splitClause } from "./clauses.ts";
import { expectation } from "./expectation.ts";
import { type Action, toImperative } from "./imperative.ts";
import { outcomesOf } from "./outcomes.ts";

/** What a sentence says that must be refused. */
export interface Refusal {
  readonly attempt: Action;
  readonly expected: readonly string[];
  /** When it is refused: a state, a condition or something that is done before. */
  readonly clause: Clause | null;
}

const REFUSED =
  /\s(?:is|are|gets?|being)\s(?:\w+ly\s)?(refused|rejected|denied|forbidden|blocked|prevented|disallowed|not allowed|not permitted)\b(.*)$/i;
/** Only of what is asked for: "migration fails" is about something that was accepted. */
const FAILS = /^(?:(?:attempt(?:ing)?|trying) to\s.+|\w+ing\s.+?)\s(fails|is answered with an error)\b(.*)$/i;
const SAID =
  /\b(?:refused|rejected|denied|forbidden|unauthori[sz]ed|blocked|prevented|disallowed|not allowed|not permitted|fails|answered with an error)\b/i;
const CANNOT =
  /^(.+?)\s(?:cannot|can not|can['’]t|is not able to|is unable to|are unable to|is not allowed to|are not allowed to|is not permitted to)\s(.+)$/i;
const ASKING = /^(?:(?:an?|the)\s)?(?:request|attempt|try(?:ing)?)(?:s|ing)?\s(?:to|of|for|at)\s/i;

/** An outcome says that the request is refused. "Request is not refused" does not. */
export const saysRefused = (outcome: string): boolean => {
  const text = withoutQuotes(outcome);
  const found = SAID.exec(text);
  return found !== null && !isNegated(text.slice(0, found.index));
};

/** The words of a refusal are there, whether or not it can be read. */
export const speaksOfRefusal = (text: string): boolean => CANNOT.test(text) || REFUSED.test(text);

/** Reads "resetting a paused VM is rejected" and "a user cannot reset the VM"; null for any other sentence. */
export function readRefusal(text: string): Refusal | null {
  return cannot(text) ?? refused(text);
}

function cannot(text: string): Refusal | null {
  const { main, clause } = splitClause(text);
  // "cannot be reset and stays paused": what is seen then belongs to no attempt.
  const [refusal = "", ...others] = outcomesOf(main);
  const found = CANNOT.exec(refusal);
  if (!found) return null;
  const [subject = "", rest = ""] = found.slice(1);
  // "the VM cannot be started" and "a user cannot start the VM"; of anybody else nobody knows how they would try.
  const machine = /^(?:(?:the|an?)\s)?(?:vm|virtual machine|guest)$/i.test(subject);
  if (!/^be\s/i.test(rest) && !machine && !isActor(subject) && !isPlainActor(subject)) return null;
  const attempt = /^be\s/i.test(rest)
    ? toImperative(`${subject} is ${rest.slice(3)}`, null)
    : toImperative(rest, null);
  return attempt && withReason(attempt, "Request is refused", others, clause);
}

function refused(text: string): Refusal | null {
  const { main, clause } = splitClause(text);
  const found = REFUSED.exec(main) ?? FAILS.exec(main);
  if (!found) return null;
  const [word = "", tail = ""] = found.slice(1);
  const asked = main
    .slice(0, main.length - tail.length - word.length)
    .replace(/\s(?:is|are|gets?|being)\s(?:\w+ly\s)?$/i, "");
  const attempt = toImperative(asked.trim().replace(ASKING, ""), "the VM");
  if (attempt === null) return null;
  const said = /^(?:fails|is )/i.test(word) ? word.toLowerCase() : `is ${word.toLowerCase()}`;
  const [outcome = "", ...others] = outcomesOf(`Request ${said}${tail.replace(/^ for the VM\b/i, "")}`);
  return withReason(attempt, outcome, others, clause);
}

/** "a user … can still view its status": what is not the user's is that of what was acted on. */
const owned = (outcome: string, object: string): string =>
  outcome.replace(/(?<=\s)its ([\w-]+)$/i, (_, what: string) => `the ${what} of ${object}`);

/** A reason belongs to the outcome: "rejected because the VM is stopped" must not become any rejection. */
function withReason(
  attempt: Action,
  outcome: string,
  others: readonly string[],
  clause: Clause | null,
): Refusal {
  const reason = clause?.connector === "because" ? ` ${clause.word} ${clause.text}` : "";
  return {
    attempt,
    expected: [
      `${outcome}${reason}`,
      ...others.map((other) => expectation(owned(other, attempt.object), attempt.object)),
    ],
    clause: clause?.connector === "because" ? null : clause,
  };
}
