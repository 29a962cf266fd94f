import { baseForm } from "../verbs.ts";
import { capital, uncapital } from "../words.ts";
import { isPlural, leadingVerb, participle, third, verbOf } from "./english.ts";
import { expectation } from "./expectation.ts";
import { type Predicate, predicateOf } from "./finite.ts";
import { toImperative } from "./imperative.ts";
import { readNominal } from "./nominal.ts";
import { ADVERBIAL, determined, headOf, isAction, isPerson, meanwhile } from "./nouns.ts";
import { refusalShape } from "./refused.ts";
import { orderOf, type Shape, shaped } from "./shape.ts";

/**
 * Reads a clause without what hangs on it.
 * @param acted something is done already: then the clause only says what is seen
 * @param object what was acted on, for "it" and "its"
 */
export function shape(text: string, acted: boolean, object: string | null): Shape {
  const predicate = predicateOf(text) ?? headline(text);
  if (predicate === null) return shaped(readNominal(text, acted));
  const said = spoken(predicate);
  const seen = shaped({
    expected: expectation(said, object),
    ...(said === text ? {} : { about: uncapital(said) }),
  });
  return (
    refusalShape(predicate, said) ??
    gerundSubject(predicate) ??
    (acted ? null : (performed(predicate, seen) ?? brought(predicate, seen))) ??
    seen
  );
}

/** The clause again, its verb in the number of its subject. */
function spoken({ subject, manner, verb, base, rest }: Predicate): string {
  const said = verb === third(base) && isPlural(subject) && !/^(?:be|have|do)$/.test(base) ? base : verb;
  return `${subject} ${manner}${said}${rest === "" || rest.startsWith(",") ? rest : ` ${rest}`}`;
}

/** What is said of a bare noun as an outcome: "VM attached to the new network", "setting preserved through an upgrade". */
const REACHED =
  /^(?:attached|connected|preserved|retained|restored|removed|rejected|blocked|raised|fired|created|logged|recorded|reported|listed|displayed|deleted|generated|assigned)$/i;
/** "preserved history" is a thing; "preserved through …" is said of one. */
const BEHIND =
  /^(?:$|(?:to|in|into|on|by|for|from|through|across|after|during|when|only|and|as|at|with|per)$)/i;
const PREPOSITION = /\s(?:of|for|with|to|from|in|on|between|by|that|which|and|or)\s|^(?:an?|the)\s/i;

/** "stuntime within the limit", "image annotated with a label": a headline leaves out "is". */
export function headline(text: string): Predicate | null {
  const words = text.split(" ", 80);
  const at = words.findIndex(
    (word, index) =>
      index > 0 &&
      // "each available source" and "with support enabled" say which thing is meant.
      !/^(?:an?|the|each|every|all|any|no|its|their)$/i.test(words[index - 1] ?? "") &&
      !(index === words.length - 1 && /\swith\s/i.test(text)) &&
      (/^(?:within|below|above|unchanged|unaffected|intact|functional|unavailable|available|visible|reachable)$/i.test(
        word,
      ) ||
        (REACHED.test(word) &&
          BEHIND.test(words[index + 1] ?? "") &&
          !PREPOSITION.test(words.slice(0, index).join(" "))) ||
        (index === words.length - 1 && /ed$/.test(word) && verbOf(word) !== null)),
  );
  if (at < 0 || /^(?:is|are|was|were|be|been)$/i.test(words[at - 1] ?? "")) return null;
  const before = words.slice(0, at).join(" ");
  const [, bare = before, not = ""] = /^(.+?)\s(not|no longer|never)$/i.exec(before) ?? [];
  const rest = `${not} ${text.slice(before.length + 1)}`.trim();
  return { subject: bare, verb: isPlural(bare) ? "are" : "is", base: "be", manner: "", rest };
}

/** Verbs that say nothing of their object: "creating it succeeds". */
const PLAIN =
  /^(?:be|have|do|can|must|succeed|work|fail|complete|take|need|require|become|remain|stay|cause|make|leave)$/;

/** "disabling the role applies the setting": what is done is the subject, what is seen the object. */
function gerundSubject({ subject, base, rest, verb, manner }: Predicate): Shape | null {
  if (leadingVerb(subject)?.form !== "gerund") return null;
  const steps = ordersOf(subject);
  if (steps === null) return null;
  const [, object = "", tail = ""] =
    /^(.+?)(?=\s(?:to|for|on|in|with|within|from|at|as|after|by)\s|$)(.*)$/i.exec(rest) ?? [];
  if (
    object === "" ||
    (/^(?:keep|leave)$/.test(base) && STATE_BEHIND.test(object)) ||
    /^(?:it|them|this|up|down|off|out|back|over)\b/i.test(object) ||
    PLAIN.test(base) ||
    ADVERBIAL.test(rest) ||
    /^\w+ly$/.test(object)
  ) {
    return shaped({ steps, expected: capital(`${subject} ${manner}${verb} ${rest}`.trim()) });
  }
  const [, bare = "", only = ""] = /^(.+?)(\sonly)?$/i.exec(object.replace(/^(?:the|an?)\s/i, "")) ?? [];
  const outcome = `${bare} ${isPlural(bare) ? "are" : "is"} ${manner}${participle(base)}${only}${tail}`;
  return shaped({ steps, expected: capital(outcome) });
}

/** "keeps the VM stopped": in which state, not which VM. */
const STATE_BEHIND = /\s(?:\w+ed|\w+ing|available|intact|visible|reachable)$/i;

/** "pausing and resuming the VM" is two orders of the same thing. */
function ordersOf(subject: string): string[] | null {
  const [, first, second, object = ""] = /^(\S+ing)(?: and)?(?: then)? (\S+ing)\s(.+)$/i.exec(subject) ?? [];
  const texts =
    first !== undefined && second !== undefined ? [`${first} ${object}`, `${second} ${object}`] : [subject];
  const orders = texts.map((text) => toImperative(text, null)?.imperative ?? orderOf(text));
  return orders.includes(null) ? null : orders.filter((order) => order !== null);
}

/** What a thing does of itself, or what needs an object: "a VM recovers", "a metric changes". */
const SELF =
  /^(?:change|request|scale|snapshot|trigger|take|save|load|replace|add|schedule|apply|recover|reconnect|roll back)$/;

/** The words say that the system does it: nobody does it by hand to see that it happens. */
const OF_ITSELF =
  /\b(?:automatic(?:ally)?|autonomously|by (?:it|them)sel(?:f|ves)|on (?:its|their) own|at the (?:set|given|scheduled|configured|planned|right) times?|on (?:schedule|time)|periodic(?:ally)?|regularly|hourly|daily|nightly|weekly|every (?:\d+ )?(?:second|minute|hour|day|night|week|month)s?|missed|overdue|(?:is|are) back(?: up| online)?$)\b/i;
const happensOfItself = (text: string): boolean => OF_ITSELF.test(text);

/** What somebody does inside a machine to see whether it works. */
const USES = /^(?:resolve|open|send|ping|log|connect|download|browse|curl)$/;
const MACHINE = /^(?:vms?|guests?|pods?|machines?|clients?|hosts?)$/i;

/** "a folder is created", "the VM live migrates", "a user opens the console": the sentence itself says what is done. */
function performed({ subject, base, rest, manner, verb }: Predicate, seen: Shape): Shape | null {
  const denied =
    /n['’]t$/i.test(verb) ||
    /^(?:not|never|no longer)\b/i.test(`${manner}${rest}`) ||
    /^(?:no|neither|nothing|nobody)\b/i.test(subject);
  if (denied || happensOfItself(`${subject} ${verb} ${rest}`)) return null;
  if (USES.test(base) && MACHINE.test(headOf(subject)) && rest !== "")
    return { ...seen, steps: [`Let ${uncapital(subject)} ${manner}${base} ${meanwhile(rest)}`] };
  if (base === "be") {
    const step = passive(subject, rest);
    return step === null ? null : { ...seen, steps: [step] };
  }
  if (/^(?:can|do|must|have)$/.test(base)) return null;
  if (isPerson(subject) && !/^(?:see|get|receive|notice|observe|keep|retain|lose|need)$/.test(base)) {
    return { ...seen, steps: [`Let ${uncapital(subject)} ${manner}${base} ${meanwhile(rest)}`.trim()] };
  }
  if (base === "survive" && rest !== "") return { ...seen, steps: [event(rest)] };
  // "the restore mounts its volume": what is done is the restore.
  if (isAction(subject)) return null;
  if (baseForm(base) !== base || SELF.test(base) || (rest !== "" && !ADVERBIAL.test(rest))) return null;
  return {
    ...seen,
    steps: [capital(`${manner}${base} ${determined(subject)} ${meanwhile(rest)}`.trim())],
  };
}

/** What a system does of its own accord more often than somebody does it: "a backup is made", "the address is set". */
const OBSERVED =
  /^(?:update|reduce|increase|change|load|clean|make|set|write|send|save|recover|clear|disconnect|replace|move)$/;

/** "is live-migrated to another node" is done to its subject. */
function passive(subject: string, rest: string): string | null {
  const lead = leadingVerb(rest);
  const [verb = ""] = (lead?.verb ?? "").split(" ", 1);
  if (lead === null || baseForm(verb) === null || lead.form === "third" || lead.form === "gerund")
    return null;
  if (lead.form === "base" && !/^(?:set|reset|shut|put)$/.test(verb)) return null;
  if (OBSERVED.test(verb)) return null;
  // "evicted and restarted" is done by something else.
  if (/\sand\s\w+ed\b|^\sand\s/.test(` ${lead.rest}`)) return null;
  const made = /^(?:create|deploy|define|provision)$/.test(verb) && /^(?:the )?vm$/i.test(subject);
  const object = made ? "a VM" : determined(subject);
  return capital(`${lead.manner}${lead.verb} ${object} ${meanwhile(lead.rest)}`.trim());
}

/** "cluster upgrades" as an order: "Upgrade the cluster". */
function event(noun: string): string {
  const found =
    /^(?:an?\s|the\s)?(cluster|node|host|vm|guest)\s(upgrade|restart|reboot|reset|update)s?$/i.exec(noun);
  if (found !== null) return capital(`${(found[2] ?? "").toLowerCase()} the ${found[1] ?? ""}`);
  return toImperative(noun, "the VM")?.imperative ?? `Perform ${determined(noun)}`;
}

const SET_UP =
  /^(.{1,120}?)\s(set|put|inserted|taken|added|applied|attached|created|imported|uploaded|cloned|restored|written|defined)\s((?:in|on|to|into|from|at|by|with|as)\s.+)$/i;

/** "quota change" is an order in a noun: "Change the quota"; a change of which nothing is said is none. */
export function changeOf(noun: string): string | null {
  const [, thing = "", verb = ""] =
    /^(?:the\s|an?\s)?((?:(?!(?:an?|the|no|all|each|every|only|of|for|with|to|from|in|on)\s)[\w/.-]+\s){1,3})(change|swap|clone|increase|decrease|toggle)s?$/i.exec(
      noun,
    ) ?? [];
  return thing === "" ? null : `${capital(verb.toLowerCase())} ${determined(thing.trim())}`;
}

const THING = /\b(?:vms?|guests?|disks?|volumes?|snapshots?|nodes?)\b/i;

/** What the subject says was done to it: "media inserted into a VM", "the upload operation". */
function brought({ subject, base, rest }: Predicate, seen: Shape): Shape | null {
  if (happensOfItself(`${subject} ${rest}`)) return null;
  if (/^(?:no|neither|nothing|nobody|only)\b/i.test(subject)) return null;
  const [, thing = "", verb = "", where = ""] = SET_UP.exec(subject) ?? [];
  const does = verbOf(verb);
  // "detection via the label set to X": the label is set.
  const nearest = /^.+\s(?:via|through|using|with)\s(.+)$/i.exec(thing)?.[1] ?? thing;
  if (does !== null && !/\b(?:that|which|who)\b/i.test(thing)) {
    return { ...seen, steps: [capital(`${does} ${determined(nearest)} ${where}`)] };
  }
  const change = changeOf(subject);
  if (change !== null) return { ...seen, steps: [change] };
  if (!isAction(subject)) return null;
  const order = toImperative(subject, "the VM");
  const known = order !== null && base !== "be" && THING.test(order.object);
  return { ...seen, steps: [known ? order.imperative : `Perform ${determined(subject)}`] };
}
