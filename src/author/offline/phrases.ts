import { type Action, baseForm, impliedState, toImperative } from "./verbs.ts";

/** What one sentence of a plan says, taken apart; the words stay the plan's own. */
export interface Reading {
  readonly preconditions: readonly string[];
  readonly steps: readonly string[];
  readonly expected: readonly string[];
  /** Set when the sentence names no action or no outcome that rules can tell apart. */
  readonly vague: string | null;
}

const LEAD =
  /^(?:please )?(?:verify|validate|confirm|ensure|check|test|assert|make sure)(?:ing)?(?: (?:that|whether|if))?\s+/i;
const STATES = "running|stopped|paused|halted|started|migratable|unprivileged|powered[- ]off";
const STATEFUL = new RegExp(
  String.raw`\b(?:an?|the|its?|any)?\s*\b(${STATES})\s+(vms?|virtual machines?|vmis?)\b(?:\s+(with\s+[^,;]+?))?(?=\s+(?:is|are|can|cannot|gets|keeps|has|after|when|while|by|to|and|from|as)\b|[,.;]|$)`,
  "i",
);
const ACTOR =
  /\b(?:by|as|for) (an? (?:unprivileged user|user without (?:the |any )?(?:permissions?|privileges|rights)|non-?admin user|regular user))/i;
const REFUSAL =
  /\b(?:is|are|gets?|being) (?:\w+ly )?(refused|rejected|denied|forbidden|blocked|prevented|disallowed|not allowed|not permitted)\b(.*)$/i;
const FAILS = /\b(?:fails|returns an error|is answered with an error)\b(.*)$/i;
const TEMPORAL = /^(.+?),?\s+\b(?:after|when|once|upon|following|as soon as)\s+(.+)$/i;
const TEMPORAL_FIRST = /^(?:after|when|once|upon|following)\s+(.+?),\s*(.+)$/i;
const CANNOT =
  /^(.+?)\s+(?:cannot|can ?not|can't|is not able to|is unable to|must not|may not|is not allowed to)\s+(.+)$/i;

/** Reads a scenario's sentence by rule. Never throws; what it cannot tell apart it leaves whole and says so. */
export function readSentence(sentence: string): Reading {
  const text = sentence.trim().replace(LEAD, "").replace(/[.]+$/, "").replace(/\s+/g, " ");
  const subject = stateOf(text);
  const actor = ACTOR.exec(text)?.[1] ?? actorOf(text);
  const plain = neutral(text.replace(ACTOR, "").replace(/\s+/g, " ").trim());
  const split = splitOutcome(plain);
  const vm = subject?.state ?? (split?.action ? impliedState(split.action.verb) : null);
  const preconditions = preconditionsOf(vm, subject, actor, plain);
  if (split === null) {
    return {
      preconditions,
      steps: [],
      expected: [capital(plain)],
      vague: "names no action that can be told from its outcome",
    };
  }
  return { preconditions, steps: split.steps, expected: split.expected, vague: split.vague };
}

interface Split {
  readonly steps: readonly string[];
  readonly expected: readonly string[];
  readonly action: Action | null;
  readonly vague: string | null;
}

function splitOutcome(text: string): Split | null {
  return refusal(text) ?? temporal(text);
}

function refusal(text: string): Split | null {
  const cannot = CANNOT.exec(text);
  if (cannot) return attempt(cannot[2] ?? "", "Request is refused");
  const refused = REFUSAL.exec(text) ?? FAILS.exec(text);
  if (!refused) return null;
  const word = refused.length > 2 ? (refused[1] ?? "refused").toLowerCase() : "refused";
  const tail = (refused.at(-1) ?? "").trim();
  const because = /^(?:because|since|with|as)\b/i.test(tail) ? ` ${tail}` : "";
  const when = /^(?:when|while|if)\b/i.exec(tail) ? ` ${tail}` : "";
  return attempt(`${text.slice(0, refused.index).trim()}${when}`, `Request is ${word}${because}`);
}

function attempt(words: string, outcome: string): Split | null {
  const action = toImperative(
    words.replace(/^(?:(?:a|the) )?(?:request|attempt|try(?:ing)?)s? (?:to|of|for)\s+/i, ""),
    "the VM",
  );
  if (action === null) return null;
  const imperative = `${action.imperative.slice(0, 1).toLowerCase()}${action.imperative.slice(1)}`;
  return { steps: [`Attempt to ${imperative}`], expected: [outcome], action, vague: null };
}

function temporal(text: string): Split | null {
  const last = TEMPORAL.exec(text);
  const first = TEMPORAL_FIRST.exec(text);
  const [outcome, cause] = first ? [first[2], first[1]] : last ? [last[1], last[2]] : [undefined, undefined];
  if (outcome === undefined || cause === undefined) return null;
  const parts = cause.split(/\s+and then\s+|,\s*then\s+/i);
  const actions = parts.map((part) => toImperative(part, "the VM"));
  const known = actions.filter((action) => action !== null);
  if (known.length !== actions.length || known.length === 0) return null;
  return {
    steps: known.map((action) => action.imperative),
    expected: [expectation(outcome)],
    action: known[0] ?? null,
    vague: null,
  };
}

/** Words an outcome so that it maps to one assertion; negation and values stay as they are. */
export function expectation(outcome: string): string {
  const text = outcome.trim().replace(/^(?:the|an?)\s+/i, "");
  const gets = /^(.+?) (?:gets|receives|has|obtains) (?:a |an )?(?:new|different|fresh) (.+)$/i.exec(text);
  if (gets) return capital(`${gets[2]} of the ${gets[1]} changes`);
  const keeps = /^(.+?) (?:keeps|retains|preserves) (?:its|the|their|the same) (?:same )?(.+)$/i.exec(text);
  if (keeps) return capital(`${keeps[2]} of the ${keeps[1]} is unchanged`);
  const state =
    /^(.+?) (?:is|becomes|reaches|returns to|comes back to|stays|remains|goes to|is in) (?:the )?["“]?(running|stopped|paused|ready|migrating|succeeded|failed|bound|pending)["”]?(?: (?:state|phase|status))?(?: again)?$/i.exec(
      text,
    );
  if (state) return capital(`${state[1]} is "${capital((state[2] ?? "").toLowerCase())}"`);
  return capital(text);
}

interface Subject {
  readonly state: string;
  readonly tail: string;
}

function stateOf(text: string): Subject | null {
  const found = STATEFUL.exec(text);
  if (!found) return null;
  return { state: (found[1] ?? "").toLowerCase(), tail: found[3]?.trim() ?? "" };
}

const actorOf = (text: string): string | null =>
  /^(an? (?:unprivileged user|user without (?:the |any )?(?:permissions?|privileges|rights)|non-?admin user|regular user))\b/i.exec(
    text,
  )?.[1] ?? null;

function preconditionsOf(
  state: string | null,
  subject: Subject | null,
  actor: string | null,
  text: string,
): string[] {
  const tail =
    subject?.tail ??
    /\bVM (with [^,;]+?)(?=\s+(?:is|are|can|gets|keeps|has|after|when|while)\b|[,.;]|$)/i.exec(text)?.[1];
  const mentionsVm = /\bvms?\b|virtual machine/i.test(text);
  if (!mentionsVm && state === null && actor === null) return [];
  const vm = [state === null ? "VM" : `${capital(state)} VM`, tail ?? ""].join(" ").trim();
  return [actor === null ? vm : `${vm}, acted on by an unprivileged user`];
}

/** "a paused VM" becomes "the VM" once its state is a precondition. */
const neutral = (text: string): string =>
  text
    .replace(
      new RegExp(String.raw`\b(?:an?|the)?\s*\b(?:${STATES})\s+(vm|virtual machine|vmi)\b`, "gi"),
      " the VM",
    )
    .replace(/^\s+|\s+(?=\s)/g, "");

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** True when the step's verb is one that rules know how to act on. */
export const isAction = (step: string): boolean => baseForm(step.split(/\s+/)[0] ?? "") !== null;
