/** A double-quoted Python string literal with the same value, always on one line. */
export function pythonString(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

// Up to the first closing quote: `"a" + "b"` is no literal, and one quote holds one line.
const QUOTED =
  /^[rbuft]{0,2}(?:("""|''')((?:\\[\s\S]|(?!\1)[^\\])*)\1|(["'])((?:\\[\s\S]|(?!\3)[^\\\n])*)\3)$/i;

/** The text between the quotes of a string literal as written (escapes untouched), or null when it is none. */
export function stringContent(literal: string): string | null {
  const match = QUOTED.exec(literal);
  return match?.[2] ?? match?.[4] ?? null;
}

/** Text of a docstring with the common indentation taken away, as `inspect.cleandoc` does; trailing blanks go too. */
export function cleanDocstring(raw: string): string {
  const [first = "", ...rest] = raw.split(/\r?\n/).map(expandTabs);
  const indents = rest.flatMap((line) => (line.trim() === "" ? [] : [line.search(/\S/)]));
  const margin = indents.reduce((least, indent) => Math.min(least, indent), Number.POSITIVE_INFINITY);
  return [first.trimStart(), ...rest.map((line) => line.slice(margin))]
    .map((line) => line.trimEnd())
    .join("\n")
    .replace(/^\n+|\n+$/g, "");
}

const TAB_COLUMNS = 8;

function expandTabs(line: string): string {
  let expanded = "";
  for (const [index, part] of line.split("\t").entries()) {
    if (index > 0) expanded += " ".repeat(TAB_COLUMNS - (expanded.length % TAB_COLUMNS));
    expanded += part;
  }
  return expanded;
}

/** First paragraph of a cleaned docstring, on one line. */
export function summaryOf(doc: string): string {
  return (doc.split(/\n\s*\n/)[0] ?? "").replace(/\s+/g, " ").trim();
}
