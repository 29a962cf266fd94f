import { resolve } from "node:path";
import { readRepository } from "../pipeline/2-explore.ts";
import { loadPython } from "../python/parser.ts";
import { openWorkspace } from "../workspace/workspace.ts";
import { at, type Io, json, say } from "./io.ts";

/** `testgen explore [DIR]`: what the suite offers to a test. */
export async function exploreCommand(
  io: Io,
  directory: string,
  options: { json?: boolean },
): Promise<number> {
  const started = performance.now();
  const workspace = await openWorkspace(resolve(io.cwd, directory));
  const suite = await readRepository({ workspace, python: await loadPython() });
  const ms = Math.round(performance.now() - started);
  if (options.json) {
    io.out(json({ ...suite, ms }));
    return 0;
  }
  const count = (name: string, list: readonly unknown[]): string =>
    `  ${String(list.length).padStart(5)} ${name}`;
  say(
    io,
    [
      `${suite.files} Python files in ${ms} ms`,
      count("fixtures", suite.fixtures),
      count("helpers (functions, methods, properties)", suite.helpers),
      count("classes", suite.classes),
      count("constants", suite.constants),
      count("markers", suite.markers),
      ...suite.unreadable.map(({ file, line }) => `  ${at(file, line)}: not readable as Python`),
      `  test roots: ${suite.conventions.testRoots.join(", ") || "none"}; strict markers: ${suite.conventions.strictMarkers ? "yes" : "no"}`,
      "  --json lists them all.",
    ].join("\n"),
  );
  return 0;
}
