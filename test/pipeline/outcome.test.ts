import { describe, expect, it } from "vitest";
import { openJournal } from "../../src/journal/journal.ts";
import type { RunOutcome } from "../../src/pipeline/6-run.ts";
import { outcomeOf } from "../../src/pipeline/outcome.ts";
import { reportTests, type TestOutcome } from "../../src/pipeline/test-outcomes.ts";
import { needsAnotherRun, type TestRecord, type TestRun } from "../../src/pipeline/test-record.ts";

const outcome = (some: Partial<TestOutcome>): TestOutcome => ({
  nodeid: "tests/test_a.py::test_a",
  scenario: "A-1",
  status: "passed",
  verdict: null,
  category: "",
  attempts: 2,
  message: "",
  signal: "",
  suggestion: "",
  detail: "",
  ...some,
});
const PASSED = outcome({});
const HEALED = outcome({ status: "healed", verdict: "heal" });
const DESCRIBED = outcome({ status: "described", attempts: 0 });
const BUG = outcome({ status: "failed", verdict: "product-bug" });
const INFRA = outcome({ status: "failed", verdict: "infra" });
const SICK = outcome({ status: "failed", verdict: "heal" });
const UNKNOWN = outcome({ status: "failed", category: "unknown" });
const SHAKY = outcome({ status: "failed", verdict: "retry" });
const FLAKY = outcome({ status: "flaky" });
const SKIPPED = outcome({ status: "not-run", verdict: "infra" });

const end = (tests: readonly TestOutcome[], stopped: string | null = null) =>
  outcomeOf({
    draft: { files: [], trace: [] },
    tests,
    lessons: [],
    stopped,
    uncontrolled: null,
  } satisfies RunOutcome);

describe("the end of a plan", () => {
  it.each<[string, readonly TestOutcome[], string, RegExp]>([
    ["no test was asked for", [], "described", /no scenario/],
    ["none could be written", [DESCRIBED, DESCRIBED], "described", /No test could be bound/],
    ["all passed", [PASSED, HEALED], "passed", /^All 2 tests passed, more than once\.$/],
    ["the only one passed", [PASSED], "passed", /^The test passed, more than once\.$/],
    ["all passed, but only once", [PASSED, outcome({ attempts: 1 })], "passed", /^All 2 tests passed\.$/],
    [
      "some are described only",
      [PASSED, DESCRIBED],
      "partial",
      /^1 of 2 tests passed; 1 is described only\.$/,
    ],
    ["the product is wrong in some", [PASSED, BUG, BUG], "partial", /2 contradict the plan \(product bug\)/],
    ["the product is wrong in all", [BUG], "blocked", /^0 of 1 tests passed; 1 contradicts the plan/],
    [
      "the product is wrong in one, the environment in the other",
      [BUG, INFRA],
      "blocked",
      /1 was stopped by the environment/,
    ],
    ["the environment stopped each of them", [INFRA, INFRA], "infra", /2 were stopped by the environment/],
    ["the cause is unknown", [UNKNOWN], "blocked", /1 failed for an unknown reason: a person must look\.$/],
    ["none was executed", [SKIPPED, SKIPPED], "infra", /2 were not executed/],
    ["one was skipped", [PASSED, SKIPPED], "partial", /1 was not executed/],
    [
      "nothing could be healed",
      [SICK, SHAKY],
      "failed",
      /1 could not be healed, 1 kept failing for a passing reason/,
    ],
    ["all are flaky", [FLAKY, FLAKY], "failed", /2 are flaky/],
  ])("%s: %#", (_, tests, expected, reason) => {
    const result = end(tests);
    expect(result.outcome).toBe(expected);
    expect(result.reason).toMatch(reason);
  });

  it("is that of the environment when it stopped the run, whatever passed before", () => {
    expect(end([PASSED, PASSED], "No storage class.")).toEqual({
      outcome: "infra",
      reason: "No storage class.",
    });
  });
});

describe("the end of a test", () => {
  const ran = (verdict: TestRun["verdict"], some: Partial<TestRun> = {}): TestRun => ({
    code: "new",
    verdict,
    rerun: false,
    broken: false,
    seconds: 1,
    message: verdict === null ? "" : `it was ${verdict}`,
    ...some,
  });
  const [PASS, RETRY, BUG] = [ran(null), ran("retry"), ran("product-bug")];
  const OLD = ran("heal", { code: "old" });

  const record = (runs: readonly TestRun[], rule = "assertion"): TestRecord => {
    const verdict = runs.at(-1)?.verdict ?? null;
    return {
      test: undefined,
      scenario: "A-1",
      runs: [...runs],
      finding:
        verdict === null
          ? null
          : {
              check: "run",
              rule,
              message: "it failed",
              file: "tests/test_a.py",
              line: 1,
              column: 0,
              verdict,
            },
      detail: "detail",
      signal: "",
    };
  };

  it.each<[string, TestRecord, object]>([
    ["passed", record([PASS, PASS]), { status: "passed", verdict: null, detail: "" }],
    ["passed after healing", record([OLD, PASS, PASS]), { status: "healed", verdict: "heal" }],
    [
      "passed after healing and a retry",
      record([OLD, RETRY, PASS, PASS]),
      { status: "healed", verdict: "heal" },
    ],
    ["passed after a retry", record([RETRY, PASS, PASS]), { status: "passed", verdict: "retry" }],
    ["passed after a retry at the end", record([PASS, RETRY, PASS]), { status: "passed", verdict: "retry" }],
    [
      "failed",
      record([BUG, BUG]),
      {
        status: "failed",
        verdict: "product-bug",
        category: "assertion",
        message: "it failed",
        detail: "detail",
      },
    ],
    [
      "failed for a reason that nobody knows, so that nobody is blamed",
      record([BUG, BUG], "unknown"),
      { status: "failed", verdict: null, category: "unknown" },
    ],
    ["was not executed", record([ran("infra")], "not_executed"), { status: "not-run", verdict: "infra" }],
    [
      "passed until a run was broken",
      record([PASS, ran("infra", { broken: true })]),
      { status: "failed", verdict: "infra" },
    ],
    [
      "failed now and passed before",
      record([PASS, BUG]),
      {
        status: "flaky",
        category: "flaky",
        verdict: null,
        message: "Passed in 1 of 2 runs of the same code. The failure: it was product-bug",
      },
    ],
    ["passed now and failed before", record([BUG, PASS]), { status: "flaky", verdict: null }],
    [
      "passed twice, having failed on the same code between two edits",
      record([OLD, BUG, PASS, PASS]),
      { status: "flaky" },
    ],
    ["failed for healing and passed without an edit", record([ran("heal"), PASS, PASS]), { status: "flaky" }],
    [
      "passed only when it was run again within a session",
      record([ran(null, { rerun: true, message: "first time" }), PASS]),
      {
        status: "flaky",
        message: "Passed only when it was run again within one session. The failure: first time",
      },
    ],
  ])("that %s is told so", (_, one, expected) => {
    const journal = openJournal({ now: () => new Date(0) });
    const trace = [
      {
        test: "test_a",
        scenario: "A-1",
        nodeid: "tests/test_a.py::test_a",
        status: "implemented" as const,
        reason: null,
        bindings: [],
      },
      {
        test: "test_b",
        scenario: "A-2",
        nodeid: "tests/test_a.py::test_b",
        status: "described" as const,
        reason: "no fixture",
        bindings: [],
      },
    ];
    const records = new Map([["tests/test_a.py::test_a", one]]);
    const [first, second] = reportTests(journal, "stps/a.md", { files: [], trace }, records);
    expect(first).toMatchObject({
      nodeid: "tests/test_a.py::test_a",
      attempts: one.runs.length,
      ...expected,
    });
    expect(second).toMatchObject({
      status: "described",
      scenario: "A-2",
      message: "no fixture",
      attempts: 0,
    });
    expect(journal.events).toMatchObject([
      { type: "test", plan: "stps/a.md", ...expected },
      { type: "test", status: "described" },
    ]);
  });

  it.each<[string, boolean, readonly TestRun[]]>([
    ["passed once and failed for a passing reason", true, [PASS, RETRY]],
    ["has one pass since it was edited", true, [OLD, PASS]],
    ["has two passes", false, [PASS, PASS]],
    ["has two passes beside a passing fault", false, [PASS, RETRY, PASS]],
    ["failed twice in a row for a passing reason", false, [PASS, RETRY, RETRY]],
    ["never passed", false, [RETRY]],
    ["failed", false, [BUG]],
    ["is flaky", false, [BUG, PASS]],
  ])("one that %s needs another run: %s", (_, needed, runs) => {
    expect(needsAnotherRun(record(runs), 2)).toBe(needed);
  });
});
