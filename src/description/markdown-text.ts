import type { PhrasingContent } from "mdast";

/** Where text is put: each place has characters of its own that must be escaped. */
export type Place = "block" | "inline" | "heading" | "cell";

/** A code span as people write it: one backtick, nothing but white space or brackets around. */
const CODE_SPAN = /(?<=^|\s|(?:^|\s)["'(])`(?![\s`])[^`]*?(?<!\s)`(?=$|[\s.,;:)!?"'])/g;

/**
 * Markdown that reads as exactly this text, as `plainText` gives it back. `text` is one line in normal form. Code spans
 * stay code; everything else that could be markup is escaped.
 */
export function markdownText(text: string, place: Place): string {
  const marks = specialMarks(text, place);
  let result = "";
  let position = 0;
  for (const match of text.matchAll(CODE_SPAN)) {
    // A cell ends at a pipe even inside code, and a backslash there is not always one.
    if (place === "cell" && /[|\\]/.test(match[0])) continue;
    result += escapeWords(text.slice(position, match.index), marks) + match[0];
    position = match.index + match[0].length;
  }
  result += escapeWords(text.slice(position), marks);
  if (place === "block") return escapeStart(result);
  if (place === "heading") return result.replace(/(?<=^|\s)#+$/, (run) => run.replaceAll("#", "\\#"));
  return result;
}

/** The characters that can be markup in this text: a few brackets or one tilde are none, and stay readable. */
function specialMarks(text: string, place: Place): RegExp {
  // The parser looks back over the whole text at each closing bracket, so many of them are escaped in any case.
  const brackets = /\]\(|\]:|\[\^|(?:\][^\]]*){20}/.test(text) || (place === "block" && text.startsWith("["));
  const strike = text.indexOf("~") !== text.lastIndexOf("~");
  const sometimes = `${brackets ? "[\\]" : ""}${strike ? "~" : ""}${place === "cell" ? "|" : ""}`;
  return new RegExp(`[\\\\\`*_${sometimes}]|<(?=[A-Za-z/!?])|&(?=#?\\w{1,40};)`, "g");
}

/** A code span with exactly this value, whatever backticks it holds; "" for no text. */
export function codeSpan(text: string): string {
  if (text === "") return "";
  let longest = 0;
  for (const run of text.matchAll(/`+/g)) longest = Math.max(longest, run[0].length);
  const fence = "`".repeat(longest + 1);
  const pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return fence + pad + text + pad + fence;
}

/** The text of inline Markdown: markup gone, code with single backticks, links as their text. */
export function plainText(nodes: readonly PhrasingContent[]): string {
  return nodes.map(plainNode).join("");
}

function plainNode(node: PhrasingContent): string {
  switch (node.type) {
    case "text":
    case "html":
      return node.value;
    case "inlineCode":
      return `\`${node.value}\``;
    case "break":
      return " ";
    case "image":
    case "imageReference":
      return node.alt ?? "";
    case "footnoteReference":
      return `[^${node.identifier}]`;
    default:
      return plainText(node.children);
  }
}

function escapeWords(text: string, marks: RegExp): string {
  return text
    .split(" ")
    .map((word) => escapeWord(word, marks))
    .join(" ");
}

function escapeWord(word: string, marks: RegExp): string {
  const escaped = word.replace(marks, (mark, at: number) =>
    mark === "_" && isLetter(word[at - 1]) && isLetter(word[at + 1]) ? mark : `\\${mark}`,
  );
  // Inside an automatic link escapes would be read as part of it: such a word must not become one.
  return escaped === word ? word : escaped.replace(/:(?=\/\/)|(?<=www)\.|@/gi, "\\$&");
}

function isLetter(char: string | undefined): boolean {
  return char !== undefined && /[A-Za-z0-9]/.test(char);
}

/** What would begin a list, quote, heading or rule at the start of a block. */
function escapeStart(text: string): string {
  return text
    .replace(/^(?:>|[-+](?=[\s-]|$)|#(?=#{0,5}(?:\s|$)))/, "\\$&")
    .replace(/^(\d{1,9})([.)])(?=\s|$)/, "$1\\$2");
}
