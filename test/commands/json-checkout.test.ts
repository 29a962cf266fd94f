import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { checkout, folder, inProcess, parseDocument, ROOT, testgen } from "./terminal.ts";

const DESCRIPTIONS = join(ROOT, "fixtures", "descriptions");
const CLEAN_TEST = "tests/virt/test_vm_validation.py";

const reason = z.object({ rule: z.string(), message: z.string(), line: z.number() });

describe("gate", () => {
  const BEFORE = "def test_reset(vm):\n    vm.reset()\n    assert vm.ready\n";

  async function judged(atEnd: (work: () => Promise<void>) => void, after: string, ...more: string[]) {
    const root = await folder(atEnd);
    await writeFile(join(root, "before.py"), BEFORE);
    await writeFile(join(root, "after.py"), after);
    return inProcess(["gate", "before.py", "after.py", "--json", ...more], { cwd: root });
  }
  const schema = z.strictObject({ accepted: z.boolean(), reasons: z.array(reason) });

  test("the same test is accepted", async ({ onTestFinished }) => {
    const ended = await judged(onTestFinished, BEFORE);
    expect({ code: ended.code, ...parseDocument(schema, ended) }).toEqual({
      code: 0,
      accepted: true,
      reasons: [],
    });
  });

  test.each([
    ["without its assertion", "def test_reset(vm):\n    vm.reset()\n"],
    ["emptied", ""],
    ["no Python any more", "def test_reset(:\n"],
  ])("a test %s is refused, with the rule and the line", async (_, after) => {
    const root: (() => Promise<void>)[] = [];
    const ended = await judged((work) => root.push(work), after);
    for (const work of root) await work();
    expect(ended.code).toBe(1);
    const { accepted, reasons } = parseDocument(schema, ended);
    expect(accepted).toBe(false);
    expect(reasons.length).toBeGreaterThan(0);
  });

  test("a test that the description does not know is refused", async ({ onTestFinished }) => {
    const ended = await judged(onTestFinished, BEFORE, "--description", join(DESCRIPTIONS, "vm-reset.json"));
    expect(ended.code).toBe(1);
    expect(parseDocument(schema, ended).reasons.map(({ rule }) => rule)).toContain("oracle-changed");
  });
});

describe("graveyard", () => {
  const schema = z.strictObject({
    path: z.string(),
    findings: z.array(z.looseObject({ line: z.number(), severity: z.string(), message: z.string() })),
  });

  test("check: the example's is in order, an unfinished lesson is not", async ({ onTestFinished }) => {
    const good = join(ROOT, "fixtures", "suite", "GRAVEYARD.md");
    const first = await inProcess(["graveyard", "check", good, "--json"]);
    expect({ code: first.code, ...parseDocument(schema, first) }).toEqual({
      code: 0,
      path: good,
      findings: [],
    });
    const root = await folder(onTestFinished);
    await writeFile(join(root, "GRAVEYARD.md"), "# Graveyard\n\n## Entry: Without anything\n");
    const second = await inProcess(["graveyard", "check", "--json"], { cwd: root });
    expect(second.code).toBe(1);
    expect(parseDocument(schema, second)).toMatchObject({
      path: "GRAVEYARD.md",
      findings: expect.arrayContaining([expect.objectContaining({ line: 3, severity: "error" })]),
    });
    expect((await inProcess(["graveyard", "check"], { cwd: root })).out).toMatch(/^GRAVEYARD\.md:3: error: /);
  });

  test("merge: also for git, whose base is empty when both sides are new", async ({ onTestFinished }) => {
    const root = await folder(onTestFinished);
    const good = join(ROOT, "fixtures", "suite", "GRAVEYARD.md");
    await writeFile(join(root, "base"), "");
    const { code, out } = await inProcess(["graveyard", "merge", "base", good, good], { cwd: root });
    expect(code).toBe(0);
    expect(out).toContain("# ");
  });
});

describe("on a checkout", () => {
  test("verify fixes what a lesson knows, in the file; the second time there is nothing left", async ({
    onTestFinished,
  }) => {
    const schema = z.strictObject({
      checked: z.number(),
      violations: z.array(z.strictObject({ entry: z.string(), line: z.number(), fixed: z.boolean() })),
      file: z.string(),
    });
    const root = await checkout(onTestFinished);
    const file = "tests/virt/lifecycle/test_reset.py";
    await writeFile(
      join(root, file),
      '"""Reset."""\n\n\ndef test_reset(running_vm):\n    """Test that a VM can be reset."""\n    running_vm.reset()\n    assert running_vm.ready\n',
    );
    const first = await testgen(["verify", file, "--json"], { cwd: root });
    const { violations, checked } = parseDocument(schema, first);
    expect(checked).toBeGreaterThan(5);
    expect(violations).toEqual([{ entry: "Hard reset without waiting", line: 6, fixed: true }]);
    expect(first.code).toBe(0);
    expect(first.err).toContain("Check against GRAVEYARD.md: done (1 violation found, 1 fixed)");
    const second = await inProcess(["verify", file, "--json"], { cwd: root });
    expect(parseDocument(schema, second)).toMatchObject({ violations: [], file });
  });

  test("types says what it did", async ({ onTestFinished }) => {
    const schema = z.strictObject({
      clean: z.boolean(),
      iterations: z.number(),
      before: z.number(),
      after: z.number(),
      fixes: z.array(z.string()),
    });
    const root = await checkout(onTestFinished);
    const ended = await testgen(["types", CLEAN_TEST, "--json"], { cwd: root });
    expect(ended.code).toBe(0);
    expect(parseDocument(schema, ended)).toEqual({
      clean: true,
      iterations: 0,
      before: 0,
      after: 0,
      fixes: [],
    });
  });

  test("types without pyright is a matter of the environment: exit 3", async ({ onTestFinished }) => {
    const root = await checkout(onTestFinished);
    const ended = await inProcess(
      ["types", CLEAN_TEST, "--json", "--pyright-command", "/nonexistent/pyright"],
      {
        cwd: root,
      },
    );
    expect(ended.code).toBe(3);
    expect(JSON.parse(ended.out)).toMatchObject({ clean: false });
  });
});
