import { describe, expect, test } from "vitest";
import { briefly, withScenarios } from "./plans.ts";

/** A table from rows of cells that are separated by ` | `. */
const table = (header: string, ...rows: string[]): string =>
  [header, header.replace(/[^|]+/g, "---"), ...rows].map((row) => `| ${row} |`).join("\n");

const readings = (body: string): string[] =>
  withScenarios(body).scenarios.map(({ id, text }) => `${id}: ${text}`);

describe("a cell that lists tests gives one scenario each", () => {
  test.each([
    ["lines", "Verify the disk is attached<br>Verify the disk is detached"],
    ["numbers", "1. Verify the disk is attached<br>2. Verify the disk is detached"],
    ["bullets", "- Verify the disk is attached<br>- Verify the disk is detached"],
    ["tags", "[Tier 2] Verify the disk is attached<br>[Tier 2] Verify the disk is detached"],
  ])("%s", (_form, cell) => {
    expect(readings(table("Req ID | Test Scenario | Tier", `CNV-31 | ${cell} | 2`))).toEqual([
      "CNV-31-1: Verify the disk is attached",
      "CNV-31-2: Verify the disk is detached",
    ]);
  });

  test("with as many expected results, each has its own", () => {
    const { scenarios } = withScenarios(
      table(
        "Req ID | Test Scenario | Expected",
        "CNV-31 | Verify attach<br>Verify detach | 1. disk is there<br>2. disk is gone",
      ),
    );
    expect(scenarios.map(({ expected }) => expected)).toEqual([["disk is there"], ["disk is gone"]]);
  });

  test("a wrapped line is no test of its own", () => {
    expect(
      readings(table("Req ID | Test Scenario | Tier", "CNV-31 | Verify the disk<br>is attached | 2")),
    ).toEqual(["CNV-31-1: Verify the disk is attached"]);
  });
});

describe("columns", () => {
  test("a description that verifies wins over the title, which becomes the summary", () => {
    const { scenarios } = withScenarios(
      table(
        "ID | Title | Description | Tier",
        "CNV-32 | Driver removal | Verify the driver is gone | 2",
        "CNV-33 | Driver update | New version | 2",
      ),
    );
    expect(scenarios.map(({ story, text }) => [story, text])).toEqual([
      ["Driver removal", "Verify the driver is gone"],
      ["", "Driver update — New version"],
    ]);
  });

  test("an id of the scenario is its own; one that repeats is what rows trace to", () => {
    const header = "Scenario ID | Test Scenario | Tier";
    const own = withScenarios(table(header, "NIC-1 | Verify a | 2", "NIC-2 | Verify b | 2"));
    expect(briefly(own)).toEqual(["NIC-1/2/-", "NIC-2/2/-"]);
    expect(own.requirements).toEqual([]);
    const traced = withScenarios(table(header, "NIC-1 | Verify a | 2", "NIC-1 | Verify b | 2"));
    expect(traced.requirements).toEqual(["NIC-1"]);
  });

  test("a row number does not keep a blank id from being inherited", () => {
    const body = table(
      "# | Test Scenario | Tier | Req. ID",
      "1 | Verify a | 2 | CNV-34",
      "2 | Verify b | 2 |",
    );
    expect(briefly(withScenarios(body))).toEqual(["CNV-34-1/2/-", "CNV-34-2/2/-"]);
  });

  test("marks below tiers and priorities grade the row", () => {
    const body = table(
      "Requirement | Test Scenario | Tier 1 | Tier 2 | P0 | P1",
      "CNV-35 | Verify a | | X | ✓ | ",
      "CNV-36 | Verify b | x | - | | ✓",
    );
    expect(briefly(withScenarios(body))).toEqual(["CNV-35-1/2/P0", "CNV-36-1/1/P1!"]);
  });
});

test("a key before a row's text does not replace what the id column traces to", () => {
  const plan = withScenarios(
    "| Requirement ID | Test Scenario | Tier |\n|---|---|---|\n| CNV-1 (epic) | [TG-1] Verify a | Tier 2 |\n| | [TG-2] Verify b | Tier 2 |\n| AC #3 | [TG-3] Verify c | Tier 2 |",
  );
  expect(plan.scenarios.map(({ requirement, text }) => [requirement, text])).toEqual([
    ["CNV-1", "Verify a"],
    ["CNV-1", "Verify b"],
    ["AC-3", "Verify c"],
  ]);
});

describe("rows that are no scenarios", () => {
  const header = "ID | Summary | Test Scenario | Tier | Priority";

  test("a requirement with a summary heads the rows below, also those with a story", () => {
    const body = table(header, "**CNV-37** | **Disks** | | |", "| As a user | Verify a | Tier 2 |");
    expect(briefly(withScenarios(body))).toEqual(["CNV-37-1/2/-"]);
  });

  test("a struck out scenario does not come back from its summary", () => {
    const plan = withScenarios(
      table(
        header,
        "CNV-38 | As a user, I want locks | ~~Verify a lock~~ | Tier 2 | P0",
        "~~CNV-39~~ | ~~s~~ | ~~Verify b~~ | ~~Tier 2~~ |",
        "CNV-40 | s | ~~Check~~ Verify c | Tier 2 |",
      ),
    );
    expect(briefly(plan)).toEqual(["CNV-40-1/2/-"]);
    expect(plan.warnings.filter(({ message }) => message.includes("struck out"))).toHaveLength(2);
  });

  test.each(["See CNV-703", "Covered by CNV-703, CNV-704.", "tracked in https://jira.example.org/browse/X"])(
    "%s only points elsewhere",
    (text) => {
      const [scenario] = withScenarios(table(header, `CNV-41 | s | ${text} | Tier 2 |`)).scenarios;
      expect(scenario?.notGenerable).toContain("points elsewhere");
    },
  );
});

describe("a requirement's key without a dash after it", () => {
  test.each([
    ["bold", "- **CNV-42** As a user, I want locks\n  - *Test Scenario:* [Tier 2] Verify a"],
    [
      "a bold link",
      "- **[CNV-42](https://jira.example.org/browse/CNV-42)** As a user\n  - *Test Scenario:* [Tier 2] Verify a",
    ],
    ["after a label", "- **Requirement:** CNV-42 As a user\n  - *Test Scenario:* [Tier 2] Verify a"],
    ["before the test itself", "- CNV-42 Verify a [Tier 2]"],
    ["a plain paragraph above the list", "CNV-42: As an admin, I want locks\n\n1. [Tier 2] Verify a"],
  ])("%s", (_form, body) => {
    expect(briefly(withScenarios(body))).toEqual(["CNV-42-1/2/-"]);
  });

  test("is none where the sentence goes on", () => {
    expect(withScenarios("- **RHEL-9** guests boot\n  - *Test Scenario:* Verify a").requirements).toEqual([]);
  });
});

describe("nothing is lost without a word", () => {
  test("a scenario still to be written is told by its summary", () => {
    const plan = withScenarios(
      table("ID | Summary | Test Scenario | Tier", "CNV-43 | As an admin, I want locks | TBD | Tier 2"),
    );
    expect(plan.scenarios[0]).toMatchObject({ id: "CNV-43-1", text: "As an admin, I want locks" });
    expect(plan.warnings).toEqual([{ line: 7, message: expect.stringContaining("placeholder") }]);
  });

  test.each(["```\n", ""])("scenarios in a code block earn a warning (closed by %j)", (end) => {
    const plan = withScenarios(`\`\`\`\n- **[CNV-44]** — s\n  - *Test Scenario:* [Tier 2] Verify a\n${end}`);
    expect(plan.scenarios).toEqual([]);
    expect(plan.warnings).toContainEqual({ line: 5, message: expect.stringContaining("code is not read") });
  });

  test("code that is code earns none", () => {
    const plan = withScenarios("- [Tier 2] Verify a\n\n```yaml\nkind: VirtualMachine\n```\n");
    expect(plan.warnings).toEqual([]);
  });
});
