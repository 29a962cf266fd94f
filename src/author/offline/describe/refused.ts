import { capital, uncapital } from "../words.ts";
import { leadingVerb, participle, verbOf } from "./english.ts";
import { expectation } from "./expectation.ts";
import type { Predicate } from "./finite.ts";
import { toImperative } from "./imperative.ts";
import { determined, headOf, isPerson } from "./nouns.ts";
import { orderOf, type Shape, shaped } from "./shape.ts";

const REFUSED =
  /^(?:\w+ly )?(?:rejected|refused|denied|blocked|forbidden|disallowed|prohibited|prevented|declined|not (?:allowed|permitted|accepted|admitted|authori[sz]ed))\b/i;
const UNABLE = /^(?:unable to|not able to|not allowed to|not permitted to)\s/i;
const TELLS = /^(?:return|raise|throw|give|produce|show|report|yield)$/;

/** Refusals and failures of any kind: "a user cannot log in", "a limit below zero is rejected", "the swap fails". */
export function refusalShape(predicate: Predicate, said: string): Shape | null {
  return cannot(predicate, said) ?? refused(predicate, said) ?? refusing(predicate);
}

function cannot({ subject, verb, base, rest, manner }: Predicate, said: string): Shape | null {
  const negated = base === "can" && (/n['’]t$|^cannot$/i.test(verb) || /^not\b/i.test(rest));
  if (!negated && !(base === "be" && UNABLE.test(rest))) return null;
  const what = rest.replace(UNABLE, "").replace(/^not /i, "");
  if (/^be\s/i.test(what)) {
    const order = toImperative(`${subject} is ${what.slice(3)}`, null)?.imperative;
    const lead = leadingVerb(what.slice(3));
    const attempt =
      order ??
      (lead === null ? `use ${determined(subject)}` : `${lead.verb} ${determined(subject)} ${lead.rest}`);
    return shaped({
      steps: [`Attempt to ${uncapital(attempt).trim()}`],
      expected: "Request is refused",
      refused: true,
    });
  }
  const step = `Let ${determined(subject)} attempt to ${manner}${what}`;
  const expected = isPerson(subject) ? "Request is refused" : capital(said);
  return shaped({ steps: [step], expected, refused: true });
}

function refused({ subject, base, rest }: Predicate, said: string): Shape | null {
  const rejected = base === "be" && REFUSED.test(rest);
  const errs = TELLS.test(base) && /\berrors?\b/i.test(rest) && !/\b(?:no|without)\b/i.test(rest);
  const fails = base === "fail" && !/^(?:over|back)\b/i.test(rest);
  if ((!rejected && !errs && !fails) || /^(?:no|neither|nothing|nobody)\b/i.test(subject)) return null;
  const order = toImperative(subject, "the VM")?.imperative ?? orderOf(subject);
  // "creation fails with an unknown model": with what it fails belongs to what is tried.
  const how =
    fails && /^(?:with|without|on|for|from|to|using|in)\b/i.test(rest) && !ERROR.test(rest) ? ` ${rest}` : "";
  const attempt = (order === null ? attemptOf(subject) : `Attempt to ${uncapital(order)}`) + how;
  return shaped({
    steps: [attempt],
    expected: errs ? `Request fails with ${rest}` : expectation(said),
    refused: true,
  });
}

const ERROR = /\b(?:errors?|messages?|reason|forbidden|4\d\d|event|condition|status)\b/i;
const REFUSES = /^(?:reject|refuse|deny|forbid|disallow|block|decline)$/;

/** "the webhook rejects a VM without disks": what is rejected is what is tried. */
function refusing({ subject, base, rest, verb }: Predicate): Shape | null {
  const denied =
    /n['’]t$/i.test(verb) ||
    /^(?:no|neither|nothing|nobody)\b/i.test(`${subject} `) ||
    /^(?:no|nothing)\b/i.test(rest);
  if (!REFUSES.test(base) || rest === "" || denied) return null;
  const order = toImperative(rest, "the VM")?.imperative ?? orderOf(rest);
  const attempt = order === null ? attemptOf(rest) : `Attempt to ${uncapital(order)}`;
  return shaped({
    steps: [attempt],
    expected: `Request is ${participle(base)} by ${uncapital(subject)}`,
    refused: true,
  });
}

/** What is tried and is no form of a verb: "the login with the old password". */
export const LOGIN = /^(?:log-?ins?|log-?ons?|access|sign-?ins?)$/i;

function attemptOf(noun: string): string {
  const head = headOf(noun);
  const action =
    LOGIN.test(head) || /(?:tion|sion|ment|al|ing)$/i.test(head) || verbOf(head) === head.toLowerCase();
  if (/^vm\b/i.test(noun)) return `Attempt to use a ${noun}`;
  if (/^(?:requests?|attempts?)$/i.test(head)) return `Make ${determined(noun)}`;
  return action ? `Attempt ${determined(noun)}` : `Attempt to use ${determined(noun)}`;
}
