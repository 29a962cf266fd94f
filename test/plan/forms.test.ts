import { describe, expect, test } from "vitest";
import { briefly, onlyScenario, withScenarios } from "./plans.ts";

describe("a test in a paragraph", () => {
  test.each([
    ["tags before it", "[CNV-71] [Tier 2] [P0] Rename a VM and see it listed.", "CNV-71-1/2/P0"],
    ["tags after it", "Verify that a VM is renamed. [Tier 2] [P0]", "SC-1/2/P0"],
    ["a bold key", "**CNV-71** Verify that a VM is renamed. [Tier 2] [P0]", "CNV-71-1/2/P0"],
    ["a bold number", "**TC-1.** [Tier 2] [P0] Verify that a VM is renamed. (CNV-71)", "TC-1/2/P0"],
    ["a plain number", "Scenario 1 — Verify that a VM is renamed (Tier 2, P0)", "SC-1/2/P0"],
  ])("with %s", (_form, body, read) => {
    expect(briefly(withScenarios(`Names are free text.\n\n${body}\n\n${body}`))[0]).toBe(read);
    expect(withScenarios(`${body}\n\nA rename takes a second.`).scenarios).toHaveLength(1);
  });

  test.each([
    "Verify everything that is listed in the wiki.",
    "All of this is tested in Tier 2 on P0 hardware.",
    "Tests for renaming are tracked elsewhere (CNV-71).",
    "Rename a VM and see it listed.",
  ])("is not: %s", (prose) => {
    const plan = withScenarios(prose);
    expect(plan.scenarios).toEqual([]);
    expect(plan.warnings.map(({ message }) => message).join()).toContain("nothing to describe");
  });

  test("has what follows it, up to the next", () => {
    const body = (key: string, step: string): string =>
      `[${key}] [Tier 2] [P0] Verify that a VM is renamed.\n\n**Steps:**\n\n1. ${step}\n\n`;
    const { scenarios } = withScenarios(body("CNV-76", "Set the name") + body("CNV-77", "Clear the name"));
    expect(scenarios.map(({ id, steps }) => [id, steps])).toEqual([
      ["CNV-76-1", ["Set the name"]],
      ["CNV-77-1", ["Clear the name"]],
    ]);
  });

  test("describes the scenario of its heading and grades it", () => {
    const body =
      "#### Scenario 2: Rename\n\nVerify that a VM is renamed. [Tier 2] [P1]\n\n**Steps:**\n\n1. Rename it\n2. List VMs";
    expect(onlyScenario(body)).toMatchObject({
      story: "Rename",
      text: "Verify that a VM is renamed.",
      tier: 2,
      priority: "P1",
      steps: ["Rename it", "List VMs"],
    });
  });
});

describe("a test below a heading", () => {
  const read = {
    requirement: "CNV-72",
    text: "Rename a VM",
    tier: 2,
    priority: "P0",
    steps: ["Set the name", "List VMs"],
    expected: ["The new name is listed"],
  };
  const fields = "| Steps | 1. Set the name 2. List VMs |\n| Expected | The new name is listed |";

  test("as a table of fields", () => {
    const body = `### TC-01 Rename a VM\n\n| Field | Value |\n|---|---|\n| Requirement | CNV-72 |\n| Tier | 2 |\n| Priority | P0 |\n${fields}`;
    expect(onlyScenario(body)).toMatchObject({ id: "TC-01", ...read });
  });

  test("as a table of fields without a header", () => {
    const body = `#### CNV-72: Rename a VM\n\n| **Tier** | Tier 2 |\n|---|---|\n| **Priority** | P0 |\n${fields}`;
    expect(onlyScenario(body)).toMatchObject(read);
  });

  test("as a table of fields that names the scenario, without a heading", () => {
    const body = `| Field | Value |\n|---|---|\n| ID | TC-3 |\n| Requirement | CNV-72 |\n| Test Scenario | Rename a VM |\n| Tier | 2 |\n| Priority | P0 |\n${fields}`;
    expect(onlyScenario(body)).toMatchObject({ id: "TC-3", ...read });
  });

  test.each(["Tier 2, P0, CNV-72", "[Tier 2] [P0] [CNV-72]", "(T2 | P0 | CNV-72)"])(
    "with a line of tags: %s",
    (tags) => {
      const body = (number: number): string =>
        `### TC-${number} Rename a VM\n\n${tags}\n\nThe new name must be listed.\n\n`;
      const plan = withScenarios(body(1) + body(2));
      expect(briefly(plan)).toEqual(["TC-1/2/P0", "TC-2/2/P0"]);
      expect(plan.requirements).toEqual(["CNV-72"]);
    },
  );
});

test.each([
  ["Test scenario - [Tier 2] Verify that a VM is renamed", "Priority - P1"],
  ["Test Scenario – [Tier 2] Verify that a VM is renamed", "Priority – P1"],
  ["Test scenario: Verify that a VM is renamed", "Tier - 2\n  - Priority - P1"],
])("a dash sets a label off: %s", (scenario, grade) => {
  const body = `- **[CNV-73]** — As a user, I want names\n  - ${scenario}\n  - ${grade}`;
  expect(onlyScenario(body)).toMatchObject({ text: "Verify that a VM is renamed", tier: 2, priority: "P1" });
});

test.each([
  ["•", "•"],
  ["◦", "▪"],
  ["o\t", "o\t"],
  ["a.", "b."],
  ["a)", "b)"],
])("lists pasted from a word processor: %s", (first, second) => {
  const body = `${first} [CNV-74] [Tier 2] [P0] Rename a VM\n${second} [CNV-74] [Tier 2] [P1] Rename it back`;
  const { scenarios } = withScenarios(body);
  expect(scenarios.map(({ text, priority, line }) => [text, priority, line])).toEqual([
    ["Rename a VM", "P0", 5],
    ["Rename it back", "P1", 6],
  ]);
});

test("a letter and a dot that start a line make no list", () => {
  const body = "- **[CNV-75]** [Tier 2] Rename a VM with one letter,\na. to z. or a digit";
  expect(onlyScenario(body).text).toBe("Rename a VM with one letter, a. to z. or a digit");
});

test("Make sure is a verb of tests", () => {
  expect(
    withScenarios("- [Tier 2] Verify a\n- Make sure b is up\n- A note").scenarios.map(({ text }) => text),
  ).toEqual(["Verify a", "Make sure b is up"]);
});
