import { describe, expect, it } from "vitest";
import { authorshipOf, generatedMark, restamped, stamped } from "../../src/draft/stamp.ts";

const PLAN = "stps/sig-virt/reset.md";
const CODE = `# ${generatedMark(PLAN)}\n"""Tests."""\n`;
const TEXT = `<!-- ${generatedMark(PLAN)} -->\n# Reset\n`;

describe("the stamp", () => {
  it.each([CODE, TEXT])("knows our own untouched text again, and an edit by hand", (content) => {
    const written = stamped(content);
    expect(written).not.toBe(content);
    expect(written.split("\n").slice(1)).toEqual(content.split("\n").slice(1));
    expect(authorshipOf(written, PLAN)).toBe("ours");
    expect(authorshipOf(`${written}x`, PLAN)).toBe("edited");
    expect(stamped(written)).toBe(written);
  });

  it("is nobody's for another plan, without a mark, or with the mark further down", () => {
    expect(authorshipOf(stamped(CODE), "stps/other.md")).toBe("foreign");
    expect(authorshipOf('"""Mine."""\n', PLAN)).toBe("foreign");
    expect(authorshipOf(`\n${CODE}`, PLAN)).toBe("foreign");
  });

  it("that was taken away says that somebody was there", () => {
    expect(authorshipOf(CODE, PLAN)).toBe("edited");
  });

  it("is renewed by our own commands only when nobody had edited the file", () => {
    const before = stamped(CODE);
    const after = before.replace("Tests", "Better tests");
    expect(authorshipOf(restamped(before, after), PLAN)).toBe("ours");
    expect(authorshipOf(restamped(`${before}\n`, `${after}\n`), PLAN)).toBe("edited");
  });
});
