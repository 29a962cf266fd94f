import { stripVTControlCharacters } from "node:util";

/**
 * Text from plans, tests and the cluster is not ours: it must not be able to end a block, start HTML, mention people,
 * link anywhere or look like our own marker.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take out.
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\p{Cf}\u115f\u1160\u3164\uffa0]/gu;

/** Terminal codes, control, zero-width and direction characters out, half characters replaced, line ends unified. */
export const visible = (text: string): string =>
  stripVTControlCharacters(text.toWellFormed()).replace(/\r\n?/g, "\n").replace(INVISIBLE, "");

/** Free text on one line, at most `limit` UTF-16 units long, never ending in half a character. */
export function oneLine(text: string, limit = 300): string {
  const line = visible(text).replace(/\s+/g, " ").trim();
  return line.length <= limit
    ? line
    : `${line
        .slice(0, limit - 1)
        .toWellFormed()
        .replace(/\ufffd$/, "")}…`;
}

/**
 * What GitHub turns into links and mentions. It looks at the finished page, so escaping does not help: a character of
 * no width takes it apart.
 */
const LINKED = /@|(?:#|GH-)(?=\d)|:(?=\/\/)|www(?=\.)/gi;
const MARKUP = /[\\`*_[\]|~!$]/g;
/** What begins a list or a heading at the start of a line. */
const BLOCK = /^(?:[-+#]|\d+(?=[.)]))/;

/** Free text for HTML, on one line: in a `<summary>`, Markdown has no meaning. */
export const html = (text: string, limit = 300): string =>
  oneLine(text, limit)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(LINKED, "$&&#8203;");

/** Free text for Markdown, on one line: every meaning of Markdown and of HTML taken away. */
export const inline = (text: string, limit = 300): string =>
  html(text, limit)
    .replace(MARKUP, "\\$&")
    .replace(BLOCK, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));

/** Inline code, in a table too: there a pipe ends the cell, even between backticks. */
export function code(text: string, limit = 200): string {
  const line = oneLine(text, limit) || " ";
  if (line.includes("|")) return `<code>${inline(line, limit)}</code>`;
  const fence = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** A fenced block that its content cannot leave; shortened in the middle when it is too long. */
export function fenced(text: string, language = "", limit = 3000): string {
  const content = shorten(visible(text).trimEnd(), limit);
  const fence = "`".repeat(Math.max(3, longestRun(content) + 1));
  return `${fence}${language}\n${content}\n${fence}`;
}

const longestRun = (text: string): number =>
  text.match(/`+/g)?.reduce((longest, run) => Math.max(longest, run.length), 0) ?? 0;

/** Keeps the beginning and, above all, the end: pytest's last lines say most. Cuts between lines where one is near. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const room = Math.max(4, limit - 40);
  const start = text.slice(0, Math.floor(room / 4));
  const end = text.slice(-Math.floor((room * 3) / 4));
  const lastBreak = start.lastIndexOf("\n");
  const firstBreak = end.indexOf("\n");
  const head = lastBreak > start.length / 2 ? start.slice(0, lastBreak) : start;
  const tail = firstBreak < end.length / 2 ? end.slice(firstBreak + 1) : end;
  const left = text.length - head.length - tail.length;
  return `${head.toWellFormed()}\n… ${left} characters left out …\n${tail.toWellFormed()}`;
}

/** What went wrong and, on a line of its own, what to do about it. */
export const problem = (mark: string, message: string, hint = ""): string =>
  `${mark} ${inline(message, 800)}${hint === "" ? "" : `<br>→ ${inline(hint, 400)}`}`;

/** A collapsed section; `summary` is HTML. */
export const details = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** `1.4 s`, `2 min 5 s`, `1 h 10 min`. */
export function duration(ms: number): string {
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${minutes} min ${seconds % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;

/** Says how many were left out, so that a short list is not taken for the whole. */
export const more = (all: readonly unknown[], limit: number, one: string, many = `${one}s`): string[] =>
  all.length > limit ? [`… and ${plural(all.length - limit, `more ${one}`, `more ${many}`)}.`] : [];
