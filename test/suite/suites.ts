import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPython } from "../../src/python/parser.ts";
import { indexSuite } from "../../src/suite/index-suite.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";

export const EXAMPLE_SUITE = join(import.meta.dirname, "..", "..", "fixtures", "suite");

/** Python files below a folder, path → text. */
export function pythonFiles(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".py"),
  );
  return new Map(paths.sort().map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** Index of files given as path → text; those that are not Python are configuration. */
export async function indexOf(files: Readonly<Record<string, string>>): Promise<SuiteIndex> {
  const entries = Object.entries(files);
  return indexSuite(await loadPython(), {
    python: new Map(entries.filter(([path]) => path.endsWith(".py"))),
    config: new Map(entries.filter(([path]) => !path.endsWith(".py"))),
  });
}
