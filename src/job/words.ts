const WORD = /\s*((?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'\\])+)/gsy;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/gs;

/**
 * Splits a line the way a shell splits words: quotes and backslashes count, nothing is expanded, operators are words
 * like any other. Returns null when a quote is not closed or the line ends with a backslash.
 */
export function splitWords(text: string): string[] | null {
  const line = text.trimEnd();
  const words: string[] = [];
  let end = 0;
  for (const match of line.matchAll(WORD)) {
    words.push(unquote(match[1] ?? ""));
    end = match.index + match[0].length;
  }
  return end === line.length ? words : null;
}

const unquote = (word: string): string =>
  word.replace(QUOTED, (_, double?: string, single?: string, escaped?: string) =>
    double === undefined ? (single ?? escaped ?? "") : double.replace(/\\(["\\$`])/g, "$1"),
  );
