/** A double-quoted Python string literal with the same value, always on one line. */
export function pythonString(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

// Up to the first closing quote: `"a" + "b"` is no literal, and one quote holds one line.
const QUOTED =
  /^(?:u|r[bft]?|[bft]r?)?(?:("""|''')((?:\\[\s\S]|(?!\1)[^\\])*)\1|(["'])((?:\\[\s\S]|(?!\3)[^\\\n])*)\3)$/i;

/** The text between the quotes of a string literal as written (escapes untouched), or null when it is none. */
export function stringContent(literal: string): string | null {
  const match = QUOTED.exec(literal);
  return match?.[2] ?? match?.[4] ?? null;
}

const ESCAPE =
  /\\(?:(\r?\n)|([\\'"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g;
const SIMPLE: Record<string, string> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** The value of what stands between the quotes of a Python string that is not raw; unknown escapes and `\N{…}` stay. */
export function decodeEscapes(source: string): string {
  return source.replace(
    ESCAPE,
    (written, lineEnd?: string, simple?: string, octal?: string, ...hex: (string | undefined)[]) => {
      if (lineEnd !== undefined) return "";
      if (simple !== undefined) return SIMPLE[simple] ?? simple;
      const code =
        octal === undefined ? Number.parseInt(hex.slice(0, 3).join(""), 16) : Number.parseInt(octal, 8);
      return code <= 0x10ffff ? String.fromCodePoint(code) : written;
    },
  );
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
