import { resolve } from "node:path";
import { loadPython } from "../python/parser.ts";
import { CONFIG_FILES } from "../suite/config.ts";
import { indexSuite } from "../suite/index-suite.ts";
import type { SuiteIndex } from "../suite/model.ts";
import { openWorkspace } from "../workspace/workspace.ts";

/** Indexes the suite below a directory. */
export async function indexDirectory(cwd: string, directory: string): Promise<SuiteIndex> {
  const workspace = await openWorkspace(resolve(cwd, directory));
  const config = await workspace.textFiles(CONFIG_FILES);
  return indexSuite(await loadPython(), { python: await workspace.pythonFiles(), config });
}
