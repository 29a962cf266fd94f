import { describe, expect, test } from "vitest";
import { briefly, onlyScenario, withScenarios } from "./plans.ts";

const clauses = {
  preconditions: ["a locked VM"],
  steps: ["a user deletes the VM"],
  expected: ["the VM is still there"],
};

describe("Given, When and Then", () => {
  const given = "a locked VM";
  const when = "a user deletes the VM";
  const then = "the VM is still there";
  test.each([
    ["bold, in one paragraph", `**Given** ${given}\n**When** ${when}\n**Then** ${then}`],
    ["bold, in paragraphs", `**Given** ${given}\n\n**When** ${when}\n\n**Then** ${then}`],
    ["plain, in one paragraph", `Given ${given}\nWhen ${when}\nThen ${then}`],
    ["plain, in paragraphs", `Given ${given}\n\nWhen ${when}\n\nThen ${then}`],
    ["in a sentence", `Given ${given}, when ${when}, then ${then}`],
    ["in plain bullets", `- Given ${given}\n- When ${when}\n- Then ${then}`],
  ])("%s", (_form, body) => {
    expect(
      onlyScenario(`#### Scenario 1: Deletion without approval\n\n**Tier:** 2\n\n${body}`),
    ).toMatchObject({
      text: "Deletion without approval",
      tier: 2,
      ...clauses,
    });
  });

  test("And goes on with the clause before it; a refusal in Then makes the scenario negative", () => {
    const body =
      "#### Scenario 1: Cloning\n**Given** a user\n**And** a VM\n**When** the user clones it\n**Then** the request is denied";
    expect(onlyScenario(body)).toMatchObject({ preconditions: ["a user", "a VM"], negative: true });
  });

  test("below a scenario's bullet", () => {
    const body = `- *Test Scenario:* [Tier 2] Locks\n  - Given ${given}\n  - When ${when}\n  - Then ${then}`;
    expect(onlyScenario(body)).toMatchObject({ text: "Locks", ...clauses });
  });

  test("a sentence with when is no clause", () => {
    expect(onlyScenario("- When a node is drained, verify the VM migrates")).toMatchObject({ steps: [] });
  });
});

describe("steps without a label of their own", () => {
  test("below a scenario without text, what is verified is the scenario", () => {
    const body =
      "- *Test Scenario:* [Tier 2]\n  - Label a VM\n  - Run the policy\n  - Verify the VM has no backup\n- *Priority:* P1";
    expect(onlyScenario(body)).toMatchObject({
      text: "Verify the VM has no backup",
      priority: "P1",
      steps: ["Label a VM", "Run the policy"],
      expected: ["Verify the VM has no backup"],
    });
  });

  test("below a title, numbered", () => {
    const body =
      "- *Test Scenario:* [Tier 2] Verify labelled VMs are left out\n  1. Label a VM\n  2. Run the policy";
    expect(onlyScenario(body)).toMatchObject({
      text: "Verify labelled VMs are left out",
      steps: ["Label a VM", "Run the policy"],
    });
  });

  test("tests below a scenario without text are scenarios", () => {
    const body = "- *Test Scenario:* [Tier 2]\n  - Verify a\n  - Verify b";
    expect(briefly(withScenarios(body))).toEqual(["SC-1/2/-", "SC-2/2/-"]);
  });

  test("what a sentence enumerates stays in it", () => {
    const body = "- *Test Scenario:* [Tier 2] Verify hot plug of:\n  - disks\n  - NICs";
    expect(onlyScenario(body)).toMatchObject({ text: "Verify hot plug of: disks; NICs", steps: [] });
  });

  test("numbered below a heading, they make it a scenario", () => {
    const block = (title: string, state: string): string =>
      `#### ${title}\n\n1. Start a VM\n2. ${title}\n3. Verify the VM is ${state}\n\n`;
    const { scenarios } = withScenarios(block("Reset it", "Running") + block("Pause it", "Paused"));
    expect(scenarios.map(({ text, steps, expected }) => [text, steps, expected])).toEqual([
      ["Reset it", ["Start a VM", "Reset it"], ["Verify the VM is Running"]],
      ["Pause it", ["Start a VM", "Pause it"], ["Verify the VM is Paused"]],
    ]);
  });
});

describe("labelled steps", () => {
  test("numbered in one line", () => {
    const body = "**Scenario 1: Scale**\n\n**Steps:** 1) Create 2 VMs 2) Wait 1.5 h\n\n**Expected:** all run";
    expect(onlyScenario(body)).toMatchObject({
      steps: ["Create 2 VMs", "Wait 1.5 h"],
      expected: ["all run"],
    });
  });

  test.each([
    ["of a block", "#### Scenario 1: X\n**Steps:**\n1. Do\n2. Wait\n**Expected result:** done\n**Tier:** 2"],
    [
      "of a block, with a list",
      "#### Scenario 1: X\n**Steps:**\n1. Do\n2. Wait\n**Expected:**\n- done\n\nTier: 2",
    ],
    [
      "of a bullet",
      "- *Test Scenario:* [Tier 2] X\n  - **Steps:**\n    1. Do\n    2. Wait\n    **Expected result:** done",
    ],
  ])("%s end at the next label, even without a blank line before it", (_form, body) => {
    expect(onlyScenario(body)).toMatchObject({
      text: "X",
      tier: 2,
      steps: ["Do", "Wait"],
      expected: ["done"],
    });
  });

  test("what they verify is no scenario of its own, whatever the block's tier", () => {
    const body =
      "#### Scenario 1: X\n\n**Tier:** 2\n\n**Steps:**\n\n1. Do\n\n**Expected:**\n\n- Verify a\n- Verify b";
    expect(onlyScenario(body)).toMatchObject({ text: "X", tier: 2, expected: ["Verify a", "Verify b"] });
  });
});

describe("a block's description", () => {
  test.each(["**Description:** ", ""])("that verifies wins over its title (%s)", (label) => {
    const body = `#### Scenario 4: Export\n\n${label}Verify that export is refused without a token.`;
    expect(onlyScenario(body)).toMatchObject({
      text: "Verify that export is refused without a token.",
      story: "Export",
      negative: true,
    });
  });

  test("that does not leaves the title", () => {
    const body = "#### Scenario 4: Export\n\n**Description:** The VM in a file.\n\n**Expected:** it is there";
    expect(onlyScenario(body)).toMatchObject({ text: "Export", story: "The VM in a file." });
  });
});

test("a struck out bullet does not come back from its requirement", () => {
  const plan = withScenarios(
    "- **[CNV-1]** — As a user\n  - *Test Scenario:* ~~[Tier 2] Verify a~~\n  - *Test Scenario:* [Tier 2] Verify b",
  );
  expect(plan.scenarios.map(({ text }) => text)).toEqual(["Verify b"]);
  expect(plan.warnings).toEqual([{ line: 6, message: expect.stringContaining("struck out") }]);
});

test.each(["✅", "☑️", "✓", "🔥 🔥"])("%s before a scenario is no part of it", (sign) => {
  expect(onlyScenario(`- ${sign} [Tier 2] Verify eviction is retried`)).toMatchObject({
    text: "Verify eviction is retried",
    tier: 2,
  });
});

test("And goes on with the clause before it, in bullets of their own too", () => {
  const block =
    "**CNV-1: Move a disk** [Tier 2] [P0]\n\n- **Given** a running VM\n- **And** a disk on class A\n- **When** the disk is moved\n- **Then** the VM keeps running\n- **And** the disk is on class B";
  expect(onlyScenario(block)).toMatchObject({
    preconditions: ["a running VM", "a disk on class A"],
    steps: ["the disk is moved"],
    expected: ["the VM keeps running", "the disk is on class B"],
  });
});

test("what the prose of a scenario demands is expected; prose about tests is not", () => {
  const block = (prose: string): string => `**Scenario 1 (CNV-1, Tier 2, P0): Add memory**\n\n${prose}`;
  expect(onlyScenario(block("Add 2 GiB to a VM. The guest must see 4 GiB.")).expected).toEqual([
    "The guest must see 4 GiB.",
  ]);
  expect(onlyScenario(block("The change must be refused.")).negative).toBe(true);
  expect(onlyScenario(block("This test should be automated.")).expected).toEqual([]);
});
