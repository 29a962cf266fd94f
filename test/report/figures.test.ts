import { describe, expect, test } from "vitest";
import type { PhaseName } from "../../src/journal/events.ts";
import type { PhaseView } from "../../src/journal/view.ts";
import { viewOf } from "../../src/journal/view.ts";
import { figureOf } from "../../src/report/figures.ts";
import { runJson } from "../../src/report/json.ts";
import { stories } from "./stories.ts";
import { record } from "./story.ts";

const figure = (
  name: PhaseName,
  facts: PhaseView["facts"] = {},
  status: PhaseView["status"] = "done",
): string => figureOf({ name, status, ms: 1, facts, problem: null });

describe("the figure behind a phase", () => {
  test.each<[PhaseName, PhaseView["facts"], string]>([
    ["describe", { scenarios: 1, tests: 2 }, "1 scenario, 2 described tests"],
    ["explore", { fixtures: 0, helpers: 1, lessons: 3 }, "0 fixtures, 1 helper, 3 lessons"],
    ["draft", { lines: 96, implemented: 4, described: 1 }, "96 lines, 4 implemented, 1 described"],
    ["verify", { violations: 1, fixed: 0 }, "1 violation found, 0 fixed"],
    ["types", { before: 3, errors: 1, iterations: 2 }, "3 errors → 1, 2 iterations"],
    ["types", { clean: false }, "not checked"],
    ["run", { passed: 1, implemented: 2, runs: 1, fixes: 0 }, "1 of 2 passing, 1 run, 0 fixes applied"],
    [
      "run",
      { passed: 0, implemented: 2, runs: 3, fixes: 1, retries: 2, "product bugs": 1 },
      "0 of 2 passing, 3 runs, 1 fix applied, 2 retries, 1 product bug",
    ],
  ])("%s %j", (name, facts, text) => {
    expect(figure(name, facts)).toBe(text);
  });

  test("is missing while there is nothing to say", () => {
    expect(figure("run", {}, "pending")).toBe("");
    expect(figure("run", { passed: 1 }, "running")).toBe("");
    expect(figure("run", {}, "failed")).toBe("");
  });

  test("says why a phase was skipped", () => {
    expect(figure("run", {}, "skipped")).toBe("not reached");
    expect(figure("run", { implemented: 0 }, "skipped")).toBe("no test to run");
  });
});

test("a run as plain data", () => {
  const { plans } = runJson(viewOf(record(stories.passed ?? [])));
  expect(plans).toHaveLength(1);
  expect(plans[0]).toMatchObject({
    path: "stps/sig-storage/vm-snapshot.md",
    outcome: "passed",
    graveyard: { added: 1, titles: ["restore_snapshot is refused with InvalidError"] },
  });
  expect(plans[0]?.phases.map(({ name, status }) => `${name} ${status}`)).toEqual([
    "describe done",
    "explore done",
    "draft done",
    "verify done",
    "types done",
    "run done",
  ]);
  expect(
    plans[0]?.tests.map(({ scenario, status, verdict, attempts }) => [scenario, status, verdict, attempts]),
  ).toEqual([
    ["VIRT-3300-1", "passed", null, 2],
    ["VIRT-3300-2", "passed", "retry", 3],
    ["VIRT-3300-3", "healed", null, 3],
  ]);
  expect(JSON.parse(JSON.stringify({ plans }))).toEqual({ plans });
});

test("a plan that never ended counts as failed", () => {
  expect(runJson(viewOf(record(stories.begun ?? []))).plans).toMatchObject([
    { outcome: "failed", tests: [] },
  ]);
});
