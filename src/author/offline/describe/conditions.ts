import { capital, uncapital } from "../words.ts";
import { type Clause, conditionOf } from "./clauses.ts";
import { isPlural, leadingVerb, verbOf } from "./english.ts";
import { predicateOf } from "./finite.ts";
import { type Action, toImperative } from "./imperative.ts";
import { introduced } from "./machines.ts";
import { repeatedly } from "./meanwhile.ts";
import { determined } from "./nouns.ts";

/** What a clause asks of a test: a state to start from, or something to do. */
export interface Circumstance {
  readonly given: readonly string[];
  readonly steps: readonly string[];
  /** What was acted on. */
  readonly object: string | null;
}

const EVENT =
  /\b(?:crash(?:es)?|failures?|outages?|loss|losses|corruption|corrupted|disconnection|eviction|power cut|panic|errors?)\b/i;
const TIME =
  /\b(?:phases?|stages?|retries|timeouts?|periods?|windows?|intervals?|TTL|deadline|seconds?|minutes?|hours?|days?|while|delay)\b/i;
/** A headline leaves out "is": "image annotated with a label". */
const DESCRIBED = /^(.{1,80}?)\s((?:\w+ed|set)(?:\s(?:with|by|to|in|as|from|on|for)\s.+)?)$/i;
/** A headline that tells what happens: "role created", "migration completed in time". */
const HAPPENED = /^(.{1,80}?)\s(\w+ed)(\s(?:in|on|by|to|from|for)\s.+)?$/i;
const COMPLETION = /^(?:its |the )?(?:successful )?completion$/i;
const PRONOUN = /^(?:it|they|this|that|both|all|each|either|some|others?)\b/i;

/**
 * Reads "after a crash", "when no policy is configured", "once sharing ends".
 * @param changes what is seen is a change: then "when the VM is stopped" brings it about and is no state
 */
export function circumstanceOf(clause: Clause, referent: string | null, changes = false): Circumstance {
  const { connector, text } = clause;
  // "after completion": of what the sentence itself does.
  if (COMPLETION.test(text)) return { given: [], steps: [], object: null };
  const often = connector === "after" ? repeatedly(text) : null;
  if (often !== null) return { given: [], steps: [often], object: null };
  const statement = predicateOf(text);
  const described = statement === null ? DESCRIBED.exec(text) : null;
  if (connector === "when" && described !== null) {
    const [, thing = "", rest = ""] = described;
    return {
      given: [capital(`${thing} ${isPlural(thing) ? "are" : "is"} ${rest}`)],
      steps: [],
      object: null,
    };
  }
  const done = connector === "after" && statement === null ? HAPPENED.exec(text) : null;
  const [, thing = "", participle = "", where = ""] = done ?? [];
  const verb = verbOf(participle);
  if (done !== null && verb !== null && !isAdjectival(thing)) {
    const ends = /^(?:complete|finish|succeed|fail|start|stop|end)$/.test(verb);
    const step = ends
      ? `Let ${uncapital(thing)} ${verb}${where}`
      : `${capital(verb)} ${determined(thing)}${where}`;
    return { given: [], steps: [step], object: null };
  }
  const happens = changes && clause.word === "when" && statement?.base === "be" && TURNS.test(statement.rest);
  if (connector === "when" && statement !== null && isState(text) && !happens) {
    return { given: [conditionOf(text)], steps: [], object: null };
  }
  const machines = introduced(text);
  const steps: string[] = [];
  let object: string | null = null;
  for (const part of partsOf(machines.text)) {
    const [, bare = part, aside = ""] = /^(.*?)(\s\([^()]*\))$/.exec(part) ?? [];
    const known = (PRONOUN.test(bare) && referent === null) || drops(bare);
    const action: Action | null = known ? null : toImperative(bare, object ?? referent);
    // "a user connects and leaves": what was read for an object is none.
    const understood = action !== null && !/\bthe and\b/i.test(action.imperative);
    steps.push((understood ? action.imperative : happening(bare)) + aside);
    object = action?.object ?? object;
  }
  return { given: machines.given, steps, object };
}

/** "the", "a fully": what follows is no participle of its own. */
const isAdjectival = (thing: string): boolean =>
  /^(?:an?|the|its|is|being|been)$/i.test(thing) || /\swith\s|\b(?:by|of|with|in|to|from|for)$/i.test(thing);

/** "load drops" is no order to load something. */
function drops(text: string): boolean {
  const stated = predicateOf(text);
  return (
    stated !== null &&
    /^[a-z]+$/i.test(stated.subject) &&
    verbOf(stated.subject) === stated.subject.toLowerCase()
  );
}

/** "stopped and then started" is two things to do; "a crash or corruption" one of two. */
function partsOf(text: string): string[] {
  const parts = text.split(/,?\s+and then\s+|,\s*then\s+|,?\s+and\s+/i);
  return parts.every((part) => toImperative(part, "the VM") !== null) ? parts : [text];
}

/** What happens to a thing; "is disabled" and "is configured" are states. */
const EVENTIVE =
  /^(?:live[- ])?(?:applied|migrated|created|deleted|removed|added|restarted|rebooted|reset|updated|changed|drained|upgraded|restored|resized|expanded|cloned|moved|sent|triggered|hot-?plugged|hot-?unplugged|unplugged|imported|uploaded|killed|re-?enabled)\b/i;

/** What a thing may be, and may also become while one looks. */
const TURNS =
  /^(?:stopped|started|paused|unpaused|resumed|shut ?down|powered[- ](?:off|down)|lost|detached|disconnected|terminated|drained|disabled|enabled|closed)\b/i;
const CHANGED =
  /^(?:(?:automatically|immediately|then) )?(?:released|freed|removed|deleted|cleaned|detached|unmounted|evicted|rescheduled|restarted|recreated|terminated|closed|disconnected|reclaimed|unbound|cleared|migrated|failed over)\b/i;

/** The clause says that something changes: "is released", "fails over to another node". */
export function isChange(text: string): boolean {
  const found = predicateOf(text);
  if (found === null) return false;
  if (found.base === "be") return CHANGED.test(found.rest);
  return found.base === "fail"
    ? /^over\b/i.test(found.rest)
    : /^(?:restart|reschedule|disappear|terminate|reboot)$/.test(found.base);
}

/** Verbs that tell how things are, not what happens. */
const LASTS = /^(?:exist|lack|differ|contain|belong)$/;

/** "the node is back": it was away, and comes back while one looks. */
const BACK = /^back(?: up| online)?$/i;

/** A state is told by "is", "has" or a denial: "quota is exceeded", "no policy is configured", "nodes are not free". */
function isState(text: string): boolean {
  const found = predicateOf(text);
  if (found === null) return false;
  if (found.base === "be" && (EVENTIVE.test(found.rest) || BACK.test(found.rest))) return false;
  if (/^(?:be|have|can)$/.test(found.base)) return true;
  if (LASTS.test(found.base)) return true;
  return found.base === "do" || /^(?:no|neither|nothing|nobody|only)\b/i.test(text);
}

/** What happens and is no known action, as an order: "Let a node fail", "Cause a crash". */
function happening(text: string): string {
  const lead = leadingVerb(text);
  if (lead?.form === "gerund" && !/^(?:(?:phase|stage)\b|$)/i.test(lead.rest) && predicateOf(text) === null)
    return `${capital(`${lead.manner}${lead.verb}`)} ${lead.rest}`;
  const found = predicateOf(text);
  if (found !== null) {
    const { subject, base, verb, rest, manner } = found;
    const negated = /n['’]t$|not/i.test(`${verb} ${rest.split(" ", 1)[0] ?? ""}`);
    const done = base === "be" && !negated ? leadingVerb(rest) : null;
    if (done?.form === "participle" && done.verb !== "lose")
      return capital(`${done.manner}${done.verb} ${uncapital(subject)} ${done.rest}`.trim());
    if (base === "be" && BACK.test(rest)) return `Bring ${uncapital(subject)} ${rest}`;
    if (base === "be" && !negated) return `Let ${uncapital(subject)} be ${manner}${rest}`;
    if (base === "have" && !negated && verbOf(rest.split(" ", 1)[0] ?? "") !== null) {
      const [word = ""] = rest.split(" ", 1);
      return `Let ${uncapital(subject)} ${manner}${verbOf(word) ?? word}${rest.slice(word.length)}`;
    }
    if (/^(?:the user|a user|users)$/i.test(subject) && rest !== "")
      return capital(`${manner}${base} ${rest}`.trim());
    if (!/^(?:do|can|must|have|be)$/.test(base))
      return `Let ${uncapital(subject)} ${manner}${base}${rest === "" ? "" : ` ${rest}`}`;
    return `Bring about that ${uncapital(text)}`;
  }
  const [, thing = "", doing = ""] = /^((?:the\s|an?\s)?[\w-]+(?:\s[\w-]+)?)\s([a-z]+ing)$/i.exec(text) ?? [];
  const verb = /^(?:running|pending|missing|existing|remaining|failing)$/i.test(doing) ? null : verbOf(doing);
  if (verb !== null) return `${capital(verb)} ${determined(thing)}`;
  const action = /\b(\w+)(?:\s(?:of|to|from|with|in|on)\b.*)?$/i.exec(text.slice(0, 300))?.[1] ?? "";
  const noun = /^(?:an?|the|its|their|one|every|each|all|any)\s/i.test(text) ? text : withArticle(text);
  if (/^(?:the )?completion of\s/i.test(text)) return `Wait for ${uncapital(noun)}`;
  if (EVENT.test(text)) return `Cause ${uncapital(noun)}`;
  if (TIME.test(text)) return `Wait for ${uncapital(noun)}`;
  if (/(?:ion|ment|al|ing)$/i.test(action) || verbOf(action) !== null) return `Perform ${uncapital(noun)}`;
  return `Bring about ${uncapital(noun)}`;
}

const withArticle = (noun: string): string => (/s$/.test(noun) ? noun : `the ${uncapital(noun)}`);

/** A condition as a line of its own; a headline ("support enabled") gets its verb. */
export function asCondition(text: string): string {
  const state =
    /^(.{1,200}?)\s((?:en|dis)abled|configured|installed|deployed|available|present|running)$/i.exec(text);
  const [, thing = "", how = ""] = state ?? [];
  // "a VM with caching enabled": what is enabled is the caching.
  if (state === null || /\swith\s/i.test(thing) || predicateOf(text) !== null)
    return capital(conditionOf(text));
  return capital(`${thing} ${isPlural(thing) ? "are" : "is"} ${how}`);
}
