import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { folder, inProcess, parseDocument, ROOT, testgen } from "./terminal.ts";

const STP = join(ROOT, "fixtures", "plans", "stps", "sig-virt", "vm-hard-reset.md");
const JUNIT = join(ROOT, "fixtures", "junit");
const PLAN = [
  "## **Small - Quality Engineering Plan**",
  "",
  "### **III. Test Scenarios & Traceability**",
  "",
  "- **[VIRT-1]** — As a VM owner, I want it to work",
  "  - *Test Scenario:* [Tier 2] Verify that the VM is Running after a restart",
  "  - *Priority:* P0",
  "",
].join("\n");
const DESCRIPTIONS = join(ROOT, "fixtures", "descriptions");

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
            requirements: z.array(z.string()),
            text: z.string(),
            tier: z.union([z.number(), z.array(z.number()), z.null()]),
            priority: z.string().regex(/^P\d$/).nullable(),
            negative: z.boolean(),
            negativeReason: z.string().optional(),
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
    const { plans } = parseDocument(schema, ended);
    expect(plans.map(({ path }) => path)).toEqual(files);
    for (const { scenarios } of plans) expect(scenarios.length).toBeGreaterThan(0);
  });

  const versions = [1, 2].map((number) =>
    join(ROOT, "fixtures", "plans", "versions", `restart.${number}.md`),
  );
  const [OLD = "", NEW = ""] = versions;

  test("--against: what changed since an earlier version, in the same document", async () => {
    const scenario = z.strictObject({ id: z.string(), line: z.number().int().positive(), text: z.string() });
    const change = z.strictObject({
      from: z.string(),
      to: z.string(),
      scenarios: z.array(
        z.strictObject({
          kind: z.enum(["new", "gone", "meaning", "wording", "moved"]),
          before: scenario.nullable(),
          after: scenario.nullable(),
          fields: z.array(z.string()),
        }),
      ),
      stale: z.array(z.string()),
      ids: z.record(z.string(), z.string()),
    });
    const compared = z.strictObject({ plans: z.array(schema.shape.plans.element.extend({ change })) });
    const ended = await testgen(["plan", NEW, "--against", OLD, "--json"]);
    expect(ended).toMatchObject({ code: 0, err: "" });
    const { plans } = parseDocument(compared, ended);
    expect(plans).toHaveLength(1);
    expect(plans[0]?.scenarios).toHaveLength(4);
    expect(plans[0]?.change).toMatchObject({ from: OLD, to: NEW, stale: ["VIRT-501-2", "VIRT-502-1"] });
    expect(plans[0]?.change.scenarios.map(({ kind }) => kind)).toEqual([
      "wording",
      "meaning",
      "moved",
      "new",
      "gone",
    ]);
  });

  test("--against, in words: every change with its file and line", async () => {
    const { code, out } = await inProcess(["plan", NEW, "--against", OLD]);
    expect(code).toBe(0);
    expect(out).toContain(`${NEW} against ${OLD}: 5 scenario(s) changed`);
    expect(out).toContain(
      `  ${NEW}:20  VIRT-501-2  [changed in meaning: text]\n` +
        "      Verify that the VM is Running again after it is restarted\n" +
        `      was ${OLD}:20: Verify that the VM is Running again after it is reset\n`,
    );
    expect(out).toContain(`  ${OLD}:24  VIRT-502-1  [gone]\n`);
    expect(out).toContain(`Tests to look at, by the ids of ${OLD}: those of VIRT-501-2, VIRT-502-1`);
    const same = await inProcess(["plan", NEW, "--against", NEW]);
    expect(same).toMatchObject({ code: 0, out: `${NEW} against ${NEW}: 0 scenario(s) changed\n` });
  });

  test("--against, in words: what changed in steps, outcome, tier and negation is shown before and after", async ({
    onTestFinished,
  }) => {
    const root = await folder(onTestFinished);
    const version = (tier: number, step: string, expected: string): string =>
      `## X - Quality Engineering Plan\n\n### Test Scenarios\n\n**Scenario 1: Pause**\n\n- **Tier:** ${tier}\n- **Steps:**\n  1. ${step}\n- **Expected:** ${expected}\n`;
    await writeFile(join(root, "old.md"), version(2, "Pause the VM", "VM is Paused"));
    await writeFile(join(root, "new.md"), version(3, "Pause the VM twice", "Pausing is refused"));
    const { out } = await inProcess(["plan", "new.md", "--against", "old.md"], { cwd: root });
    expect(out).toContain(
      [
        "  new.md:5  SC-1  [changed in meaning: steps, expected, negative, tier]",
        "      Pause",
        "      steps: Pause the VM twice",
        "      was: Pause the VM",
        "      expected: Pausing is refused",
        "      was: VM is Paused",
        '      negative: yes ("is refused")',
        "      was: no",
        "      tier: 3",
        "      was: 2",
      ].join("\n"),
    );
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

test("plan: a file without scenarios is read, and it is said that there are none", async () => {
  for (const more of [[], ["--json"]]) {
    const { code, err } = await inProcess(["plan", join(ROOT, "CONTRIBUTING.md"), ...more]);
    expect(code).toBe(0);
    expect(err).toMatch(/CONTRIBUTING\.md: warning: no test scenarios were found/);
  }
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
    expect({ code: first.code, ...parseDocument(schema, first) }).toEqual({
      code: 0,
      path: good,
      findings: [],
    });
    const bad = join(await folder(onTestFinished), "std.py");
    await writeFile(bad, 'def test_reset():\n    """Test that it works."""\n');
    const second = await inProcess(["describe", "--check", bad, "--json"]);
    expect(second.code).toBe(1);
    expect(parseDocument(schema, second).findings.length).toBeGreaterThan(0);
    expect((await inProcess(["describe", "--check", bad])).out).toContain(`${bad}:`);
  });

  test.each([
    ["markdown", "md"],
    ["docstring", "py"],
    ["json", "json"],
  ])(
    "--check with the plan: what it wrote as %s is the plan's, until one of them changes",
    async (format, extension) => {
      const root = await folder(onTestFinished);
      const stp = join(root, "stp.md");
      const std = join(root, `std.${extension}`);
      await writeFile(stp, PLAN);
      await writeFile(std, (await inProcess(["describe", stp, "--format", format])).out);
      const check = ["describe", stp, "--check", std];
      expect(await inProcess(check)).toEqual({ code: 0, out: `${std}: no findings.\n`, err: "" });
      await writeFile(stp, PLAN.replace("is Running", "is Paused"));
      const { code, out } = await inProcess(check);
      expect(code).toBe(1);
      expect(out).toContain("plan-digest: describes another version of the plan");
      expect(out).toMatch(/plan-oracle: shows “VM is "?Running.*”; the plan says “VM is "?Paused/);
      expect(out).not.toMatch(/:0:/);
    },
  );
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
  const index = parseDocument(schema, ended);
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
    const [file] = parseDocument(schema, ended).files;
    expect(file?.ok).toBe(code !== 2);
    expect(file?.error === undefined).toBe(code !== 2);
  });

  test("several files in one document; one that is none does not hide the others", async () => {
    const files = ["pytest-xunit1.xml", "unknown-root.xml", "surefire-flaky.xml"].map((name) =>
      join(JUNIT, name),
    );
    const ended = await testgen(["results", ...files, "--json"]);
    expect(ended.code).toBe(2);
    expect(parseDocument(schema, ended).files.map(({ ok }) => ok)).toEqual([true, false, true]);
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
