import { remembered } from "../remembered.ts";
import { capital } from "../words.ts";
import { isPlural, leadingVerb, third, verbOf } from "./english.ts";
import { predicateOf } from "./finite.ts";
import { startsWithVerb } from "./outcomes.ts";

/** How a clause hangs on the main one. */
export type Connector = "after" | "when" | "because";

export interface Clause {
  /** The connecting word as written, in lower case: `after`, `as soon as`, `while`. */
  readonly word: string;
  readonly connector: Connector;
  readonly text: string;
}

export interface Split {
  readonly main: string;
  readonly clause: Clause | null;
}

const CONNECTORS: readonly (readonly [RegExp, Connector])[] = [
  [/^(?:after|once|upon|following|as soon as)$/, "after"],
  [/^(?:when|whenever|while|if|in case)$/, "when"],
  [/^(?:because|since|due to)$/, "because"],
];
const WORD =
  "after|once(?!\\s(?:per|every|more|only|again|during|in|on|for|at|by|and|an?\\s(?:day|week|month|hour|minute))\\b)|upon|following|as soon as|whenever|when|while|if|in case|because|since|due to";
const INNER = new RegExp(String.raw`,?\s(${WORD})\s`, "i");
const LEADING = new RegExp(String.raw`^(${WORD})\s([^,]+),\s?(.+)$`, "i");

/** "only after a restart" says more than "after a restart": the clause belongs to the word. */
const BOUND = /\b(?:only|not|never|even|until|except|before(?:,? during)?,? (?:and|or))$/i;

/** Parts the main clause from the one that says after what, when or why; quoted text is never parted. */
export const splitClause = remembered(clauseIn);

function clauseIn(text: string): Split {
  const masked = maskQuotes(text);
  const leading = LEADING.exec(masked);
  if (leading) {
    const [, word = "", inner = "", main = ""] = leading;
    const start = word.length + 1;
    return {
      main: text.slice(text.length - main.length).trim(),
      clause: clauseOf(word, text.slice(start, start + inner.length)),
    };
  }
  const found = INNER.exec(masked);
  if (!found || found.index === 0) return { main: text, clause: null };
  const main = text.slice(0, found.index).trim();
  const rest = text.slice(found.index + found[0].length).trim();
  if (rest === "" || BOUND.test(main)) return { main: text, clause: null };
  const on = goesOn(main, rest);
  if (on < 0) return { main, clause: clauseOf(found[1] ?? "", rest) };
  return { main: main + rest.slice(on), clause: clauseOf(found[1] ?? "", rest.slice(0, on)) };
}

/** Where the main clause goes on behind the one that hangs on it ("…, keeps its address"); -1 when it does not. */
function goesOn(main: string, rest: string): number {
  const subject = predicateOf(main)?.subject;
  if (subject === undefined) return ownVerb(main, rest);
  const kept = KEPT.exec(maskQuotes(rest.slice(0, 600)));
  if (kept !== null && predicateOf(rest.slice(0, kept.index)) !== null) return kept.index;
  for (const { index } of maskQuotes(rest.slice(0, 600)).matchAll(/,\s/g)) {
    const next = rest.slice(index + 2).replace(/^(?:and|but)\s/i, "");
    if (startsWithVerb(next.split(",", 1)[0] ?? "", subject)) return index;
  }
  // "persists once disabled and a user can act": what is disabled is no user.
  const second = / and (?=(?:the|an?|[a-z]+)\s)/.exec(maskQuotes(rest.slice(0, 200)));
  if (second !== null && PARTICIPLE.test(rest.slice(0, second.index))) {
    if (predicateOf(rest.slice(second.index + 5)) !== null) return second.index;
  }
  // "while two are connected and sees the screen": one sees, two are.
  // "starts when a user connects and stops once the last one leaves"
  const again = /\sand\s(?=([a-z]+s)\s(?:\S+\s){0,6}?(?:once|when|after|while|if|until)\s)/.exec(
    rest.slice(0, 600),
  );
  if (again !== null && startsWithVerb(again[1] ?? "", subject)) return again.index;
  // "fires after 5 minutes and clears": a time has no verb.
  const plain = / and (?=[a-z]+s\s)/.exec(maskQuotes(rest.slice(0, 200)));
  if (plain !== null && predicateOf(rest.slice(0, plain.index)) === null) {
    const next = rest.slice(plain.index + 5);
    if (startsWithVerb(next.split(/\s(?:when|after|once|while)\s/, 1)[0] ?? "", subject)) return plain.index;
  }
  const owner = predicateOf(rest)?.subject ?? "";
  const joint = / and (?=[a-z]+s\s)/.exec(maskQuotes(rest.slice(0, 600)));
  if (joint !== null && isPlural(owner) && !isPlural(subject)) {
    if (startsWithVerb(rest.slice(joint.index + 5), subject)) return joint.index;
  }
  return -1;
}

/** "… when the limit is exceeded and the VM continues running": what goes on as before is an outcome, no condition. */
const KEPT =
  /,?\s(?:and|but)\s(?=(?:(?:the|its|their|existing|other|all|any)\s)?(?:[\w-]+\s){1,3}?(?:continues?|remains?|stays?|keeps?|(?:is|are)\s(?:still|not\schanged))\b)/i;

/** A bare participle: "once disabled and the user can …". */
const PARTICIPLE = /^(?:\w+ly\s)?\w+ed$/i;

/** "disabling X after it was enabled restores access", "timeout after 60 retries leads to …": the last verb is that of the main clause. */
function ownVerb(main: string, rest: string): number {
  const inner = predicateOf(rest);
  if (inner === null) return -1;
  const verb = rest.indexOf(` ${inner.verb} `, inner.subject.length);
  if (verb > 0 && inner.verb === third(inner.base) && isPlural(inner.subject)) return verb;
  if (inner.base !== "be") return -1;
  const later = /^\w+(?=(?:\s\w+ly)?\s([a-z]+)\s)/.exec(inner.rest);
  const base = verbOf(later?.[1] ?? "");
  if (later === null) return -1;
  const end = rest.length - inner.rest.length + later[0].length;
  const told = leadingVerb(/(\S+)$/.exec(main)?.[1] ?? "")?.form === "participle";
  // "snapshots taken while the VM is paused can be restored"
  if (told && /^(?:can|cannot|must|should|will|is|are|has|have)$/.test(later[1] ?? "")) return end;
  if (base === null) return -1;
  // "disks made after the quota was raised keep …": the form of the verb tells that it belongs to the disks.
  const many = isPlural(main);
  const made = told && later[1] === (many ? base : third(base));
  const doing = leadingVerb(main)?.form === "gerund" && later[1] === third(base);
  return made || doing ? end : -1;
}

function clauseOf(word: string, text: string): Clause {
  const lower = word.toLowerCase();
  const connector = CONNECTORS.find(([pattern]) => pattern.test(lower))?.[1] ?? "when";
  return { word: lower, connector, text: text.trim() };
}

/** Same length, with everything between quotes blanked out. */
export const maskQuotes = (text: string): string =>
  /["“]/.test(text) ? text.replaceAll(/["“][^"“”]*["”]/g, (quoted) => "\u0001".repeat(quoted.length)) : text;

/** Verbs by which a statement is told from a list of things. */
export const FINITE =
  "is|are|was|were|has|have|had|does|do|did|can|cannot|must|should|will|gets?|keeps?|retains?|stays?|remains?|becomes?|reaches|" +
  "returns?|shows?|reports?|answers?|boots?|starts?|stops?|runs?|fails?|succeeds?|exists?|contains?|loses?|receives?|sees?|works?|" +
  "continues?|changes|(?:is|are|was|were|has|have|does|do|did|wo|ca)n['’]t|differs|equals|appears?|brings?|leaves|survives?|completes?";
/** The same of one thing: behind "a VM with secure" a bare "boot" is no verb. */
export const THIRD = FINITE.replaceAll("?|", "|").replace(/\?$/, "");
const STATE =
  /^(?:(?:the|an?)\s)?(vms?|virtual machines?|guests?(?: os)?) (?:is|are) (?:already |still |currently )?(running|stopped|paused|halted|shut ?down|shut off|powered[- ]off|powered[- ]down|switched off)$/i;

/** "the VM is paused" as a precondition of its own; a state is worded like a thing: "Paused VM". */
export function conditionOf(clause: string): string {
  const [, what = "", state = ""] = STATE.exec(clause) ?? [];
  if (state === "") return capital(clause);
  const how = /^(?:shut|power|switch)/i.test(state) ? "Stopped" : capital(state.toLowerCase());
  return `${how} ${/^guest/i.test(what) ? "guest" : "VM"}`;
}
