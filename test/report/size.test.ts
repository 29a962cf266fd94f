import { visit } from "unist-util-visit";
import { describe, expect, test } from "vitest";
import type { EventBody } from "../../src/journal/events.ts";
import { viewOf } from "../../src/journal/view.ts";
import { renderComment, renderSummary } from "../../src/report/comment.ts";
import { parsed } from "./page.ts";
import { RESET } from "./stories.ts";
import { ended, phase, planEnded, record, started, test as tested } from "./story.ts";

const context = { jobUrl: "https://github.example/acme/virt-tests/actions/runs/7", marker: "testgen:ci/stp" };
const COMMENT_CHARACTERS = 65_536;
const SUMMARY_BYTES = 1_048_576;

const failing = (count: number, detail: string): EventBody[] =>
  Array.from({ length: count }, (_, index) =>
    tested(RESET, {
      nodeid: `tests/test_reset.py::TestReset::test_case_${index}`,
      scenario: `VIRT-${index}`,
      status: "failed",
      verdict: "product-bug",
      category: "assertion",
      signal: "AssertionError",
      suggestion: "Report the difference.",
      detail,
    }),
  );

const passing = (count: number): EventBody[] =>
  Array.from({ length: count }, (_, index) =>
    tested(RESET, { nodeid: `tests/test_reset.py::test_fine_${index}` }),
  );

const run = (...events: EventBody[]) =>
  viewOf(record([started(RESET), ...events, planEnded(RESET, "partial", "some failed"), ended(60_000)]));

/** Every section and block is closed: the page ends with our own last line. */
function expectWhole(markdown: string): void {
  const page = parsed(markdown);
  let open = 0;
  visit(page, "html", ({ value }) => {
    if (value.startsWith("<details>")) open += 1;
    if (value === "</details>") open -= 1;
    expect(open).toBeGreaterThanOrEqual(0);
  });
  expect(open).toBe(0);
  const last = page.children.at(-1);
  expect(last?.type).toBe("paragraph");
  expect(markdown.slice(last?.position?.start.offset)).toMatch(/^<sub>\[Job\]\(.*<\/sub>$/);
}

describe("5,000 failing tests with 6 kB each", () => {
  test.each([
    ["lines", `${"E       assert 1 == 2, because of `x` | y\n".repeat(146)}`],
    ["one line", "x".repeat(6_000)],
    ["fences", "```\n".repeat(1_500)],
    ["emoji of four bytes", "🧪".repeat(3_000)],
    ["Japanese", "日本語\n".repeat(1_500)],
  ])("%s", (_, detail) => {
    const view = run(...failing(5_000, detail));
    const comment = renderComment(view, context);
    expect(comment.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
    expect(comment.isWellFormed()).toBe(true);
    expectWhole(comment);
    // Still worth reading: a few failures are told, and how many are not.
    expect(comment).toContain("#### Diagnostics");
    expect(comment).toMatch(/… and 4,?9\d\d more failures\./);
    expect(comment).toMatch(/… and 4,?\d\d\d more tests\./);

    const summary = renderSummary(view, context);
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(SUMMARY_BYTES);
    expect(summary.length).toBeGreaterThan(comment.length);
    expectWhole(summary);
  });
});

test("the limit is kept to the character, where detail is just about to be given up", () => {
  const commentOf = (length: number): string =>
    renderComment(run(...failing(20, "x".repeat(length))), context);
  let whole = 0;
  let cut = 3_000;
  while (cut - whole > 1) {
    const middle = Math.floor((whole + cut) / 2);
    if (commentOf(middle).includes("left out")) cut = middle;
    else whole = middle;
  }
  expect(commentOf(whole).length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
  expect(commentOf(whole).length).toBeGreaterThan(COMMENT_CHARACTERS - 30);
  expect(commentOf(cut).length).toBeLessThan(COMMENT_CHARACTERS / 2);
});

test("when there is no room for every test, those that need a look are shown", () => {
  const view = run(...passing(3_000), ...failing(1, "assert False"));
  const comment = renderComment(view, context);
  expect(comment.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
  expect(comment).toContain("| `TestReset::test_case_0` | VIRT-0 | ❌ failed | product-bug |");
  expect(comment).toContain("assert False");
});

test("a small run is told whole", () => {
  const comment = renderComment(run(...failing(3, "assert False")), context);
  expect(comment.match(/<details>/g)).toHaveLength(3);
  expect(comment).not.toContain("more");
});

test("thousands of edits, lessons, notes and warnings", () => {
  const many = (make: (index: number) => EventBody): EventBody[] =>
    Array.from({ length: 2_000 }, (_, i) => make(i));
  const view = run(
    ...many((i) => ({
      type: "patch",
      plan: RESET,
      phase: "types",
      iteration: i,
      by: "rule:types",
      summary: "x".repeat(1_000),
      accepted: false,
      reasons: Array.from({ length: 50 }, () => ({ rule: "r", message: "m".repeat(500), line: 1 })),
      diff: "-a\n+b\n".repeat(1_000),
    })),
    ...many((i) => ({ type: "lesson", plan: RESET, title: `lesson ${i}`, added: true, reason: "" })),
    ...many((i) => ({ type: "note", plan: RESET, line: i, message: "n".repeat(1_000) })),
    ...many(() => ({ type: "warning", message: "w".repeat(2_000), hint: "h".repeat(2_000) })),
  );
  const comment = renderComment(view, context);
  expect(comment.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
  expectWhole(comment);
  expect(comment).toContain("2000 new lessons");
});

describe("many plans", () => {
  const plans = (count: number, detail = "assert False"): EventBody[] => {
    const paths = Array.from({ length: count }, (_, index) => `stps/plan-${index}.md`);
    const events = paths.flatMap((path) => [
      ...phase(path, "describe", { scenarios: 3, tests: 3 }),
      ...failing(3, detail).map((event) => ({ ...event, plan: path })),
      planEnded(path, "failed", "x".repeat(1_000)),
    ]);
    return [started(...paths), ...events, ended(1)];
  };

  test("thirty keep their tables", () => {
    const comment = renderComment(viewOf(record(plans(30, "x".repeat(6_000)))), context);
    expect(comment.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
    expect(comment.match(/\| Phase \| Result \|/g)).toHaveLength(30);
    expectWhole(comment);
  });

  test("hundreds are listed, each with its outcome", () => {
    const comment = renderComment(viewOf(record(plans(500))), context);
    expect(comment.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
    expect(comment.match(/^- `stps\/plan-\d+\.md`: failed$/gm)).toHaveLength(500);
    expectWhole(comment);
  });

  test("thousands are listed as far as there is room", () => {
    const comment = renderComment(viewOf(record(plans(4_000))), context);
    expect(comment.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
    expect(comment).toMatch(/… and \d+ more plans; the job's log has all\./);
    expectWhole(comment);
  });

  test("hundreds that are still running", () => {
    const paths = Array.from({ length: 600 }, (_, index) => `stps/plan-${index}.md`);
    const comment = renderComment(viewOf(record([started(...paths)])), context);
    expect(comment.length).toBeLessThanOrEqual(COMMENT_CHARACTERS);
    expectWhole(comment);
  });
});
