/** Paths are repository-relative with `/`. */

export const baseName = (file: string): string => file.slice(file.lastIndexOf("/") + 1);

export const directoryOf = (file: string): string =>
  file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "";

export const isConftest = (file: string): boolean => baseName(file) === "conftest.py";

/** pytest's default `python_files`. */
export const isTestFile = (file: string): boolean => /^(?:test_.*|.*_test)\.py$/.test(baseName(file));

/** `utilities/virt.py` is imported as `utilities.virt`, a package by its directory; `roots` are import roots (pythonpath). */
export function moduleOf(file: string, roots: readonly string[] = []): string {
  const root = roots.find((path) => path !== "." && path !== "" && file.startsWith(`${path}/`));
  const relative = root ? file.slice(root.length + 1) : file;
  return relative
    .replace(/\.py$/, "")
    .replace(/(^|\/)__init__$/, "")
    .replaceAll("/", ".");
}
