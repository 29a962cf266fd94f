import { cleanLesson, cleanLine } from "./clean.ts";
import { outline } from "./document.ts";
import { lessonIdentity } from "./identity.ts";
import type { Lesson } from "./model.ts";
import { type Entry, NOTE, readEntries } from "./read.ts";

const HEADER = `# GRAVEYARD - Test Generation Lessons Learned

Mistakes that generated tests made once, each with the code that repairs it.
testgen reads this file before it writes or checks a test, and appends what a run taught it.

---
`;

/** One entry in the exact format, ending with its rule and a line break. Texts are cleaned first. */
export function renderLesson(lesson: Lesson): string {
  const clean = cleanLesson(lesson);
  return `## Entry: ${clean.title}

**Category**: ${clean.category}
**Date**: ${clean.date}
**Test**: ${clean.test}

### What Went Wrong
${clean.whatWentWrong}

### Wrong Code
${fenced(clean.wrongCode)}

### Correct Code
${fenced(clean.correctCode)}

### Lesson Learned
${clean.lessonLearned}

### How to Avoid
${clean.howToAvoid}

---
`;
}

function fenced(code: string): string {
  return code === "" ? "```python\n```" : `\`\`\`python\n${code}\n\`\`\``;
}

export interface RecordResult {
  readonly text: string;
  /** Was a new entry written? A note below an old one is none. */
  readonly added: boolean;
  /** What was done, for the journal. */
  readonly reason: string;
}

/**
 * Adds a lesson to the text of a GRAVEYARD.md, or starts the file when `text` is null. Every byte that is there
 * stays, in its order. A mistake that has an entry gets a dated note below it instead, once per test.
 */
export function recordLesson({ text, lesson }: { text: string | null; lesson: Lesson }): RecordResult {
  const clean = cleanLesson(lesson);
  if (text === null || text.trim() === "") {
    const start = text ? text.replace(/[^\n]$/, "$&\n") : "";
    return { text: `${start}${HEADER}\n${renderLesson(clean)}`, added: true, reason: "started the file" };
  }
  const identity = lessonIdentity(clean);
  const { entries } = readEntries({ path: "", text });
  const known = entries.find((entry) => lessonIdentity(entry.lesson) === identity);
  if (known) return addNote(text, known, clean);
  return { text: appendEntry(text, renderLesson(clean)), added: true, reason: "a new mistake" };
}

/** Appends a rendered entry below everything else, on its own side of a rule. */
export function appendEntry(text: string, entry: string): string {
  const { openFence } = outline(text);
  const lines: string[] = [];
  if (text !== "" && !text.endsWith("\n")) lines.push("");
  if (openFence !== null) lines.push(openFence);
  const lastLine = text.trimEnd().split("\n").at(-1) ?? "";
  if (openFence !== null || !/^-{3,}\s*$/.test(lastLine)) lines.push("", "---");
  lines.push("", "");
  const gap = lines.join("\n");
  return text + withEol(isBlankAtEnd(text) ? gap.replace(/^\n/, "") : gap, text) + withEol(entry, text);
}

function isBlankAtEnd(text: string): boolean {
  return /\n\r?\n$/.test(text);
}

function withEol(addition: string, text: string): string {
  return text.includes("\r\n") ? addition.replace(/\n/g, "\r\n") : addition;
}

function addNote(text: string, entry: Entry, seen: Lesson): RecordResult {
  const place = `in \`${seen.test}\``;
  const title = `"${entry.lesson.title}"`;
  const isNoted = entry.block.lines.some((line) => line.text.startsWith(NOTE) && line.text.endsWith(place));
  if (cleanLine(entry.lesson.test, 300) === seen.test || isNoted) {
    return { text, added: false, reason: `the entry ${title} already names this test` };
  }
  const noted = noteBelow(text, entry, [`${NOTE}${seen.date} ${place}`]);
  return { text: noted, added: false, reason: `seen before, noted below the entry ${title}` };
}

/** Writes notes at the end of an entry, before the rule that closes it. */
export function noteBelow(text: string, { block }: Entry, notes: readonly string[]): string {
  const last = block.lines.findLast((line) => line.text.trim() !== "");
  if (!last || notes.length === 0) return text;
  const lines = notes.join("\n");
  const isRule = last.kind === "rule";
  const at = isRule ? last.start : last.start + last.text.length;
  const gap = last.text.startsWith(NOTE) ? "\n" : "\n\n";
  return text.slice(0, at) + withEol(isRule ? `${lines}\n\n` : gap + lines, text) + text.slice(at);
}
