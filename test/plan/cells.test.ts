import { describe, expect, test } from "vitest";
import { briefly, onlyScenario, withScenarios } from "./plans.ts";

/** A table from rows of cells that are separated by ` | `. */
const table = (header: string, ...rows: string[]): string =>
  [header, header.replace(/[^|]+/g, "---"), ...rows].map((row) => `| ${row} |`).join("\n");

describe("the column that says what is tested", () => {
  test.each(["Verification", "Validation", "How we test it", "What we check", "What to verify"])(
    "%s",
    (name) => {
      const body = table(
        `Jira | Story | ${name} | Tier | Priority`,
        "CNV-61 | As an admin, I want to mute alerts | Mute an alert and see it gone | Tier 2 | P1",
      );
      expect(onlyScenario(body)).toMatchObject({
        requirement: "CNV-61",
        story: "As an admin, I want to mute alerts",
        text: "Mute an alert and see it gone",
      });
    },
  );

  test("is none where it holds marks", () => {
    const body = table(
      "Jira | Story | Verification | Tier | Priority",
      "CNV-61 | As an admin, I want to mute alerts | manual | Tier 2 | P1",
    );
    expect(onlyScenario(body).text).toBe("As an admin, I want to mute alerts");
  });

  test("a story column that holds ids traces", () => {
    const body = table("No. | Story | What we check | Tier", "1 | CNV-62 | A muted alert is listed | T2");
    expect(onlyScenario(body)).toMatchObject({ requirement: "CNV-62", text: "A muted alert is listed" });
  });
});

describe("rows without a text", () => {
  const story = "As an admin, I want to mute alerts";
  const done = { steps: ["Mute an alert"], expected: ["It is gone"] };
  test.each([
    [
      "steps and results",
      "ID | Steps | Expected Result | Tier",
      "CNV-63 | Mute an alert | It is gone | 2",
      "",
    ],
    [
      "a story, steps and results",
      "ID | Requirement Summary | Test Steps | Expected Result | Tier | Priority",
      `CNV-63 | ${story} | Mute an alert | It is gone | 2 | P0`,
      story,
    ],
  ])("%s", (_form, header, row, told) => {
    expect(onlyScenario(table(header, row))).toMatchObject({
      text: "Mute an alert — It is gone",
      story: told,
      ...done,
    });
  });

  test("clauses make a sentence; a blank id inherits", () => {
    const { scenarios } = withScenarios(
      table(
        "ID | Given | When | Then | Tier | Priority",
        "CNV-64 | an alert | it is muted | it is gone | Tier 2 | P0",
        " | | a viewer mutes an alert | the request is denied | Tier 2 | P1",
      ),
    );
    expect(scenarios.map(({ id, text, negative }) => [id, text, negative])).toEqual([
      ["CNV-64-1", "Given an alert, when it is muted, then it is gone", false],
      ["CNV-64-2", "When a viewer mutes an alert, then the request is denied", true],
    ]);
    expect(scenarios[0]).toMatchObject({
      preconditions: ["an alert"],
      steps: ["it is muted"],
      expected: ["it is gone"],
    });
  });

  test("numbered steps without a tier are no scenarios", () => {
    expect(withScenarios(table("# | Action | Expected", "1 | Mute an alert | It is gone")).scenarios).toEqual(
      [],
    );
  });
});

describe("a cell", () => {
  const header = "Req ID | Test Scenario | Tier";
  const texts = (cell: string): string[] =>
    withScenarios(table(header, `CNV-65 | ${cell} | 2`)).scenarios.map(({ text }) => text);

  test.each([
    "1. Mute an alert and verify it is gone<br>2. Unmute all alerts and verify they are back",
    "<ul><li>Mute an alert and verify it is gone</li><li>Unmute all alerts and verify they are back</li></ul>",
    "a) Mute an alert and verify it is gone<br>b) Unmute all alerts and verify they are back",
    "Mute an alert and verify it is gone<br><br>Unmute all alerts and verify they are back",
    "**Scenario 1:** Mute an alert and verify it is gone<br>**Scenario 2:** Unmute all alerts and verify they are back",
  ])("lists tests: %s", (cell) => {
    expect(texts(cell)).toEqual([
      "Mute an alert and verify it is gone",
      "Unmute all alerts and verify they are back",
    ]);
  });

  test.each([
    "1. Create an alert<br>2. Mute it<br>3. Verify it is gone",
    "1. Create an alert and verify it is shown<br>2. Mute it and verify it is gone",
  ])("has the steps of one test: %s", (cell) => {
    expect(texts(cell)).toHaveLength(1);
  });

  test("labels its scenario and what belongs to it", () => {
    const body = table(
      header,
      "CNV-66 | *Test Scenario:* [Tier 2] Verify that alerts are muted<br>**Preconditions:** an alert<br>**Steps:** 1. Mute it 2. Wait<br>**Expected:** it is gone | ",
    );
    expect(onlyScenario(body)).toMatchObject({
      text: "Verify that alerts are muted",
      tier: 2,
      preconditions: ["an alert"],
      steps: ["Mute it", "Wait"],
      expected: ["it is gone"],
    });
  });

  test("with numbered scenarios gives each what belongs to it", () => {
    const cell =
      "**TC1:** Mute an alert<br>**Expected:** it is gone<br>**TC2:** Unmute it<br>**Expected:** it is back";
    const { scenarios } = withScenarios(table(header, `CNV-66 | ${cell} | 2`));
    expect(scenarios.map(({ id, text, expected }) => [id, text, expected])).toEqual([
      ["TC1", "Mute an alert", ["it is gone"]],
      ["TC2", "Unmute it", ["it is back"]],
    ]);
  });

  test("keeps a label that is not about the scenario", () => {
    expect(texts("**Alerts:** verify that they are muted")).toEqual(["Alerts: verify that they are muted"]);
  });
});

test("a row with nothing but a step goes on with the scenario above", () => {
  const body = table(
    "ID | Test Scenario | Step | Expected | Tier",
    "CNV-68 | Verify that alerts are muted | Create an alert | it is shown | 2",
    " | | Mute it | it is gone | ",
  );
  expect(onlyScenario(body)).toMatchObject({
    steps: ["Create an alert", "Mute it"],
    expected: ["it is shown", "it is gone"],
  });
});

test("a blank header row stands above the real one", () => {
  const body = table(
    " | | ",
    "**Req ID** | **Test Scenario** | **Tier**",
    "CNV-67 | Verify that alerts are muted | 2",
  );
  expect(briefly(withScenarios(body))).toEqual(["CNV-67-1/2/-"]);
});
