/** A docstring taken apart. Line numbers count from 0 at the docstring's first line. */
export interface DocstringText {
  readonly summary: string;
  /** `STP:`, `STP Reference:`, `Jira:` … with what follows, in order. */
  readonly traces: readonly string[];
  readonly sections: readonly DocstringSection[];
}

export interface DocstringSection {
  readonly name: string;
  readonly line: number;
  readonly items: readonly { readonly text: string; readonly line: number }[];
}

/** The grammar's sections; `Parametrize` and `Markers` are optional everywhere. */
export const SECTIONS = ["Preconditions", "Steps", "Expected", "Parametrize", "Markers"] as const;

const TRACE = /^(?:STP|Jira|RFE)(?: (?:reference|link))?:(?:\s+(.*))?$/i;
const HEADER = /^([A-Za-z][A-Za-z /-]{0,39}):(?:\s+(.*))?$/;
const MARKER = /^(?:[-*+•]|\d+[.)])(?:\s+|$)/;

/**
 * Reads the lines of a docstring whose common indentation is already gone. The first paragraph is the summary, whatever
 * it says; a section is a label at the margin with an indented list below. Other prose (diagrams, notes) is passed over.
 */
export function readDocstringText(source: readonly string[]): DocstringText {
  const lines = source.map((line) => line.trimEnd());
  const summary: string[] = [];
  let at = nextFilled(lines, 0);
  while (at < lines.length && lineAt(lines, at) !== "" && !startsBlock(lines, at, summary.length)) {
    summary.push(lineAt(lines, at));
    at += 1;
  }
  const traces: string[] = [];
  const sections: DocstringSection[] = [];
  while (at < lines.length) {
    const trace = TRACE.exec(lines[at] ?? "");
    if (trace) {
      // A long address stands alone on the next line.
      const below = trace[1] === undefined;
      traces.push((below ? lineAt(lines, at + 1) : (trace[1] ?? "")).trim());
      at += below ? 2 : 1;
      continue;
    }
    const header = HEADER.exec(lines[at] ?? "");
    const name = header?.[1] ?? "";
    if (header && (isSection(name) || startsList(lines, at + 1))) {
      const end = blockEnd(lines, at + 1);
      const inline = header[2] === undefined ? [] : [{ text: header[2], line: at }];
      sections.push({ name, line: at, items: [...inline, ...readItems(lines, at + 1, end, name)] });
      at = end;
    } else at += 1;
  }
  return { summary: summary.join(" ").trim(), traces, sections };
}

export function isSection(name: string): boolean {
  return (SECTIONS as readonly string[]).includes(name);
}

/** Whether a trace line or a section begins here; `depth` counts the summary's lines above. */
function startsBlock(lines: readonly string[], at: number, depth: number): boolean {
  const line = lines[at] ?? "";
  if (depth === 0 ? TRACE.test(line) : /^STP:(?:\s|$)/.test(line)) return true;
  const header = HEADER.exec(line);
  return header !== null && header[2] === undefined && indentAt(lines, nextFilled(lines, at + 1)) > 0;
}

/** Whether indented list items follow, as below a section; a drawing or a paragraph is none. */
function startsList(lines: readonly string[], from: number): boolean {
  const at = nextFilled(lines, from);
  return indentAt(lines, at) > 0 && MARKER.test(lineAt(lines, at));
}

function blockEnd(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && (lineAt(lines, at) === "" || indentAt(lines, at) > 0)) at += 1;
  return at;
}

interface OpenItem {
  readonly line: number;
  readonly head: string[];
  readonly nested: string[][];
}

/** List items between two lines: deeper lines continue an item, deeper bullets are its values. */
function readItems(
  lines: readonly string[],
  from: number,
  to: number,
  section: string,
): { text: string; line: number }[] {
  const margin = indentAt(lines, nextFilled(lines, from));
  const items: OpenItem[] = [];
  for (let at = from; at < to; at += 1) {
    const body = lineAt(lines, at);
    if (body === "") continue;
    const marker = MARKER.exec(body)?.[0];
    const text = marker === undefined ? body : body.slice(marker.length);
    const item = items.at(-1);
    if (item === undefined || (marker !== undefined && indentAt(lines, at) <= margin)) {
      items.push({ line: at, head: [text], nested: [] });
    } else if (marker !== undefined) item.nested.push([text]);
    else (item.nested.at(-1) ?? item.head).push(text);
  }
  return items.map(({ line, head, nested }) => ({ text: foldItem(head, nested, section), line }));
}

function foldItem(head: readonly string[], nested: readonly string[][], section: string): string {
  const text = head.join(" ");
  if (nested.length === 0) return text;
  const values = nested.map((value) => value.join(" "));
  return section === "Parametrize" ? `${text} [${values.join(", ")}]` : `${text} ${values.join("; ")}`;
}

function lineAt(lines: readonly string[], at: number): string {
  return (lines[at] ?? "").trim();
}

/** Columns of indentation; 0 past the end. */
function indentAt(lines: readonly string[], at: number): number {
  const line = lines[at] ?? "";
  return line.length - line.trimStart().length;
}

function nextFilled(lines: readonly string[], from: number): number {
  let at = from;
  while (at < lines.length && lineAt(lines, at) === "") at += 1;
  return at;
}
