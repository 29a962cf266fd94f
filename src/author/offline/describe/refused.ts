import { capital, uncapital } from "../words.ts";
import { leadingVerb, participle, verbOf } from "./english.ts";
import { expectation } from "./expectation.ts";
import type { Predicate } from "./finite.ts";
import { toImperative } from "./imperative.ts";
import { isInadmissible } from "./inadmissible.ts";
import { determined, headOf, isPerson } from "./nouns.ts";
import { orderOf, type Shape, shaped } from "./shape.ts";

export const REFUSED =
  /^(?:\w+ly )?(?:rejected|refused|denied|blocked|forbidden|disallowed|prohibited|prevented|declined|not (?:allowed|permitted|accepted|admitted|authori[sz]ed))\b/i;
const UNABLE = /^(?:unable to|not able to|not allowed to|not permitted to)\s/i;
const TELLS = /^(?:return|raise|throw|give|produce|show|report|yield)$/;

/** Refusals and failures of any kind: "a user cannot log in", "a limit below zero is rejected", "the swap fails". */
export function refusalShape(predicate: Predicate, said: string): Shape | null {
  return (
    cannot(predicate, said) ??
    notDone(predicate, said) ??
    refused(predicate, said) ??
    refusing(predicate) ??
    notLet(predicate, said)
  );
}

const BEGINS = /^(?:create|start|boot|import|upload|clone|restore|export|deploy)$/;

/** "a VM above the quota is not started": what is inadmissible is tried all the same. */
function notDone({ subject, base, verb, rest }: Predicate, said: string): Shape | null {
  const [, done = ""] = (/n['’]t$/i.test(verb) ? /^(.+)$/ : /^not (.+)$/i).exec(rest) ?? [];
  const lead = base === "be" ? leadingVerb(done) : null;
  if (lead === null || lead.form !== "participle" || !BEGINS.test(lead.verb) || !isInadmissible(subject))
    return null;
  const attempt = `Attempt to ${lead.verb} ${determined(subject)} ${lead.rest}`.trim();
  return shaped({ steps: [attempt], expected: expectation(said), refused: true });
}

/** "the system does not let a viewer raise the limit" */
function notLet({ base, verb, rest }: Predicate, said: string): Shape | null {
  const denied = base === "do" && (/n['’]t$/i.test(verb) || /^not\s/i.test(rest));
  const [, who = "", what = ""] =
    /^(?:not\s)?(?:let|allow|permit)\s((?:an?|the)\s(?:[\w-]+\s){0,2}?(?:users?|viewers?|editors?|admins?|members?|developers?|owners?|tenants?|guests?))\s(?:to\s)?(?!users?\b)([a-z]+\s.+)$/i.exec(
      rest,
    ) ?? [];
  if (!denied || who === "") return null;
  return shaped({ steps: [`Let ${who} attempt to ${what}`], expected: expectation(said), refused: true });
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
  const errs =
    TELLS.test(base) &&
    /\b(?:errors?|forbidden|unauthorized|4\d\d)\b/i.test(rest) &&
    !/\b(?:no|without)\b/i.test(rest);
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
const STOPS = /^(?:stop|prevent)$/;
/** What answers requests. */
const GATE = /\b(?:webhooks?|quotas?|polic(?:y|ies)|limits?|api|servers?|controllers?|validations?|rules?)$/i;
const REFUSES = /^(?:reject|refuse|deny|forbid|disallow|block|decline)$/;

/** "the webhook rejects a VM without disks": what is rejected is what is tried. */
function refusing({ subject, base, rest, verb }: Predicate): Shape | null {
  const denied =
    /n['’]t$/i.test(verb) ||
    /^(?:no|neither|nothing|nobody)\b/i.test(`${subject} `) ||
    /^(?:no|nothing)\b/i.test(rest);
  const stops = STOPS.test(base);
  if (!(REFUSES.test(base) || stops) || rest === "" || denied) return null;
  const order = toImperative(rest, "the VM")?.imperative ?? orderOf(rest);
  if (stops && (order === null || !GATE.test(subject))) return null;
  const attempt = order === null ? attemptOf(rest) : `Attempt to ${uncapital(order)}`;
  if (/^an?\s.*\s(?:with|without|of|that)\s/i.test(subject) && /^(?:vm|machine)$/i.test(headOf(subject)))
    return shaped({
      given: [capital(subject.replace(/^an?\s/i, ""))],
      steps: [attempt],
      expected: `Request is ${participle(base)}`,
      refused: true,
    });
  return shaped({
    steps: [attempt],
    expected: `Request is ${stops ? "refused" : participle(base)} by ${uncapital(subject)}`,
    refused: true,
  });
}

/** What is tried and is no form of a verb: "the login with the old password". */
export const LOGIN = /^(?:log-?ins?|log-?ons?|access|sign-?ins?)$/i;

/** What comes into being by being created; anything else that is refused is used. */
const CREATED =
  /^(?:vms?|machines?|groups?|schedules?|polic(?:y|ies)|templates?|quotas?|disks?|volumes?|snapshots?|claims?|networks?|interfaces?|namespaces?|services?|secrets?|pools?|class(?:es)?|profiles?|instancetypes?|preferences?|roles?|clones?|definitions?|configurations?|resources?|objects?|manifests?|datavolumes?|pvcs?)$/i;
/** "Limit" is a verb too, but what is refused is one that is set. */
const VALUE = /^(?:limits?|values?|thresholds?|labels?|names?|requests?)$/i;
const RUN = /^(?:commands?|scripts?|quer(?:y|ies)|playbooks?)$/i;

function attemptOf(noun: string): string {
  const head = headOf(noun);
  const thing = /^vm\b/i.test(noun) ? `a ${noun}` : determined(noun);
  // "the snapshot fails" is done to a snapshot; "a snapshot of an unknown volume" would come into being.
  const made = CREATED.test(head) && head.toLowerCase() !== noun.replace(/^(?:the|an?)\s/i, "").toLowerCase();
  if (made && !/^the\s/i.test(noun)) return `Attempt to create ${thing}`;
  if (RUN.test(head)) return `Attempt to run ${thing}`;
  const action =
    LOGIN.test(head) || /(?:tion|sion|ment|al|ing)$/i.test(head) || verbOf(head) === head.toLowerCase();
  if (/^(?:requests?|attempts?)$/i.test(head)) return `Make ${determined(noun)}`;
  return action && !CREATED.test(head) && !VALUE.test(head) ? `Attempt ${thing}` : `Attempt to use ${thing}`;
}
