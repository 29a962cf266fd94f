import { describe, expect, test } from "vitest";
import { briefly, onlyScenario, withScenarios } from "./plans.ts";

describe("a requirement whose test has another label", () => {
  test.each([
    "*Test:*",
    "*Test Description:*",
    "**What to test:**",
    "*How it is tested:*",
    "*Verification:*",
    "*Validation:*",
    "*Coverage:*",
    "Test:",
  ])("%s", (label) => {
    const body = `- **[CNV-51]** As an admin, I want to freeze VMs\n  - ${label} [Tier 2] Freeze a VM and verify that its clock stops\n  - *Priority:* P1`;
    expect(onlyScenario(body)).toMatchObject({
      id: "CNV-51-1",
      story: "As an admin, I want to freeze VMs",
      text: "Freeze a VM and verify that its clock stops",
      tier: 2,
      priority: "P1",
      line: 6,
    });
  });

  test("numbered labels are a scenario each, with the tier that follows", () => {
    const body =
      "- **[CNV-52]** As an admin, I want to freeze VMs\n  - *TC1:* Freeze a VM\n  - *Tier:* 2\n  - *TC2:* Thaw a VM\n  - *Tier:* 3";
    expect(briefly(withScenarios(body))).toEqual(["TC1/2/-", "TC2/3/-"]);
  });

  test("below a heading", () => {
    const body =
      "#### CNV-53: As an admin, I want to freeze VMs\n\n- *Test:* Freeze a running VM\n- *Tier:* 2";
    expect(onlyScenario(body)).toMatchObject({ requirement: "CNV-53", text: "Freeze a running VM", tier: 2 });
  });

  test.each([
    [
      "below its label",
      "- *Verification:*\n    - Verify that a VM is frozen\n    - Verify that a VM is thawed",
    ],
    ["a label each", "- *Test:* Verify that a VM is frozen\n  - *Test:* Verify that a VM is thawed"],
  ])("several, %s", (_form, tests) => {
    const body = `- **[CNV-57]** As an admin, I want to freeze VMs\n  ${tests}\n  - *Tier:* 2`;
    expect(briefly(withScenarios(body))).toEqual(["CNV-57-1/2/-", "CNV-57-2/2/-"]);
  });

  test.each([
    ["in the requirement's own paragraph", "- **[CNV-58]** STORY\n  *Test:* TEST\n  *Priority:* P1"],
    ["beside it", "- **[CNV-58]** STORY\n- *Test:* TEST\n- *Priority:* P1"],
    ["in a paragraph", "**[CNV-58]** — STORY\n\n*Verification:* TEST\n\n*Priority:* P1"],
  ])("%s", (_place, form) => {
    const body = form
      .replace("STORY", "As an admin, I want to freeze VMs")
      .replace("TEST", "[Tier 2] Verify that a VM is frozen");
    const read = { text: "Verify that a VM is frozen", tier: 2, priority: "P1", requirement: "CNV-58" };
    expect(onlyScenario(body)).toMatchObject(read);
  });

  test("but below a scenario, a verification is what it expects", () => {
    for (const body of [
      "- *Test Scenario:* [Tier 2] Freeze a VM\n  - *Verification:* Verify that its clock stops",
      "- **[CNV-54]** [Tier 2] Freeze a VM\n  - *Steps:* Freeze it\n  - *Verification:* Verify that its clock stops",
    ])
      expect(onlyScenario(body)).toMatchObject({
        text: "Freeze a VM",
        expected: ["Verify that its clock stops"],
      });
  });

  test.each(["*Test:* tests/virt/test_freeze.py", "*Coverage:* two suites have it", "*Tests:* 4"])(
    "%s is none",
    (label) => {
      const body = `- **[CNV-55]** As an admin, I want to freeze VMs\n  - ${label}\n  - *Tier:* 2`;
      expect(onlyScenario(body).text).toBe("As an admin, I want to freeze VMs");
    },
  );
});

test("a story above tests gives them its tier and priority and is no scenario itself", () => {
  const body =
    "- **[CNV-56]** [Tier 2] [P0] — As an admin, I want to freeze VMs\n  - Verify that a VM is frozen\n  - Verify that a VM is thawed";
  expect(briefly(withScenarios(body))).toEqual(["CNV-56-1/2/P0", "CNV-56-2/2/P0"]);
});

test("steps below a story end in what is tested", () => {
  const body =
    "- **[CNV-59]** [Tier 2] — As an admin, I want to freeze VMs\n  - Freeze a VM\n  - Verify that its clock stops";
  expect(onlyScenario(body)).toMatchObject({
    story: "As an admin, I want to freeze VMs",
    text: "Verify that its clock stops",
    steps: ["Freeze a VM"],
  });
});
