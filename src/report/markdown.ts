/**
 * Text from plans, tests and the cluster is not ours: it must not be able to end a block, start HTML, mention people or
 * look like our own marker.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take out.
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]|[\p{Cf}\u115f\u1160\u3164\uffa0]/gu;

/** Control, zero-width and direction characters out; line ends unified. */
export const visible = (text: string): string => text.replace(/\r\n?/g, "\n").replace(INVISIBLE, "");

/** Free text on one line, every Markdown and HTML meaning taken away. */
export function inline(text: string, limit = 300): string {
  const line = visible(text).replace(/\s+/g, " ").trim();
  const cut = line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
  return cut
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/@/g, "&#64;")
    .replace(/#(?=\d)/g, "&#35;")
    .replace(/:\/\//g, ":&#47;&#47;")
    .replace(/([\\`*_[\]|~!])/g, "\\$1");
}

/** Inline code; in a table the pipe is escaped, which GitHub takes back inside code. */
export function code(text: string, limit = 200): string {
  const line = visible(text).replace(/\s+/g, " ").trim() || " ";
  const cut = line.length > limit ? `${line.slice(0, limit - 1)}…` : line;
  const longest = Math.max(0, ...[...cut.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = cut.startsWith("`") || cut.endsWith("`") ? " " : "";
  return `${fence}${pad}${cut.replace(/\|/g, "\\|")}${pad}${fence}`;
}

/** A fenced block that its content cannot leave; cut by whole lines from the middle when it is too long. */
export function fenced(text: string, language = "", limit = 3000): string {
  const content = shorten(visible(text).replace(/\s+$/, ""), limit);
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}${language}\n${content}\n${fence}`;
}

/** Keeps the beginning and, above all, the end: pytest's last lines say most. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const lines = text.split("\n");
  const head: string[] = [];
  const tail: string[] = [];
  let room = limit - 40;
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const line = lines[index] ?? "";
    if (line.length + 1 > room * 0.75 && tail.length > 0) break;
    const kept = line.length + 1 > room ? line.slice(0, Math.max(0, room - 1)) : line;
    tail.unshift(kept);
    room -= kept.length + 1;
    if (room <= limit / 4) break;
  }
  for (const line of lines.slice(0, lines.length - tail.length)) {
    if (line.length + 1 > room) break;
    head.push(line);
    room -= line.length + 1;
  }
  const left = lines.length - head.length - tail.length;
  return left <= 0
    ? [...head, ...tail].join("\n")
    : [...head, `… ${left} lines left out …`, ...tail].join("\n");
}

/** A collapsed section; the summary is HTML, so its text is escaped for HTML. */
export const details = (summary: string, body: string): string =>
  `<details><summary>${summary}</summary>\n\n${body}\n\n</details>`;

export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");

/** `1.4 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count} ${count === 1 ? one : many}`;
