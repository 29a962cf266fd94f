import { baseForm, impliedState, isParticle, mannerOf } from "../verbs.ts";
import { capital, isNegated } from "../words.ts";
import { isPlainActor } from "./actors.ts";
import { FINITE } from "./clauses.ts";

/** An action as an order. */
export interface Action {
  /** `Soft reboot the VM` */
  readonly imperative: string;
  readonly verb: string;
  /** What is acted on, with its article: `the VM`, `a snapshot of the VM`. */
  readonly object: string;
}

const ARTICLE = /^(?:an?|the|its|their|his|her|any)$/i;
const PRONOUN = /^(?:it|they|this|that)$/i;
const COPULA = /^(?:is|are|was|were|gets|get|be|been|being)$/i;
/** Stands for things that were named before; which, only the reader knows. */
const QUANTIFIER = /^(?:both|all|each|either|some|others?|one)$/i;
const RELATIVE = /^(?:that|which|who)$/i;
const NOMINAL = /(?:ion|al|ment)$/i;
const FINITE_VERB = new RegExp(`^(?:${FINITE})$`, "i");
const PARTICIPLE = /(?:ed|en|set|shut|sent|put|made)$/i;
/** "export completed": an export that is over. */
const ENDED = /^(?:completed|finished|failed|succeeded|started|ended)$/i;
/** What may follow an action that names no object: "after a reset twice". */
const ADVERBIAL =
  /^(?:again|once|twice|immediately|at once|(?:to|on|from|in|into|with|without|while|for|by|\d+ times?)\b)/i;
/** Things that plans act on; only these may be what "it" stands for. */
const RESOURCE =
  /\b(?:vms?|vmis?|virtual machines?|instances?|guests?|disks?|volumes?|snapshots?|claims?|pvcs?|data ?volumes?|interfaces?|nics?|networks?|namespaces?|nodes?|pods?|quotas?|migrations?|restores?|clones?|memory|cpus?)\b/i;
const RESOURCE_ALONE = new RegExp(`^(?:${RESOURCE.source})$`, "i");
const MAKES = /^(?:create|make|import|deploy)$/;
/** What may be meant by "a reboot" when it is no machine. */
const REBOOTS = /\b(?:nodes?|hosts?|guests?|vms?|virtual machines?)\b/i;
/** Verbs that only say that something is done: "a reset is requested". */
const LIGHT = new Set(["request", "trigger", "perform", "apply"]);

/**
 * Turns the words of an action into an order: "resetting the VM", "the VM is reset", "a reset of the VM" and "the user
 * resets the VM" all give "Reset the VM". Null when no known verb leads it, when it is negated, or when nobody can say
 * what it acts on.
 * @param referent what "it" stands for, and what is acted on where the words name nothing ("after a reset")
 */
export function toImperative(text: string, referent: string | null): Action | null {
  // "X is off but Y is on" says two things, and orders none.
  if (/\sbut\s/i.test(text)) return null;
  // "the restoring phase" is waited for.
  if (/\b(?:phase|stage)$/i.test(text)) return null;
  if (isNegated(text.replace(/\bwithout\b/gi, " "))) return null;
  const words = text
    .replace(/\b(?:has|have|had) been\b/gi, "is")
    .replace(/\bhot[- ](un)?(?=plug)/gi, "hot$1")
    .replace(/\b(live|soft|hard)-(?=\p{L})/giu, "$1 ")
    .trim()
    .split(/\s+/)
    .map((word) => word.replace(/[,;.]+$/, ""))
    .filter((word) => word !== "");
  const copula = words.findIndex(
    (word, index) => COPULA.test(word) && !RELATIVE.test(words[index - 1] ?? ""),
  );
  if (copula >= 0) return passive(words, copula, referent);
  return compound(words) ?? leading(words, referent) ?? active(words) ?? intransitive(words);
}

/** "the VM is (being) reset (to …)", "being reset" */
function passive(words: readonly string[], copula: number, referent: string | null): Action | null {
  const patient = words.slice(0, copula);
  const start = words.findIndex((word, index) => index > copula && !COPULA.test(word));
  const { manner, rest } = withManner(start < 0 ? [] : words.slice(start));
  if (!PARTICIPLE.test(rest[0] ?? "")) return null;
  const { verb, tail } = verbOf(rest);
  if (verb === null) return null;
  if (QUANTIFIER.test(patient.join(" "))) return null;
  const named = patient.length > 0 && !PRONOUN.test(patient.join(" "));
  const meant = named ? patient.join(" ") : (referent ?? machineFor(verb));
  if (meant === null) return null;
  // "a reset of the VM is requested" is a reset.
  const action = LIGHT.has(verb) ? toImperative(meant, referent) : null;
  if (action) return { ...action, imperative: [action.imperative, ...tail].join(" ") };
  return order(verb, manner, meant, tail);
}

/** "VM migration", "a snapshot restore", "VM creation with …": the noun is acted on, the last word says how. */
function compound(words: readonly string[]): Action | null {
  const start = ARTICLE.test(words[0] ?? "") ? 1 : 0;
  const { manner, rest } = withManner(words.slice(start));
  for (const length of [1, 2]) {
    const noun = rest.slice(0, length).join(" ");
    const word = rest[length] ?? "";
    const verb = baseForm(word);
    if (verb === null || !isNoun(word, verb) || !RESOURCE_ALONE.test(noun)) continue;
    const tail = rest.slice(length + 1);
    const of = /^of$/i.test(tail[0] ?? "") ? tail : [];
    if (of.length === 0 && tail.length > 0 && !ADVERBIAL.test(tail.join(" "))) continue;
    return order(verb, manner, noun, tail);
  }
  return null;
}

/** `migration`, `restore`, `hotplug`: not `restarts`, which is what the noun before it does. */
const isNoun = (word: string, verb: string): boolean => {
  const lower = word.toLowerCase();
  return lower === verb || NOMINAL.test(lower);
};

/** "resetting the VM", "reset the VM", "a hard reset of the VM", "live migration" */
function leading(words: readonly string[], referent: string | null): Action | null {
  const article = ARTICLE.test(words[0] ?? "");
  const { manner, rest } = withManner(words.slice(article ? 1 : 0));
  const { verb, tail: target } = verbOf(rest);
  if (verb === null || /(?:ed|s)$/i.test(rest[0] ?? "")) return null;
  if (/^of$/i.test(target[0] ?? "")) {
    return target.length === 1 ? null : order(verb, manner, target.slice(1).join(" "), []);
  }
  const said = target.join(" ");
  if (said === "" || ADVERBIAL.test(said)) {
    const machine = machineFor(verb);
    const meant = machine !== null && referent !== null && REBOOTS.test(referent) ? referent : machine;
    return meant === null ? null : order(verb, manner, meant, target);
  }
  // "migration fails" is no order, and a noun takes no object.
  if (
    article ||
    NOMINAL.test(rest[0] ?? "") ||
    FINITE_VERB.test(target[0] ?? "") ||
    ENDED.test(target[0] ?? "")
  )
    return null;
  return order(verb, manner, said, []);
}

/** "after a reset" speaks of a machine, "after a detach" of something that only the reader knows. */
const machineFor = (verb: string): string | null => (impliedState(verb) === null ? null : "the VM");

/** The verb that leads the words, with its particle: "power off the VM". */
function verbOf(words: readonly string[]): { verb: string | null; tail: readonly string[] } {
  const [first = "", second = ""] = words;
  const verb = baseForm(first);
  return verb !== null && isParticle(verb, second)
    ? { verb: `${verb} ${second.toLowerCase()}`, tail: words.slice(2) }
    : { verb, tail: words.slice(1) };
}

/** "the user resets the VM"; who that is must not matter. */
function active(words: readonly string[]): Action | null {
  const length = [1, 2, 3].find((count) => isPlainActor(words.slice(0, count).join(" ")));
  if (length === undefined) return null;
  const { manner, rest } = withManner(words.slice(length));
  const { verb, tail: target } = verbOf(rest);
  return verb === null || target.length === 0 ? null : order(verb, manner, target.join(" "), []);
}

/** "the VM restarts", "a node reboots": what is said to do it is what it is done to. */
function intransitive(words: readonly string[]): Action | null {
  const position = words.findIndex((word, index) => index > 0 && /s$/i.test(word) && baseForm(word) !== null);
  const subject = words.slice(0, position).join(" ");
  const verb = baseForm(words[position] ?? "");
  const tail = words.slice(position + 1);
  if (position < 1 || position > 3 || verb === null || !RESOURCE.test(subject)) return null;
  return tail.length === 0 || ADVERBIAL.test(tail.join(" ")) ? order(verb, "", subject, tail) : null;
}

function withManner(words: readonly string[]): { manner: string; rest: readonly string[] } {
  const manner = mannerOf(words[0] ?? "");
  // "force" alone is no manner: "force the VM to …" is not understood.
  return manner === null || words.length === 1
    ? { manner: "", rest: words }
    : { manner: `${manner} `, rest: words.slice(1) };
}

function order(verb: string, manner: string, target: string, tail: readonly string[]): Action {
  const object = target
    .replace(/^(?:its|their)\s+/i, "the ")
    .replace(/^(?:An?|The)\b/, (word) => word.toLowerCase())
    // Which machine is meant, the preconditions say; only one that is made is any.
    .replace(/^an? (?:vm|virtual machine)\b/i, MAKES.test(verb) ? "a VM" : "the VM");
  const bare = /^(?:the|an?|all|both|each|another|two|one)\s|^["“]/i.test(object) ? object : `the ${object}`;
  return { verb, object: bare, imperative: capital([`${manner}${verb}`, bare, ...tail].join(" ")) };
}

/** What "it" stands for after an outcome: its subject, when that is a thing that can be acted on. */
export function referentOf(outcome: string): string | null {
  const subject =
    /^(.{1,60}?) (?:is|are|has|have|gets|keeps|becomes|stays|remains|can|does|do|returns|starts|stops|still|no|cannot)\b/i.exec(
      outcome,
    )?.[1];
  if (subject === undefined || !RESOURCE.test(subject)) return null;
  if (/\b(?:vms?|virtual machines?|guests?|instances?)\b/i.test(subject)) return "the VM";
  return subject.split(" ").length > 3 ? null : subject.replace(/^(?!the |an? )/i, "the ");
}
