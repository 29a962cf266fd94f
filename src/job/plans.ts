import picomatch from "picomatch";

/** A file of the pull request, as GitHub lists it. */
export interface ChangedFile {
  readonly path: string;
  readonly status: string;
  /** Where a renamed file was before. */
  readonly previousPath?: string;
}

/**
 * The plans among changed files. Patterns are globs from the root of the repository, in any case; one that begins with
 * `!` takes out again; the last that matches wins, as in .gitignore. Hidden files and folders are never plans.
 */
export function selectPlans(files: readonly ChangedFile[], patterns: readonly string[]): string[] {
  const present = files.filter(({ status }) => status !== "removed" && status !== "unchanged");
  return present
    .map(({ path }) => path)
    .filter(matcher(patterns))
    .sort();
}

/** Plans that the pull request takes away: removed, or moved to where no plan is looked for. */
export function removedPlans(files: readonly ChangedFile[], patterns: readonly string[]): string[] {
  const isPlan = matcher(patterns);
  const gone = files.flatMap(({ path, status, previousPath }) => {
    if (status === "removed") return [path];
    return status === "renamed" && previousPath !== undefined && !isPlan(path) ? [previousPath] : [];
  });
  return gone.filter(isPlan).sort();
}

/** Where the base has the earlier version of a plan that the pull request changes or moves; null for a new plan. */
export function earlierPath(files: readonly ChangedFile[], plan: string): string | null {
  const file = files.find(({ path }) => path === plan);
  if (file?.status === "renamed") return file.previousPath ?? null;
  return file?.status === "modified" || file?.status === "changed" ? plan : null;
}

function matcher(patterns: readonly string[]): (path: string) => boolean {
  const rules = patterns.map((pattern) => {
    const negated = pattern.startsWith("!");
    const glob = pattern.replace(/^!\s*/, "").replace(/^\.?\//, "");
    // `s`: a file name may hold a line break, and a wildcard covers it too.
    return { negated, matches: picomatch(glob, { flags: "is" }) };
  });
  return (path) => rules.reduce((selected, rule) => (rule.matches(path) ? !rule.negated : selected), false);
}
