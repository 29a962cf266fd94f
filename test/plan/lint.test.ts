import { expect, test } from "vitest";
import { lintPlan } from "../../src/plan/lint.ts";
import { planOf, withScenarios } from "./plans.ts";

const rulesOf = (body: string): string[] =>
  lintPlan(withScenarios(body)).map(({ rule, line }) => `${line} ${rule}`);

test("a scenario that says what must be seen, with id, tier and priority, has no finding", () => {
  expect(rulesOf("- **[CNV-1]** [Tier 2] [P0] Verify the VM is running after a reset")).toEqual([]);
});

test.each([
  ["[Tier 2] [P0] [CNV-1] Reset a VM", "no-outcome"],
  ["[Tier 2] [P0] [CNV-1] Verify reset works as expected", "vague-outcome"],
  ["[Tier 2] [P0] [CNV-1] Verify the VM is up. Then reset it and confirm it is up again", "several-outcomes"],
  [
    "[Tier 2] [P0] [CNV-1] Verify the VM remains running, has an address, and is reachable",
    "several-outcomes",
  ],
  ["[Tier 2] [P0] [CNV-1] Verify the VM starts, gets an address and answers a ping", "several-outcomes"],
  ["[Tier 2] [P0] [CNV-1] Verify the performance is good", "vague-outcome"],
  ["[Tier 2] [P0] [CNV-1] Verify proper error handling", "vague-outcome"],
  ["[Tier 2] [P0] Verify the VM is up", "missing-requirement"],
  ["[P0] [CNV-1] Verify the VM is up", "missing-tier"],
  ["[Tier 2] [CNV-1] Verify the VM is up", "missing-priority"],
])("%s: %s", (text, rule) => {
  expect(rulesOf(`- ${text}`)).toEqual([`5 ${rule}`]);
});

test("several expected results of one scenario are several outcomes", () => {
  const block =
    "**Scenario 1: Reset**\n\n- **Requirement:** CNV-1\n- **Tier:** 2\n- **Priority:** P0\n- **Expected:**\n  - VM is running\n  - Uptime is zero";
  expect(rulesOf(block)).toEqual(["5 several-outcomes"]);
});

test("what is not generated is not asked for an outcome", () => {
  expect(rulesOf("- [Tier 1] [P0] [CNV-1] Reset a VM")).toEqual([]);
});

test("what every scenario lacks is said once", () => {
  const row = (text: string): string => `- [P0] [CNV-1] Verify ${text} is up`;
  expect(rulesOf([row("a"), row("b")].join("\n"))).toEqual(["5 missing-tier", "6 missing-tier"]);
  expect(rulesOf([row("a"), row("b"), row("c")].join("\n"))).toEqual(["5 missing-tier"]);
  const mixed = [row("a"), row("b"), "- [Tier 2] [P0] [CNV-1] Verify c is up", row("d")];
  expect(rulesOf(mixed.join("\n"))).toEqual(["5 missing-tier", "6 missing-tier", "8 missing-tier"]);
});

test.each([
  "Quota reflects the ratio",
  "Address visible in the status",
  "The default source points to the new one",
])("%s: says what must be seen", (text) => {
  expect(rulesOf(`- [Tier 2] [P0] [CNV-1] ${text}`)).toEqual([]);
});

test("equal texts are found whatever their wording", () => {
  const body =
    "- [Tier 2] [P0] [CNV-1] Verify the VM is up\n- [Tier 2] [P0] [CNV-2] Confirm that a VM is up.";
  expect(rulesOf(body)).toEqual(["6 duplicate-text"]);
});

test("a goal that no scenario takes up is named with its line", () => {
  const plan = planOf(
    "## X - Quality Engineering Plan\n\n**Testing Goals**\n\n### Scope of Testing\n\n**Testing Goals**\n\n- **[P0]** Verify a VM is reset while paused\n- **[P1]** Verify metrics of resets are exported\n\n### Test Scenarios\n\n- [Tier 2] [P0] [CNV-1] Verify a paused VM is running after a reset\n",
  );
  expect(lintPlan(plan)).toEqual([
    {
      rule: "goal-without-scenario",
      line: 10,
      scenario: null,
      message: expect.stringContaining("metrics of resets"),
    },
  ]);
});
