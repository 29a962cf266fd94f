import type { Phase } from "../model.ts";

/** Longest text that is looked at, in characters. */
const TEXT_CAP = 64 * 1024;

/** One exception: its own words without source lines, and its type's name without module ("" when it has none). */
export interface Layer {
  readonly text: string;
  readonly type: string;
}

export interface Unwrapped {
  readonly phase: Phase | undefined;
  /** From the innermost cause that the message quotes to the message itself. Never empty. */
  readonly layers: readonly Layer[];
  /** The exception that an outer one was raised from, when the traceback or message shows it. */
  readonly cause: Layer | undefined;
}

const CHAIN = /^(?:The above exception was the direct cause|During handling of the above).*$/m;

/** Splits what pytest reports into phase and exceptions. `when` wins over the prefix of the message. */
export function unwrap(failure: {
  readonly message: string;
  readonly traceback?: string | undefined;
  readonly when?: string | undefined;
}): Unwrapped {
  const traceback = (failure.traceback ?? "").slice(-TEXT_CAP);
  const { phase, text } = splitPhase(failure.message.slice(0, TEXT_CAP).trim());
  const blocks = traceback.split(CHAIN);
  const raised = errorLines(blocks.at(-1) ?? "");
  // pytest cuts long messages ("[+3 more lines; …]"); the whole text stands in the traceback's E lines.
  const cut = text === "" || /\[\+\d+ more lines?; full report in element text\]$/.test(text);
  const own = (cut ? raised : "") || text || lastLine(traceback);
  const chain = own.split(CHAIN);
  const cause = chain.length > 1 ? chain[0] : blocks.length > 1 ? errorLines(blocks[0] ?? "") : "";
  return {
    phase: phaseOf(failure.when) ?? phase,
    layers: nested(chain.at(-1) ?? own).map(layerOf),
    cause: cause ? layerOf(cause) : undefined,
  };
}

const PHASES: readonly Phase[] = ["setup", "call", "teardown", "collection"];
const phaseOf = (word: string | undefined): Phase | undefined => PHASES.find((phase) => phase === word);

/** Takes pytest's `failed on setup with "…"` or `collection failure` off a message. */
export function splitPhase(message: string): { phase: Phase | undefined; text: string } {
  const wrapped = /^failed on (setup|teardown) with "/.exec(message);
  if (wrapped !== null) {
    return { phase: phaseOf(wrapped[1]), text: message.slice(wrapped[0].length).replace(/"$/, "") };
  }
  const collection = /^collection (?:failure|skipped)\b\s*/.exec(message);
  if (collection !== null) return { phase: "collection", text: message.slice(collection[0].length) };
  return { phase: undefined, text: message };
}

/** Wrappers such as a wait's `Last exception: X` hide the real cause; `N/A` means that there was none. */
function nested(text: string): string[] {
  const [outer = "", ...quoted] = text.split(/\bLast exception(?: was)?:[ \t]*/i);
  const none = /^(?:N\/A|None)\b\.?/;
  const inner = quoted.filter((part) => part.trim() !== "" && !none.test(part));
  // What follows an `N/A` belongs to the wrapper again.
  const rest = quoted.filter((part) => none.test(part)).map((part) => part.replace(none, ""));
  return [...inner.reverse(), [outer, ...rest].join("\n")];
}

/** The texts of pytest's `E   ` lines in a traceback; "" when there are none. */
function errorLines(text: string): string {
  return [...text.matchAll(/^E {2,}(.*)$/gm)].map((line) => line[1] ?? "").join("\n");
}

function lastLine(text: string): string {
  return text.trimEnd().split("\n").at(-1)?.trim() ?? "";
}

function layerOf(raw: string): Layer {
  const text = withoutNoise(errorLines(raw) || raw);
  return { text, type: typeOf(text) };
}

/** Drops what is not the exception's own words: quoted tracebacks, a wait's arguments, a summary line's prefix. */
function withoutNoise(text: string): string {
  return text
    .replace(/^[ \t]*Original traceback:[\s\S]*/m, "")
    .replace(/^[ \t]*Function: .*$/gm, "")
    .replace(/^Traceback \(most recent call last\):\n(?:[ \t].*(?:\n|$))*/gm, "")
    .replace(/^(?:FAILED|ERROR) [^\n]{0,500}?::[^\n]{0,500}? - /, "")
    .trim();
}

const EXCEPTION =
  /(?:Error|Exception|Exit|Interrupt|Expired|Timeout|TIMEOUT|EOF|Failed|Failure|Warning|Iteration|gaierror)$/;

/** Name of the exception that starts a line: `a.b.NameError: …`, `NameError('…')` or alone; "" when there is none. */
function typeOf(text: string): string {
  if (/^assert\b/.test(text)) return "AssertionError";
  for (const line of text.split("\n", 50)) {
    const match = /^((?:[A-Za-z_]\w*\.)*)([A-Za-z_]\w*)(?:$|:(?:\s|$)|\()/.exec(line);
    if (match === null) continue;
    const [, module = "", name = ""] = match;
    // A capitalised name behind a module is one too, whatever its ending.
    if (EXCEPTION.test(name) || (module !== "" && /^[A-Z]/.test(name))) return name;
  }
  return "";
}

/** The layer from the first exception named inside a text that starts with other words, such as a log line. */
export function embedded(text: string): Layer | undefined {
  const at = text.search(/\b(?:[a-z_]\w*\.){0,8}[A-Z]\w{0,80}(?:Error|Exception|Expired)(?::\s|\()/);
  return at > 0 ? layerOf(text.slice(at)) : undefined;
}
