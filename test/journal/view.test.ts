import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PHASES } from "../../src/journal/events.ts";
import { parseJournal } from "../../src/journal/journal.ts";
import { viewOf } from "../../src/journal/view.ts";
import { renderComment, renderSummary } from "../../src/report/comment.ts";
import { runJson } from "../../src/report/json.ts";
import { planText } from "../../src/report/text.ts";
import { RESET, SNAPSHOT, stories } from "../report/stories.ts";
import { planEnded, record, started, test as tested } from "../report/story.ts";

const context = { jobUrl: "", marker: "testgen:ci/stp" };
const names = Object.keys(stories);

describe("any moment of a run", () => {
  test.each(names)("%s can be shown after every event", (name) => {
    const events = record(stories[name] ?? []);
    for (let end = 0; end <= events.length; end += 1) {
      const view = viewOf(events.slice(0, end));
      expect(renderComment(view, context)).toMatch(/^<!-- testgen:ci\/stp -->\n## testgen/);
      expect(renderSummary(view, context)).toMatch(/^## testgen/);
      for (const plan of view.plans) expect(planText(plan)).toContain("Outcome: ");
      for (const plan of runJson(view).plans) expect(plan.phases.map((one) => one.name)).toEqual(PHASES);
    }
  });

  test("a journal cut at any character shows what was known by then", () => {
    const text = record(stories.partial ?? [])
      .map((event) => `${JSON.stringify(event)}\n`)
      .join("");
    fc.assert(
      fc.property(fc.nat(text.length), (end) => {
        const view = viewOf(parseJournal(text.slice(0, end), "j"));
        expect(view.finished).toBe(end >= text.length - 1);
        expect(renderComment(view, context).length).toBeLessThan(65_536);
      }),
    );
  });

  test("events in an order that never happens do not break it", () => {
    const all = names.flatMap((name) => record(stories[name] ?? []));
    fc.assert(
      fc.property(fc.shuffledSubarray(all), (events) => {
        renderComment(viewOf(events), context);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the view", () => {
  test("is a pure fold: the same events, the same view, and the events stay as they are", () => {
    for (const name of names) {
      const events = record(stories[name] ?? []);
      const before = structuredClone(events);
      expect(viewOf(events)).toEqual(viewOf(events));
      expect(events).toEqual(before);
    }
  });

  test("knows every plan from the first event on, in order", () => {
    expect(viewOf(record([started(SNAPSHOT, RESET)])).plans.map((plan) => plan.path)).toEqual([
      SNAPSHOT,
      RESET,
    ]);
  });

  test("plans named like something of JavaScript are plans", () => {
    const view = viewOf(record([started("__proto__", "constructor"), planEnded("__proto__", "passed", "")]));
    expect(view.plans.map(({ path, outcome }) => [path, outcome])).toEqual([
      ["__proto__", "passed"],
      ["constructor", null],
    ]);
  });

  test("the last word on a test counts, in the first one's place", () => {
    const at = (nodeid: string, status: "failed" | "healed") => tested(RESET, { nodeid, status });
    const { plans } = viewOf(
      record([at("t.py::a", "failed"), at("t.py::b", "failed"), at("t.py::a", "healed")]),
    );
    expect(plans[0]?.tests.map(({ nodeid, status }) => [nodeid, status])).toEqual([
      ["t.py::a", "healed"],
      ["t.py::b", "failed"],
    ]);
  });

  test("10,000 tests, each told twice, are no burden", () => {
    const tests = Array.from({ length: 10_000 }, (_, index) =>
      tested(RESET, { nodeid: `t.py::test_${index}` }),
    );
    expect(viewOf(record([...tests, ...tests])).plans[0]?.tests).toHaveLength(10_000);
  });

  test("the six phases of a running plan", () => {
    const phases = viewOf(record(stories.running ?? [])).plans[0]?.phases ?? [];
    expect(phases.map(({ name, status }) => [name, status])).toEqual([
      ["describe", "done"],
      ["explore", "done"],
      ["draft", "done"],
      ["verify", "done"],
      ["types", "degraded"],
      ["run", "running"],
    ]);
  });

  test("how a run ended", () => {
    expect(viewOf(record(stories.passed ?? []))).toMatchObject({
      finished: true,
      problem: null,
      ms: 131_700,
      author: "offline",
      commit: { sha: "89abcdef0123456789abcdef0123456789abcdef" },
    });
    expect(viewOf(record(stories.cancelled ?? []))).toMatchObject({
      finished: true,
      problem: { code: "run.cancelled" },
      plans: [{ outcome: "infra" }, { outcome: null }],
    });
    expect(viewOf([])).toMatchObject({ finished: false, plans: [], runId: "" });
  });
});
