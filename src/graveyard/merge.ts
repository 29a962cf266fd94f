import { lessonIdentity } from "./identity.ts";
import { type Entry, readEntries } from "./read.ts";
import { appendEntry, noteBelow } from "./record.ts";

interface Part {
  readonly identity: string;
  readonly text: string;
  readonly entry: Entry;
}

/**
 * Three-way merge of a GRAVEYARD.md by entries. Theirs keeps its order and its text; entries only ours has follow
 * in their order. Of an entry both have, the side that changed it since `base` wins, theirs when both did; notes of
 * either side stay. No entry of either side is lost, and merging again changes nothing. An empty text is a missing file.
 */
export function mergeGraveyards(base: string, ours: string, theirs: string): string {
  if (theirs.trim() === "") return ours;
  const old = partsOf(base);
  const mine = partsOf(ours);
  let merged = theirs;
  // From the end, so that the offsets before it stay true.
  for (const part of partsOf(theirs).reverse()) {
    const other = mine.find((candidate) => candidate.identity === part.identity);
    const before = old.find((candidate) => candidate.identity === part.identity);
    if (other) merged = mergePart(merged, part, other, before);
  }
  const known = new Set(partsOf(theirs).map((part) => part.identity));
  for (const part of mine) {
    if (!known.has(part.identity)) merged = appendEntry(merged, closed(part.text));
  }
  return merged;
}

function partsOf(text: string): Part[] {
  const { entries } = readEntries({ path: "", text });
  return entries.map((entry) => {
    const part = text.slice(entry.block.start, entry.block.end);
    const isComplete = entry.missing.length === 0;
    return { identity: isComplete ? lessonIdentity(entry.lesson) : `text ${bare(part)}`, text: part, entry };
  });
}

function mergePart(text: string, theirs: Part, mine: Part, before: Part | undefined): string {
  if (bare(mine.text) === bare(theirs.text)) return text;
  const { start, end } = theirs.entry.block;
  if (before && bare(before.text) === bare(theirs.text)) {
    return text.slice(0, start) + withEndOf(mine.text, theirs.text) + text.slice(end);
  }
  const present = new Set(theirs.entry.notes.map((note) => note.text));
  const missing = mine.entry.notes.map((note) => note.text).filter((note) => !present.has(note));
  return noteBelow(text, theirs.entry, missing);
}

/** What an entry says, whatever its line ends and the blank lines and rules behind it. */
function bare(text: string): string {
  return text
    .replace(/\r\n/g, "\n")
    .trimEnd()
    .replace(/\n+-{3,}$/, "")
    .trimEnd();
}

function withEndOf(text: string, model: string): string {
  const eol = model.includes("\r\n") ? "\r\n" : "\n";
  return text.trimEnd().replace(/\r?\n/g, eol) + model.slice(model.trimEnd().length);
}

function closed(text: string): string {
  return `${bare(text)}\n\n---\n`;
}
