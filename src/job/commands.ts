/** A `/testgen` comment, read. */
export type Command =
  | { readonly name: "run"; readonly plans: readonly string[] }
  | { readonly name: "help" }
  | { readonly name: "unknown"; readonly text: string };

const LINE = /^\/testgen(?:[ \t]+(.*))?$/;
const BODY_LIMIT = 65_536;

/**
 * The first line of a comment that is a command, or null when there is none. Code blocks, quotes and HTML comments are
 * not commands: people quote each other.
 */
export function parseCommand(body: string): Command | null {
  const text = body
    .slice(0, BODY_LIMIT)
    .replace(/\r\n?/g, "\n")
    .replace(/<!--[\s\S]*?(?:-->|$)/g, "");
  let fence: string | null = null;
  for (const line of text.split("\n")) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark && fence === null) fence = mark;
    else if (mark && fence !== null && mark.startsWith(fence)) fence = null;
    if (mark || fence !== null) continue;
    const command = LINE.exec(line.trimEnd());
    if (command) return read((command[1] ?? "").trim());
  }
  return null;
}

function read(text: string): Command {
  const [name = "", ...words] = text.split(/\s+/).filter((word) => word !== "");
  if (name === "" || name === "help")
    return words.length === 0 ? { name: "help" } : { name: "unknown", text };
  // A word that begins with a dash is an option, and there is none yet.
  if (name === "run" && !words.some((word) => word.startsWith("-"))) return { name: "run", plans: words };
  return { name: "unknown", text: text.slice(0, 200) };
}

/** What the help comment says. */
export const HELP = [
  "| command | does |",
  "|---|---|",
  "| `/testgen run` | all six phases for every test plan of this pull request |",
  "| `/testgen run PATH…` | the same for these plans only |",
  "| `/testgen help` | this table |",
].join("\n");
