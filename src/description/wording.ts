/**
 * The community's wording rules as far as a machine can see them. They look at words, not at meaning: each is made to
 * stay silent on good text rather than to catch everything.
 */

/** Verbs of a statement that an assertion can check, third person. */
const STATES =
  "is are was were has have had does do did can cannot equals exists contains succeeds fails remains becomes matches returns " +
  "reports shows includes stays keeps retains boots starts stops completes runs appears reaches responds receives sees " +
  "uses rejects denies prevents blocks allows accepts refuses displays lists differs increases decreases exceeds reflects " +
  "preserves survives resolves connects references points persists supports provides requires consists applies creates emits";
const STATE_VERB = new RegExp(`\\b(?:${STATES.split(" ").join("|")})\\b`, "i");

/** The same for several subjects: `All VMs exist`. */
const PLURAL_VERB =
  /\b(?:equal|exist|contain|succeed|fail|remain|become|match|return|report|show|include|stay|keep|retain|boot|start|stop|complete|run|appear|reach|respond|receive|see|use|reject|allow|accept|differ|reflect|persist|reference|emit)\b/i;

/**
 * Verbs of statements that are nouns as well, or too rare to count statements by: they only show that there is one.
 */
const FURTHER =
  "acquires adds admits affects aggregates allocate allocates announce announces answer answers appears " +
  "arrives attach attaches authenticates become becomes begins binds boots breaks brings cancels " +
  "capture captures carries carry catches ceases change changes chooses cleans clear clears close " +
  "closes collect collects comes communicate communicates completes complies consumes contains counts " +
  "continues convert converts copies creates decrease decreases default defaults defines degrades " +
  "deletes denies depends deploy deploys describes detach detaches detects differentiate differentiates " +
  "disappears disconnects discovers downloads drains drop drops ejects emits enable enables end ends " +
  "enforce enforces enter enters establish establishes evaluates evicts exceeds executes expire expires " +
  "exposes falls finds finish finishes fire fires fits flows follow follows forwards function functions " +
  "gains generates get gets gives goes grants grow grows handles hangs happen happens has hibernate hibernates hold holds " +
  "honor honors honours identifies ignore ignores include includes increase increases indicates inherit " +
  "inherits inserts installs interrupts join joins kills lack lacks lands lasts leads leaks leave " +
  "leaves lifts listens lists loads lock locks logs lose loses maintain maintains makes manages meets " +
  "migrate migrates mount mounts move moves mutates names need needs notifies obeys observes obtains " +
  "occur occurs open opens operates override overrides overrules overwrites owns pass passes pauses " +
  "performs persists picks pings point populates preserves prevents prints produce produces progress progresses " +
  "prompts propagate propagates protects provides provisions pull pulls puts raises reaches reacts " +
  "reads reappears reboot reboots receives reclaim reclaims recognises recognizes reconciles reconnect " +
  "reconnects recover recovers recreates redefines redeploys refers reflects refuses register registers " +
  "rejects release reloads remains removes renames replaces reports requires reschedules resets resizes " +
  "resolves respects responds restart restarts restore restores restricts resume resumes retains " +
  "retries reuse reuses reverts revokes rotate rotates routes runs says scale scales schedule schedules " +
  "sees selects sends serve serves sets shrink shrinks signs skip skips specifies specify spreads " +
  "starts stays stops stores submits supersedes survive survives suspend suspends switches synchronises " +
  "synchronizes syncs take takes terminate terminates thinks times tracks transfers transition " +
  "transitions trigger triggers unlock unlocks unmounts unplugs updates upgrades validates verifies " +
  "wait waits warns wins work works write writes";
const OTHER_VERB = new RegExp(`\\b(?:${FURTHER.split(" ").join("|")})\\b`, "i");

/** Base forms that begin a command, but state something of what stands in front of them: `Limits apply to clones`. */
const LATER_VERB = /\w\s(?:apply|block|count|evict|go|ping|prevent|print|remove|replace|sync|update)\s/i;

const CHECK = /^(?:verify|check|ensure|validate|confirm|assert|make sure|test that)\b/i;
/** To stop something gracefully is a way to stop it; to do anything else so only praises it. */
const ORDERLY = "stop|shut|power|restart|reboot|reset|terminat|drain|evict|exit|delet|kill";
export const GRACEFULLY = String.raw`(?<!\b(?:${ORDERLY})\w*\s(?:[\w-]+\s){0,4})gracefully(?!\s(?:${ORDERLY}))`;
const PADDING = new RegExp(
  String.raw`\b(?:should|properly|correctly|as expected|as intended|${GRACEFULLY})\b`,
  "i",
);
const REFUSAL =
  /\b(?:fails?(?!(?:\s|-)?(?:over|back)\b)|(?:is|are|gets?|was|were) (?:denied|rejected|refused|forbidden|blocked|prevented)|(?:is|are) not (?:allowed|permitted)|(?:is|are) (?:disallowed|unauthorized))\b/i;
const NO_REFUSAL = /\b(?:no|not|never|nothing|without|none)\b/i;
const REFUSING =
  /\b(?:fail\w*|reject\w*|den(?:y|ies|ied)|refus\w*|forbid\w*|block\w*|prevent\w*|errors?|not|no|cannot|can't|unable|without|invalid|disallow\w*|unauthori[sz]ed|remains?|unchanged|retains?|negative)\b/i;
const ACTION =
  /\b(?:after|when|once|upon|creat\w+|delet\w+|remov\w+|add(?:s|ed|ing)?|attach\w*|detach\w*|start(?:s|ed|ing)?|stop(?:s|ped|ping)?|restart\w*|reboot\w*|reset\w*|paus\w+|unpaus\w+|migrat\w+|upgrad\w+|updat\w+|expand\w*|resiz\w+|restor\w+|clon\w+|hot-?plug\w*|unplug\w*)\b/i;

/** Text without what stands in quotes: a quoted value may hold anything. */
export function unquoted(text: string): string {
  return text.replace(/"[^"]*"|“[^“”]*”/g, '""').replace(/(?<!\w)'[^']*'(?!\w)/g, '""');
}

/** The padding word that a text holds, or null. */
export function paddingIn(text: string): string | null {
  return PADDING.exec(unquoted(text))?.[0] ?? null;
}

/** A statement that maps to an assertion (`VM is "Running"`, `Ping fails`), neither a command nor a promise. */
export function statesOutcome(line: string): boolean {
  const text = unquoted(line);
  return (
    !CHECK.test(text) &&
    !/\bwill\b/i.test(text) &&
    (STATE_VERB.test(text) ||
      /\wn['’]t\b/.test(text) ||
      PLURAL_VERB.test(text) ||
      OTHER_VERB.test(text) ||
      LATER_VERB.test(text))
  );
}

const SUBORDINATE =
  /^(?:after|before|while|when|where|that|which|who|until|without|with|if|once|between|because|than)\b/i;

/** Number of statements that a line joins: `VM boots and test data is present` has 2. */
export function outcomesIn(line: string): number {
  const clauses = unquoted(line).split(/;\s|\.\s(?=[A-Z])|,?\s(?:and|but)\s/);
  const own = clauses.filter((clause, index) => {
    const text = clause.trim();
    return STATE_VERB.test(text) && (index === 0 || !SUBORDINATE.test(text));
  });
  return Math.max(1, own.length);
}

/** The line says that something is refused or fails. */
export function saysRefusal(line: string): boolean {
  const text = unquoted(line);
  const refusal = REFUSAL.exec(text);
  return refusal !== null && !NO_REFUSAL.test(text.slice(0, refusal.index));
}

const KEPT =
  /\b(?:still|remains?|stays?|keeps?|retains?|continues?|preserved?|preserves|survives?|persists?|unchanged|unaffected|intact|(?:the )?same|as before|(?:is|are|does|do|has|have) not (?:be |been )?(?:change[ds]?|altered|affected|modified|lost|interrupted|touched)|no (?:data )?loss)\b/i;

/** The line demands that something is as it was, not that something came about: `VM is still "Running"`. */
export function saysKept(line: string): boolean {
  const text = unquoted(line);
  return KEPT.test(text) && !NOT_KEPT.test(text);
}

/** "Not the same", "no longer kept": that is a change. */
const NOT_KEPT =
  /\b(?:not|never|no longer|cannot|n[’']t)\s+(?:the same|still|remain|stay|keep|kept|retain|continue|preserve|survive|persist|unchanged|unaffected|intact)/i;

const SUCCESS =
  /(?<!\b(?:not|never|no longer|cannot)\s)\b(?:succeeds?|completes?|is (?:successful|accepted))(?:\s(?:successfully|without errors?))?$/i;

/** The line says that something succeeds: `Logging in succeeds`. */
export function saysSuccess(line: string): boolean {
  const text = unquoted(line).trim();
  return SUCCESS.test(text) && !/^(?:no|neither|nothing|nobody|none)\b/i.test(text);
}

/** Some word of the text fits a test that expects a failure. */
export function fitsNegative(text: string): boolean {
  return REFUSING.test(text);
}

/** The text names something that is done, so that a test needs steps. */
export function namesAction(text: string): boolean {
  return ACTION.test(unquoted(text));
}

const SUBJECT =
  /^(?:the|a|an|it|its|this|that|these|those|there|i|we|user|users|all|each|every|both|no|one|two)\b/i;
const INFINITIVE_ING = /^(?:ping|bring|ring|string)$/i;
const VERB_S =
  /^(?:access|address|bypass|compress|discuss|dismiss|express|focus|pass|press|process|as|always)$/i;
const COMMAND_ACRONYM = /^(?:SSH|SCP|PXE)$/;

/** A step begins with a command: `Restart the VM`, not `The VM is restarted`, `Restarting …` or `VM restarts`. */
export function isImperative(step: string): boolean {
  const text = step.replace(/^["'`(]+/, "");
  const word = /^[\w-]+/.exec(text)?.[0] ?? "";
  if (word === "" || SUBJECT.test(text)) return false;
  if (/^[A-Z]{2,}s?$/.test(word)) return COMMAND_ACRONYM.test(word);
  if (/ing$/i.test(word)) return INFINITIVE_ING.test(word);
  return !/s$/i.test(word) || VERB_S.test(word);
}

const MACHINE = "VMI?|virtual machine|pod|node|PVC|PV|NAD|DV|DataVolume|namespace|disk|volume";
const UNIT = "\\s*(?:[KMGT]i?B?|%|[mµn]?s|sec|min|hours?|days?|v?CPUs?|cores?|sockets?|times)\\b";
const GENERIC = [
  new RegExp(`\\b(?:${MACHINE})[- ]?#?\\d{1,2}\\b(?!${UNIT}|[.:/]\\d)`, "i"),
  new RegExp(`\\b(?:${MACHINE}|host|server|client|user)[- ][A-Z]\\b(?!['’])`),
  /\b(?:first|second|third|1st|2nd|3rd) (?:VMI?|virtual machine|pod|node)s?\b/i,
];

/** A resource named by a label instead of its role: `VM-A`, `VM 2`, `first VM`; null when there is none. */
export function genericNameIn(text: string): string | null {
  return firstMatch(GENERIC, unquoted(text));
}

const DETAILS = [
  /\b[A-Za-z_]\w*\((?:\)|[^()]{0,80}[=_"'][^()]{0,80}\))/,
  // A metric's name is what a user sees.
  /\b(?!kubevirt_|\w+_(?:total|seconds|bytes)\b)[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b/,
  /\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b/,
  /\b(?:self|vmi?|dv|pvc|pod|node|namespace|pytest|utilities|ocp_resources)\.[A-Za-z_]\w*/,
  /[=!]=/,
  /\{\w+\}/,
  /\bfixtures?\b/i,
];

/** Without one of these no detail is found: most lines are told apart at once. */
const MAYBE_DETAIL = /[_({=.]|fixture/i;

/** Code in a text that is meant for people (call, variable, fixture, comparison), or null. Paths may hold anything. */
export function implementationDetailIn(text: string): string | null {
  if (!MAYBE_DETAIL.test(text)) return null;
  const words = unquoted(text)
    .split(" ")
    .filter((word) => !word.includes("/"));
  return firstMatch(DETAILS, words.join(" "));
}

function firstMatch(patterns: readonly RegExp[], text: string): string | null {
  for (const pattern of patterns) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) return found;
  }
  return null;
}
