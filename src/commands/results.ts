import { JUNIT_MAX_BYTES, readJunit } from "../checks/junit/junit.ts";
import type { JunitFile } from "../checks/model.ts";
import { describeError, TestgenError } from "../errors.ts";
import { readDocument } from "../workspace/read-file.ts";
import { type Io, json, say } from "./io.ts";

/** `testgen results XML…`: JUnit files as testgen reads them. Exit 1 when a file holds failures, 2 when one is no JUnit. */
export async function resultsCommand(
  io: Io,
  paths: readonly string[],
  options: { json?: boolean },
): Promise<number> {
  const files: JunitFile[] = [];
  for (const path of paths) files.push(await read(io, path));
  if (options.json) io.out(json({ files }));
  else for (const file of files) say(io, textOf(file));
  if (files.some((file) => !file.ok)) return 2;
  return files.some(({ totals }) => totals.failed + totals.errors > 0) ? 1 : 0;
}

async function read(io: Io, path: string): Promise<JunitFile> {
  try {
    return readJunit({ path, bytes: await readDocument(io.cwd, path, JUNIT_MAX_BYTES) });
  } catch (error) {
    if (!(error instanceof TestgenError)) throw error;
    io.note(describeError(error));
    const totals = { tests: 0, passed: 0, failed: 0, errors: 0, skipped: 0, flaky: 0 };
    return { path, ok: false, error: { code: error.code, message: error.message }, cases: [], totals };
  }
}

function textOf(file: JunitFile): string {
  if (!file.ok) return `${file.path}: ${file.error.message} (${file.error.code})`;
  const { tests, passed, failed, errors, skipped, flaky } = file.totals;
  const bad = file.cases.filter((one) => one.status === "failed" || one.status === "error");
  return [
    `${file.path}: ${tests} tests, ${passed} passed (${flaky} flaky), ${failed} failed, ${errors} errors, ${skipped} skipped`,
    ...bad.map(
      (one) =>
        `  ${one.status} ${one.nodeid ?? `${one.classname} ${one.name}`}: ${one.message.split("\n")[0]?.slice(0, 200)}`,
    ),
  ].join("\n");
}
