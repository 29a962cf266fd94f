import { describe, expect, it } from "vitest";
import { openJournal } from "../../src/journal/journal.ts";
import type { RunOutcome } from "../../src/pipeline/6-run.ts";
import { outcomeOf } from "../../src/pipeline/outcome.ts";
import { reportTests, type TestOutcome, type TestRecord } from "../../src/pipeline/test-outcomes.ts";

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
const SHAKY = outcome({ status: "failed", verdict: "retry" });
const FLAKY = outcome({ status: "flaky" });
const SKIPPED = outcome({ status: "not-run", verdict: "infra" });

const end = (tests: readonly TestOutcome[], stopped: string | null = null) =>
  outcomeOf({ draft: { files: [], trace: [] }, tests, lessons: [], stopped } satisfies RunOutcome);

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
  const record = (some: Partial<TestRecord>): TestRecord => ({
    test: undefined,
    scenario: "A-1",
    attempts: 2,
    finding: null,
    detail: "detail",
    signal: "",
    cured: null,
    flaky: false,
    seconds: 0,
    ran: null,
    ...some,
  });
  const failed = (rule: string, verdict: "heal" | "retry" | "infra" | "product-bug") => ({
    check: "run",
    rule,
    message: "it failed",
    file: "tests/test_a.py",
    line: 1,
    column: 0,
    verdict,
  });

  it.each<[string, Partial<TestRecord>, object]>([
    ["passed", {}, { status: "passed", verdict: null, detail: "" }],
    ["passed after healing", { cured: "heal" }, { status: "healed", verdict: "heal" }],
    ["passed after a retry", { cured: "retry" }, { status: "passed", verdict: "retry" }],
    [
      "failed",
      { finding: failed("assertion", "product-bug") },
      {
        status: "failed",
        verdict: "product-bug",
        category: "assertion",
        message: "it failed",
        detail: "detail",
      },
    ],
    [
      "was not executed",
      { finding: failed("not_executed", "infra") },
      { status: "not-run", verdict: "infra" },
    ],
    [
      "failed now and passed before",
      { flaky: true, finding: failed("assertion", "product-bug") },
      { status: "flaky", category: "flaky", message: "it failed" },
    ],
    [
      "passed now and failed before",
      { flaky: true },
      { status: "flaky", verdict: null, message: "Passed and failed on the same code." },
    ],
  ])("that %s is told so", (_, some, expected) => {
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
    const records = new Map([["tests/test_a.py::test_a", record(some)]]);
    const [first, second] = reportTests(journal, "stps/a.md", { files: [], trace }, records);
    expect(first).toMatchObject({ nodeid: "tests/test_a.py::test_a", attempts: 2, ...expected });
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
});
