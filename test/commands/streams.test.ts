import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { CLI, ROOT, testgen } from "./terminal.ts";

const failure = (id: string | number, message = "AssertionError: assert 1 == 2"): string =>
  JSON.stringify({ id, message });

/** Answers, one a line. */
const answers = (out: string): { id: unknown; verdict: string; traceback?: string }[] =>
  out
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));

describe("classify", () => {
  test("answers every failure of the labelled list in one line, in order", async () => {
    const file = await readFile(join(ROOT, "fixtures", "failures.jsonl"), "utf8");
    // What only the pipeline knows is not asked for on stdin.
    const labelled = answers(file).filter((one) => !("dependencies" in one));
    const input = labelled.map(({ traceback, ...one }) =>
      JSON.stringify({ ...one, traceback_excerpt: traceback }),
    );
    const { code, out, err } = await testgen(["classify"], { input: input.join("\n") });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(answers(out).map(({ id, verdict }) => [id, verdict])).toEqual(
      labelled.map(({ id, verdict }) => [id, verdict]),
    );
    for (const answer of answers(out)) {
      expect(Object.keys(answer).sort()).toEqual(["category", "confidence", "id", "signal", "verdict"]);
    }
  });

  test("answers while the stream is still open", async () => {
    const child = spawn(process.execPath, [CLI, "classify"], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    for (const id of [1, 2, 3]) {
      child.stdin.write(`${failure(id)}\n`);
      expect(JSON.parse((await lines.next()).value ?? "null")).toMatchObject({ id });
    }
    child.stdin.end();
    const [code] = await once(child, "close");
    expect(code).toBe(0);
  });

  test("a bad line is told by its number; the others get their answer; exit 2", async () => {
    const input = `${failure("a")}\nnot json\n{"id": 1}\n[]\n${failure("b")}\n{"id": {}, "message": ""}\n`;
    const { code, out, err } = await testgen(["classify"], { input });
    expect(code).toBe(2);
    expect(answers(out).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(err.match(/^stdin:\d+: not a failure\.$/gm)).toEqual([
      "stdin:2: not a failure.",
      "stdin:3: not a failure.",
      "stdin:4: not a failure.",
      "stdin:6: not a failure.",
    ]);
  });

  test("line ends of Windows, a byte order mark, blank lines, no last line end, text cut between bytes", async () => {
    const input = Buffer.from(`\ufeff${failure("日本")}\r\n\r\n${failure("🧪")}`);
    const { code, out } = await testgen(["classify"], { input });
    expect(code).toBe(0);
    expect(answers(out).map(({ id }) => id)).toEqual(["日本", "🧪"]);
  });

  test("nothing in, nothing out", async () => {
    expect(await testgen(["classify"])).toEqual({ code: 0, out: "", err: "" });
  });
});

test("a reader that has seen enough ends the command quietly", async () => {
  const child = spawn(process.execPath, [CLI, "explore", "fixtures/suite", "--json"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const errors = text(child.stderr);
  const closed = once(child, "close");
  const [chunk] = await once(child.stdout, "data");
  child.stdout.destroy();
  expect(String(chunk)).toMatch(/^\{\n {2}"files": \d+/);
  expect(await errors).toBe("");
  expect((await closed)[0]).toBe(0);
});

test("a reader that is gone from the start, and a stderr that is gone, do no harm", async () => {
  const child = spawn(process.execPath, [CLI, "classify"], { stdio: ["pipe", "pipe", "pipe"] });
  child.stdout.destroy();
  child.stderr.destroy();
  const closed = once(child, "close");
  child.stdin.on("error", () => {});
  child.stdin.end(`not json\n${`${failure(1)}\n`.repeat(2_000)}`);
  expect((await closed)[1]).toBeNull();
});
