/*
 * The door of the action. Most events are not for us, so it decides from the payload and the checkout alone, before
 * anything heavy is loaded; when in doubt it lets the event in, and the house decides. It has no import statement, so
 * that it can be built as CommonJS: Node starts that in the time it needs for nothing at all.
 */
const { existsSync, readdirSync, readFileSync, writeSync } = process.getBuiltinModule("node:fs");

/** Deeper than this nobody keeps plans; the house would look again. */
const MAX_DEPTH = 12;

if (isForUs(process.env)) {
  import("./main.mts").then(async ({ action }) => {
    process.exitCode = await action(process.env);
  });
} else {
  // process.stdout would load streams first.
  writeSync(1, "testgen: nothing to do for this event.\n");
}

function isForUs(env: NodeJS.ProcessEnv): boolean {
  switch (env.GITHUB_EVENT_NAME) {
    case "issue_comment":
      return /\/testgen/.test(readText(env.GITHUB_EVENT_PATH));
    case "pull_request":
      return hasPlans(env["INPUT_STP-PATHS"] ?? "", env.GITHUB_WORKSPACE ?? ".");
    default:
      return true;
  }
}

function readText(path: string | undefined): string {
  try {
    return path === undefined ? "/testgen" : readFileSync(path, "utf8");
  } catch {
    return "/testgen";
  }
}

/** Whether the checkout has any file where plans may be: the fixed beginning of each pattern, and its ending. */
function hasPlans(patterns: string, workspace: string): boolean {
  const wanted = patterns.split(/[\n,]/).map((line) => line.trim());
  return wanted.some((pattern) => {
    if (pattern === "" || pattern.startsWith("!") || pattern.startsWith("#")) return false;
    const fixed = pattern.split("/").slice(0, -1);
    const wild = fixed.findIndex((part) => /[*?[{(+@!]/.test(part));
    const ending = /\.\w+$/.exec(pattern)?.[0] ?? "";
    return foldersAt(workspace, wild < 0 ? fixed : fixed.slice(0, wild)).some((folder) =>
      holds(folder, ending.toLowerCase(), 0),
    );
  });
}

/** Folders of that name below `base`, in upper or lower case: patterns do not tell them apart. */
function foldersAt(base: string, [name, ...rest]: readonly string[]): string[] {
  if (name === undefined) return existsSync(base) ? [base] : [];
  if (!existsSync(base)) return [];
  return readdirSync(base, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.toLowerCase() === name.toLowerCase())
    .flatMap((entry) => foldersAt(`${base}/${entry.name}`, rest));
}

function holds(folder: string, ending: string, depth: number): boolean {
  if (depth > MAX_DEPTH) return true;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) {
      if (
        entry.name !== ".git" &&
        entry.name !== "node_modules" &&
        holds(`${folder}/${entry.name}`, ending, depth + 1)
      ) {
        return true;
      }
    } else if (entry.name.toLowerCase().endsWith(ending)) return true;
  }
  return false;
}
