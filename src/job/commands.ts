import { splitWords } from "./words.ts";

/** A `/testgen` comment, read. */
export type Command =
  | { readonly name: "run"; readonly plans: readonly string[] }
  | { readonly name: "help" }
  | { readonly name: "unknown"; readonly text: string };

const LINE = /^\/testgen(?:[ \t]+(.*))?$/;
const BODY_LIMIT = 65_536;
const SHOWN_LIMIT = 200;

/**
 * The first line of a comment that is a command, or null when there is none. Code blocks, quotes and HTML comments are
 * not commands: people quote each other.
 */
export function parseCommand(body: string): Command | null {
  let fence: RegExp | null = null;
  let hidden = false;
  for (const line of body.slice(0, BODY_LIMIT).split(/\r\n?|\n/)) {
    if (hidden) hidden = !line.includes("-->");
    else if (fence !== null) fence = fence.test(line) ? null : fence;
    else {
      fence = fenceEnd(line);
      const [start = "", ...comments] = line.split("<!--");
      hidden = fence === null && comments.at(-1)?.includes("-->") === false;
      const shown = [start, ...comments.map((text) => text.split("-->").slice(1).join("-->"))].join(" ");
      const command = LINE.exec(shown.trimEnd());
      if (command) return read((command[1] ?? "").trim());
    }
  }
  return null;
}

/** What ends the code block that this line opens; null when it opens none. */
function fenceEnd(line: string): RegExp | null {
  const mark = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/.exec(line)?.[1];
  return mark === undefined ? null : new RegExp(`^ {0,3}${mark[0]}{${mark.length},}[ \\t]*$`);
}

function read(text: string): Command {
  const unknown: Command = { name: "unknown", text: text.slice(0, SHOWN_LIMIT) };
  const words = splitWords(text);
  if (words === null) return unknown;
  const [name = "help", ...plans] = words;
  if (name === "help" && plans.length === 0) return { name };
  // A word that begins with a dash is an option, and there is none yet.
  if (name === "run" && !plans.some((word) => word.startsWith("-"))) return { name, plans };
  return unknown;
}

/** What the help comment says. */
export const HELP = [
  "| command | does |",
  "|---|---|",
  "| `/testgen run` | all six phases for every test plan of this pull request |",
  "| `/testgen run PATH…` | the same for these plans only; quote a path with spaces |",
  "| `/testgen help` | this table |",
].join("\n");
