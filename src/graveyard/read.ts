import {
  type Block,
  type Line,
  outline,
  SECTION_TITLES,
  type SectionTitle,
  sectionTitle,
} from "./document.ts";
import { LESSON_CATEGORIES, type Lesson } from "./model.ts";

export interface GraveyardProblem {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

export interface Graveyard {
  /** Complete entries, in the order of the file. */
  readonly lessons: readonly Lesson[];
  readonly problems: readonly GraveyardProblem[];
}

/** An entry with whatever it has; what is missing is empty. */
export interface Entry {
  readonly block: Block;
  readonly lesson: Lesson;
  /** Names of sections that are not there. */
  readonly missing: readonly SectionTitle[];
  /** The lines under the entry that say where the mistake was seen again. */
  readonly notes: readonly Line[];
  readonly problems: readonly GraveyardProblem[];
}

/**
 * Reads a GRAVEYARD.md of any quality; never throws. Entries that lack a section are reported and left out of
 * `lessons`; everything else that is unusual is reported and kept.
 */
export function readGraveyard(input: { path: string; text: string }): Graveyard {
  const { entries, problems } = readEntries(input);
  return {
    lessons: entries.filter((entry) => entry.missing.length === 0).map((entry) => entry.lesson),
    problems: [...problems, ...entries.flatMap((entry) => entry.problems)].sort((a, b) => a.line - b.line),
  };
}

/** All entries, the incomplete ones too. */
export function readEntries({ path, text }: { path: string; text: string }): {
  entries: Entry[];
  problems: GraveyardProblem[];
} {
  const { blocks, unclosed } = outline(text);
  return {
    entries: blocks.map((block) => readEntry(block, path)),
    problems: unclosed.map((line) => ({ line, message: "this code fence is never closed" })),
  };
}

function readEntry(block: Block, path: string): Entry {
  const [, ...body] = block.lines;
  const first = body.findIndex((line) => line.kind === "text" && sectionTitle(line.text) !== null);
  const head = first === -1 ? body : body.slice(0, first);
  const sections = readSections(body);
  const prose = (name: SectionTitle) => proseOf(sections.get(name) ?? []);
  const code = (name: SectionTitle) => codeOf(sections.get(name) ?? []);
  const lesson: Lesson = {
    title: block.title,
    category: metadata(head, "Category"),
    date: metadata(head, "Date"),
    test: metadata(head, "Test"),
    whatWentWrong: prose("What Went Wrong"),
    wrongCode: code("Wrong Code"),
    correctCode: code("Correct Code"),
    lessonLearned: prose("Lesson Learned"),
    howToAvoid: prose("How to Avoid"),
    source: { file: path, line: block.line },
  };
  const missing = SECTION_TITLES.filter((title) => !sections.has(title));
  const notes = body.filter((line) => line.kind === "text" && isNote(line.text));
  return { block, lesson, missing, notes, problems: problemsOf(block, lesson, missing, sections) };
}

function readSections(body: readonly Line[]): Map<SectionTitle, Line[]> {
  const sections = new Map<SectionTitle, Line[]>();
  let current: Line[] | null = null;
  for (const line of body) {
    const name = line.kind === "text" ? sectionTitle(line.text) : null;
    const isOther = line.kind === "rule" || (line.kind === "text" && /^#{1,3}[ \t]/.test(line.text));
    if (name) {
      current = sections.has(name) ? null : [];
      if (current) sections.set(name, current);
    } else if (isOther) current = null;
    else if (line.kind !== "comment" && !(line.kind === "text" && isNote(line.text))) current?.push(line);
  }
  return sections;
}

/** `**Category**: LogicError`, also as a list item, with the colon inside the bold, or without bold. */
function metadata(lines: readonly Line[], name: string): string {
  const pattern = new RegExp(
    `^[ \\t]*(?:[-*+][ \\t]+)?\\*{0,2}${name}\\*{0,2}[ \\t]*:\\*{0,2}[ \\t]*(.*)$`,
    "i",
  );
  for (const line of lines) {
    const value = line.kind === "text" ? pattern.exec(line.text)?.[1] : undefined;
    if (value !== undefined) return value.trim().replace(/^`([^`]*)`$/, "$1");
  }
  return "";
}

/** How a line begins that says where a known mistake was made again. */
export const NOTE = "- **Seen again**: ";

function isNote(text: string): boolean {
  return text.startsWith(NOTE);
}

function proseOf(lines: readonly Line[]): string {
  return lines
    .map((line) => line.text)
    .join("\n")
    .trim();
}

/** What stands in the fences; without a fence, the section as it is. */
function codeOf(lines: readonly Line[]): string {
  const hasFence = lines.some((line) => line.kind === "fence");
  const code = hasFence ? lines.filter((line) => line.kind === "code") : lines;
  const text = code.map((line) => line.text).join("\n");
  return hasFence ? text : text.trim();
}

function problemsOf(
  block: Block,
  lesson: Lesson,
  missing: readonly string[],
  sections: ReadonlyMap<SectionTitle, readonly Line[]>,
): GraveyardProblem[] {
  const messages: string[] = [];
  if (!block.isMarked) messages.push(`the heading should read "## Entry: ${block.title}"`);
  if (lesson.title === "") messages.push("the entry has no title");
  for (const name of missing) messages.push(`the section "${name}" is missing, so the entry is not used`);
  for (const name of ["category", "date", "test"] as const) {
    if (lesson[name] === "") messages.push(`the entry has no ${name}`);
  }
  const categories: readonly string[] = LESSON_CATEGORIES;
  if (lesson.category !== "" && !categories.includes(lesson.category)) {
    messages.push(`"${lesson.category}" is not one of the categories ${categories.join(", ")}`);
  }
  if (lesson.date !== "" && !isDate(lesson.date))
    messages.push(`"${lesson.date}" is not a date (YYYY-MM-DD)`);
  for (const name of ["Wrong Code", "Correct Code"] as const) {
    const lines = sections.get(name);
    const [fence] = lines?.filter((line) => line.kind === "fence") ?? [];
    if (lines && !fence) messages.push(`the section "${name}" has no code fence`);
    else if (fence && !/^\s*[`~]+\s*(python\d?|py)?\s*$/i.test(fence.text)) {
      messages.push(`the fence of "${name}" is not marked as python`);
    }
  }
  return messages.map((message) => ({ line: block.line, message: `${label(block)}: ${message}` }));
}

function label(block: Block): string {
  return block.title === "" ? "an entry" : `entry "${block.title}"`;
}

function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
