import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PyrightRequest, type PyrightResult, runPyright } from "../../src/checks/pyright/run-pyright.ts";
import { runProcess } from "../../src/process/run.ts";
import { type Checkout, checkOut, PYRIGHT, toolEnv } from "../author/checkout.ts";

let checkout: Checkout;
beforeAll(async () => {
  checkout = await checkOut();
});
afterAll(() => checkout?.remove());

const run = (files: readonly string[], some: Partial<PyrightRequest> = {}): Promise<PyrightResult> =>
  runPyright({
    command: PYRIGHT,
    root: checkout.root,
    files,
    env: toolEnv(),
    runProcess,
    timeoutMs: 60_000,
    ...some,
  });

describe("a report of pyright", () => {
  it("gives errors with their whole range, 1-based, and no warnings", async () => {
    const content = '# pyright: reportUnusedExpression=warning\n\n"text"\nundefined_name\n';
    await checkout.write([{ path: "tests/test_report.py", content }]);
    expect(await run(["tests/test_report.py"])).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      findings: [
        {
          check: "types",
          rule: "reportUndefinedVariable",
          file: "tests/test_report.py",
          line: 4,
          column: 1,
          endLine: 4,
          endColumn: 15,
          verdict: "heal",
        },
      ],
    });
  });

  it("takes a file that is no Python as errors of syntax", async () => {
    await checkout.write([{ path: "tests/test_broken.py", content: "def test_it(:\n" }]);
    const { findings } = await run(["tests/test_broken.py"]);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings[0]).toMatchObject({ rule: "syntax", line: 1 });
  });

  it("is clean only when pyright has looked at every file: one that is missing is not clean", async () => {
    await checkout.write([{ path: "tests/test_clean.py", content: "x: int = 1\n" }]);
    expect((await run(["tests/test_clean.py"])).findings).toEqual([]);
    await expect(run(["tests/test_clean.py", "tests/test_absent.py"])).rejects.toMatchObject({
      kind: "environment",
      code: expect.stringMatching(/^pyright\.(?:nothing-analysed|unusable)$/),
    });
  });
});

describe("a file that the repository's settings exclude", () => {
  it("is not clean, also when another file of the run was looked at", async () => {
    await checkout.write([
      { path: "pyrightconfig.json", content: '{ "exclude": ["tests/test_hidden.py"] }' },
      { path: "tests/test_hidden.py", content: "undefined_name\n" },
    ]);
    for (const files of [["tests/test_hidden.py"], ["tests/test_clean.py", "tests/test_hidden.py"]]) {
      await expect(run(files)).rejects.toMatchObject({
        code: "pyright.nothing-analysed",
        message: expect.stringContaining("tests/test_hidden.py"),
        hint: expect.stringContaining("exclude"),
      });
    }
  });
});

describe("a pyright that gives no report", () => {
  it.each<[string, Partial<PyrightRequest>, string]>([
    ["is not there", { command: ["/nowhere/pyright"] }, "ENOENT"],
    ["says something else", { command: [process.execPath, "-e", "console.log('hello')", "--"] }, "hello"],
    [
      "ends with an error",
      { command: [process.execPath, "-e", "console.error('no licence'); process.exit(3)", "--"] },
      "no licence",
    ],
    [
      "gives another document",
      { command: [process.execPath, "-e", "console.log(JSON.stringify({ version: 1 }))", "--"] },
      "version",
    ],
    [
      "does not end",
      { command: [process.execPath, "-e", "setInterval(() => {}, 1000)", "--"], timeoutMs: 300 },
      "out of time",
    ],
  ])("because it %s is an error that says so and what to do", async (_, some, said) => {
    const failure = run(["tests/test_clean.py"], some);
    await expect(failure).rejects.toMatchObject({
      kind: "environment",
      code: "pyright.unusable",
      message: expect.stringContaining(said),
      hint: expect.stringContaining("pyright-command"),
    });
  });
});
