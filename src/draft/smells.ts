import type { PythonParser } from "../python/parser.ts";
import { type FileView, viewFile } from "./gate/file-view.ts";
import { collectionSmells } from "./smells/collected.ts";
import type { Smell } from "./smells/model.ts";
import { bodySmells } from "./smells/test-body.ts";

export type { Smell } from "./smells/model.ts";

/**
 * Tests of a file that can pass without showing anything, in the order of their lines. Never throws: a file that is no
 * Python has the one smell `syntax-error`.
 */
export function findSmells(python: PythonParser, source: string): Smell[] {
  return smellsIn(viewFile(python, { path: "", content: source }));
}

/** The same for a file that is already read. */
export function smellsIn(view: FileView): Smell[] {
  const { malformed } = view.source;
  if (malformed) {
    const message = `no valid Python: ${malformed.why}`;
    return [{ rule: "syntax-error", message, line: malformed.line, severity: "block", test: "" }];
  }
  return [...collectionSmells(view), ...bodySmells(view)].sort((a, b) => a.line - b.line);
}
