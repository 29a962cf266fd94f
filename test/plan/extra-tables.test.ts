import { describe, expect, test } from "vitest";
import { briefly, withScenarios } from "./plans.ts";

const table = (header: string, ...rows: string[]): string =>
  `${[header, header.replace(/[^|]+/g, "---"), ...rows].map((row) => `| ${row} |`).join("\n")}\n`;

const LIST = table(
  "ID | Scenario | Tier | Priority",
  "CNV-71 | Open a port | 2 | P0",
  "CNV-72 | Close a port | 2 | P1",
);

describe("a second table about the same scenarios adds facts and no scenario", () => {
  test("their state", () => {
    const state = table(
      "Test Scenario | Test name | Status",
      "Open a port | test_open | done",
      "Close a port | test_close | open",
    );
    const plan = withScenarios(`${LIST}\n#### Automation status\n\n${state}`);
    expect(briefly(plan)).toEqual(["CNV-71-1/2/P0", "CNV-72-1/2/P1"]);
    expect(plan.warnings.map(({ message }) => message)).toEqual([
      "repeats the scenario in line 7 in another table: read once",
      "repeats the scenario in line 8 in another table: read once",
    ]);
  });

  test("what the list lacks", () => {
    const list = table("Scenario | Tier", "Open a port | 2", "Close a port | 3");
    const trace = table(
      "Scenario | Req ID | Priority",
      "Close a port | CNV-74 | P1",
      "Open a port | CNV-73 | P0",
    );
    expect(briefly(withScenarios(`${list}\n${trace}`))).toEqual(["CNV-73-1/2/P0", "CNV-74-1/3/P1"]);
  });

  test("two rows of one table are two, and so is a row that traces elsewhere", () => {
    const list = table("ID | Scenario | Tier", "CNV-71 | Open a port | 2", "CNV-71 | Open a port | 2");
    const other = table("ID | Scenario | Tier", "CNV-75 | Open a port | 2");
    expect(briefly(withScenarios(`${list}\n${other}`))).toEqual([
      "CNV-71-1/2/-",
      "CNV-71-2/2/-",
      "CNV-75-1/2/-",
    ]);
  });

  test("a matrix points to scenarios by their place in the list", () => {
    const list = table("Scenario | Tier", "Open a port | 2", "Close a port | 2");
    const matrix = table(
      "Requirement ID | Scenario | Automated",
      "CNV-76 | Scenario 1, 2 | yes",
      "CNV-77 | Scenario 9 | no",
    );
    const plan = withScenarios(`${list}\n### Appendix A: Traceability matrix\n\n${matrix}`);
    expect(briefly(plan)).toEqual(["CNV-76-1/2/-", "CNV-76-2/2/-"]);
    expect(plan.warnings.map(({ message }) => message)).toEqual([
      '"Scenario 9" points to a scenario that the plan does not have',
    ]);
  });
});

describe("a table of something else", () => {
  const needs = (title: string): string =>
    `${LIST}\n${title}\n\n${table("ID | Description | Priority", "CNV-78 | A switch with ports | P0")}`;

  test.each(["**Dependencies**", "#### External dependencies", "**Known issues:**", "#### Risks"])(
    "%s",
    (title) => {
      expect(briefly(withScenarios(needs(title)))).toEqual(["CNV-71-1/2/P0", "CNV-72-1/2/P1"]);
    },
  );

  test("under a title that says nothing of the kind the rows are scenarios", () => {
    expect(briefly(withScenarios(needs("**Switches**")))).toHaveLength(3);
  });
});

describe("the template's own rows are no scenarios", () => {
  const HEADER = "Requirement ID | Requirement Summary | Test Scenario(s) | Tier | Priority";
  test.each([
    "[ID] | [Summary] | [Scenario] | [Tier] | [P0/P1/P2]",
    "[Jira-123] | As a user... | Verify ... | Tier 1 / Tier 2 | P0 / P1 / P2",
    "[Jira-123] | As a user… | Verify that … | Tier 1 | P0",
  ])("%s", (row) => {
    const plan = withScenarios(table(HEADER, "CNV-79 | As a user, I want ports | Open a port | 2 | P0", row));
    expect(briefly(plan)).toEqual(["CNV-79-1/2/P0"]);
  });
});

describe("code below a bullet", () => {
  test("that is never closed earns a warning, though what follows is read", () => {
    const plan = withScenarios(
      "- [CNV-79] [Tier 2] Verify a port\n  ```yaml\n  port: 1\n- [CNV-79] [Tier 2] Verify two ports",
    );
    expect(briefly(plan)).toHaveLength(2);
    expect(plan.warnings).toEqual([{ line: 6, message: expect.stringContaining("never closed") }]);
  });

  test("that takes scenarios with it earns one", () => {
    const plan = withScenarios(
      "- [CNV-79] [Tier 2] Verify a port\n  ```yaml\n  port: 1\n  - *Test Scenario:* [Tier 2] Verify two",
    );
    expect(plan.warnings).toEqual([{ line: 6, message: expect.stringContaining("code is not read") }]);
  });

  test("that is closed earns none", () => {
    expect(
      withScenarios("- [CNV-79] [Tier 2] Verify a port\n  ```yaml\n  port: 1\n  ```\n").warnings,
    ).toEqual([]);
  });
});
