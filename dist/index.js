/*
 * The door of the action. Most events are not for us, so it decides from the payload and the checkout alone, before
 * anything heavy is loaded; when in doubt it lets the event in, and the house decides. It has no import statement, so
 * that it can be built as CommonJS: Node starts that in the time it needs for nothing at all.
 */
const { appendFileSync, existsSync, readdirSync, readFileSync, writeSync } = process.getBuiltinModule("node:fs");
/** Deeper than this nobody keeps plans; the house would look again. */
const MAX_DEPTH = 12;
if (isForUs(process.env)) {
    import("./main.mjs").then(async ({ action }) => {
        process.exitCode = await action(process.env);
    });
}
else {
    // process.stdout would load streams first.
    writeSync(1, "testgen: nothing to do for this event.\n");
    if (process.env.GITHUB_OUTPUT)
        appendFileSync(process.env.GITHUB_OUTPUT, "outcome=none\n");
}
function isForUs(env) {
    try {
        switch (env.GITHUB_EVENT_NAME) {
            case "issue_comment":
                return readFileSync(env.GITHUB_EVENT_PATH ?? "", "utf8").includes("/testgen");
            case "pull_request":
                return hasPlans(env["INPUT_STP-PATHS"] ?? "", env.GITHUB_WORKSPACE ?? "");
            default:
                return true;
        }
    }
    catch {
        return true;
    }
}
/** Whether the checkout has any file where plans may be: the fixed beginning of each pattern, and its ending. */
function hasPlans(patterns, workspace) {
    const wanted = patterns
        .split("\n")
        .map((line) => line.trim())
        .filter((line) => line !== "" && !/^[!#]/.test(line));
    // Without a checkout or a pattern nothing is known, and the house says what is missing.
    if (wanted.length === 0 || !existsSync(`${workspace}/.git`))
        return true;
    return wanted.some((line) => {
        const pattern = line.replace(/^\.?\//, "");
        const fixed = pattern.split("/").slice(0, -1);
        const wild = fixed.findIndex((part) => /[*?[{(+@!\\]/.test(part));
        const ending = /\.\w+$/.exec(pattern)?.[0] ?? "";
        return foldersAt(workspace, wild < 0 ? fixed : fixed.slice(0, wild)).some((folder) => holds(folder, ending, 0));
    });
}
/** Patterns do not tell upper from lower case, on any file system. */
function fold(text) {
    return text.toUpperCase();
}
/** Folders of that name below `base`, in upper or lower case. */
function foldersAt(base, [name, ...rest]) {
    if (name === undefined)
        return [base];
    return readdirSync(base, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && fold(entry.name) === fold(name))
        .flatMap((entry) => foldersAt(`${base}/${entry.name}`, rest));
}
function holds(folder, ending, depth) {
    if (depth > MAX_DEPTH)
        return true;
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory()) {
            if (entry.name !== ".git" &&
                entry.name !== "node_modules" &&
                holds(`${folder}/${entry.name}`, ending, depth + 1)) {
                return true;
            }
        }
        else if (fold(entry.name).endsWith(fold(ending)))
            return true;
    }
    return false;
}
