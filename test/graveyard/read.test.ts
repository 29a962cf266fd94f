import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readGraveyard } from "../../src/graveyard/read.ts";
import { anyFile, hostileText } from "./support.ts";

const ENTRY = `## Entry: Restart returns at once

**Category**: TimeoutError
**Date**: 2026-02-21
**Test**: tests/virt/test_restart.py::TestRestart::test_guest

### What Went Wrong
The guest was not up.

It took a minute.

### Wrong Code
\`\`\`python
vm.restart()
\`\`\`

### Correct Code
\`\`\`python
vm.restart(wait=True)
\`\`\`

### Lesson Learned
A restart returns at once.

### How to Avoid
Pass wait.

---
`;

const read = (text: string) => readGraveyard({ path: "GRAVEYARD.md", text });
const messages = (text: string) => read(text).problems.map((problem) => problem.message);

describe("reading GRAVEYARD.md", () => {
  it("reads an entry in the exact format without a problem", () => {
    const header = "# GRAVEYARD - Test Generation Lessons Learned\n\nOne.\nTwo.\n\n---\n\n";
    expect(read(header + ENTRY)).toEqual({
      problems: [],
      lessons: [
        {
          title: "Restart returns at once",
          category: "TimeoutError",
          date: "2026-02-21",
          test: "tests/virt/test_restart.py::TestRestart::test_guest",
          whatWentWrong: "The guest was not up.\n\nIt took a minute.",
          wrongCode: "vm.restart()",
          correctCode: "vm.restart(wait=True)",
          lessonLearned: "A restart returns at once.",
          howToAvoid: "Pass wait.",
          source: { file: "GRAVEYARD.md", line: 8 },
        },
      ],
    });
  });

  it.each<[what: string, change: (text: string) => string]>([
    ["Windows line ends", (text) => text.replaceAll("\n", "\r\n")],
    ["a byte order mark", (text) => `\uFEFF${text}`],
    ["no closing rule", (text) => text.replace("\n---\n", "")],
    ["rules between the sections", (text) => text.replace("### Wrong", "---\n\n### Wrong")],
    ["text between and behind the sections", (text) => `${text}\nSee also the wiki.\n`],
    [
      "words before a fence",
      (text) => text.replace("```python\nvm.restart()", "Do not:\n\n```python\nvm.restart()"),
    ],
    ["metadata as a list with the colon inside", (text) => text.replace(/^\*\*(\w+)\*\*:/gm, "- **$1:**")],
    ["plain metadata", (text) => text.replace(/^\*\*(\w+)\*\*:/gm, "$1:")],
    [
      "other ranks, colons and cases of sections",
      (text) => text.replace("### Wrong Code", "#### wrong code:"),
    ],
    ["sections of the entry's own rank", (text) => text.replace(/^### /gm, "## ")],
    ["bold sections", (text) => text.replace(/^### (.*)$/gm, "**$1**")],
    ["a numbered entry", (text) => text.replace("## Entry:", "### Entry 3 -")],
    ["tilde fences", (text) => text.replaceAll("```", "~~~")],
    ["a test in backticks", (text) => text.replace(/(\*\*Test\*\*: )(.*)/, "$1`$2`")],
    ["a comment with a template", (text) => `<!--\n## Entry: Template\n### Wrong Code\n-->\n${text}`],
    [
      "a format example in a fence",
      (text) => `\`\`\`\`md\n${text.replace("## Entry", "## Entry: no\n## Entry")}\`\`\`\`\n${text}`,
    ],
  ])("reads the same lesson from a file with %s", (_what, change) => {
    const { lessons, problems } = read(change(ENTRY));
    const [expected] = read(ENTRY).lessons;
    expect(lessons.map(({ source: _, ...rest }) => rest)).toEqual([{ ...expected, source: undefined }]);
    expect(problems).toEqual([]);
  });

  it("keeps what is unusual and says so with the line", () => {
    const odd = ENTRY.replace("TimeoutError", "CommandExecFailed").replace("2026-02-21", "2026-02-30");
    const { lessons, problems } = read(`intro\n\n${odd}`);
    expect(lessons).toHaveLength(1);
    expect(lessons[0]?.category).toBe("CommandExecFailed");
    expect(problems).toEqual([
      { line: 3, message: expect.stringContaining('"CommandExecFailed" is not one of the categories') },
      { line: 3, message: expect.stringContaining('"2026-02-30" is not a date') },
    ]);
  });

  it("reports an entry that lacks a section and goes on with the next", () => {
    const { lessons, problems } = read(`${ENTRY.replace("### Correct Code", "### Fix")}\n${ENTRY}`);
    expect(lessons).toHaveLength(1);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({
      line: 1,
      message: expect.stringContaining('"Correct Code" is missing'),
    });
  });

  it("reads an entry whose heading forgot the word, and says so", () => {
    const text = ENTRY.replace("## Entry: ", "## ");
    expect(read(text).lessons[0]?.title).toBe("Restart returns at once");
    expect(messages(text)).toEqual([
      expect.stringContaining('should read "## Entry: Restart returns at once"'),
    ]);
  });

  it("reports code without a fence and fences of other languages", () => {
    const plain = ENTRY.replace("```python\nvm.restart()\n```", "vm.restart()");
    expect(read(plain).lessons[0]?.wrongCode).toBe("vm.restart()");
    expect(messages(plain)).toEqual([expect.stringContaining('"Wrong Code" has no code fence')]);
    expect(messages(ENTRY.replace("```python", "```yaml"))).toEqual([
      expect.stringContaining("not marked as python"),
    ]);
  });

  it("loses nothing behind a fence that somebody forgot to close", () => {
    const open = ENTRY.replace("vm.restart()\n```", "vm.restart()\n");
    const { lessons, problems } = read(`${open}\n${ENTRY}`);
    expect(lessons.map((lesson) => lesson.wrongCode.trim())).toEqual(["vm.restart()", "vm.restart()"]);
    expect(problems).toEqual([{ line: 13, message: expect.stringContaining("never closed") }]);
  });

  it("takes headings inside a closed fence for code", () => {
    const { lessons } = read(ENTRY.replace("vm.restart()", '"""\n## Entry: Not me\n---\n"""\nvm.restart()'));
    expect(lessons).toHaveLength(1);
    expect(lessons[0]?.wrongCode).toContain("## Entry: Not me");
  });

  it("never throws, whatever the text", () => {
    fc.assert(
      fc.property(fc.oneof(anyFile, hostileText, fc.string({ unit: "binary" })), (text) => {
        const lines = text.split("\n").length;
        const { lessons, problems } = read(text);
        for (const { line } of [...problems, ...lessons.map((lesson) => lesson.source)]) {
          expect(line).toBeGreaterThan(0);
          expect(line).toBeLessThanOrEqual(lines);
        }
      }),
    );
  });
});
