import { fitsNegative, saysKept } from "../../../description/wording.ts";
import { capital, isNegated, uncapital } from "../words.ts";
import { quotation } from "./assertable.ts";
import { splitClause } from "./clauses.ts";
import { circumstanceOf } from "./conditions.ts";
import { gerund, leadingVerb } from "./english.ts";
import { predicateOf } from "./finite.ts";
import { toImperative } from "./imperative.ts";
import { determined, headOf, isAction } from "./nouns.ts";
import { saysRefused } from "./refusals.ts";
import { LOGIN } from "./refused.ts";
import { orderOf } from "./shape.ts";
import type { Told } from "./told.ts";

/** A negative scenario is not shown by something that succeeds. */
const ACCEPTED = /\s(?:succeeds?|completes?)$/i;
const ERROR = /\b(?:errors?|rejection|forbidden|4\d\d)\b/i;

/**
 * A negative scenario has a refusal among its outcomes, or the plan never says which.
 * @param stated the plan says what must be seen: then that stays the outcome, whatever it is
 * @param asWritten the scenario in its own words, for what cannot be attempted
 */
export function withRefusal(
  tests: readonly Told[],
  stated: boolean,
  asWritten: () => Told,
  note: (text: string) => void,
): Told[] {
  const told = tests.map((test): Told => {
    if (test.negative) return test;
    const refused =
      saysRefused(test.expected) || (ERROR.test(test.expected) && !/\b(?:no|without)\b/i.test(test.expected));
    return refused ? { ...test, negative: true, steps: attempted(test.steps) } : test;
  });
  if (told.some(({ negative }) => negative)) return told;
  const fitting = told.findIndex(({ expected }) => fitsNegative(expected) && !ACCEPTED.test(expected));
  if (fitting >= 0)
    return told.map((test, index) => (index === fitting ? { ...test, negative: true } : test));
  if (stated) {
    note("is negative, and does not say what is refused: what is expected are its own words");
    return told.map((test) => ({ ...test, negative: true }));
  }
  const [first, ...others] = told;
  if (first === undefined) return told;
  if (/^(?:Inspect|Validate|Look for|Carry out|Let) /.test(first.steps.at(-1) ?? "")) {
    note("is negative, and does not say what is refused: what is expected are its own words");
    return [{ ...asWritten(), negative: true }];
  }
  note("is negative, and does not say what is refused: what is expected is that the request is");
  const steps = attempted(first.steps);
  return [
    { ...first, steps, expected: "Request is refused", about: "request is refused", negative: true },
    ...others,
  ];
}

const bareStep = (step: string): string => step.replace(/^Attempt (?:to )?/i, "").toLowerCase();

/**
 * What holds after a refusal is shown by the same refused request: that test survives it only as a negative one.
 * @param whole the step that carries out the whole scenario: for what is accepted in a way that no rule can tell
 */
export function sparing(tests: readonly Told[], whole: readonly string[]): Told[] {
  const refused = tests.filter(({ negative }) => negative).map(({ steps }) => bareStep(steps.at(-1) ?? ""));
  return tests.map((test): Told => {
    const step = test.steps.at(-1) ?? "";
    if (test.negative || !(refused.includes(bareStep(step)) || /^Attempt /.test(step))) return test;
    if (isAccepted(test.expected)) return { ...test, steps: acceptedBy(test) ?? whole };
    const about = /\b(?:refus|reject|den[iy]|after\b)/i.test(test.about)
      ? test.about
      : `${test.about} after the refused request`;
    return { ...test, steps: attempted(test.steps), about, negative: true };
  });
}

/** "… but a valid name succeeds": the other half of a refusal, which the refused request cannot show. */
function isAccepted(expected: string): boolean {
  const predicate = predicateOf(expected);
  if (predicate === null || saysKept(expected) || isNegated(expected)) return false;
  const { base, rest } = predicate;
  return (
    /^(?:work|succeed|can|complete|pass)$/.test(base) ||
    (base === "be" &&
      /^(?:accepted|allowed|permitted|admitted|granted|possible|successful|able)\b/i.test(rest))
  );
}

/** The way to the accepted half, when its words name one. */
function acceptedBy({ expected, steps }: Told): string[] | null {
  const { main, clause } = splitClause(expected);
  const before =
    clause === null ? [] : clause.connector === "after" ? circumstanceOf(clause, null).steps : null;
  if (before === null) return null;
  const subject = predicateOf(main)?.subject ?? "";
  if (/^(?:the )?request$/i.test(subject)) {
    // The same request again: nothing would tell it from the refused one, unless something was done before.
    const again = (steps.at(-1) ?? "").replace(/^Attempt to /, "");
    return before.length === 0 ? null : [...steps.slice(0, -1), ...before, capital(again)];
  }
  if (leadingVerb(subject)?.form === "gerund") {
    const order = toImperative(subject, null)?.imperative ?? orderOf(subject);
    return order === null ? null : [...before, order];
  }
  return isAction(subject) || LOGIN.test(headOf(subject))
    ? [...before, `Perform ${determined(subject)}`]
    : null;
}

function attempted(steps: readonly string[]): string[] {
  const last = steps.at(-1) ?? "";
  if (/^(?:Attempt|Let|Inspect|Validate|Look for|Carry out|Wait)\b/.test(last)) return [...steps];
  return [...steps.slice(0, -1), `Attempt to ${uncapital(last)}`];
}

/** An outcome that says nothing of what was requested. */
export const REQUEST = /^(?:the )?request ((?:is|fails|succeeds)\b.*)$/i;
const STATE = /^(Running|Paused|Stopped|Protected) VM\b(?:, acted on by (.+))?/;

/** "the request is rejected" says nothing in a name: "resetting a paused VM is rejected" does. */
export function named(test: Told, text: string): Told {
  const [, said] = REQUEST.exec(test.about) ?? [];
  const wanted = (test.steps.at(-1) ?? "").replace(/^Attempt to /, "");
  const lead = said === undefined || /^(?:Let|Carry out|Make)\b/.test(wanted) ? null : leadingVerb(wanted);
  if (said === undefined) return test;
  if (lead === null || lead.form !== "base")
    return { ...test, about: `the request ${said} in the scenario ${quotation(text)}` };
  const [, state, actor] = test.given.map((line) => STATE.exec(line)).find((found) => found !== null) ?? [];
  const what =
    state === undefined ? lead.rest : lead.rest.replace(/\bthe VM\b/, `a ${state.toLowerCase()} VM`);
  const by = actor === undefined || what.includes(actor) ? "" : ` by ${actor}`;
  return { ...test, about: `${lead.manner}${gerund(lead.verb)} ${what}${by} ${said}` };
}

const AGAIN =
  /^(?:Make the (?:request|attempt)|Attempt(?: to use)? the (?:operation|request|action|attempt))$/;

/** "Make the request" after an order: that order is what is requested. */
export function requested(steps: readonly string[]): string[] {
  const order = steps.at(-2);
  if (!AGAIN.test(steps.at(-1) ?? "") || order === undefined) return [...steps];
  return attempted(steps.slice(0, -1));
}
