import { remembered } from "../remembered.ts";
import { isPlural, leadingVerb, third, verbOf } from "./english.ts";

/** A clause taken apart at its finite verb; every part as written. */
export interface Predicate {
  readonly subject: string;
  /** `is`, `cannot`, `boots`; with its adverb in front: `still is`. */
  readonly verb: string;
  /** Base form of the verb: `be`, `can`, `boot`. */
  readonly base: string;
  /** `live ` of "the VM live migrates". */
  readonly manner: string;
  readonly rest: string;
}

const textBefore = (words: readonly Word[], position: number): string =>
  words
    .slice(0, position)
    .map(({ word }) => word)
    .filter((word, index) => index === 0 || !MANNER.test(word))
    .join(" ");

const AUXILIARY = new Map(
  (
    "is:be are:be was:be were:be has:have have:have had:have does:do do:do did:do can:can cannot:can could:can may:can must:must " +
    "should:must will:must would:must shall:must isn't:be aren't:be wasn't:be weren't:be doesn't:do don't:do didn't:do can't:can " +
    "couldn't:can shouldn't:must won't:must mustn't:must hasn't:have haven't:have " +
    // A comparison states something as well: "uptime > 5 minutes".
    "==:be !=:be >:be <:be >=:be <=:be ≥:be ≤:be ≠:be"
  )
    .split(" ")
    .map((pair) => pair.split(":") as [string, string]),
);
/** After these a verb belongs to the thing described, not to the sentence. */
const RELATIVE = /^(?:that|which|who|whose|where)$/i;
/** Words after which a word is a noun: "the boots", "of restarts". */
const BEFORE_NOUN =
  /^(?:the|an?|its|their|his|her|my|our|no|some|any|each|every|of|to|with|without|in|on|at|by|for|from|into|over|via|under|between|and|or|per|as|two|three|multiple|several|different|new|existing|all|both|max|maximum|minimum)$/i;
const MANNER =
  /^(?:live|cold|warm|hard|soft|still|then|also|never|only|always|again|now|automatically|immediately|successfully|eventually|finally|not)$/i;
/** No sentence of a plan is as long as this; what is longer is no sentence. */
const LONGEST = 1500;

/** "allows retry": a verb without its subject. */
const HEADLESS =
  /^(?:allows|enables|grants|includes|keeps|loses|prevents|provides|receives|reflects|requires|retains)\s/i;

/** Finds the finite verb of a clause, passing over relative clauses and what stands in quotes or brackets. */
export const predicateOf = remembered(predicateIn);

function predicateIn(text: string): Predicate | null {
  if (text.length > LONGEST || HEADLESS.test(text)) return null;
  const words = [...masked(text).matchAll(/\S+/g)].map(({ 0: word, index }) => ({
    word: word.replace(/[’]/g, "'").replace(/[,;:.]+$/, ""),
    index,
    ends: /[,;:]$/.test(word),
  }));
  return (
    found(text, words, (position) => finite(words, position, true)) ??
    found(text, words, (position) => finite(words, position, false))
  );
}

interface Word {
  readonly word: string;
  readonly index: number;
  /** A comma or the like follows. */
  readonly ends: boolean;
}

function found(
  text: string,
  words: readonly Word[],
  verbAt: (position: number) => string | null,
): Predicate | null {
  let relative = false;
  for (const [position, { word, index }] of words.entries()) {
    if (position > 0 && RELATIVE.test(word)) relative = true;
    else if (relative && words[position - 1]?.ends) relative = false;
    // "a snapshot that failed is not counted": what failed is told by its own verb.
    else if (relative && RELATIVE.test(words[position - 1]?.word ?? "") && /ed$/.test(word) && verbOf(word)) {
      relative = false;
      continue;
    }
    const base = position === 0 ? null : verbAt(position);
    if (base === null) {
      if (relative && /^[a-z]+s$/.test(word) && !RELATIVE.test(word) && verbOf(word) !== null)
        relative = false;
      continue;
    }
    // "VMs made before the feature was there work": one "was", several VMs, so it is not their verb.
    const [head = "", inner] = SINGULAR.test(word) ? textBefore(words, position).split(INNER, 2) : [];
    if (inner !== undefined && isPlural(head)) continue;
    if (relative) {
      // The first verb after "that" is the clause's own; the next one is the sentence's.
      relative = false;
      continue;
    }
    const before = words[position - 1]?.word ?? "";
    const manner = position > 1 && MANNER.test(before) ? before : "";
    const start = manner === "" ? index : (words[position - 1]?.index ?? index);
    return {
      subject: text.slice(0, start).trim().replace(/,$/, ""),
      verb: present(text.slice(0, start), text.slice(index, index + word.length), base),
      base,
      manner: manner === "" ? "" : `${manner} `,
      rest: text.slice(index + word.length).trim(),
    };
  }
  return null;
}

const SINGULAR = /^(?:is|was|has|does)$/i;
const INNER = /\s(?:before|after|when|while|once|until)\s/i;

/** Verbs that are more often nouns; alone, or before a preposition, they are no verb. */
const NOUNISH =
  /^(?:access|backup|change|clone|control|count|display|export|flow|import|limit|load|lock|log|name|place|point|process|push|reads?|reference|release|reports?|request|restore|result|share|show|snapshot|support|swap|template|time|trace|transfer|trigger|update|upgrade|upload|use|view|writes?)$/i;
const PARTICLE = /^(?:back|up|down|out|over|off|on|in|open|live|clear)$/i;
const PREPOSITION =
  /^(?:of|to|for|with|without|on|in|from|by|at|between|over|via|using|during|when|that|which|and|or|is|are|as)$/i;
const OBJECT = /^(?:an?|the|it|them|its|their|all|any|no|only|both|each|every|that|as)$/i;
/** Never a noun: what follows is its object, even where that could be a verb: "reflects change", "enables backup". */
const NO_NOUN =
  /^(?:accept|allow|apply|become|cause|contain|create|deny|enable|gain|get|grant|include|keep|lose|perform|pre(?:serve|vent)|provide|receive|refuse|reject|reflect|remain|require|retain|see|send)$/;
/** What may have happened of itself, told in the past: "the backup completed successfully", "an alert fired". */
const HAPPENED =
  /^(?:complete|succeed|fail|fire|finish|start|stop|boot|restart|reboot|crash|recover|resume|exit|appear|disappear|expire|happen|occur)$/;

/** What "completed" is told in the present: outcomes are. */
function present(subject: string, word: string, base: string): string {
  if (!/ed$/.test(word) || word === base) return word;
  return isPlural(subject) ? base : third(base);
}

function finite(words: readonly Word[], position: number, strict: boolean): string | null {
  const { word = "", ends = false } = words[position] ?? {};
  const auxiliary = AUXILIARY.get(word.toLowerCase());
  if (auxiliary !== undefined) return auxiliary;
  const base = /^[a-z-]+$/.test(word) ? verbOf(word) : null;
  if (base === null) return null;
  const before = words[position - 1]?.word ?? "";
  const owner = MANNER.test(before) && position > 1 ? (words[position - 2]?.word ?? "") : before;
  const next = ends ? "" : (words[position + 1]?.word ?? "");
  const alone = next === "" || !(OBJECT.test(next) || /^\d/.test(next));
  // "sources point to a default", "snapshots use one class": behind a plural these are verbs.
  const several =
    word === base &&
    (before.endsWith(BLANK) || before === "each" || (/\p{L}s$/u.test(owner) && !BEFORE_NOUN.test(owner)));
  const takes = /^\p{L}/u.test(next) && !PREPOSITION.test(next);
  const after = ({ point: "to", time: "out" } as Record<string, string>)[base];
  if (several && (after === undefined ? /^(?:use|trigger)$/.test(base) && takes : next === after))
    return isPlural(textBefore(words, position)) ? base : null;
  // "the change results in an error"; "test results in the log" are things.
  if (/^results?$/.test(word) && /^in$/i.test(next) && !RESULTS.test(owner))
    return word !== base || isPlural(textBefore(words, position)) ? base : null;
  const noun = strict
    ? alone && !(word !== base && followedByThing(next))
    : word === base || !/^[a-z0-9]/i.test(next) || PREPOSITION.test(next);
  // "the boot ID changes" ends a sentence that an article began; "configuration changes" is a headline.
  const ends_ = word === "changes" && next === "" && /^(?:the|its|an?)$/i.test(words[0]?.word ?? "");
  // "still points to": behind an adverb stands a verb.
  const adverbial = before !== owner && !/^(?:live|cold|warm|hard|soft)$/i.test(before);
  if (NOUNISH.test(base) && noun && !adverbial && !ends_) return null;
  if (/ed$/.test(word) && word !== base)
    return HAPPENED.test(base) &&
      (next === "" || /ly$/.test(next)) &&
      !BEFORE_NOUN.test(owner) &&
      !/^(?:not|never|both|either)$/i.test(before)
      ? base
      : null;
  if (word === base) {
    // "timestamps in the log match the clock": an article behind tells the verb.
    const near =
      /\p{L}s$/u.test(owner) ||
      before !== owner ||
      OBJECT.test(next) ||
      /\wly$/.test(next) ||
      NO_NOUN.test(base);
    const plural =
      (near && isPlural(textBefore(words, position))) || /^(?:all|both|they|it|others)$/i.test(owner);
    const said = (next === "" || HOW.test(next)) && ALONE.test(base) && isPlural(textBefore(words, position));
    return (plural || said) && !AUXILIARY.has(next.toLowerCase()) ? base : null;
  }
  // "60 retries" counts something; "node 2 fails" names one.
  const counted =
    /^\d+$/.test(owner) && (position === 1 || BEFORE_NOUN.test(words[position - 2]?.word ?? ""));
  if (
    counted ||
    !(/(?<!ing)s$/.test(word) || base.endsWith("ing")) ||
    BEFORE_NOUN.test(owner) ||
    /^(?:of|and)$/i.test(next)
  )
    return null;
  // "template requests survive": the verb comes after the plural.
  const told = /^(?:say|show|indicate|confirm)$/.test(base) && /^that$/i.test(next);
  const later = AUXILIARY.has(next.toLowerCase()) || (/^(?:that|which|who)$/i.test(next) && !told);
  const verb = /^[a-z-]+$/.test(next) ? verbOf(next) : null;
  const compound =
    verb !== null &&
    !NO_NOUN.test(base) &&
    (next === verb || (/s$/.test(next) && next !== verb)) &&
    !PARTICLE.test(next) &&
    !isAdjective(next);
  return later || compound ? null : base;
}

/** "uses scratchSpaceStorageClass": a name with capitals inside is a thing; "requests survive" is not. */
const followedByThing = (next: string): boolean => /[a-z][A-Z]|^[A-Z]/.test(next) || next.startsWith(BLANK);

/** Verbs that end a sentence: "the operations of the VM work". */
const ALONE = /^(?:run|work|succeed|fail|complete|remain|exist|survive|persist|appear)$/;

const RESULTS = /^(?:the|these|all|its|tests?|scan|check|query|search|backup)$/i;
/** How or where it is done: "… complete with cleanup". */
const HOW = /^(?:with|without|within|on|in|across|over)$/i;

const isAdjective = (word: string): boolean => /(?:ed|ing)$/.test(word);

const BLANK = "\u0001";

/** Same length, with quotes and brackets blanked out. */
export const masked = (text: string): string =>
  /["“(]/.test(text)
    ? text.replace(/["“][^"“”]*["”]|\([^()]*\)/g, (part) => BLANK.repeat(part.length))
    : text;

/** What can be done, but also be the first word of a name: "import operation", "upgrade continuity". */
const ABSTRACT =
  /^(?:of|operations?|flows?|workflows?|behaviou?rs?|continuity|control|handling|resilience|times?|order|status|support|process(?:es|ing)?|failures?|errors?|requests?|scenarios?|tests?|cases?|polic(?:y|ies)|consistency|compatibility|functionality|latency|performance|limits?|paths?|sources?|hooks?|and|or|retry|retries|timeouts?|speed|works?|integrity|coverage|recovery|migration|restrictions?|permissions?|protection)$/i;

/** Things whose first word could be an order: "answer file". */
export const COMPOUND = /^(?:answer|log|lock|swap) files?\b/i;

const EITHER =
  /^(?:boot|restart|reset|start|stop|hotplug|hotunplug|scale|suspend|pause|resume|reboot|live|run|test)$/;
const BE_ABLE = /^(?:be|become|remain|stay|exist|have|do|can|must)$/;

/** The words are an order: "Run a full backup", not "Restore of a VM" nor "Snapshot is ready". */
export function isOrder(text: string): boolean {
  const lead = leadingVerb(text);
  if (lead === null || lead.form !== "base" || lead.rest === "") return false;
  const [next = ""] = lead.rest.split(" ", 1);
  const data = /^test (?:data|files?)\b/i.test(lead.rest);
  if ((NOUNISH.test(lead.verb) || EITHER.test(lead.verb)) && ABSTRACT.test(next) && !data) return false;
  if (/^complete .*\b(?:work)?flow\b/i.test(text) || COMPOUND.test(text)) return false;
  // "Migrate a VM while traffic is flowing": the verb of what hangs on it is not its own.
  const predicate = predicateOf(text.replace(/\s(?:while|when|after|once|until|before)\s.+$/i, ""));
  return predicate === null || (predicate.verb === predicate.base && !BE_ABLE.test(predicate.base));
}
