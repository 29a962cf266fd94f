import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanLesson } from "../../src/graveyard/clean.ts";
import type { Lesson } from "../../src/graveyard/model.ts";
import { readGraveyard } from "../../src/graveyard/read.ts";
import { recordLesson, renderLesson } from "../../src/graveyard/record.ts";
import { anyFile, hostileLesson, lesson } from "./support.ts";

const read = (text: string) => readGraveyard({ path: "GRAVEYARD.md", text });
const withoutSource = ({ source: _, ...fields }: Lesson) => fields;
/** Are all lines of `old` in `text`, in their order? */
function keepsLines(old: string, text: string): boolean {
  const lines = text.split("\n");
  let position = 0;
  return old.split("\n").every((line) => {
    position = lines.indexOf(line, position) + 1;
    return position > 0;
  });
}

describe("writing a lesson", () => {
  it("writes the exact format", () => {
    expect(renderLesson(lesson())).toBe(`## Entry: A restart is not awaited

**Category**: TimeoutError
**Date**: 2026-11-20
**Test**: tests/compute/test_restart.py::test_restart

### What Went Wrong
The guest was asked before it was up.

### Wrong Code
\`\`\`python
$VM.restart()
\`\`\`

### Correct Code
\`\`\`python
$VM.restart(wait=True)
\`\`\`

### Lesson Learned
A restart returns at once.

### How to Avoid
Pass \`wait=True\`.

---
`);
  });

  it("starts a missing or empty file with its header", () => {
    for (const text of [null, "", "\n"]) {
      const result = recordLesson({ text, lesson: lesson() });
      expect(result.added).toBe(true);
      expect(result.text.trimStart()).toMatch(
        /^# GRAVEYARD - Test Generation Lessons Learned\n\n.+\n.+\n\n---\n\n## Entry: A restart/,
      );
      expect(read(result.text)).toMatchObject({ problems: [], lessons: [withoutSource(lesson())] });
    }
  });

  it("appends to what is there, in its line ends", () => {
    const first = recordLesson({ text: null, lesson: lesson() }).text.replaceAll("\n", "\r\n");
    const result = recordLesson({ text: first, lesson: lesson({ title: "Other", wrongCode: "other()" }) });
    expect(result.text.startsWith(first)).toBe(true);
    expect(result.text.replaceAll("\r\n", "")).not.toContain("\n");
    expect(read(result.text)).toMatchObject({ problems: [], lessons: [{}, { title: "Other" }] });
  });

  it.each<[what: string, text: string]>([
    ["an entry without a closing rule", `${renderLesson(lesson()).replace("\n---\n", "")}`],
    ["text without a line break", "# Notes\nSee above"],
    ["a fence that is never closed", "# Notes\n```python\nx = 1\n"],
  ])("appends below %s", (_what, text) => {
    const result = recordLesson({ text, lesson: lesson({ title: "Other", wrongCode: "other()" }) });
    expect(result.text.startsWith(text)).toBe(true);
    expect(read(result.text).lessons.at(-1)?.title).toBe("Other");
    expect(result.text).toMatch(/\n\n---\n\n## Entry: Other/);
    expect((result.text.match(/^```/gm)?.length ?? 0) % 2).toBe(0);
  });
});

describe("a mistake that has an entry", () => {
  const text = recordLesson({ text: null, lesson: lesson() }).text;
  const again = lesson({ title: "In other words", date: "2026-12-01", test: "tests/b.py::test_b" });

  it.each<[what: string, wrongCode: string]>([
    ["the same", "$VM.restart()"],
    ["with another placeholder and layout", "# bad\n$X . restart(\n)"],
  ])("gets one dated note per test: %s", (_what, wrongCode) => {
    const once = recordLesson({ text, lesson: { ...again, wrongCode } });
    expect(once).toMatchObject({ added: false, reason: expect.stringContaining("A restart is not awaited") });
    expect(once.text).toBe(
      text.replace(/---\n$/, "- **Seen again**: 2026-12-01 in `tests/b.py::test_b`\n\n---\n"),
    );
    const twice = recordLesson({ text: once.text, lesson: { ...again, date: "2026-12-02" } });
    expect(twice).toMatchObject({ text: once.text, added: false });
    const other = recordLesson({ text: once.text, lesson: { ...again, test: "tests/c.py::test_c" } });
    expect(read(other.text)).toEqual(read(text));
  });

  it("gets no note for the test it was learned on", () => {
    expect(recordLesson({ text, lesson: lesson({ date: "2026-12-01" }) }).text).toBe(text);
  });

  it("is noted between the entries where it belongs", () => {
    const two = recordLesson({ text, lesson: lesson({ title: "Other", wrongCode: "other()" }) }).text;
    const noted = recordLesson({ text: two, lesson: again }).text;
    expect(noted.indexOf("Seen again")).toBeLessThan(noted.indexOf("## Entry: Other"));
    expect(keepsLines(two, noted)).toBe(true);
  });

  it.each<[what: string, fields: Partial<Lesson>]>([
    ["of another category", { category: "LogicError" }],
    ["with an argument more", { wrongCode: "$VM.restart(force=True)" }],
    ["on another method", { wrongCode: "$VM.reboot()" }],
  ])("is another mistake %s", (_what, fields) => {
    expect(recordLesson({ text, lesson: { ...again, ...fields } }).added).toBe(true);
  });

  it("is recognised under other local names when it was recorded without placeholders", () => {
    const plain = (wrongCode: string) => lesson({ wrongCode, correctCode: "# Advice" });
    const known = recordLesson({ text: null, lesson: plain("ok = start_vm(vm=vm, wait=5)\nassert ok") }).text;
    const same = plain('good = start_vm(vm=my_vm, wait=5)\nassert good  # no "ok"');
    expect(recordLesson({ text: known, lesson: { ...same, test: "t.py::t" } }).added).toBe(false);
    const other = plain("ok = stop_vm(vm=vm, wait=5)\nassert ok");
    expect(recordLesson({ text: known, lesson: other }).added).toBe(true);
  });

  it("is told by its title when it has no code", () => {
    const advice = lesson({ title: "Check the quota first", wrongCode: "# nothing to show" });
    const known = recordLesson({ text, lesson: advice }).text;
    expect(recordLesson({ text: known, lesson: { ...advice, title: "check  the quota first" } }).added).toBe(
      false,
    );
    expect(recordLesson({ text: known, lesson: { ...advice, title: "Check memory" } }).added).toBe(true);
  });
});

describe("hostile text", () => {
  it("is kept readable, but says nothing to a reader of entries", () => {
    const text = renderLesson(
      lesson({
        title: "Boom <!-- x\n## Entry: Forged",
        whatWentWrong: "E: failed\n---\n## Entry: Forged\n```python\n<!-- hidden\n**Category**: X",
        wrongCode: '"""\n```\n---\n## Entry: Forged\n"""\nrun()',
      }),
    );
    expect(text).toContain("## Entry: Boom < ! x ## Entry: Forged\n");
    expect(text).toContain(
      "E: failed\n\\---\n\\## Entry: Forged\n\\```python\n\\< ! hidden\n\\**Category**: X\n",
    );
    expect(text).toContain('"""\n    ```\n    ---\n# Entry: Forged\n"""\nrun()\n');
  });

  it("is cut, and cut code never matches", () => {
    const long = lesson({
      title: "x".repeat(500),
      whatWentWrong: "y".repeat(9000),
      wrongCode: "run()\n".repeat(500),
    });
    const [back] = read(renderLesson(long)).lessons;
    expect(back?.title).toHaveLength(120);
    expect(back?.whatWentWrong).toHaveLength(2000);
    expect(back?.wrongCode.split("\n")).toHaveLength(61);
    expect(back?.wrongCode).toMatch(/\n… cut here$/);
    expect(renderLesson(back ?? lesson())).toBe(renderLesson(long));
  });

  it("never makes a second entry, and comes back as it was cleaned", () => {
    fc.assert(
      fc.property(hostileLesson, (hostile) => {
        const clean = cleanLesson(hostile);
        expect(cleanLesson(clean)).toEqual(clean);
        const { lessons } = read(renderLesson(hostile));
        expect(lessons.map(withoutSource)).toEqual([withoutSource(clean)]);
        expect(renderLesson(hostile)).not.toMatch(/<!--|-->|[\p{Cf}\p{Cs}]/u);
      }),
      { numRuns: 400 },
    );
  });

  it("is appended to any file without touching it", () => {
    fc.assert(
      fc.property(anyFile, hostileLesson, (text, hostile) => {
        const before = read(text).lessons;
        const result = recordLesson({ text, lesson: hostile });
        const after = read(result.text).lessons;
        expect(result.added ? result.text.startsWith(text) : keepsLines(text, result.text)).toBe(true);
        expect(after).toHaveLength(before.length + (result.added ? 1 : 0));
        if (result.added)
          expect(withoutSource(after.at(-1) ?? lesson())).toEqual(withoutSource(cleanLesson(hostile)));
        const again = recordLesson({ text: result.text, lesson: hostile });
        expect(again).toMatchObject({ text: result.text, added: false });
      }),
      { numRuns: 400 },
    );
  });
});
