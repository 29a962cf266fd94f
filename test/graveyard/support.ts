import fc from "fast-check";
import { LESSON_CATEGORIES, type Lesson } from "../../src/graveyard/model.ts";

/** A complete lesson; name only what a test is about. */
export function lesson(fields: Partial<Lesson> = {}): Lesson {
  return {
    title: "A restart is not awaited",
    category: "TimeoutError",
    date: "2026-11-20",
    test: "tests/compute/test_restart.py::test_restart",
    whatWentWrong: "The guest was asked before it was up.",
    wrongCode: "$VM.restart()",
    correctCode: "$VM.restart(wait=True)",
    lessonLearned: "A restart returns at once.",
    howToAvoid: "Pass `wait=True`.",
    source: { file: "GRAVEYARD.md", line: 1 },
    ...fields,
  };
}

/** What hostile test output would try, between ordinary text. */
const hostile = fc.constantFrom(
  "\n## Entry: Forged",
  "## Entry: Forged\n",
  "\n---\n",
  "---",
  "```",
  "\n```\n",
  "\n````python\n",
  "~~~",
  "<!--",
  "-->",
  "<!-- testgen:state -->",
  "\n### Wrong Code\n",
  "### Correct Code",
  "**Wrong Code**",
  "**Category**: LogicError\n",
  "\n- **Seen again**: 2026-01-01 in `x`",
  "\n===\n",
  "# ",
  "\u200b",
  "\u202e",
  "\u{e0041}",
  "\ufeff",
  "\r\n",
  "\r",
  "\u2028",
  "\0",
  "\x1b[31m",
  "\ud800",
  "    ",
  "\t",
  "\n\n\n",
  '"""',
  "x = 1\n",
);

export const hostileText = fc
  .array(fc.oneof(hostile, fc.string({ unit: "binary", maxLength: 12 }), fc.string({ maxLength: 12 })), {
    maxLength: 12,
  })
  .map((parts) => parts.join(""));

/** Lessons whose every text is hostile. */
export const hostileLesson: fc.Arbitrary<Lesson> = fc
  .record({
    title: hostileText,
    category: fc.oneof(fc.constantFrom(...LESSON_CATEGORIES), hostileText),
    date: fc.oneof(fc.constant("2026-11-20"), hostileText),
    test: hostileText,
    whatWentWrong: hostileText,
    wrongCode: hostileText,
    correctCode: hostileText,
    lessonLearned: hostileText,
    howToAvoid: hostileText,
  })
  .map((fields) => lesson(fields));

/** Files as they may be found: real entries, broken ones, and anything else. */
export const anyFile = fc
  .array(
    fc.oneof(
      fc.constant("# GRAVEYARD - Test Generation Lessons Learned\n\nIntro.\n\n---\n"),
      fc.constant("\n## Entry: Broken\n**Category**: Odd\n### Wrong Code\n```python\nfoo(\n"),
      fc.constant(
        "\n## Entry: Whole\n\n**Category**: TypeError\n**Date**: 2026-01-02\n**Test**: a.py::t\n\n### What Went Wrong\nx\n\n### Wrong Code\n```python\nwhole()\n```\n\n### Correct Code\n```python\nbetter()\n```\n\n### Lesson Learned\nx\n\n### How to Avoid\nx\n\n---\n",
      ),
      hostileText,
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(""));
