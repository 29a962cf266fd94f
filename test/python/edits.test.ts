import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, type Edit } from "../../src/python/edits.ts";

interface Piece {
  /** Text that stays. */
  readonly kept: string;
  /** Text that is replaced by `text`. */
  readonly replaced: string;
  readonly text: string;
}

/** The edits of pieces, and what they make of the source. */
function editsOf(pieces: readonly Piece[]): { source: string; edits: Edit[]; expected: string } {
  let source = "";
  let expected = "";
  const edits: Edit[] = [];
  for (const { kept, replaced, text } of pieces) {
    source += kept;
    expected += kept + text;
    edits.push({ start: source.length, end: source.length + replaced.length, text });
    source += replaced;
  }
  return { source: `${source}!`, edits, expected: `${expected}!` };
}

const piece = fc.record({
  kept: fc.string({ minLength: 1, maxLength: 6 }),
  replaced: fc.string({ maxLength: 6 }),
  text: fc.string({ maxLength: 6 }),
});

describe("applyEdits", () => {
  it("is the naive splice for edits that do not overlap, in whatever order they come", () => {
    const shuffled = fc
      .array(piece, { maxLength: 12 })
      .map(editsOf)
      .chain((all) =>
        fc.shuffledSubarray(all.edits, { minLength: all.edits.length }).map((edits) => ({ ...all, edits })),
      );
    fc.assert(
      fc.property(shuffled, ({ source, edits, expected }) => {
        expect(applyEdits(source, edits)).toBe(expected);
      }),
    );
  });

  it("puts an insertion in front of what replaces the text behind it", () => {
    const binding = { start: 0, end: 0, text: "instance = vm.instance\n" };
    const use = { start: 0, end: 11, text: "instance" };
    const expected = "instance = vm.instance\ninstance.stop()";
    expect(applyEdits("vm.instance.stop()", [binding, use])).toBe(expected);
    expect(applyEdits("vm.instance.stop()", [use, binding])).toBe(expected);
  });

  it("keeps the order of insertions at one place", () => {
    const insert = (text: string) => ({ start: 1, end: 1, text });
    expect(applyEdits("ad", [insert("b"), insert("c")])).toBe("abcd");
  });

  it("drops an edit inside another one", () => {
    const outer = { start: 1, end: 5, text: "X" };
    for (const inner of [
      { start: 1, end: 3, text: "y" },
      { start: 2, end: 2, text: "y" },
      { start: 3, end: 5, text: "y" },
    ]) {
      expect(applyEdits("abcdef", [inner, outer])).toBe("aXf");
    }
  });
});
