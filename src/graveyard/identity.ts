import type { Lesson } from "./model.ts";
import { looksLocal } from "./names.ts";

/**
 * Two lessons with the same identity are the same mistake: equal category and equal Wrong Code, whatever its
 * comments, layout, quotes and the names of its placeholders and local variables. Without code the title decides.
 * Reads the text alone, so that files can be merged without a parser.
 */
export function lessonIdentity(lesson: Pick<Lesson, "category" | "wrongCode" | "title">): string {
  const code = normalCode(lesson.wrongCode);
  const what =
    code === "" ? `title ${lesson.title.toLowerCase().replace(/\s+/g, " ").trim()}` : `code ${code}`;
  return `${lesson.category.trim().toLowerCase()} ${what}`;
}

const TOKEN =
  /(?<comment>#[^\n]*)|(?<string>[rbuf]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'))|(?<line>\n)|(?<space>\s+)|\$?[\p{L}_][\p{L}\p{N}_]*|\d[\w.]*|\.\.\.|[^\s\w]/giu;

function normalCode(code: string): string {
  const tokens: string[] = [];
  for (const { 0: token, groups } of code.replace(/\r\n?/g, "\n").matchAll(TOKEN)) {
    if (groups?.comment !== undefined || groups?.space !== undefined) continue;
    // A line break matters only as the end of an import, and a comma before a closing bracket not at all.
    if (/^[)\]}]$/.test(token) && tokens.at(-1) === ",") tokens.pop();
    tokens.push(groups?.string === undefined ? token : normalQuotes(token));
  }
  return numbered(tokens).join(" ");
}

function normalQuotes(literal: string): string {
  const [, prefix = "", , body = literal] = /^([a-z]*)("""|'''|"|')([\s\S]*)\2$/i.exec(literal) ?? [];
  const unescaped = /r/i.test(prefix) ? body : body.replace(/\\(["'])/g, "$1");
  return JSON.stringify(prefix.toLowerCase().replace("u", "") + unescaped);
}

/** Placeholders get numbers in the order they appear; so do local variables when there are no placeholders. */
function numbered(tokens: readonly string[]): string[] {
  const locals = tokens.some((token) => /^\$\w/.test(token)) ? new Set<string>() : localNames(tokens);
  const numbers = new Map<string, number>();
  return tokens
    .map((token, index) => {
      const isKeyword =
        tokens[index + 1] === "=" && tokens[index + 2] !== "=" && /^[(,]$/.test(tokens[index - 1] ?? "");
      const isPlaceholder = /^\$\w/.test(token) || (locals.has(token) && !isKeyword);
      if (!isPlaceholder) return token;
      const number = numbers.get(token) ?? numbers.size + 1;
      numbers.set(token, number);
      return `$${number}`;
    })
    .filter((token) => token !== "\n");
}

const KEYWORDS = new Set(
  (
    "and as assert async await break case class continue def del elif else except finally for from global if " +
    "import in is lambda match nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** Names used as values only; none at all when the code has no other name or string to be told apart by. */
function localNames(tokens: readonly string[]): Set<string> {
  const locals = new Set<string>();
  const fixed = new Set<string>();
  let isImport = false;
  tokens.forEach((token, index) => {
    if (token === "\n") isImport = false;
    if (token === "import" || token === "from") isImport = true;
    if (!/^[\p{L}_"]/u.test(token) || KEYWORDS.has(token)) return;
    const isFixed =
      isImport ||
      !looksLocal(token) ||
      tokens[index + 1] === "(" ||
      /^(\.|def|class|@)$/.test(tokens[index - 1] ?? "");
    (isFixed ? fixed : locals).add(token);
  });
  return fixed.size === 0 ? new Set() : new Set([...locals].filter((name) => !fixed.has(name)));
}
