import { stem } from "./words.ts";

/** Verbs of this field in their base form; whatever form a plan uses is recognised by its stem. */
const VERBS = (
  "abort add apply assign attach back boot cancel change check clone configure connect convert create delete detach disable " +
  "disconnect drain edit enable expand export freeze hotplug hotunplug import increase install list load lose make migrate mount " +
  "move open pause perform ping plug power reboot recover reduce remove rename replace request reset resize restart restore resume " +
  "revert roll run save scale schedule send set shut snapshot start stop suspend switch take trigger unfreeze unmount unpause " +
  "unplug update upgrade upload use write"
).split(" ");

const BY_STEM = new Map(VERBS.map((verb) => [stem(verb), verb]));

/** What must be true before the action makes sense, where the plan takes it for granted. */
const IMPLIED_STATE: Readonly<Record<string, string>> = {
  reset: "running",
  restart: "running",
  reboot: "running",
  pause: "running",
  stop: "running",
  migrate: "running",
  freeze: "running",
  unpause: "paused",
  resume: "paused",
  start: "stopped",
  boot: "stopped",
};

/** Base form of a verb in any form (`resetting`, `paused`, `migration`), or null when it is none we know. */
export const baseForm = (word: string): string | null => BY_STEM.get(stem(word.toLowerCase())) ?? null;

export const impliedState = (verb: string): string | null => IMPLIED_STATE[verb] ?? null;

const OBJECTLESS = /^(?:again|twice|once|immediately|gracefully|forcefully)?$/i;
const ADVERB = /^(?:hard|soft|forced|graceful|live|full|online|offline|manual|cold|warm)$/i;
const PRONOUN = /^(?:it|they|this|that)$/i;
const ARTICLE = /^(?:an?|the|its|their|his|her|any)$/i;

export interface Action {
  /** `Reset the VM` */
  readonly imperative: string;
  readonly verb: string;
}

/**
 * Turns the words of an action into an instruction: "resetting the VM", "the VM is reset", "a reset of the VM" and
 * "the user resets the VM" all give "Reset the VM". Null when no known verb leads it.
 * @param object what is acted on when the words name nothing ("after a reset")
 */
export function toImperative(text: string, object: string): Action | null {
  const words = text
    .trim()
    .replace(/[.;,]+$/, "")
    .split(/\s+/);
  return passive(words, object) ?? leading(words, object) ?? active(words, object);
}

/** "the VM is (being) reset (twice)" */
function passive(words: readonly string[], object: string): Action | null {
  const copula = words.findIndex((word) => /^(?:is|are|was|were|gets|been|being)$/i.test(word));
  if (copula < 1) return null;
  const rest = words.slice(copula + 1).filter((word) => !/^(?:being|been|not)$/i.test(word));
  const verb = rest[0] === undefined ? null : baseForm(rest[0]);
  if (verb === null || !/(?:ed|en|set|shut|run|put)$/i.test(rest[0] ?? "")) return null;
  const patient = words.slice(0, copula);
  return action(verb, [...(PRONOUN.test(patient.join(" ")) ? [object] : patient), ...rest.slice(1)]);
}

/** "resetting the VM", "reset the VM", "a hard reset of the VM", "live migration" */
function leading(words: readonly string[], object: string): Action | null {
  let start = 0;
  const article = ARTICLE.test(words[start] ?? "");
  if (article) start += 1;
  const adverbs: string[] = [];
  while (ADVERB.test(words[start] ?? "")) {
    adverbs.push(words[start] ?? "");
    start += 1;
  }
  const verb = baseForm(words[start] ?? "");
  if (verb === null) return null;
  const rest = words.slice(start + 1);
  const target = /^of$/i.test(rest[0] ?? "") ? rest.slice(1) : rest;
  if (article && target.length > 0 && target === rest && baseForm(target.at(-1) ?? "") !== null) {
    // "a snapshot restore": the last noun is the action, the words before it are its object.
    const last = baseForm(target.at(-1) ?? "") ?? verb;
    return action(last, ["the", ...words.slice(start, -1)]);
  }
  return action(verb, OBJECTLESS.test(target.join(" ")) ? [object, ...target] : target);
}

/** "the user resets the VM" */
function active(words: readonly string[], object: string): Action | null {
  const position = words.findIndex((word, index) => index > 0 && baseForm(word) !== null);
  if (position < 1 || position > 4) return null;
  const verb = baseForm(words[position] ?? "");
  if (verb === null) return null;
  const target = words.slice(position + 1);
  return action(verb, OBJECTLESS.test(target.join(" ")) ? [object, ...target] : target);
}

function action(verb: string, target: readonly string[]): Action {
  const object = target.join(" ").replace(/^(?:its|their)\s+/i, "the ");
  const withArticle = /^(?:the|an?|all|both|each|two|one)\s|^["A-Z]/.test(object) ? object : `the ${object}`;
  return { verb, imperative: `${verb.slice(0, 1).toUpperCase()}${verb.slice(1)} ${withArticle}`.trim() };
}
