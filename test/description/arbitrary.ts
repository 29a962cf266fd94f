import fc from "fast-check";
import type { DescribedGroup, DescribedTest, TestDescription } from "../../src/description/model.ts";

/** Pieces of text that have a meaning of their own somewhere: in Markdown, in Python, in our own grammar. */
const NASTY = [
  ..."|`*_~<>[](){}#+-.!&:@\"'\\/=$%^ \t\n\r\0\u000b\u000c\u0085\u00a0\u2028\u200b\u202e\ufeff",
  ..."VMa1é漢😀\ud800",
  "\u{e0041}",
  "``",
  "```",
  "`a b`",
  "`a|b`",
  "~~",
  "~~~",
  "**",
  "__",
  "***",
  "---",
  "===",
  "- ",
  "* ",
  "1. ",
  "2) ",
  "# ",
  "## TestX",
  "### test_x",
  "> ",
  "\n\n",
  "    ",
  "<!--",
  "-->",
  "<b>",
  "</details>",
  "<script>",
  "&amp;",
  "&#124;",
  "[a](b)",
  "![a](b)",
  "[^1]",
  "[x] ",
  "[a]: http://b",
  "http://a.b/c_d",
  "https://a.b/*c*",
  "www.a.b",
  "a@b.c",
  '"""',
  "'''",
  '\\"',
  "\\n",
  "\\x41",
  "\\N{DASH}",
  "Preconditions:",
  "Steps:",
  "Expected:",
  "**Expected:**",
  "Checks:",
  "STP:",
  "STP Reference: ",
  "STP: scenario X-1",
  "Jira: X-1",
  "scenario ",
  "[NEGATIVE]",
  "testgen: plan-sha256 0",
  "testgen:oracle sha256",
  "# testgen: plan x",
  "  Reason: ",
  "Scenarios of the plan without a test here:",
  "**Scenario:** ",
  "| --- |",
  "| a | b |",
  " __test__ = False ",
  "word",
  "two words",
  "a_long_identifier_that_does_not_fit_into_the_line",
];

const piece = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 6 }) },
  { weight: 1, arbitrary: fc.constantFrom(" ", " word ", " and ") },
);

export const nastyText: fc.Arbitrary<string> = fc
  .array(piece, { maxLength: 12 })
  .map((pieces) => pieces.join(""));

const nastyLines = fc.array(nastyText, { maxLength: 3 });
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** Leaves out what is undefined: an optional field is absent, never empty. */
function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

const identifier = fc.stringMatching(/^[A-Za-z0-9_]{1,12}$/);

export const nastyTest: fc.Arbitrary<DescribedTest> = fc
  .record({
    name: identifier.map((name) => `test_${name}`),
    scenario: nastyText,
    summary: nastyText,
    negative: fc.boolean(),
    preconditions: nastyLines,
    steps: nastyLines,
    expected: nastyLines,
    markers: nastyLines,
    parametrize: optional(nastyLines),
    polarion: optional(nastyText),
  })
  .map(present);

const nastyGroup: fc.Arbitrary<DescribedGroup> = fc
  .record({
    name: identifier.map((name) => `Test${name}`),
    summary: nastyText,
    preconditions: nastyLines,
    markers: nastyLines,
    parametrize: optional(nastyLines),
    tests: fc.array(nastyTest, { maxLength: 3 }),
  })
  .map(present);

const standalone: fc.Arbitrary<DescribedGroup> = fc
  .array(nastyTest, { minLength: 1, maxLength: 2 })
  .map((tests) => ({ name: "", summary: "", preconditions: [], markers: [], tests }));

export const nastyDescription: fc.Arbitrary<TestDescription> = fc
  .record({
    plan: fc
      .record({
        path: nastyText,
        digest: fc.constantFrom("", "0123456789abcdef".repeat(4)),
        url: optional(nastyText),
      })
      .map(present),
    title: nastyText,
    preconditions: optional(nastyLines),
    markers: optional(nastyLines),
    groups: fc
      .tuple(fc.array(nastyGroup, { maxLength: 2 }), fc.array(standalone, { maxLength: 1 }))
      .chain(([classes, outside]) =>
        fc.shuffledSubarray([...classes, ...outside], { minLength: classes.length + outside.length }),
      ),
    uncovered: fc.array(fc.record({ scenario: nastyText, text: nastyText, reason: nastyText }), {
      maxLength: 2,
    }),
  })
  .map(present);
