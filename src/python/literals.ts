/** A double-quoted Python string literal with the same value, always on one line. */
export function pythonString(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

const QUOTED = /^[rRuUbBfF]{0,2}("""|'''|"|')([\s\S]*)\1$/;

/** The text between the quotes of a string literal as written (escapes untouched), or null when it is none. */
export function stringContent(literal: string): string | null {
  return QUOTED.exec(literal)?.[2] ?? null;
}

/** Text of a docstring with the common indentation taken away, as `inspect.cleandoc` does. */
export function cleanDocstring(raw: string): string {
  const lines = raw.replace(/\t/g, "        ").split(/\r?\n/);
  const indents = lines.slice(1).flatMap((line) => (line.trim() === "" ? [] : [line.search(/\S/)]));
  const margin = indents.length > 0 ? Math.min(...indents) : 0;
  const cleaned = [lines[0]?.trimStart() ?? "", ...lines.slice(1).map((line) => line.slice(margin))];
  return cleaned
    .map((line) => line.trimEnd())
    .join("\n")
    .trim();
}

/** First paragraph of a cleaned docstring, on one line. */
export function summaryOf(doc: string): string {
  return (doc.split(/\n\s*\n/)[0] ?? "").replace(/\s+/g, " ").trim();
}
