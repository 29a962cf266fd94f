import picomatch from "picomatch";

/** A file of the pull request, as GitHub lists it. */
export interface ChangedFile {
  readonly path: string;
  readonly status: string;
}

/**
 * The plans among changed files. Patterns are globs from the root of the repository, in any case; one that begins with
 * `!` takes out again; the last that matches wins, as in .gitignore. Hidden files and folders are never plans.
 */
export function selectPlans(files: readonly ChangedFile[], patterns: readonly string[]): string[] {
  const rules = patterns.map((pattern) => {
    const negated = pattern.startsWith("!");
    const glob = pattern.replace(/^!\s*/, "").replace(/^\.?\//, "");
    // `s`: a file name may hold a line break, and a wildcard covers it too.
    return { negated, matches: picomatch(glob, { flags: "is" }) };
  });
  return files
    .filter(({ status }) => status !== "removed" && status !== "unchanged")
    .map(({ path }) => path)
    .filter((path) =>
      rules.reduce((selected, rule) => (rule.matches(path) ? !rule.negated : selected), false),
    )
    .sort();
}
