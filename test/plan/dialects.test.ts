import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readPlan } from "../../src/plan/read-plan.ts";
import { briefly, onlyScenario, planOf, withScenarios } from "./plans.ts";

const folder = new URL("../../fixtures/plans/dialects/", import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith(".md"));

test.each(names)("%s is read as a careful reader reads it", (name) => {
  const plan = readPlan({ path: name, bytes: readFileSync(new URL(name, folder)) });
  const golden = new URL(name.replace(/\.md$/, ".expected.json"), folder);
  const scenarios = plan.scenarios.map((scenario) => ({
    id: scenario.id,
    requirements: scenario.requirements,
    tier: scenario.tier,
    priority: scenario.priority,
    line: scenario.line,
    ...(scenario.negative && { negative: scenario.negativeReason }),
    ...(!scenario.generable && { notGenerable: scenario.notGenerable }),
    text: scenario.text,
  }));
  expect({ title: plan.title, scenarios, warnings: plan.warnings }).toEqual(
    JSON.parse(readFileSync(golden, "utf8")),
  );
});

describe("what surrounds the scenarios", () => {
  const plan = readPlan({
    path: "current-template.md",
    bytes: readFileSync(new URL("current-template.md", folder)),
  });

  test("metadata keeps link targets and leaves placeholders and conventions out", () => {
    expect(plan.metadata).toEqual({
      "Enhancement(s)": "VEP #901: clock drift guard (https://example.org/veps/901)",
      "Epic Tracking": "https://jira.example.org/browse/CNV-90100",
      "Feature Maturity": "DP: N/A; TP: 5.1; GA: [version]",
      "Owning SIG": "sig-virt",
    });
  });

  test("goals end at the next bold line, even without a blank line before it", () => {
    expect(plan.goals).toEqual([
      { text: "Verify the guest clock stays within one second of the host clock", line: 38, priority: "P0" },
      { text: "Verify drift is reported as a metric", line: 39, priority: "P1" },
    ]);
  });

  test("the environment comes from its own section, not from the risk of the same name", () => {
    expect(plan.environment).toEqual({
      "Cluster Topology": "3-master/3-worker",
      "Special Configurations": "host clock source kvm-clock",
    });
  });

  test("scope, criteria, overview and links", () => {
    expect(plan.outOfScope.map(({ text }) => text)).toEqual(["Windows guests"]);
    expect(plan.limitations).toEqual([]);
    expect(plan.entryCriteria.map(({ text }) => text)).toEqual(["Requirements are approved and merged"]);
    expect(plan.overview).toBe(
      "The guard keeps the clock of a guest within one second of its host. It reports drift as a metric.",
    );
    expect(plan.links.map(({ target, line }) => [target, line])).toEqual([
      ["https://example.org/veps/901", 7],
      ["https://jira.example.org/browse/CNV-90100", 8],
    ]);
  });

  test("a table of metadata or limitations reads like the bullets", () => {
    const tables = readPlan({
      path: "table-blank-cells.md",
      bytes: readFileSync(new URL("table-blank-cells.md", folder)),
    });
    expect(tables.metadata["Jira Tracking"]).toBe(
      "https://jira.example.org/browse/CNV-90400; https://jira.example.org/browse/CNV-90401",
    );
    expect(tables.environment).toEqual({ Storage: "ODF — Block mode, RWX", Network: "Agnostic" });
    expect(tables.limitations.map(({ text }) => text)).toEqual(["Only block mode is throttled"]);
  });
});

test("blocks give preconditions, steps and expected results, one entry per bullet", () => {
  const plan = readPlan({
    path: "table-and-blocks.md",
    bytes: readFileSync(new URL("table-and-blocks.md", folder)),
  });
  const [first, second] = plan.scenarios;
  expect(first).toMatchObject({
    preconditions: ["A running VM, a volume as large as its memory"],
    steps: ["Start a process in the guest", "Suspend the VM to disk"],
    expected: ['VM is "Suspended"'],
  });
  expect(second).toMatchObject({
    story: "Resume a suspended VM",
    preconditions: ["A VM suspended to disk", "A process that was running in the guest"],
    steps: ["Resume the VM", "Look for the process"],
    expected: ["The process is still running"],
  });
});

test("a table of steps below a heading fills the scenario", () => {
  const plan = readPlan({
    path: "heading-blocks.md",
    bytes: readFileSync(new URL("heading-blocks.md", folder)),
  });
  expect(plan.scenarios[0]).toMatchObject({
    preconditions: ['A running VM with a watchdog, action "reset"'],
    steps: ["Stop the watchdog daemon in the guest", "Wait for the timeout"],
    expected: ["Guest is rebooted"],
  });
});

const row = (...cells: string[]): string => `| ${cells.join(" | ")} |\n`;
const table = (...lines: string[][]): string =>
  [lines[0] ?? [], (lines[0] ?? []).map(() => "---"), ...lines.slice(1)]
    .map((cells) => row(...cells))
    .join("");

describe("smaller turns of phrase", () => {
  test.each([
    [
      "a tier in the label",
      "- CNV-1: As a user\n  - *Test Scenario (Tier 2):* Verify a\n  - *Priority:* P1",
      ["CNV-1-1/2/P1"],
    ],
    [
      "one priority for two scenarios",
      "- **[CNV-1]** — s\n  - *Test Scenario 1:* [T2] Verify a\n  - *Test Scenario 2:* [T2] Verify b\n  - *Priority:* P0",
      ["CNV-1-1/2/P0", "CNV-1-2/2/P0"],
    ],
    [
      "the scenario's own ids",
      "- **TS-CNV-1-001:** Verify a [Tier 2] [P0]\n- **TS-CNV-1-002:** Verify b [Tier 1] [P1]",
      ["TS-CNV-1-001/2/P0", "TS-CNV-1-002/1/P1!"],
    ],
    [
      "bold titles with tier and priority",
      "**1. Verify a**\n- Tier: 2\n- Priority: P0\n\n**2. Verify b**\n- Tier: 2\n- Priority: P1",
      ["SC-1/2/P0", "SC-2/2/P1"],
    ],
    [
      "groups by tier, as sibling headings",
      "### Tier 1 Tests\n\n- **[CNV-1]** — Verify a (P0)\n\n### Tier 2 Tests\n\n- **[CNV-2]** — Verify b (P1)",
      ["CNV-1-1/1/P0!", "CNV-2-1/2/P1"],
    ],
    [
      "given, when, then",
      "#### Scenario: Reset\n\n**Given** a running VM\n\n**When** it is reset\n\n**Then** it runs\n\nTier: 2",
      ["SC-1/2/-"],
    ],
    [
      "a requirement with plain bullets",
      "- **REQ-1: Insert**\n  - Into a stopped VM\n  - Into a running VM",
      ["REQ-1-1/-/-", "REQ-1-2/-/-"],
    ],
    [
      "a label that stands alone",
      "- **[CNV-1]** — s\n  - *Test Scenario:*\n\n    [Tier 2] Verify a\n\n  - *Priority:* P0",
      ["CNV-1-1/2/P0"],
    ],
    [
      "a pipe in code in a row",
      table(["Requirement ID", "Scenario", "Tier", "Priority"], ["CNV-1", "Verify `a | grep b`", "T2", "P0"]),
      ["CNV-1-1/2/P0"],
    ],
    [
      "a row that starts with none",
      table(
        ["Requirement ID", "Scenario", "Tier"],
        ["CNV-1", "None of the VMs is deleted", "T2"],
        ["CNV-2", "N/A", "N/A"],
        ["CNV-3", "No new connections are dropped", "T2"],
      ),
      ["CNV-1-1/2/-", "CNV-3-1/2/-"],
    ],
    [
      "a sign-off below the scenarios",
      "- [Tier 2] Verify a\n\n#### Sign-off and Approval\n\n- [ ] Verify all is reviewed",
      ["SC-1/2/-"],
    ],
    ["groups that say none", "#### sig-a\n\nNone\n\n#### sig-b\n\n- N/A", []],
    [
      "a legend and a count",
      `- **P0**: Blocking\n- **Tier 1**: functional\n\n${table(["Tier", "Description"], ["Tier 1", "unit"])}\n${table(["Tier", "Scenario Count"], ["Tier 1", "5"])}\n- [Tier 2] Verify a`,
      ["SC-1/2/-"],
    ],
    [
      "ditto marks and ids in links",
      table(
        ["Jira ID", "Test Scenario", "Tier", "Priority"],
        ["[Epic](https://jira.example.org/browse/CNV-7)", "Verify a", "T2", "P0"],
        ['"', "Verify b", "T1/T2", "P1 (High)"],
      ),
      ["CNV-7-1/2/P0", "CNV-7-2/1+2/P1"],
    ],
    [
      "rows that only name a group",
      table(
        ["ID", "Summary", "Scenario", "Tier"],
        ["**Storage**", "", "", ""],
        ["CNV-1", "s", "Verify a", "2"],
        ["**Network**", "", "", ""],
        ["CNV-2", "s", "Verify b", "Tier 3"],
      ),
      ["CNV-1-1/2/-", "CNV-2-1/3/-"],
    ],
    [
      "rows that point to blocks",
      `${table(["Requirement ID", "Test Scenario(s)", "Tier"], ["CNV-1", "Scenario 1, 2", "2"], ["CNV-2", "Scenario 3", "1"])}\n**Scenario 1: A**\n\n- **Expected:** a\n\n**Scenario 2: B**\n\n- **Expected:** b\n\n**Scenario 3: C**\n\n- **Expected:** c`,
      ["CNV-1-1/2/-", "CNV-1-2/2/-", "CNV-2-1/1/-!"],
    ],
    [
      "a table of one SIG and a block of another are both kept",
      `${table(["Requirement ID", "Test Scenario", "Tier"], ["CNV-1", "Verify disks are resized online", "2"])}\n#### sig-b\n\n**Scenario 1: Upload an image over IPv6**\n\n- **Tier:** 2\n- **Expected:** image is there`,
      ["CNV-1-1/2/-", "SC-1/2/-"],
    ],
  ])("%s", (_name, body, expected) => {
    expect(briefly(withScenarios(body))).toEqual(expected);
  });

  test("a priority in words is no priority", () => {
    expect(onlyScenario("- [Tier 2] Verify a\n  - *Priority:* High").priority).toBeNull();
  });
});

describe("sections are found by their words", () => {
  const body = "- **[CNV-1]** — s\n  - *Test Scenario:* [Tier 2] Verify a";
  test.each([
    "### **III. Test Scenarios & Traceability**",
    "### **VII. Test Case Descriptions & Traceability**",
    "## 4.2 Requirements-to-Tests Mapping",
    "### Test Scenarios Overview",
    "# Scenarios",
  ])("%s", (heading) => {
    expect(briefly(planOf(`## X - Quality Engineering Plan\n\n${heading}\n\n${body}`))).toEqual([
      "CNV-1-1/2/-",
    ]);
  });

  test.each(["### Out of Scope Scenarios", "### Test Strategy for Scenarios", "### Customer Scenarios"])(
    "but not below %s",
    (heading) => {
      expect(
        planOf(`## X - Quality Engineering Plan\n\n${heading}\n\n- [Tier 2] Verify a`).scenarios,
      ).toEqual([]);
    },
  );

  test("a section III about something else is not read", () => {
    const plan = planOf(
      "## III. Motivation\n\n- Verify this is prose\n\n## V. Test Scenarios\n\n- [T2] Verify a",
    );
    expect(briefly(plan)).toEqual(["SC-1/2/-"]);
  });
});

describe("template examples", () => {
  const rows =
    "- **[Jira-123]** — As a user...\n  - *Test Scenario:* [Tier 1] Verify feature X is there\n  - *Priority:* P0\n\n- **[Jira-125]** — As an admin, I want to lock VMs\n  - *Test Scenario:* [Tier 2] Verify a locked VM cannot be deleted\n  - *Priority:* P1\n";

  test("an unfilled template has no scenarios", () => {
    const plan = planOf(
      `## **[Feature Title/Name] - Quality Engineering Plan**\n\n### III. Test Scenarios\n\n${rows}`,
    );
    expect(plan.scenarios).toEqual([]);
    expect(plan.warnings).toContainEqual({
      line: 6,
      message: expect.stringContaining("2 of the template's own examples"),
    });
  });

  test("an author's scenario with the template's id stays, with a warning", () => {
    const plan = planOf(`## Locks - Quality Engineering Plan\n\n### III. Test Scenarios\n\n${rows}`);
    expect(briefly(plan)).toEqual(["SC-1/2/P1"]);
    expect(plan.warnings.map(({ line }) => line)).toContain(10);
  });
});

describe("a table and a block beside it", () => {
  const table = (rows: readonly string[]): string =>
    ["| Requirement ID | Test Scenario | Tier | Priority |", "|---|---|---|---|", ...rows].join("\n");
  const rows = [
    "| VIRT-1 | Verify that live migration of a paused VM is rejected | Tier 2 | P1 |",
    "| VIRT-1 | Verify that a VM stays on its node when it is paused | Tier 2 | P1 |",
  ];
  const block = (requirement: string, title = "Snapshot of a paused VM"): string =>
    `**Scenario 1: ${title}**\n- **Requirement:** ${requirement}\n- **Tier:** 2\n- **Steps:**\n  1. Take a snapshot\n- **Expected:** Snapshot is ready\n- **Priority:** P1`;

  test("that trace to different requirements are not the same scenario", () => {
    const plan = withScenarios(`${table(rows)}\n\n${block("VIRT-2")}`);
    expect(briefly(plan)).toEqual(["VIRT-1-1/2/P1", "VIRT-1-2/2/P1", "VIRT-2-1/2/P1"]);
    const alike = withScenarios(
      `${table(rows)}\n\n${block("VIRT-2", "Live migration of a paused VM is rejected")}`,
    );
    expect(briefly(alike)).toEqual(["VIRT-1-1/2/P1", "VIRT-1-2/2/P1", "VIRT-2-1/2/P1"]);
  });

  test("are kept apart under a mapping heading too", () => {
    const plan = withScenarios(`#### Requirements-to-Tests Mapping\n\n${table(rows)}\n\n${block("VIRT-2")}`);
    expect(plan.scenarios.map(({ requirement }) => requirement)).toEqual(["VIRT-1", "VIRT-1", "VIRT-2"]);
  });

  test("that are the same by their words are read once, and a warning names both lines", () => {
    const plan = withScenarios(`${table(rows)}\n\n${block("VIRT-1", "Live migration of a paused VM")}`);
    expect(briefly(plan)).toEqual(["VIRT-1-1/2/P1", "VIRT-1-2/2/P1"]);
    expect(plan.warnings).toContainEqual({
      line: 10,
      message: expect.stringMatching(/same scenario as "Verify that live migration .*" in line 7/),
    });
  });
});
