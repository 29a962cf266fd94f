import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TestgenError } from "../../src/errors.ts";
import { comparePlans } from "../../src/plan/change.ts";
import { MAX_LINES, MAX_NESTING } from "../../src/plan/guard.ts";
import { lintPlan } from "../../src/plan/lint.ts";
import type { TestPlan } from "../../src/plan/model.ts";
import { planOf, withScenarios } from "./plans.ts";

const folder = new URL("../../fixtures/plans/dialects/", import.meta.url);
const plans = readdirSync(folder)
  .filter((name) => name.endsWith(".md"))
  .map((name) => readFileSync(new URL(name, folder), "utf8"));

/** Whatever the text: a plan that holds together, or a refusal that a person can read. */
function holds(text: string): void {
  let plan: TestPlan;
  try {
    plan = planOf(text);
  } catch (error) {
    expect(error).toBeInstanceOf(TestgenError);
    return;
  }
  const lines = text.split(/\r\n?|\n/).length;
  const ids = plan.scenarios.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const scenario of plan.scenarios) {
    expect(scenario.text).not.toBe("");
    expect(scenario.line).toBeGreaterThan(0);
    expect(scenario.line).toBeLessThanOrEqual(lines);
    expect(scenario.generable).toBe(scenario.notGenerable === null);
    expect(scenario.negative).toBe(scenario.negativeReason !== null);
  }
  for (const { line } of [...plan.warnings, ...lintPlan(plan)]) expect(line).toBeLessThanOrEqual(lines);
  expect(comparePlans(plan, plan)).toMatchObject({ scenarios: [], stale: [] });
}

const pieces = [
  ...[
    "# ",
    "## Test Scenarios\n",
    "- ",
    "  - ",
    "    - ",
    "1. ",
    "> ",
    "|",
    "| a | b |\n|---|---|\n",
    "\n",
    "\n\n",
  ],
  ...["*Test Scenario:* ", "**Scenario 1: x**", "*Tier:* 2", "*Priority:* P0", "[Tier 2] ", "**[CNV-1]** — "],
  ...[
    "<!--",
    "-->",
    "```",
    "~~~",
    "`",
    "**",
    "_",
    "[",
    "](x)",
    "<br>",
    "<script>",
    "\\",
    "\t",
    "Verify a ",
    "None",
  ],
  ...[
    "| Requirement ID | Test Scenario(s) | Tier |\n|---|---|---|\n",
    "| CNV-1 | | Tier 2 |\n",
    "Steps:\n",
    "\u200b",
  ],
];

describe("any text gives a plan or a clear refusal", () => {
  test("pieces of Markdown in any order", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 80 }), (some) => holds(some.join(""))),
    );
  });

  test("any characters", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), holds));
  });

  test("real plans cut off anywhere", () => {
    const cut = fc
      .constantFrom(...plans)
      .chain((plan) => fc.nat(plan.length).map((end) => plan.slice(0, end)));
    fc.assert(fc.property(cut, holds));
  });

  test("real plans with their lines shuffled", () => {
    const shuffled = fc
      .constantFrom(...plans)
      .chain((plan) => fc.shuffledSubarray(plan.split("\n")))
      .map((lines) => lines.join("\n"));
    fc.assert(fc.property(shuffled, holds));
  });
});

describe("size changes nothing but time", () => {
  const scenario = (n: number): string =>
    `- **[CNV-${n}]** — As a user, I want thing ${n}\n  - *Test Scenario:* [Tier 2] Verify thing ${n} is there\n  - *Priority:* P1\n\n`;

  test("every row of a table with 10,000 rows is a scenario, in its line", () => {
    const rows = Array.from(
      { length: 10_000 },
      (_, n) => `| ${n % 7 === 0 ? `CNV-${n}` : ""} | As a user | Verify ${n} | T2 | P1 |\n`,
    );
    const plan = withScenarios(
      `| Requirement ID | Summary | Test Scenario | Tier | Priority |\n|---|---|---|---|---|\n${rows.join("")}`,
    );
    expect(plan.scenarios.length).toBe(10_000);
    expect(plan.scenarios.at(-1)).toMatchObject({
      id: "CNV-9996-4",
      text: "Verify 9999",
      line: 10_006,
      tier: 2,
    });
  });

  test("every bullet of a long plan is read, whatever stands before it", () => {
    const body = Array.from({ length: 700 }, (_, n) => scenario(n)).join("");
    for (const before of ["", "Prose.\n\n", `${"Prose.\n".repeat(150)}\n`]) {
      const plan = withScenarios(before + body);
      expect(plan.scenarios.length).toBe(700);
      const offset = before.split("\n").length - 1;
      expect(plan.scenarios.map(({ line }) => line - offset)).toEqual(
        Array.from({ length: 700 }, (_, n) => 6 + 4 * n),
      );
    }
  });

  test("a code block of any length stays code, and what follows is read", () => {
    const code = `\`\`\`python\n${"- [Tier 2] Verify code\n".repeat(1_000)}\`\`\`\n\n`;
    expect(withScenarios(`${code}- [Tier 2] Verify a`).scenarios.map(({ text }) => text)).toEqual([
      "Verify a",
    ]);
  });

  test.each([
    [
      "lists by indentation",
      Array.from({ length: 1_000 }, (_, depth) => `${"  ".repeat(depth)}- a\n`).join(""),
    ],
    ["lists by tabs", Array.from({ length: 1_000 }, (_, depth) => `${"\t".repeat(depth)}- a\n`).join("")],
    ["lists in one line", `${"- ".repeat(5_000)}a\n`.repeat(100)],
    ["quotes", `${">".repeat(10_000)} a\n`.repeat(100)],
    ["both", `${"> - 1. ".repeat(1_000)}a\n`.repeat(100)],
  ])("1 MB of nested %s is read, with a warning about the depth", (_what, deep) => {
    const plan = withScenarios(`${deep}\n#### Group\n\n- [Tier 2] Verify the end is read`);
    expect(plan.scenarios.at(-1)?.text).toBe("Verify the end is read");
    expect(plan.warnings.map(({ message }) => message).join()).toContain(`deeper than ${MAX_NESTING} levels`);
  });

  test.each([
    ["emphasis", "*a_ **b "],
    ["images", "![a](b "],
    ["brackets", "[a]["],
    ["backticks", "``a`"],
  ])("1 MB of unpaired %s ends", (_what, piece) => {
    const plan = withScenarios(
      `${`${piece.repeat(20)}\n`.repeat(50_000 / piece.length)}\n- [Tier 2] Verify the end is read`,
    );
    expect(plan.scenarios.at(-1)?.text).toBe("Verify the end is read");
  });

  test("a line of 5 MB is cut, with a warning, and the rest is read", () => {
    const plan = withScenarios(`- [Tier 2] Verify ${"x".repeat(5_000_000)}\n- [Tier 2] Verify a`);
    expect(plan.scenarios.map(({ line }) => line)).toEqual([5, 6]);
    expect(plan.warnings).toContainEqual({
      line: 5,
      message: expect.stringContaining("longer than 20000 characters"),
    });
  });

  test("what stands beyond the last line that is read is announced", () => {
    const plan = planOf(`### Test Scenarios\n\n${"text\n".repeat(MAX_LINES)}- [Tier 2] Verify a`);
    expect(plan.scenarios).toEqual([]);
    expect(plan.warnings).toContainEqual({
      line: MAX_LINES + 1,
      message: expect.stringContaining("nothing is read after"),
    });
  });
});
