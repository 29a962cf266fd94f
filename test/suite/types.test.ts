import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alternatives, bareName, isOptional, splitTop, yieldedType } from "../../src/suite/types.ts";

describe("yieldedType", () => {
  it.each([
    ["VirtualMachine", "VirtualMachine"],
    ["'VirtualMachine'", "VirtualMachine"],
    ["Generator[VirtualMachine, None, None]", "VirtualMachine"],
    ["Generator[VirtualMachine]", "VirtualMachine"],
    ['"Generator[VirtualMachine, None, None]"', "VirtualMachine"],
    ['Generator["VirtualMachine", None, None]', "VirtualMachine"],
    ["collections.abc.Iterator[dict[str, list[int]]]", "dict[str, list[int]]"],
    ["t.AsyncGenerator[VM | None, None]", "VM | None"],
    ["typing.AsyncIterator[\n    VM\n]", "VM"],
    ["Iterable[tuple[A, B]]", "tuple[A, B]"],
    ["list[VM]", "list[VM]"],
    ["None", null],
    ["Generator[None, None, None]", null],
    ["Iterator[None]", null],
    ["Iterator[]", null],
    [null, null],
  ])("of %j is %j", (annotation, type) => {
    expect(yieldedType(annotation)).toBe(type);
  });
});

describe("alternatives and isOptional", () => {
  it.each<[string | null, string[], boolean]>([
    ["VM", ["VM"], false],
    ["VM | None", ["VM"], true],
    ["None | VM", ["VM"], true],
    ["Optional[VM]", ["VM"], true],
    ["typing.Optional['VM']", ["VM"], true],
    ["'VM | None'", ["VM"], true],
    ['"A" | "B"', ["A", "B"], false],
    ["Union[A, B, None]", ["A", "B"], true],
    ["Union[Optional[A], t.Union[B, C]]", ["A", "B", "C"], true],
    ["Optional[A] | list[B]", ["A", "list[B]"], true],
    ["dict[str, int | None]", ["dict[str, int | None]"], false],
    ["Callable[[A | None], Optional[B]]", ["Callable[[A | None], Optional[B]]"], false],
    ['Literal["a | None", "b"]', ['Literal["a | None", "b"]'], false],
    ["None", [], false],
    ["", [], false],
    [null, [], false],
  ])("of %j are %j, optional: %j", (annotation, types, optional) => {
    expect(alternatives(annotation)).toEqual(types);
    expect(isOptional(annotation)).toBe(optional);
  });
});

describe("splitTop", () => {
  it.each([
    ["A, B[C, D], (E, F)", ["A", "B[C, D]", "(E, F)"]],
    ["name='a, b', other=\"]\", third='''x, ('''", ["name='a, b'", 'other="]"', "third='''x, ('''"]],
    ["'it\\'s, fine', b", ["'it\\'s, fine'", "b"]],
    ["a,  # one, two (\n b,\n", ["a", "b"]],
    ["", []],
    ["a", ["a"]],
  ])("takes %j apart", (text, parts) => {
    expect(splitTop(text, ",")).toEqual(parts);
  });

  it("undoes a join of parts in which brackets and quotes are closed", () => {
    const leaf = fc.constantFrom("a", "b.c", "'x, y'", '"[("', "1", "");
    const part = fc.letrec<{ part: string }>((tie) => ({
      part: fc.oneof(
        { maxDepth: 3 },
        leaf.filter((text) => text !== ""),
        fc
          .tuple(leaf, fc.constantFrom("[]", "()", "{}"), fc.array(tie("part"), { maxLength: 3 }))
          .map(([name, [open, close], inner]) => `${name}${open}${inner.join(", ")}${close}`),
      ),
    })).part;
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
        expect(splitTop(parts.join(", "), ",")).toEqual(parts);
      }),
    );
  });

  it("never throws, whatever an annotation is", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."[](){}'\"#|,\\ aNone\n") }), (text) => {
        for (const each of [...alternatives(text), yieldedType(text) ?? "", ...splitTop(text, ",")]) {
          expect(typeof bareName(each)).toBe("string");
        }
        isOptional(text);
      }),
    );
  });
});

describe("bareName", () => {
  it.each([
    ["virt.VirtualMachine[int]", "VirtualMachine"],
    ["VirtualMachine", "VirtualMachine"],
    ["", ""],
  ])("of %j is %j", (type, name) => {
    expect(bareName(type)).toBe(name);
  });
});
