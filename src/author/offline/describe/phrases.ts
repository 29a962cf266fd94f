import { impliedState } from "../verbs.ts";
import { capital, tidy, uncapital } from "../words.ts";
import { actedBy } from "./actors.ts";
import { conditionOf, FINITE, maskQuotes, splitClause, THIRD } from "./clauses.ts";
import { expectation, resolvePronouns } from "./expectation.ts";
import { predicateOf } from "./finite.ts";
import { type Action, referentOf, toImperative } from "./imperative.ts";
import { outcomesOf } from "./outcomes.ts";
import { type Refusal, readRefusal, speaksOfRefusal } from "./refusals.ts";
import { LEAD } from "./sentence.ts";
import { changeOf } from "./shapes.ts";

/** What one sentence of a plan says, taken apart; the words stay the plan's own. */
export interface Reading {
  readonly preconditions: readonly string[];
  readonly steps: readonly string[];
  readonly expected: readonly string[];
  /** Set when the sentence names no action or no outcome that rules can tell apart. */
  readonly vague: string | null;
}

const MACHINE = "vms?|virtual machines?|vmis?";
const OWN = String.raw`(?:with|without|of\s(?:the\s)?(?:type|kind|class|size|family|flavou?r|instance\stype)|of\s(?:an?|the)\s(?:[\w.-]+\s){0,3}(?:profile|type|family|flavou?r))`;
const withOf = (finite: string): string =>
  String.raw`\s+${OWN}(?=\s)(?:(?!\s(?:${finite})\b)[^,;]|\s(?:that|which|whose)\s(?:${finite})\b){0,80}?`;
const STATEFUL = new RegExp(
  String.raw`(?<!\b(?:and|or|only|all|no|each|every)\s)\b((?:an?|the|its?|any)\s+)?(?:already\s+|currently\s+)?(running|stopped|paused|halted|migratable|powered[- ]off)\s+(?:${MACHINE})\b`,
  "i",
);
const equipped = (machine: string, finite: string): RegExp =>
  new RegExp(
    String.raw`\b((?:an?|the|any)\s+)?(${machine})(${withOf(finite)})(?<!\s(?:that|which|whose))(?=\s(?:${finite}|after|when|while|once|upon|by|if)\b|[,;]|$)`,
    "i",
  );
/** Without one of these no machine is told by what it has. */
const KINDS = /(?:vm|virtual machine|vmi)s?\s+(?:with|of)/i;
const EQUIPPED = equipped("vm|virtual machine|vmi", THIRD);
const SEVERAL_EQUIPPED = equipped("vms|virtual machines|vmis", FINITE);
/** What is about to be made is no precondition. */
const MADE =
  /\b(?:creat|import|deploy|defin)(?:e|es|ing|ion|ment|s)?\s+(?:of\s+)?(?:(?:an?|the|another|new)\s+)*(?:[\w-]+\s+)?(?:vms?|virtual machines?)\b|\bvm creation\b/i;
/** Other ways to say "a paused VM". */
const STATE = "running|stopped|paused|halted";
const IN_STATE = new RegExp(
  String.raw`\b(${MACHINE})\s(?:(?:that|which)\s(?:is|are)\s(${STATE})|in\s(?:an?\s|the\s)?["“]?(${STATE})["”]?\s(?:state|status|phase))\b`,
  "gi",
);

/** Reads a scenario's sentence by rule. Never throws; what it cannot tell apart it leaves whole and says so. */
export function readSentence(sentence: string): Reading {
  const whole = tidy(tidy(sentence).replace(LEAD, ""));
  // Several sentences say several things; which of them is the test, only a person can say.
  if (/[.;!?]\s+\p{Lu}/u.test(maskQuotes(whole))) return unread([], whole);
  const text = whole.replace(
    IN_STATE,
    (_, machine: string, that?: string, inside?: string) =>
      `${(that ?? inside ?? "").toLowerCase()} ${machine}`,
  );
  const setting = settingOf(text);
  const read = refusal(setting.text, text) ?? temporal(setting.text);
  const state = setting.state ?? (AT_REST.test(text) ? null : stateFor(read?.actions[0]));
  const given = read?.given ?? [];
  const machine = given.some((line) => /\bVM$/.test(line)) ? [] : machineOf(setting, state);
  const preconditions = [...machine, ...given];
  if (read === null) return unread(preconditions, setting.text);
  return { preconditions, steps: read.steps, expected: read.expected, vague: null };
}

const unread = (preconditions: readonly string[], text: string): Reading => ({
  preconditions,
  steps: [],
  expected: text === "" ? [] : [capital(text)],
  vague: "names no action that can be told from its outcome",
});

/** Who acts on what kind of machine, and the sentence without it. */
export interface Setting {
  readonly text: string;
  readonly state: string | null;
  /** `with two disks` */
  readonly equipment: string;
  readonly actor: string | null;
  readonly mentionsMachine: boolean;
}

export function settingOf(text: string): Setting {
  const { actor, text: spoken } = actedBy(text);
  if (MADE.test(spoken)) {
    return { text: spoken, state: null, equipment: "", actor, mentionsMachine: false };
  }
  // "a paused VM with two disks" becomes "the VM" once that is a precondition.
  const [equipped = "", article, machine = "", equipment = ""] =
    (KINDS.test(spoken) ? (EQUIPPED.exec(spoken) ?? SEVERAL_EQUIPPED.exec(spoken)) : null) ?? [];
  const plain = spoken.replace(equipped, `${article ? "the " : ""}${machine}`);
  const state = STATEFUL.exec(plain)?.[2]?.toLowerCase() ?? null;
  return {
    text: tidy(
      plain.replace(
        STATEFUL,
        (all, which?: string) => `${which ? "the " : ""}VM${/s$/i.test(all) ? "s" : ""}`,
      ),
    ),
    state,
    equipment: equipment.trim(),
    actor,
    mentionsMachine: new RegExp(String.raw`\b(?:${MACHINE})\b`, "i").test(plain),
  };
}

/** The plan says that the machine is not running: then no action makes it so. */
const AT_REST = new RegExp(String.raw`\b(?:offline|stopped|halted)\s(?:\w+\s){0,2}?(?:${MACHINE})\b`, "i");

/** The state that the plan takes for granted, when it is a machine that is acted on. */
const stateFor = (action: Action | undefined): string | null =>
  action && /\b(?:vms?|virtual machines?|guests?|instances?)\b/i.test(action.object)
    ? impliedState(action.verb)
    : null;

function machineOf({ equipment, actor, mentionsMachine }: Setting, state: string | null): string[] {
  if (!mentionsMachine && state === null && actor === null) return [];
  if (!mentionsMachine && state === null && actor !== null) return [capital(actor)];
  const machine = [state === null ? "VM" : `${capital(state)} VM`, equipment].join(" ").trim();
  return [actor === null ? machine : `${machine}, acted on by ${uncapital(actor)}`];
}

/** The machine that a sentence speaks of, as a precondition. */
export const withMachine = (setting: Setting): string[] => machineOf(setting, setting.state);

interface Read {
  readonly given: readonly string[];
  readonly steps: readonly string[];
  readonly expected: readonly string[];
  readonly actions: readonly Action[];
}

/** @param raw the sentence with all states in it: a condition keeps its words */
function refusal(text: string, raw: string): Read | null {
  const found: Refusal | null = readRefusal(text);
  if (found === null) return null;
  const before = found.clause?.connector === "after" ? actionsIn(found.clause.text, "the VM") : [];
  if (before === null) return null;
  const { imperative, object } = found.attempt;
  const condition = splitClause(raw).clause ?? found.clause;
  const given =
    found.clause?.connector === "when" && condition
      ? [stateOf(resolvePronouns(condition.text, object), object)]
      : [];
  const attempt = `Attempt to ${uncapital(imperative)}`;
  return {
    given,
    steps: [...before.map((action) => action.imperative), attempt],
    expected: found.expected,
    actions: [...before, found.attempt],
  };
}

const SET = /\s(?:is|are)\s(?:not\s)?(?:enabled|disabled|configured|set|on|off)\b/i;
const OFF = /\b(?:stopped|halted|off|shut|status|phase|state|down)\b/i;

/** "while in use" is said of what is acted on. */
const stateOf = (text: string, object: string): string =>
  /^(?:in|under|on|at|online|offline)\b/i.test(text)
    ? capital(`${object.replace(/^(?:the|an?)\s/i, "")} is ${text}`)
    : conditionOf(text);

/** "X after Y": Y is what is done, X what is then seen. */
function temporal(text: string): Read | null {
  const { main: said, clause } = splitClause(text);
  const main = said.replace(LEAD, "");
  if (clause === null || main === "" || clause.connector === "because" || clause.word === "while")
    return null;
  // "when the guest is shut down" is a state, unless it is what the outcome speaks of.
  if (clause.connector === "when" && /^Stopped /.test(conditionOf(clause.text)) && !OFF.test(main))
    return null;
  // "a quota change is ignored when the gate is off": the gate is a state, the change is what is done.
  if (
    clause.connector === "when" &&
    SET.test(clause.text) &&
    changeOf(predicateOf(main)?.subject ?? "") !== null
  )
    return null;
  // A refusal that was not understood is no outcome of something else.
  if (speaksOfRefusal(main)) return null;
  const actions = actionsIn(clause.text, referentOf(main));
  if (actions === null) return null;
  const acted = actions[0]?.object ?? null;
  return {
    given: [],
    steps: actions.map((action) => action.imperative),
    expected: outcomesOf(main).map((outcome) => expectation(outcome, acted)),
    actions,
  };
}

/** The orders in "the VM is stopped and then started"; null when one of them is not understood. */
function actionsIn(text: string, referent: string | null): Action[] | null {
  const actions: Action[] = [];
  for (const part of text.split(/,?\s+and then\s+|,\s*then\s+|,?\s+and\s+/i)) {
    const object = actions.at(-1)?.object ?? referent;
    // "stopped and then started": the second word leans on the first.
    const lone = actions.length > 0 && /^\w+(?:ed|en|set|shut)\b/i.test(part);
    const action = toImperative(lone ? `being ${part}` : part, object);
    if (action === null) return null;
    actions.push(action);
  }
  return actions;
}
