import { decodeEscapes, stringContent } from "../python/literals.ts";

export { decodeEscapes };

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
