import { describe, expect, test } from "vitest";
import { compareWithPlan } from "../../src/description/against-plan.ts";
import type { DescribedTest, TestDescription } from "../../src/description/model.ts";
import { LineIndex } from "../../src/description/read.ts";

const shows = (scenario: string, name: string, expected: string, negative = false): DescribedTest => ({
  name: `test_${name}`,
  scenario,
  summary: `Test that ${name}.`,
  negative,
  preconditions: [],
  steps: [],
  expected: [expected],
  markers: [],
});
const description = (
  tests: readonly DescribedTest[],
  change: Partial<TestDescription> = {},
): TestDescription => ({
  plan: { path: "stps/a.md", digest: "a".repeat(64) },
  title: "A",
  groups: [{ name: "TestA", summary: "", preconditions: [], markers: [], tests }],
  uncovered: [{ scenario: "V-9", text: "", reason: "manual" }],
  ...change,
});
const PLAN = description([
  shows("V-1", "runs", "VM is Running"),
  shows("V-1", "has_address", "VM has an address"),
  shows("V-2", "refused", "Request is rejected", true),
]);
const rules = (written: TestDescription): string[] =>
  compareWithPlan(written, PLAN, new LineIndex()).map(({ rule, where }) => `${rule} ${where}`.trim());

describe("a description beside its plan", () => {
  test("may say it in another form and name it otherwise", () => {
    const written = description([
      shows("V-2", "stopped_vm", "Request is **rejected**.", true),
      shows("V-1", "address", "- VM has an  address"),
      shows("V-1", "running", "VM is Running"),
    ]);
    expect(rules(written)).toEqual([]);
  });

  test.each<[string, TestDescription, string[]]>([
    ["another version", { ...PLAN, plan: { path: "stps/a.md", digest: "b".repeat(64) } }, ["plan-digest"]],
    ["no version at all", { ...PLAN, plan: { path: "stps/a.md", digest: "" } }, ["plan-digest"]],
    [
      "a scenario without a test, though it is listed with a reason",
      description([shows("V-1", "runs", "VM is Running"), shows("V-1", "a", "VM has an address")], {
        uncovered: [{ scenario: "V-2", text: "", reason: "no time" }],
      }),
      ["plan-coverage"],
    ],
    [
      "one of two outcomes is missing",
      description([shows("V-1", "runs", "VM is Running"), shows("V-2", "r", "Request is rejected", true)]),
      ["plan-coverage"],
    ],
    [
      "another outcome",
      description([
        shows("V-1", "runs", "VM is Running"),
        shows("V-1", "a", "VM has an address"),
        shows("V-2", "r", "Request is accepted", true),
      ]),
      ["plan-oracle TestA::test_r"],
    ],
    [
      "a refusal that became a success",
      description([
        shows("V-1", "runs", "VM is Running"),
        shows("V-1", "a", "VM has an address"),
        shows("V-2", "r", "Request is rejected"),
      ]),
      ["plan-oracle TestA::test_r"],
    ],
    [
      "a scenario that the plan does not have",
      description([...(PLAN.groups[0]?.tests ?? []), shows("V-7", "more", "x")]),
      ["plan-scenario TestA::test_more"],
    ],
  ])("%s is found", (_, written, expected) => {
    expect(rules(written)).toEqual(expected);
  });
});
