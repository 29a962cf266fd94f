import { implementationDetailIn } from "../../../description/wording.ts";
import { capital, uncapital } from "../words.ts";
import { quotation } from "./assertable.ts";
import { isPlural, leadingVerb } from "./english.ts";
import { COMPOUND } from "./finite.ts";
import { toImperative } from "./imperative.ts";
import { headOf, isAction } from "./nouns.ts";
import { aboutQuoted, quotedOutcome } from "./quoted.ts";

interface Nominal {
  readonly steps: readonly string[];
  readonly expected: string;
  readonly about: string;
  readonly refused: boolean;
  readonly note: string | null;
}

const FLOW =
  /\b(?:flows?|workflows?|lifecycle|procedures?|processes|cycles?|scenarios?|operations?|tests?)$/i;
const MESSAGE = /^(?:messages?|errors?|alerts?|events?|warnings?|notifications?|notices?)$/i;
const ERROR = /^[A-Z]\w*(?:Error|Exception)$/;
const LINK = /\b(?:connectivity|connections?|communication|reachability|access|traffic)\b/i;
const INVALID =
  /^(.{0,60}?\b)?(admission|acceptance|validation|rejection|handling)?\s*(?:behaviou?r|handling|validation|admission|rejection)?\s*(?:for|of)\s((?:invalid|unsupported|unauthori[sz]ed|malformed|illegal|conflicting|duplicate|forbidden)\b.+)$/i;
/** "graceful failure with a clear message": of what was just tried. */
const FAILURE =
  /^((?:graceful|clean|explicit|immediate)\s)?(failure|rejection|refusal|denial)(\swith\s.+)?$/i;
const VALID = /\b(?:admission|acceptance)\b.*?\b(?:for|of)\s((?:valid|supported|allowed)\b.+)$/i;
const ABSTRACT =
  /\b(?:behaviou?rs?|handling|continuity|usability|functionality|support|recovery|compatibility|correctness|consistency|integrity|enforcement|impact|performance)\b/i;

/** A noun for something done: its order, or null. */
function action(text: string, articled: boolean): string | null {
  const order = toImperative(text, "the VM");
  if (order !== null) return order.imperative;
  const lead = leadingVerb(text);
  if (
    lead !== null &&
    lead.rest !== "" &&
    !COMPOUND.test(text) &&
    !(lead.verb === "complete" && FLOW.test(headOf(text))) &&
    (lead.form === "gerund" || (lead.form === "base" && !articled)) &&
    !/^of\b/i.test(lead.rest)
  ) {
    return capital(`${lead.manner}${lead.verb} ${lead.rest}`);
  }
  return null;
}

/** Reads "live migration of a VM", "connectivity between two VMs": a thing without a verb, so without a statement. */
export function readNominal(phrase: string, acted: boolean): Nominal {
  const text = phrase.replace(/^(?:the|an?)\s+/i, "");
  const invalid = INVALID.exec(text)?.[3];
  if (invalid !== undefined) {
    const verb = isPlural(invalid) ? "are" : "is";
    const expected = `${capital(invalid)} ${verb} rejected`;
    return {
      steps: [`Attempt to create ${invalid}`],
      expected,
      about: uncapital(expected),
      refused: true,
      note: null,
    };
  }
  const [, how = "", what, tail = ""] = FAILURE.exec(text) ?? [];
  if (what !== undefined && acted) {
    const said = /^failure$/i.test(what) ? "fails" : "is rejected";
    const expected = `Request ${said}${how === "" ? "" : ` ${how.trim().toLowerCase()}ly`}${tail}`;
    return { steps: ["Make the request"], expected, about: uncapital(expected), refused: true, note: null };
  }
  const valid = VALID.exec(text)?.[1];
  if (valid !== undefined) {
    const expected = `${capital(valid)} ${isPlural(valid) ? "are" : "is"} accepted`;
    return { steps: [`Create ${valid}`], expected, about: uncapital(expected), refused: false, note: null };
  }
  const many = isPlural(text);
  const plain = (steps: string[], ending: string, note: string): Nominal => {
    const expected = `${capital(text)} ${ending}`;
    return {
      steps,
      expected,
      about: `${phrase === text ? "" : "the "}${uncapital(expected)}`,
      refused: false,
      note,
    };
  };
  const successful = /^successful\s(.+)$/i.exec(text)?.[1];
  if (successful !== undefined) {
    const doing = action(successful, false);
    const expected = `${capital(successful)} ${isPlural(successful) ? "succeed" : "succeeds"}`;
    return {
      steps: doing === null || acted ? [] : [doing],
      expected,
      about: uncapital(expected),
      refused: false,
      note: null,
    };
  }
  const absent = /^no\s(.+)$/i.exec(text)?.[1];
  if (absent !== undefined) {
    const expected = `${capital(text)} ${isPlural(absent) ? "occur" : "occurs"}`;
    return {
      steps: [`Look for ${uncapital(absent)}`],
      expected,
      about: uncapital(expected),
      refused: false,
      note: null,
    };
  }
  const named = "names no outcome: what is expected is that it";
  const lost = /^loss of\s(.+)$/i.exec(text)?.[1];
  if (lost !== undefined) {
    const expected = `${capital(lost)} ${isPlural(lost) ? "are" : "is"} lost`;
    return { steps: [], expected, about: uncapital(expected), refused: false, note: null };
  }
  const head = headOf(text.replace(/\send[- ]to[- ]end$/i, ""));
  if (MESSAGE.test(head) || ERROR.test(text))
    return plain([`Look for the ${uncapital(text)}`], many ? "appear" : "appears", `${named} appears`);
  const order = action(text, phrase !== text);
  if (order !== null) return plain([order], many ? "complete" : "completes", `${named} completes`);
  if (FLOW.test(head))
    return plain(
      [`Run through the ${uncapital(text)}`],
      many ? "complete" : "completes",
      `${named} completes`,
    );
  if (LINK.test(head)) {
    return plain(
      [`Establish ${uncapital(text)}`],
      many ? "are established" : "is established",
      `${named} is established`,
    );
  }
  if (isAction(text)) {
    return plain(
      [`Perform ${many ? "" : "the "}${uncapital(text)}`],
      many ? "complete" : "completes",
      `${named} completes`,
    );
  }
  return validation(phrase);
}

/** What a plan only says is to be validated. */
export function validation(phrase: string): Nominal {
  const note = `says nothing of ${JSON.stringify(shorten(phrase))} that can be seen: what is expected is that its validation succeeds`;
  if (implementationDetailIn(phrase) !== null) {
    return {
      steps: [`Carry out ${quotation(phrase)}`],
      expected: quotedOutcome(phrase),
      about: aboutQuoted(phrase),
      refused: false,
      note,
    };
  }
  const what =
    /^(?:the|an?)\s/i.test(phrase) || isPlural(phrase) ? uncapital(phrase) : `the ${uncapital(phrase)}`;
  return {
    steps: [`Validate ${what}`],
    expected: `Validation of ${what} succeeds`,
    about: `validation of ${what} succeeds`,
    refused: false,
    note,
  };
}

const shorten = (text: string): string => (text.length <= 80 ? text : `${text.slice(0, 79).trimEnd()}…`);

/** The phrase speaks of a behaviour and never says which: nothing that a test could look at. */
export const isAbstract = (text: string): boolean =>
  ABSTRACT.test(text) && !INVALID.test(text) && !VALID.test(text);
