import { stem } from "./words.ts";

/** Verbs of this field in their base form; whatever form a plan uses is recognised by its stem. */
const VERBS =
  "abort add apply assign attach boot cancel change check clean clone configure connect convert copy cordon create delete deploy " +
  "detach disable disconnect drain edit eject enable evict expand export extend freeze hotplug hotunplug import increase insert " +
  "install kill load make migrate mount move open pause perform ping plug power reboot recover reduce remove rename replace " +
  "request reset resize restart restore resume revert roll save scale schedule send set shrink shut snapshot start stop suspend " +
  "switch take trigger uncordon unfreeze unmount unpause unplug update upgrade upload write";

/** Forms that the stem does not lead back to the verb. */
const IRREGULAR: Readonly<Record<string, string>> = {
  taken: "take",
  made: "make",
  sent: "send",
  written: "write",
  frozen: "freeze",
  unfrozen: "unfreeze",
  restoration: "restore",
  expansion: "expand",
  suspension: "suspend",
  attachment: "attach",
  detachment: "detach",
  deployment: "deploy",
  removal: "remove",
  shutdown: "shut down",
};

const BY_STEM = new Map(VERBS.split(" ").map((verb) => [stem(verb), verb]));

/** What must be true of a machine before the action makes sense, where the plan takes it for granted. */
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
  "shut down": "running",
  "power off": "running",
  "power on": "stopped",
};

/** Adverbs and adjectives that say how an action is done, as they stand before an order. */
const MANNERS: Readonly<Record<string, string>> = {
  hard: "hard",
  soft: "soft",
  live: "live",
  full: "full",
  online: "online",
  offline: "offline",
  cold: "cold",
  warm: "warm",
  force: "force",
  forced: "force",
  forceful: "force",
  forcefully: "force",
  forcibly: "force",
  graceful: "gracefully",
  gracefully: "gracefully",
  manual: "manually",
  manually: "manually",
  immediate: "immediately",
  immediately: "immediately",
};

/** Base form of a verb in any form (`resetting`, `paused`, `migration`), or null when it is none we know. */
export function baseForm(word: string): string | null {
  const lower = word.toLowerCase();
  return IRREGULAR[lower] ?? BY_STEM.get(stem(lower)) ?? null;
}

/** State that a machine must be in for the verb: `reset` needs a running one; null when any will do. */
export const impliedState = (verb: string): string | null => IMPLIED_STATE[verb] ?? null;

/** `graceful` gives `gracefully`; null for a word that says nothing about the manner of an action. */
export const mannerOf = (word: string): string | null => MANNERS[word.toLowerCase()] ?? null;

const PARTICLES: Readonly<Record<string, RegExp>> = {
  power: /^(?:on|off)$/i,
  switch: /^(?:on|off)$/i,
  shut: /^down$/i,
  roll: /^back$/i,
  plug: /^in$/i,
};

/** `power off`, `shut down`: whether the word belongs to the verb before it. */
export const isParticle = (verb: string, word: string): boolean => PARTICLES[verb]?.test(word) === true;

const MANNER_STEMS = new Set(Object.entries(MANNERS).flat().map(stem));

/** Whether the stem of a word says how an action is done, not which. */
export const isManner = (stemmed: string): boolean => MANNER_STEMS.has(stemmed);

/** Whether the stem is that of a verb we know. */
export const isVerbStem = (stemmed: string): boolean => BY_STEM.has(stemmed);
