export interface Line {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
  /** Offset of the line's first character. */
  readonly start: number;
  readonly kind: "text" | "rule" | "fence" | "code" | "comment";
}

export interface Block {
  readonly title: string;
  /** 1-based line of the heading. */
  readonly line: number;
  /** Offsets: the heading's first character, and the next entry's or the end of the text. */
  readonly start: number;
  readonly end: number;
  /** From the heading to the next heading of its rank. */
  readonly lines: readonly Line[];
  /** False for a heading that does not say `Entry:` but is followed by code to compare. */
  readonly isMarked: boolean;
}

export interface Outline {
  readonly blocks: readonly Block[];
  /** 1-based lines of fences that are never closed. */
  readonly unclosed: readonly number[];
  /** The fence that is still open at the end of the text, null when there is none. */
  readonly openFence: string | null;
}

const ENTRY = /^#{1,3}[ \t]*entry\b[ \t]*\d*[ \t]*[:.\u2013\u2014-][ \t]*(.*)$/i;
const RANKED = /^#{1,2}[ \t]+(.*)$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;
const RULE = /^ {0,3}(-[ \t]*){3,}$|^ {0,3}(\*[ \t]*){3,}$|^ {0,3}(_[ \t]*){3,}$/;
/** The sections of an entry, in their order. */
export const SECTION_TITLES = [
  "What Went Wrong",
  "Wrong Code",
  "Correct Code",
  "Lesson Learned",
  "How to Avoid",
] as const;

export type SectionTitle = (typeof SECTION_TITLES)[number];

/** `### Wrong Code`, and what people make of it: another rank, bold, a colon, another case. */
export function sectionTitle(text: string): SectionTitle | null {
  const [, heading] = /^(?:#{2,5}[ \t]*|(?=\*\*))(.+)$/.exec(text) ?? [];
  const name = heading?.replace(/[*:#]/g, "").trim().toLowerCase();
  return SECTION_TITLES.find((title) => title.toLowerCase() === name) ?? null;
}

/** Finds the entries of a text of any quality. */
export function outline(text: string): Outline {
  const { lines, unclosed, openFence } = classify(splitLines(text));
  const headings = lines.flatMap((line, index) => {
    const title = line.kind === "text" ? headingTitle(line.text) : null;
    return title === null ? [] : [{ ...title, index, line }];
  });
  const ranked = headings.map((heading, position) => {
    const content = lines.slice(heading.index, headings[position + 1]?.index);
    return { ...heading, content, isEntry: heading.isMarked || holdsWrongCode(content) };
  });
  const entries = ranked.filter((heading) => heading.isEntry);
  const blocks = entries.map(({ title, line, content, isMarked }, position): Block => {
    const end = entries[position + 1]?.line.start ?? text.length;
    return { title, line: line.number, start: line.start, end, lines: content, isMarked };
  });
  return { blocks, unclosed, openFence };
}

function headingTitle(text: string): { title: string; isMarked: boolean } | null {
  const entry = ENTRY.exec(text);
  if (entry) return { title: (entry[1] ?? "").trim(), isMarked: true };
  const other = sectionTitle(text) ? null : RANKED.exec(text);
  return other ? { title: (other[1] ?? "").trim(), isMarked: false } : null;
}

function holdsWrongCode(lines: readonly Line[]): boolean {
  return lines.some((line) => line.kind === "text" && sectionTitle(line.text) === "Wrong Code");
}

function splitLines(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const line of text.split("\n")) {
    lines.push({ number: lines.length + 1, text: line.replace(/^\uFEFF|\r$/g, ""), start, kind: "text" });
    start += line.length + 1;
  }
  return lines;
}

function classify(raw: readonly Line[]): { lines: Line[]; unclosed: number[]; openFence: string | null } {
  const lines: Line[] = [];
  const unclosed: number[] = [];
  let openFence: string | null = null;
  const take = (count: number, kind: Line["kind"]) => {
    for (const line of raw.slice(lines.length, lines.length + count)) lines.push({ ...line, kind });
  };
  while (lines.length < raw.length) {
    const index = lines.length;
    const text = raw[index]?.text ?? "";
    const fence = fenceAt(text);
    if (fence) {
      const { end, isClosed } = fenceEnd(raw, index, fence);
      take(1, "fence");
      take(end - index - 1, "code");
      if (isClosed) take(1, "fence");
      else unclosed.push(index + 1);
      openFence = !isClosed && end === raw.length ? fence : null;
    } else if (/^ {0,3}<!--/.test(text)) take(commentLength(raw, index), "comment");
    else take(1, RULE.test(text) ? "rule" : "text");
  }
  return { lines, unclosed, openFence };
}

function fenceAt(text: string): string | null {
  const [, fence = "", info = ""] = FENCE.exec(text) ?? [];
  return fence === "" || (fence.startsWith("`") && info.includes("`")) ? null : fence;
}

/**
 * Index of the line that ends a fence. Somebody who forgets to close a fence must not lose all that follows: a
 * heading of an entry ends it too, when the next fence of its kind opens before this one is closed.
 */
function fenceEnd(raw: readonly Line[], index: number, fence: string): { end: number; isClosed: boolean } {
  let structure: number | null = null;
  for (let end = index + 1; end < raw.length; end += 1) {
    const text = raw[end]?.text ?? "";
    if (closes(text, fence)) return { end, isClosed: true };
    if (/^##[ \t]+entry[ \t]*:/i.test(text) || (text.startsWith("###") && sectionTitle(text)))
      structure ??= end;
    else if (structure !== null && fenceAt(text)?.startsWith(fence)) break;
  }
  return { end: structure ?? raw.length, isClosed: false };
}

function closes(text: string, fence: string): boolean {
  const [, other = "", info = ""] = FENCE.exec(text) ?? [];
  return other.startsWith(fence) && info.trim() === "";
}

/** A comment that is never closed hides nothing here. */
function commentLength(raw: readonly Line[], index: number): number {
  const length = raw.slice(index).findIndex((line) => line.text.includes("-->"));
  return length === -1 ? 1 : length + 1;
}
