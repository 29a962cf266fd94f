import picomatch from "picomatch";

/** A file of the pull request, as GitHub lists it. */
export interface ChangedFile {
  readonly path: string;
  readonly status: string;
}

/**
 * The plans among changed files. Patterns are globs, one that begins with `!` takes out again; the last that matches
 * wins, as in .gitignore.
 */
export function selectPlans(files: readonly ChangedFile[], patterns: readonly string[]): string[] {
  const rules = patterns.map((pattern) => {
    const negated = pattern.startsWith("!");
    return { negated, matches: picomatch(negated ? pattern.slice(1) : pattern, { nocase: true }) };
  });
  return files
    .filter(({ status }) => status !== "removed" && status !== "unchanged")
    .map(({ path }) => path)
    .filter((path) =>
      rules.reduce((selected, rule) => (rule.matches(path) ? !rule.negated : selected), false),
    )
    .sort();
}
