import { resolve } from "node:path";
import { loadPython } from "../python/parser.ts";
import { CONFIG_FILES } from "../suite/config.ts";
import { indexSuite } from "../suite/index-suite.ts";
import type { SuiteIndex } from "../suite/model.ts";
import { openWorkspace } from "../workspace/workspace.ts";

/** Indexes the suite below a directory. */
export async function indexDirectory(cwd: string, directory: string): Promise<SuiteIndex> {
  const workspace = await openWorkspace(resolve(cwd, directory));
  const config = new Map<string, string>();
  for (const name of CONFIG_FILES) {
    const text = await workspace.readText(name);
    if (text !== null) config.set(name, text);
  }
  return indexSuite(await loadPython(), { python: await workspace.pythonFiles(), config });
}
