import { baseForm } from "../verbs.ts";
import { capital, uncapital } from "../words.ts";
import { gerund, isPlural, leadingVerb, type Phrase, participle, third } from "./english.ts";
import { predicateOf } from "./finite.ts";
import { ADVERBIAL, determined, isPerson, meanwhile } from "./nouns.ts";

/** The lines of an outcome that this rule looks at. */
interface Granted {
  readonly steps: readonly string[];
  readonly expected: string;
  readonly about: string;
}

const CAN = /^(.{1,400}?)\s(?:can|may|(?:is|are) able to|(?:is|are) allowed to)\s(?!not\b)(be\s)?(.+)$/i;

/** That something "can be done" is shown by doing it: the outcome is that it is done. Null for any other outcome. */
export function granted<Outcome extends Granted>(outcome: Outcome): Outcome | null {
  const { expected, steps, about } = outcome;
  const predicate = predicateOf(expected);
  if (predicate === null || !asks(predicate.base, predicate.rest)) return null;
  if (/^(?:no|neither|nobody|nothing|only)\b/i.test(expected)) return null;
  const [, bare = "", passive, said = ""] = CAN.exec(expected) ?? [];
  // "can still be read", "can still view": by doing it, now, this is shown too.
  const rest = said.replace(/^(?:still|all|both|also) /i, "");
  const subject = withItsArticle(bare, about);
  // "can only be read by an auditor" says who cannot: reading it shows nothing of that.
  if (/\bonly\b/i.test(rest)) return null;
  // "can be created and achieve a rate": two things, of which the second is not done to it.
  if (passive !== undefined && /^\w+ed\sand\s(?!\w+ed\b)/.test(rest)) return null;
  const lead = leadingVerb(rest) ?? unknownVerb(rest, passive !== undefined);
  if (lead === null) return null;
  const known = leadingVerb(lead.verb) !== null;
  const { step, shown } =
    passive !== undefined
      ? done(subject, bare, lead)
      : known
        ? active(subject, lead)
        : strange(subject, lead);
  return { ...outcome, steps: [...steps, capital(step.trim())], expected: capital(shown) };
}

/** The expected line has lost its article: "a new connection" is not "the new connection". A machine is known already. */
function withItsArticle(noun: string, about: string): string {
  const [, article] = /^(an?) /i.exec(about) ?? [];
  const same =
    article !== undefined &&
    about
      .slice(article.length + 1)
      .toLowerCase()
      .startsWith(noun.toLowerCase());
  return same && !/\bvm$/i.test(noun) ? `${article} ${uncapital(noun)}` : noun;
}

/** After "can" stands a verb, known or not; the participle after "can be" would have to be known. */
function unknownVerb(rest: string, passive: boolean): Phrase | null {
  const [verb = ""] = rest.split(" ", 1);
  if (passive || !/^[a-z]+$/.test(verb)) return null;
  return { manner: "", verb, rest: rest.slice(verb.length + 1), form: "base" };
}

/** A verb that no rule knows: nobody could tell its third person from a noun. */
function strange(subject: string, { verb, rest }: Phrase): { step: string; shown: string } {
  const succeeds = isPlural(subject) ? "succeed" : "succeeds";
  return {
    step: `Let ${determined(subject)} ${verb} ${meanwhile(rest)}`,
    shown: `${subject} ${succeeds} in ${gerund(verb)} ${rest}`.trim(),
  };
}

const asks = (base: string, rest: string): boolean =>
  base === "can" || (base === "be" && /^(?:able|allowed) to\b/i.test(rest));

/** "media can be ejected from the VM" */
function done(
  subject: string,
  bare: string,
  { manner, verb, rest }: Phrase,
): { step: string; shown: string } {
  const is = isPlural(bare) ? "are" : "is";
  return {
    step: `${manner}${verb} ${`${determined(subject)} ${meanwhile(rest)}`.trim()}`,
    shown: `${bare} ${is} ${manner}${participle(verb)} ${rest}`.trim(),
  };
}

/** "a user can open the console", "the VM can migrate without loss", "two VMs can communicate" */
function active(subject: string, { manner, verb, rest }: Phrase): { step: string; shown: string } {
  const thing = determined(subject);
  if (isPerson(subject)) {
    const doing = `${manner}${gerund(verb)} ${rest}`.trim();
    return { step: `${manner}${verb} ${rest}`, shown: `${doing} succeeds` };
  }
  const [base = ""] = verb.split(" ", 1);
  const itself = baseForm(base) !== null && (rest === "" || ADVERBIAL.test(rest));
  const act = meanwhile(rest);
  const form = isPlural(subject) ? verb : third(verb);
  return {
    step: itself ? `${manner}${verb} ${thing} ${act}` : `Let ${thing} ${manner}${verb} ${act}`,
    shown: `${subject} ${manner}${form} ${rest}`.trim(),
  };
}
