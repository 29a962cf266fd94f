import { stringContent } from "../python/literals.ts";

const ESCAPE = /\\(?:([\\'"abfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g;
const SIMPLE: Record<string, string> = { a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" };

/** The value of what stands between the quotes of a Python string that is not raw; unknown escapes stay. */
export function decodeEscapes(source: string): string {
  return source.replace(
    ESCAPE,
    (written, simple?: string, octal?: string, ...hex: (string | undefined)[]) => {
      if (simple !== undefined) return SIMPLE[simple] ?? simple;
      const code =
        octal === undefined ? Number.parseInt(hex.slice(0, 3).join(""), 16) : Number.parseInt(octal, 8);
      return code <= 0x10ffff ? String.fromCodePoint(code) : written;
    },
  );
}

/**
 * Lines of a docstring literal as the reader of the file sees them: escapes decoded, common indentation gone, one entry
 * per source line, so that an index is an offset from the literal's first line.
 */
export function docstringLines(literal: string): string[] {
  const content = stringContent(literal) ?? "";
  const raw = /^[a-z]*r/i.test(literal);
  const lines = content.split(/\r?\n/).map((line) => (raw ? line : decodeEscapes(line)));
  return dedent(lines);
}

/** Lines of a docstring's value, as `inspect.cleandoc` indents them. */
export function dedent(lines: readonly string[]): string[] {
  const expanded = lines.map((line) => line.replaceAll("\t", "        "));
  let margin = Number.POSITIVE_INFINITY;
  for (const line of expanded.slice(1)) {
    if (line.trim() !== "") margin = Math.min(margin, line.length - line.trimStart().length);
  }
  return expanded.map((line, index) => (index === 0 ? line.trimStart() : line.slice(margin)));
}
