import { describe, expect, test } from "vitest";
import { briefly, onlyScenario, withScenarios } from "./plans.ts";

const gradeOf = (body: string): unknown[] => {
  const { requirement, tier, priority, text } = onlyScenario(body);
  return [requirement, tier, priority, text];
};

describe("tier, priority and key stand where people put them", () => {
  test.each([
    ["- Verify the fan stops – Tier 2 – P1 – CNV-61"],
    ["- Verify the fan stops | Tier 2 | P1 | CNV-61"],
    ["- Verify the fan stops - CNV-61 - Tier 2, P1"],
    ["- Verify the fan stops — Tier 2, P1, CNV-61"],
    ["- CNV-61: T2/P1: Verify the fan stops"],
    ["- [CNV-61] P1, Tier 2 - Verify the fan stops"],
    ["- [CNV-61] Verify the fan stops [Tier: 2] [P1]"],
    ["- [CNV-61] Verify the fan stops [Tier#2] [P1]"],
    ["1. **CNV-61** Verify the fan stops\n   *Tier 2, P1*"],
    ["1. **CNV-61** Verify the fan stops\n   Tier 2\n   P1"],
    ["- **[CNV-61]** As a user\n  - *Test Scenario:* Verify the fan stops\n    *Tier 2, P1*"],
  ])("%s", (body) => {
    expect(gradeOf(body)).toEqual(["CNV-61", 2, "P1", "Verify the fan stops"]);
  });

  test.each([
    "**Stop a fan (Tier 2, P0)**: Verify it is still",
    "**Stop a fan** (Tier 2, P0): Verify it is still",
  ])("behind the title: %s", (text) => {
    expect(gradeOf(`- ${text}`)).toEqual([null, 2, "P0", "Stop a fan: Verify it is still"]);
  });

  test.each([
    ["a version at the end is no key", "Verify the fan runs - RHEL-9", "Verify the fan runs - RHEL-9"],
    [
      "a wrapped sentence goes on",
      "Verify a disk moves from fast storage to\n  Tier 2",
      "Verify a disk moves from fast storage to Tier 2",
    ],
    [
      "a wrapped feature is none",
      "Verify a disk moves to\n  tier 2 storage",
      "Verify a disk moves to tier 2 storage",
    ],
    [
      "brackets before a colon are writing",
      "Verify a list (a, b): all are shown",
      "Verify a list (a, b): all are shown",
    ],
  ])("%s", (_what, text, read) => {
    expect(gradeOf(`- [CNV-62] ${text}`)).toEqual(["CNV-62", null, null, read]);
  });

  test("one column can hold both", () => {
    const plan = withScenarios(
      "| ID | Scenario | Tier / Priority |\n|---|---|---|\n| CNV-63 | Stop a fan | Tier 2 / P0 |\n| CNV-63 | Start a fan | T3, P2 |",
    );
    expect(briefly(plan)).toEqual(["CNV-63-1/2/P0", "CNV-63-2/3/P2"]);
  });

  test.each(["P", "Importance", "Severity", "Criticality"])("priorities below %s are priorities", (name) => {
    const rows = (value: string): string =>
      `| ID | Scenario | Tier | ${name} |\n|---|---|---|---|\n| CNV-64 | Stop a fan | 2 | ${value} |`;
    expect(onlyScenario(rows("P0")).priority).toBe("P0");
    expect(onlyScenario(rows("High")).priority).toBeNull();
  });

  test("Gherkin tags, in small letters and with a name before the value", () => {
    const plan = withScenarios(
      "```gherkin\n@tier2 @p0 @smoke\nScenario: Fan stops\n  Then it is still\n@tier_3 @priority:P2 @jira:CNV-65\nScenario: Fan starts\n  Then it turns\n```",
    );
    expect(briefly(plan)).toEqual(["SC-1/2/P0", "CNV-65-1/3/P2"]);
    expect(plan.scenarios.map(({ text }) => text)).toEqual(["Fan stops", "Fan starts"]);
  });
});

describe("what a scenario traces to", () => {
  test.each([
    ["User Story 1: CNV-66 — As an auditor, I want a log", "CNV-66"],
    ["Story CNV-66: As an auditor, I want a log", "CNV-66"],
    ["Requirement CNV-66 (Log)", "CNV-66"],
    ["Epic: CNV-66 - Log", "CNV-66"],
  ])("a heading names it: %s", (heading, key) => {
    expect(onlyScenario(`#### ${heading}\n\n- [Tier 2] Verify the log has the name`).requirement).toBe(key);
    const rows = "| Scenario | Tier |\n|---|---|\n| Read the log | 2 |";
    expect(onlyScenario(`#### ${heading}\n\n${rows}`).requirement).toBe(key);
  });

  test("a story with its key at the end or at the start", () => {
    const { scenarios } = withScenarios(
      "| Requirement | Scenario | Tier |\n|---|---|---|\n| As a user, I want a log (CNV-67) | Read the log | 2 |\n| **CNV-68** — As a user, I want a clock | Read the clock | 2 |",
    );
    expect(scenarios.map(({ requirement, story }) => [requirement, story])).toEqual([
      ["CNV-67", "As a user, I want a log"],
      ["CNV-68", "As a user, I want a clock"],
    ]);
  });

  test.each(["Test Case ID", "Story"])("a tracker's keys below %s", (name) => {
    const plan = withScenarios(
      `| ${name} | Title | Scenario | Tier |\n|---|---|---|---|\n| CNV-6901 | Log | Read the log | 2 |\n| CNV-6917 | Clock | Read the clock | 2 |`,
    );
    expect(plan.requirements).toEqual(["CNV-6901", "CNV-6917"]);
  });

  test.each(["REQ-1.2", "FR-3.a", "REQ-NET-4.1.2"])("a part of a numbered requirement: %s", (id) => {
    expect(onlyScenario(`- **[${id}]** Verify the log is cut [Tier 2]`).requirement).toBe(id);
    const rows = `| ID | Scenario | Tier |\n|---|---|---|\n| ${id} | Cut the log | 2 |`;
    expect(onlyScenario(rows).requirement).toBe(id);
  });

  test("a version is no requirement", () => {
    expect(onlyScenario("- [Tier 2] OCP-4.18: Verify the log is cut").requirement).toBeNull();
  });
});
