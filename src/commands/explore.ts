import { type Io, json } from "./io.ts";
import { indexDirectory } from "./suite.ts";

/** `testgen explore [DIR]`: what the suite offers to a test. */
export async function exploreCommand(
  io: Io,
  directory: string,
  options: { json?: boolean },
): Promise<number> {
  const started = performance.now();
  const suite = await indexDirectory(io.cwd, directory);
  const ms = Math.round(performance.now() - started);
  if (options.json) {
    io.out(json({ ...suite, ms }));
    return 0;
  }
  const count = (name: string, list: readonly unknown[]): string =>
    `  ${String(list.length).padStart(5)} ${name}`;
  io.out(
    [
      `${suite.files} Python files in ${ms} ms`,
      count("fixtures", suite.fixtures),
      count("helpers (functions, methods, properties)", suite.helpers),
      count("classes", suite.classes),
      count("constants", suite.constants),
      count("markers", suite.markers),
      ...suite.unreadable.map(({ file, line }) => `  ${file}:${line}: not readable as Python`),
      `  test roots: ${suite.conventions.testRoots.join(", ") || "none"}; strict markers: ${suite.conventions.strictMarkers ? "yes" : "no"}`,
      "  --json lists them all.",
    ].join("\n"),
  );
  return 0;
}
