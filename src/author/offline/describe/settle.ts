import { capital, uncapital } from "../words.ts";
import { withoutModal } from "./assertable.ts";
import type { Clause } from "./clauses.ts";
import { type Circumstance, circumstanceOf, isChange } from "./conditions.ts";
import { afterDoing, momentsOf, ownTime, REJECTS, STOPS, thatApart } from "./demands.ts";
import { gerund, isPlural, leadingVerb, participle, third, verbOf } from "./english.ts";
import { resolvePronouns } from "./expectation.ts";
import { masked, predicateOf } from "./finite.ts";
import { granted } from "./granted.ts";
import { clauseOf, type Hung } from "./hung.ts";
import { referentOf } from "./imperative.ts";
import { isInadmissible } from "./inadmissible.ts";
import { introduced } from "./machines.ts";
import { duringOf } from "./meanwhile.ts";
import { headOf, isPerson } from "./nouns.ts";
import { splitAt } from "./orders.ts";
import { outcomesOf } from "./outcomes.ts";
import { type Reading, readSentence, settingOf, withMachine } from "./phrases.ts";
import { REFUSED } from "./refused.ts";
import { shape } from "./shapes.ts";

/** One thing to be shown, and the way there. */
export interface Outcome {
  readonly given: readonly string[];
  readonly steps: readonly string[];
  readonly expected: string;
  /** The outcome as a clause of its own, with its articles: what a summary says after "Test that". */
  readonly about: string;
  readonly refused: boolean;
  /** Why the plan says too little here; null when it says enough. */
  readonly note: string | null;
}

const NOWHERE: Circumstance = { given: [], steps: [], object: null };
const PRESERVING = /,?\s(?:while |with |and |by )?(preserving|keeping|retaining|maintaining)\s(.{1,300})$/i;
/** What a refused user is told: "(receives a Forbidden error)". */
const TOLD =
  /\s?\((?:(?:it|they|the user|who|and)\s)?(?:receives?|gets?|sees?|with|returns?|expects?)\s((?:an?\s)?[^()]{0,80}?\b(?:errors?|rejection|4\d\d|forbidden))\)/i;

/** Reads one sentence that says what must be seen; several outcomes come apart, each with the way to it. */
export function settle(text: string, done: readonly string[]): Outcome[] {
  const several = splitAt(text, /;\s+/);
  if (several.length > 1) {
    const found = several.flatMap((one) => settle(one, done));
    // What one sentence says of its setting holds for all of it.
    return found.map((one) => (one.given.length > 0 ? one : { ...one, given: found[0]?.given ?? [] }));
  }
  const sentence = withoutModal(text.replace(/^(?:and )?then\s+/i, "").replace(/, then\s/i, ", "));
  const possible = possibility(sentence);
  if (possible !== null) return [possible];
  const alone = onlyOne(sentence);
  if (alone !== null) return [alone];
  const doing = afterDoing(sentence);
  if (doing !== null) return settle(doing, done);
  const moments = momentsOf(sentence);
  if (moments.length > 1) return moments.flatMap((one) => settle(one, done));
  const demands = thatApart(sentence);
  if (demands.length > 1) return inTurn(demands, done);
  const told = TOLD.exec(sentence)?.[1] ?? null;
  if (told !== null) {
    return settle(sentence.replace(TOLD, ""), done).map((outcome) =>
      outcome.refused ? { ...outcome, expected: `Request is refused with ${told}` } : outcome,
    );
  }
  const own = ownTime(sentence);
  if (own.length > 1) return inTurn(own, done);
  const read = readSentence(sentence);
  if (read.vague === null && read.expected.every((line) => outcomesOf(line).length === 1)) {
    return known(read, sentence);
  }
  const apart = withApart(sentence);
  if (apart.length > 1) return apart.flatMap((part) => settle(part, done));
  const { main, regardless, ...hung } = clauseOf(sentence);
  const parts = outcomesOf(main + regardless)
    .flatMap(preservedApart)
    .map(completed);
  const outcomes: Outcome[] = [];
  for (const part of parts) {
    const before = outcomes.at(-1);
    const owner = outcomes.length === 0 ? null : ownerOf(parts[0] ?? "");
    const meant = owner === null ? part : resolvePronouns(part, owner);
    const inner = hung.clause !== null && predicateOf(meant) !== null ? clauseOf(meant) : null;
    const own = inner !== null && inner.clause !== null ? inner : { ...hung, main: meant };
    const outcome = settlePart(own.main, own, [...done, ...(before?.steps ?? [])]);
    // "can be moved and is reachable": what is seen then needs what was done before.
    const follows = before !== undefined && outcome.steps.length === 0;
    const given = before !== undefined && meant !== part ? before.given : outcome.given;
    // "grant a user the role and the user can act": the user is the one who was granted it.
    const goesOn =
      before !== undefined && !follows && namesAgain(part, predicateOf(parts[0] ?? "")?.rest ?? "");
    const way = goesOn ? distinct([...before.steps, ...outcome.steps]) : outcome.steps;
    outcomes.push(
      follows
        ? { ...outcome, given: distinct([...before.given, ...given]), steps: before.steps }
        : { ...outcome, given, steps: way },
    );
  }
  // "A user opens the console and sees the screen": that it is opened is a step, what is seen the outcome.
  const acted = outcomes.length > 1 && isPerson(predicateOf(parts[0] ?? "")?.subject ?? "");
  if (!acted || !/^Let /.test(outcomes[0]?.steps.at(-1) ?? "")) return outcomes;
  const way = outcomes[0]?.steps ?? [];
  return outcomes.slice(1).map((outcome) => ({ ...outcome, steps: distinct([...way, ...outcome.steps]) }));
}

/** What "its" in a later outcome stands for: the subject of the first. */
function ownerOf(part: string): string | null {
  const subject = predicateOf(part)?.subject ?? "";
  if (/\b(?:vm|virtual machine)\b/i.test(subject)) return "the VM";
  // "deletion protection prevents deleting the VM, and it can be deleted": what is acted on, not what acts.
  if (STOPS.test(predicateOf(part)?.base ?? "") && /\bVM\b/.test(part)) return "the VM";
  return subject === "" || subject.length > 40 || isPlural(subject) ? null : subject;
}

/** "X after Y, and X2 after Y2": each has a way of its own; what has none is seen where the one before it was. */
function inTurn(parts: readonly string[], done: readonly string[]): Outcome[] {
  const outcomes: Outcome[] = [];
  const owner = ownerOf(parts[0] ?? "");
  for (const part of parts) {
    const before = outcomes.at(-1);
    const meant = before === undefined || owner === null ? part : pointed(part, owner);
    for (const outcome of settle(meant, [...done, ...(before?.steps ?? [])])) {
      const goesOn = before !== undefined && !before.refused && namesAgain(part, parts[0] ?? "");
      if (goesOn) {
        const given = distinct([...before.given, ...outcome.given]);
        outcomes.push({ ...outcome, given, steps: distinct([...before.steps, ...outcome.steps]) });
        continue;
      }
      const follows = before !== undefined && outcome.steps.length === 0;
      outcomes.push(
        follows
          ? { ...outcome, given: distinct([...before.given, ...outcome.given]), steps: before.steps }
          : outcome,
      );
    }
  }
  return outcomes;
}

/** "a device is plugged in … the device is released": the second needs what was done to the first; a VM is always there. */
function namesAgain(part: string, first: string): boolean {
  const noun = /^the (\S+)$/i.exec(predicateOf(part)?.subject ?? "")?.[1]?.toLowerCase();
  return noun !== undefined && !/^vms?$/.test(noun) && first.toLowerCase().split(/\W+/).includes(noun);
}

/** "it" as the thing that was named before, with its article. */
const pointed = (part: string, owner: string): string =>
  resolvePronouns(part, owner).replace(/^(?:VM|virtual machine)\b/i, "the $&");

/** "only an admin can raise the limit": one does it, somebody else is refused. */
function onlyOne(sentence: string): Outcome | null {
  const [, who = "", what = ""] =
    /^only ((?:an?|the) .{1,60}?) can ((?!not\b|be\b|only\b)[a-z].+)$/i.exec(sentence) ?? [];
  if (who === "" || !isPerson(who)) return null;
  return {
    given: [],
    steps: [`Let ${who} ${what}`, `Let somebody else attempt to ${what}`],
    expected: capital(sentence),
    about: uncapital(sentence),
    refused: false,
    note: null,
  };
}

/** "it is (not) possible to add a disk" */
function possibility(sentence: string): Outcome | null {
  const found = /^it is (not |im)?possible (?:for (.{1,60}?) )?to (.+)$/i.exec(sentence);
  const [, not, who, what = ""] = found ?? [];
  const lead = leadingVerb(what);
  if (found === null || lead === null) return null;
  const machines = introduced(what);
  const given = [...machines.given, ...(who === undefined ? [] : [`Acting as ${who}`])];
  const about = uncapital(sentence);
  if (not !== undefined) {
    const steps = [`Attempt to ${machines.text}`];
    return { given, steps, expected: "Request is refused", about, refused: true, note: null };
  }
  const order = leadingVerb(machines.text) ?? lead;
  const expected = `${capital(`${order.manner}${gerund(order.verb)} ${order.rest}`.trim())} succeeds`;
  return { given, steps: [capital(machines.text)], expected, about, refused: false, note: null };
}

/** What the rules for actions and refusals have read. */
function known(read: Reading, sentence: string): Outcome[] {
  const single = read.expected.length === 1;
  const refused = /^Attempt to /.test(read.steps.at(-1) ?? "");
  const { given, steps } = ofItsKind(read);
  return read.expected.map((expected, index): Outcome => {
    const outcome = {
      given,
      steps,
      expected,
      about: single ? uncapital(sentence) : uncapital(expected),
      refused: refused && index === 0,
      note: null,
    };
    return granted(outcome) ?? outcome;
  });
}

const KIND = /\ban? ((?!un|non)[a-z]+ed) VM\b/;

/** "Attempt to hotplug a hibernated VM": of which kind the machine is, the precondition says. */
function ofItsKind({ preconditions, steps }: Reading): Pick<Outcome, "given" | "steps"> {
  const last = steps.at(-1) ?? "";
  const kind = /\b(?:create|deploy|define|import)\b/i.test(last) ? undefined : KIND.exec(last)?.[1];
  if (kind === undefined || !preconditions.includes("VM")) return { given: preconditions, steps };
  return {
    given: preconditions.map((line) => (line === "VM" ? `${capital(kind)} VM` : line)),
    steps: [...steps.slice(0, -1), last.replace(KIND, "the VM")],
  };
}

/** "an admin can do X, and a user cannot": what a user cannot is X. */
function completed(part: string, index: number, parts: readonly string[]): string {
  const can = /\scan\s(.+)$/i.exec(parts[index - 1] ?? "")?.[1];
  return can !== undefined && /\s(?:cannot|can['’]t|can not)$/i.test(part) ? `${part} ${can}` : part;
}

/** "migration with preserving connectivity" says two things. */
function preservedApart(part: string): string[] {
  const found = PRESERVING.exec(part);
  if (found === null || found.index === 0) return [part];
  const [, verb = "", what = ""] = found;
  const main = part.slice(0, found.index);
  const during = predicateOf(main) === null ? ` during ${uncapital(main)}` : "";
  return [
    main,
    `${what} ${isPlural(what) ? "are" : "is"} ${participle(verbOf(verb) ?? "preserve")}${during}`,
  ];
}

/** "…, with A overriding B": what A does is an outcome of its own. */
function withApart(sentence: string): string[] {
  const found = /^(.{1,600}?),\swith\s((?:[\w-]+\s){1,6}?)([a-z]+ing)\s(.{1,600})$/i.exec(sentence);
  const [, main = "", owner = "", verb = "", rest = ""] = found ?? [];
  const base = verbOf(verb);
  if (found === null || base === null || predicateOf(main) === null) return [sentence];
  return [main, `${owner.trim()} ${isPlural(owner.trim()) ? base : third(base)} ${rest}`];
}

function settlePart(
  part: string,
  { clause, hanging }: Pick<Hung, "clause" | "hanging">,
  done: readonly string[],
): Outcome {
  const because = clause?.connector === "because" ? hanging : "";
  const setting = settingOf(part);
  const rejects = REJECTS.test(part) || isRefusedMachine(part);
  const machines = setting.actor === null && setting.mentionsMachine && !rejects ? introduced(part) : null;
  const introduces = machines !== null && machines.given.length > 0;
  const text = introduces ? machines.text : rejects ? part : setting.text;
  const eventual = clause === null ? boundTo(part) : clause;
  const around =
    eventual === null || because !== ""
      ? NOWHERE
      : circumstanceOf(eventual, referentOf(part), isChange(part));
  const during =
    around.steps.length > 0 ? null : (duringOf(predicateOf(text)?.subject ?? text) ?? duringOf(text));
  const steps = [...around.steps, ...(during ?? [])];
  const own = shape(text, (eventual === clause ? steps.length : 0) + done.length > 0, around.object);
  // The summary keeps the machine as the plan words it.
  const told = own.about !== null && text !== part ? shape(part, true, null).about : own.about;
  const machine = introduces ? machines.given : made(own.steps) || rejects ? [] : withMachine(setting);
  const named = [...around.given, ...own.given].some((line) => /\bVM$/.test(line));
  const outcome: Outcome = {
    given: [...(named ? [] : machine), ...around.given, ...own.given],
    // "switching X takes effect only after a restart": first the one, then the other.
    steps: eventual === clause ? [...steps, ...own.steps] : [...own.steps, ...steps],
    expected: `${own.expected}${because}`,
    about: `${told ?? uncapital(part)}${hanging}`,
    refused: own.refused,
    note: own.note,
  };
  return granted(outcome) ?? outcome;
}

/** "a VM with an unknown model is rejected": it is what is tried, and was not there before. */
function isRefusedMachine(part: string): boolean {
  if (!/^an?\s.*\b(?:vm|machine)\b/i.test(part)) return false;
  const { subject = "", base, verb = "", rest = "" } = predicateOf(part) ?? {};
  if (base !== "be" || !/^an?\s/i.test(subject) || !/^(?:vm|machine)$/i.test(headOf(subject))) return false;
  const not = /^not\s|n['’]t$/i.test(rest) || /n['’]t$/i.test(verb);
  return REFUSED.test(rest) || (not && isInadmissible(subject));
}

/** "only after a restart", "before and after a restart": the words stay in the outcome, and the restart is a step. */
function boundTo(part: string): Clause | null {
  const [, word = "", text = ""] =
    /\s(?:only|even|not until|before(?:,? during)?,? (?:and|or))\s(after|once|when|upon|following)\s(.{1,300})$/i.exec(
      masked(part),
    ) ?? [];
  if (text === "") return null;
  const said = part.slice(part.length - text.length);
  return { word: word.toLowerCase(), connector: /^when$/i.test(word) ? "when" : "after", text: said };
}

/** What is made is no precondition. */
const made = (steps: readonly string[]): boolean =>
  steps.some((step) => /^(?:Create|Deploy|Define) a VM\b/.test(step));

const distinct = (lines: readonly string[]): string[] => [...new Set(lines)];
