import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { viewOf } from "../../src/journal/view.ts";
import { renderComment } from "../../src/report/comment.ts";
import { decisiveLine, excerpt } from "../../src/report/excerpt.ts";
import { planText } from "../../src/report/text.ts";
import { ended, planEnded, record, started, test } from "./story.ts";

const FIXTURES = Array.from({ length: 400 }, (_, number) => `fixture_number_${number}`).join(", ");
const MISSING = [
  "file /src/tests/virt/test_reset.py, line 20",
  ...Array.from({ length: 60 }, (_, number) => `      line ${number} of the test, ${"x".repeat(60)}`),
  "E       fixture 'runing_vm' not found",
  `>       available fixtures: ${FIXTURES}`,
  ">       use 'pytest --fixtures [testpath]' for help on them.",
  "",
  "/src/tests/virt/test_reset.py:20",
].join("\n");

describe("the words of a failure", () => {
  it("in the comment say which fixture is missing, however many there are", () => {
    const plan = "stps/a.md";
    const failed = test(plan, {
      nodeid: "tests/test_a.py::test_a",
      status: "failed",
      verdict: "heal",
      category: "fixture_error",
      message: `failed on setup with "${MISSING}"`,
      detail: MISSING,
    });
    const view = viewOf(record([started(plan), failed, planEnded(plan, "failed", ""), ended(1)]));
    const comment = renderComment(view, { jobUrl: "", marker: "m" });
    expect(comment).toContain(
      "\nE       fixture 'runing_vm' not found\n>       available fixtures: fixture_number_0,",
    );
    expect(comment).toContain("/src/tests/virt/test_reset.py:20");
    expect(view.plans.map(planText).join()).toContain("— fixture 'runing_vm' not found");
  });

  it.each(["unknown", "flaky"])("of an %s failure blame nobody", (category) => {
    const plan = "stps/a.md";
    const failed = test(plan, {
      nodeid: "tests/test_a.py::test_a",
      status: category === "flaky" ? "flaky" : "failed",
      category,
      message: "Passed in 1 of 2 runs of the same code.",
      detail: "odd",
    });
    const view = viewOf(record([started(plan), failed, planEnded(plan, "blocked", ""), ended(1)]));
    const comment = renderComment(view, { jobUrl: "", marker: "m" });
    expect(comment).toContain(category === "flaky" ? "Passed in 1 of 2 runs" : "a person must look");
    expect(comment).not.toMatch(/contradict|product/);
  });

  it("are whole when there is room for them", () => {
    expect(excerpt("a\nE   b\nc", 100)).toBe("a\nE   b\nc");
  });

  it("keep what was raised, the last exception first, then the end", () => {
    const chain = [
      "E   First: a",
      ..."bcdefgh".repeat(20),
      "E   Last: z",
      "E     and more",
      ..."xyz".repeat(20),
    ];
    const short = excerpt(chain.join("\n"), 160);
    expect(short).toMatch(/^E {3}First: a\n… \d+ lines left out …\nE {3}Last: z\n… \d+ lines left out …\n/);
    expect(short.endsWith("x\ny\nz")).toBe(true);
    expect(excerpt(chain.join("\n"), 90)).not.toContain("First");
  });

  it("never exceed their room", () => {
    const line = fc.oneof(
      fc.string({ maxLength: 80 }),
      fc.string({ maxLength: 80 }).map((text) => `E   a${text}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), fc.integer({ min: 40, max: 2000 }), (lines, limit) => {
        expect(excerpt(lines.join("\n"), limit).length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it.each([
    ["AssertionError: a\nassert 1 == 2", "AssertionError: a"],
    [
      "failed on setup with \"file a.py, line 2\n  def test_a(vn):\nE       fixture 'vn' not found\n>  x\"",
      "fixture 'vn' not found",
    ],
    ["", ""],
  ])("are told in one line: %j", (message, line) => {
    expect(decisiveLine(message)).toBe(line);
  });
});
