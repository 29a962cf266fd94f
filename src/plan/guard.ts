import type { PlanWarning } from "./model.ts";
import { withListMarkers } from "./pasted.ts";

/** Real plans have at most 500 lines; beyond this many lines nothing is read. */
export const MAX_LINES = 20_000;
/** Characters of one line that are read. */
export const MAX_LINE_LENGTH = 20_000;
/** Lists and quotes nested deeper than this are read as if they were at this depth. */
export const MAX_NESTING = 12;
const MAX_INDENT = 32;
/** Quotes and list markers that open at the start of a line, each one level deeper. */
const MARKER = /[ \t]*(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))/y;

export interface GuardedText {
  /** Line `n` of the plan is element `n - 1`. */
  readonly lines: readonly string[];
  readonly warnings: readonly PlanWarning[];
}

/**
 * A copy that the Markdown parser reads in linear time: it is quadratic in nesting depth and overflows the
 * stack on the deepest. Lines stay where they are; columns of an over-long or over-deep line do not.
 */
export function guard(text: string): GuardedText {
  const all = text.split("\n");
  const warnings: PlanWarning[] = [];
  if (all.length > MAX_LINES) {
    warnings.push({
      line: MAX_LINES + 1,
      message: `the plan has ${all.length} lines; nothing is read after line ${MAX_LINES}`,
    });
  }
  const long: number[] = [];
  const deep: number[] = [];
  const lines = withListMarkers(all.slice(0, MAX_LINES)).map((line, index) => {
    let kept = line;
    if (kept.length > MAX_LINE_LENGTH) {
      long.push(index + 1);
      kept = kept.slice(0, MAX_LINE_LENGTH).toWellFormed();
    }
    const shallow = capNesting(kept);
    if (shallow !== kept && MARKER_START.test(kept)) deep.push(index + 1);
    return keepCellsWhole(shallow);
  });
  const report = (numbers: readonly number[], what: string): void => {
    const [first] = numbers;
    if (first === undefined) return;
    const others = numbers.length > 1 ? ` (and ${numbers.length - 1} more lines)` : "";
    warnings.push({ line: first, message: `${what}${others}` });
  };
  report(long, `the line is longer than ${MAX_LINE_LENGTH} characters; the rest of it is not read`);
  report(deep, `lists or quotes are nested deeper than ${MAX_NESTING} levels; deeper levels are flattened`);
  return { lines, warnings };
}

/** An author who writes `a | b` as code in a table row means one cell; the parser would make it two. */
const keepCellsWhole = (line: string): string =>
  /^[\s>]*\|/.test(line)
    ? line.replace(/(`+)([^`]{1,300})\1(?!`)/g, (code) => code.replace(/(?<!\\)\|/g, "\\|"))
    : line;

const MARKER_START = /^[ \t]*(?:>|[-*+]|\d{1,9}[.)])/;

function capNesting(line: string): string {
  const indent = /^[ \t]*/.exec(line)?.[0].replaceAll("\t", "    ") ?? "";
  const shallow = indent.length > MAX_INDENT ? " ".repeat(MAX_INDENT) + line.trimStart() : line;
  MARKER.lastIndex = 0;
  let levels = 0;
  let keepTo = 0;
  let end = 0;
  while (MARKER.test(shallow)) {
    levels += 1;
    end = MARKER.lastIndex;
    if (levels <= MAX_NESTING) keepTo = end;
  }
  return levels > MAX_NESTING ? shallow.slice(0, keepTo) + shallow.slice(end) : shallow;
}

/** More marks than this in one chunk (some 60 lines) or one line are no writing. */
const MOST_MARKS = 800;
const MOST_MARKS_IN_LINE = 200;
const MARKS = /\*+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])|~~+|[[\]]/gu;
const LINE_START = /^[ \t>]*(?:[*+-](?=[ \t]))?/;

/**
 * The same lines without emphasis marks and with round brackets where there are more marks than any author
 * writes: the parser needs quadratic time to pair them. Null for a text that can be parsed as it is.
 */
export function withoutDenseMarks(text: string): string | null {
  const count = (part: string): number => part.match(MARKS)?.length ?? 0;
  const total = count(text);
  if (total <= MOST_MARKS_IN_LINE) return null;
  const lines = text.split("\n");
  if (total <= MOST_MARKS && lines.every((line) => count(line) <= MOST_MARKS_IN_LINE)) return null;
  return lines.map(withoutMarks).join("\n");
}

function withoutMarks(line: string): string {
  const start = LINE_START.exec(line)?.[0] ?? "";
  const rest = line.slice(start.length).replace(MARKS, (mark) => ROUND[mark] ?? "");
  return start + rest;
}

/** Round brackets hold a tag as well as square ones and never open a link. */
const ROUND: Readonly<Record<string, string>> = { "[": "(", "]": ")" };
