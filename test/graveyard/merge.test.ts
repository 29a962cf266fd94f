import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lessonIdentity } from "../../src/graveyard/identity.ts";
import { mergeGraveyards } from "../../src/graveyard/merge.ts";
import type { Lesson } from "../../src/graveyard/model.ts";
import { readGraveyard } from "../../src/graveyard/read.ts";
import { recordLesson } from "../../src/graveyard/record.ts";
import { hostileLesson, lesson } from "./support.ts";

const named = (name: string, fields: Partial<Lesson> = {}) =>
  lesson({ title: name, wrongCode: `${name}()`, test: `tests/test_${name}.py::test_it`, ...fields });
const file = (lessons: readonly Lesson[], text: string | null = null) =>
  lessons.reduce<string | null>((old, next) => recordLesson({ text: old, lesson: next }).text, text) ?? "";
const lessonsOf = (text: string) => readGraveyard({ path: "", text }).lessons;
const titles = (text: string) => lessonsOf(text).map((entry) => entry.title);

describe("merging two copies of GRAVEYARD.md", () => {
  const base = file([named("a")]);

  it("puts our new entries behind theirs and touches nothing of theirs", () => {
    const ours = file([named("b"), named("c")], base);
    const theirs = file([named("c", { howToAvoid: "Theirs." }), named("d")], base);
    const merged = mergeGraveyards(base, ours, theirs);
    expect(merged.startsWith(theirs)).toBe(true);
    expect(titles(merged)).toEqual(["a", "c", "d", "b"]);
    expect(readGraveyard({ path: "", text: merged }).problems).toEqual([]);
  });

  it("takes the version of the side that changed an entry, theirs when both did", () => {
    const changed = (text: string, words: string) => text.replace("Pass `wait=True`.", words);
    expect(mergeGraveyards(base, changed(base, "Ours."), base)).toBe(changed(base, "Ours."));
    expect(mergeGraveyards(base, base, changed(base, "Theirs."))).toBe(changed(base, "Theirs."));
    expect(mergeGraveyards(base, changed(base, "Ours."), changed(base, "Theirs."))).toBe(
      changed(base, "Theirs."),
    );
  });

  it("keeps the notes of both sides", () => {
    const noted = (test: string) => recordLesson({ text: base, lesson: named("a", { test }) }).text;
    const merged = mergeGraveyards(base, noted("x.py::ours"), noted("x.py::theirs"));
    expect(merged).toMatch(/Seen again.*x.py::theirs`\n\n?- \*\*Seen again.*x.py::ours`\n/);
    expect(titles(merged)).toEqual(["a"]);
  });

  it("takes the other side when one is missing", () => {
    expect(mergeGraveyards("", base, "")).toBe(base);
    expect(mergeGraveyards("", "", base)).toBe(base);
  });

  it("keeps entries that are incomplete", () => {
    const broken = `${base}\n## Entry: Broken\n\n### Wrong Code\n\`\`\`python\nx()\n\`\`\`\n\n---\n`;
    const merged = mergeGraveyards(base, broken, file([named("b")], base));
    expect(merged).toContain("## Entry: Broken");
    expect(mergeGraveyards(base, broken, merged)).toBe(merged);
  });

  it("ignores how line ends differ", () => {
    const windows = base.replaceAll("\n", "\r\n");
    expect(mergeGraveyards(base, windows, base)).toBe(base);
    expect(mergeGraveyards(base, base, windows)).toBe(windows);
  });

  it("loses nothing, and merging again changes nothing", () => {
    const names = fc.subarray(["b", "c", "d", "e"]);
    const side = fc.tuple(names, fc.array(hostileLesson, { maxLength: 2 }));
    fc.assert(
      fc.property(side, side, fc.boolean(), ([mine, wild], [their, wilder], isBased) => {
        const old = isBased ? base : "";
        const ours = file([...mine.map((name) => named(name)), ...wild], isBased ? base : null);
        const theirs = file([...wilder, ...their.map((name) => named(name))], isBased ? base : null);
        const merged = mergeGraveyards(old, ours, theirs);
        const identities = new Set(lessonsOf(merged).map(lessonIdentity));
        for (const entry of [...lessonsOf(ours), ...lessonsOf(theirs)]) {
          expect(identities).toContain(lessonIdentity(entry));
        }
        expect(lessonsOf(merged)).toHaveLength(identities.size);
        expect(mergeGraveyards(old, ours, merged)).toBe(merged);
        expect(mergeGraveyards(old, merged, theirs)).toBe(merged);
        expect(mergeGraveyards(old, merged, merged)).toBe(merged);
      }),
      { numRuns: 200 },
    );
  });
});
