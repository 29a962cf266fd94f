import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import * as z from "zod";
import { checkout, type Ended, folder, inProcess, ROOT, testgen } from "./terminal.ts";

const STP = join(ROOT, "fixtures", "plans", "stps", "sig-virt", "vm-hard-reset.md");
const JUNIT = join(ROOT, "fixtures", "junit");
const DESCRIPTIONS = join(ROOT, "fixtures", "descriptions");
const CLEAN_TEST = "tests/virt/test_vm_validation.py";

/** Stdout is exactly one JSON document of this shape. */
function document<T>(schema: z.ZodType<T>, { out }: Ended): T {
  expect(out).toMatch(/^\{[\s\S]*\}\n$/);
  return schema.parse(JSON.parse(out));
}

const reason = z.object({ rule: z.string(), message: z.string(), line: z.number() });

describe("plan", () => {
  const schema = z.strictObject({
    plans: z.array(
      z.strictObject({
        path: z.string(),
        title: z.string(),
        requirements: z.array(z.unknown()),
        scenarios: z.array(
          z.strictObject({
            id: z.string(),
            requirement: z.string().nullable(),
            text: z.string(),
            tier: z.union([z.number(), z.array(z.number()), z.null()]),
            priority: z.string().regex(/^P\d$/).nullable(),
            negative: z.boolean(),
            line: z.number().int().positive(),
            generable: z.boolean(),
            reason: z.string().optional(),
          }),
        ),
        warnings: z.array(z.strictObject({ line: z.number(), message: z.string() })),
        findings: z.array(z.looseObject({ line: z.number(), message: z.string() })),
      }),
    ),
  });

  test("every dialect, in one document", async () => {
    const dialects = ["current-template", "table-and-blocks", "heading-blocks", "flat-bullets"];
    const files = dialects.map((name) => join(ROOT, "fixtures", "plans", "dialects", `${name}.md`));
    const ended = await testgen(["plan", "--json", ...files]);
    expect(ended).toMatchObject({ code: 0, err: "" });
    const { plans } = document(schema, ended);
    expect(plans.map(({ path }) => path)).toEqual(files);
    for (const { scenarios } of plans) expect(scenarios.length).toBeGreaterThan(0);
  });

  test("in words: where each scenario stands, and nothing that a terminal would obey", async ({
    onTestFinished,
  }) => {
    const path = join(await folder(onTestFinished), "plan.md");
    const { code, out } = await inProcess(["plan", STP]);
    expect(code).toBe(0);
    expect(out).toMatch(/^Hard Reset of a Virtual Machine: \d+ scenario\(s\)$/m);
    expect(out).toMatch(/vm-hard-reset\.md:\d+ {2}VIRT-4101-1 {2}\[tier/);
    await writeFile(path, "# Plan \u001b[2J\u202ebad\n\n## Requirements\n");
    const bad = await inProcess(["plan", path]);
    expect(`${bad.out}${bad.err}`).not.toMatch(/\p{Cf}|\p{Cc}(?<!\n)/u);
  });
});

describe("describe", () => {
  test("the description", async () => {
    const { code, out, err } = await testgen(["describe", STP, "--json"]);
    expect(code).toBe(0);
    const description = JSON.parse(out);
    expect(description).toMatchObject({ title: "Hard Reset of a Virtual Machine" });
    expect(description.groups.flatMap((group: { tests: unknown[] }) => group.tests).length).toBeGreaterThan(
      3,
    );
    expect(err).not.toContain("{");
    expect((await inProcess(["describe", STP, "--format", "json"])).out).toBe(out);
  });

  test.each([
    ["markdown", /^# /],
    ["docstring", /^"""/],
  ])("as %s", async (format, start) => {
    const { code, out } = await inProcess(["describe", STP, "--format", format]);
    expect(code).toBe(0);
    expect(out).toMatch(start);
  });

  test("--check: a good one has no findings, a bad one exits 1", async ({ onTestFinished }) => {
    const schema = z.strictObject({
      path: z.string(),
      findings: z.array(z.looseObject({ rule: z.string() })),
    });
    const good = join(DESCRIPTIONS, "vm-reset.md");
    const first = await inProcess(["describe", "--check", good, "--json"]);
    expect({ code: first.code, ...document(schema, first) }).toEqual({ code: 0, path: good, findings: [] });
    const bad = join(await folder(onTestFinished), "std.py");
    await writeFile(bad, 'def test_reset():\n    """Test that it works."""\n');
    const second = await inProcess(["describe", "--check", bad, "--json"]);
    expect(second.code).toBe(1);
    expect(document(schema, second).findings.length).toBeGreaterThan(0);
    expect((await inProcess(["describe", "--check", bad])).out).toContain(`${bad}:`);
  });
});

test("explore", async () => {
  const schema = z.looseObject({
    files: z.number().int().positive(),
    fixtures: z.array(
      z.looseObject({
        name: z.string(),
        file: z.string(),
        line: z.number().int().positive(),
        scope: z.string(),
        autouse: z.boolean(),
        params: z.unknown(),
        type: z.string().nullable(),
        doc: z.string().nullable(),
      }),
    ),
    helpers: z.array(
      z.looseObject({
        module: z.string(),
        qualname: z.string(),
        signature: z.string(),
        doc: z.string().nullable(),
      }),
    ),
    constants: z.array(z.unknown()),
    markers: z.array(z.unknown()),
    conventions: z.looseObject({}),
    ms: z.number(),
  });
  const ended = await testgen(["explore", join(ROOT, "fixtures", "suite"), "--json"]);
  expect(ended).toMatchObject({ code: 0, err: "" });
  const index = document(schema, ended);
  expect(index.fixtures.map(({ name }) => name)).toContain("running_vm");
  expect((await inProcess(["explore", join(ROOT, "fixtures", "suite")])).out).toMatch(
    /^\d+ Python files in \d+ ms$/m,
  );
});

describe("results", () => {
  const totals = z.strictObject({
    tests: z.number(),
    passed: z.number(),
    failed: z.number(),
    errors: z.number(),
    skipped: z.number(),
    flaky: z.number(),
  });
  const schema = z.strictObject({
    files: z.array(
      z.looseObject({
        path: z.string(),
        ok: z.boolean(),
        error: z.looseObject({ code: z.string(), message: z.string() }).optional(),
        cases: z.array(
          z.looseObject({
            classname: z.string(),
            name: z.string(),
            nodeid: z.string().nullable(),
            status: z.string(),
            attempts: z.unknown(),
            flaky: z.boolean(),
            seconds: z.number().nullable(),
            message: z.string(),
          }),
        ),
        totals,
      }),
    ),
  });

  test.each([
    ["pytest-empty.xml", 0],
    ["pytest-xunit2.xml", 1],
    ["external-entity.xml", 2],
    ["cut-at-element-end.xml", 2],
  ])("%s exits %i", async (name, code) => {
    const ended = await inProcess(["results", join(JUNIT, name), "--json"]);
    expect(ended.code).toBe(code);
    const [file] = document(schema, ended).files;
    expect(file?.ok).toBe(code !== 2);
    expect(file?.error === undefined).toBe(code !== 2);
  });

  test("several files in one document; one that is none does not hide the others", async () => {
    const files = ["pytest-xunit1.xml", "unknown-root.xml", "surefire-flaky.xml"].map((name) =>
      join(JUNIT, name),
    );
    const ended = await testgen(["results", ...files, "--json"]);
    expect(ended.code).toBe(2);
    expect(document(schema, ended).files.map(({ ok }) => ok)).toEqual([true, false, true]);
  });

  test("in words, nothing that a terminal would obey", async ({ onTestFinished }) => {
    const path = join(await folder(onTestFinished), "junit.xml");
    await writeFile(
      path,
      '<testsuite tests="1" failures="1"><testcase classname="t" name="test_\u202ex"><failure message="a\u009b31mb&#x200b;">x</failure></testcase></testsuite>',
    );
    const { code, out } = await inProcess(["results", path]);
    expect(code).toBe(1);
    expect(out).toContain("1 failed");
    expect(out).not.toMatch(/[\u202e\u009b\u200b]/);
  });
});

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
    expect({ code: ended.code, ...document(schema, ended) }).toEqual({
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
    const { accepted, reasons } = document(schema, ended);
    expect(accepted).toBe(false);
    expect(reasons.length).toBeGreaterThan(0);
  });

  test("a test that the description does not know is refused", async ({ onTestFinished }) => {
    const ended = await judged(onTestFinished, BEFORE, "--description", join(DESCRIPTIONS, "vm-reset.json"));
    expect(ended.code).toBe(1);
    expect(document(schema, ended).reasons.map(({ rule }) => rule)).toContain("oracle-changed");
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
    expect({ code: first.code, ...document(schema, first) }).toEqual({ code: 0, path: good, findings: [] });
    const root = await folder(onTestFinished);
    await writeFile(join(root, "GRAVEYARD.md"), "# Graveyard\n\n## Entry: Without anything\n");
    const second = await inProcess(["graveyard", "check", "--json"], { cwd: root });
    expect(second.code).toBe(1);
    expect(document(schema, second)).toMatchObject({
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
    const { violations, checked } = document(schema, first);
    expect(checked).toBeGreaterThan(5);
    expect(violations).toEqual([{ entry: "Hard reset without waiting", line: 6, fixed: true }]);
    expect(first.code).toBe(0);
    expect(first.err).toContain("Check against GRAVEYARD.md: done (1 violation found, 1 fixed)");
    const second = await inProcess(["verify", file, "--json"], { cwd: root });
    expect(document(schema, second)).toMatchObject({ violations: [], file });
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
    expect(document(schema, ended)).toEqual({ clean: true, iterations: 0, before: 0, after: 0, fixes: [] });
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
