import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findSmells } from "../../src/draft/smells.ts";
import { files, type Piece, pieces, render, soup, type TestPieces } from "./arbitrary.ts";
import { judgeFile, python } from "./support.ts";

const accepted = (before: string, after: string): boolean => judgeFile(before, after).accepted;

/** A file of tests, one of its tests and one piece of that test. */
const place = files.chain((tests) =>
  fc
    .nat(tests.length - 1)
    .chain((test) => fc.nat((tests[test]?.length ?? 1) - 1).map((index) => ({ tests, test, index }))),
);

interface Place {
  readonly tests: readonly TestPieces[];
  readonly test: number;
  readonly index: number;
}

/** The file with one piece replaced by others. */
function replaced({ tests, test, index }: Place, by: (piece: Piece) => readonly Piece[]): string {
  return render(
    tests.map((pieces, at) =>
      at === test ? pieces.flatMap((piece, here) => (here === index ? by(piece) : [piece])) : pieces,
    ),
  );
}

const pieceAt = ({ tests, test, index }: Place): Piece | undefined => tests[test]?.[index];

const wrapped =
  (head: string, tail: readonly string[] = []) =>
  (piece: Piece): readonly Piece[] => [
    { kind: piece.kind, lines: [head, ...piece.lines.map((line) => `    ${line}`), ...tail] },
  ];

describe("every edit that changes nothing", () => {
  it("is accepted: none at all", () => {
    fc.assert(fc.property(files, (tests) => accepted(render(tests), render(tests))));
    fc.assert(fc.property(soup, (text) => accepted(text, text)));
  });

  it("is accepted: comments and blank lines anywhere", () => {
    const note = fc.constantFrom("", "# note", "# assert vm.ready", "#");
    fc.assert(
      fc.property(place, note, (where, comment) => {
        const after = replaced(where, (piece) => [
          { ...piece, lines: [comment, ...piece.lines, "", comment] },
        ]);
        return accepted(render(where.tests), after);
      }),
    );
  });

  it("is accepted: other quotes, more parentheses, a trailing comma", () => {
    const rewrite = (source: string): string =>
      source
        .replace(/"(\w+)"(?!")/g, "'$1'")
        .replace(/assert (vm\.\w+ == (?:"[^"]*"|[^,"\n]+)),/g, "assert (\n            $1\n        ),")
        .replace(/\(vm=vm\)/g, "(\n            vm=vm,\n        )");
    fc.assert(fc.property(files, (tests) => accepted(render(tests), rewrite(render(tests)))));
  });
});

describe("every edit that takes something away", () => {
  it("is refused: a piece of a test", () => {
    fc.assert(
      fc.property(place, (where) => {
        const after = replaced(where, () => [{ kind: "step", lines: ["pass"] }]);
        return !accepted(render(where.tests), after);
      }),
    );
  });

  it("is refused: a whole test", () => {
    fc.assert(
      fc.property(place, ({ tests, test }) => {
        const fewer = render(tests).replace(`def test_${test}(`, `def unused_${test}(`);
        return !accepted(render(tests), fewer);
      }),
    );
  });

  it("is refused: any `==` loosened", () => {
    const looser = fc.constantFrom(" != ", " >= ", " in ", " is not ", " or vm.x == ");
    fc.assert(
      fc.property(place, looser, (where, operator) => {
        fc.pre(pieceAt(where)?.lines.some((line) => line.includes(" == ")) ?? false);
        const after = replaced(where, (piece) => [
          { ...piece, lines: piece.lines.map((line) => line.replace(" == ", operator)) },
        ]);
        return !accepted(render(where.tests), after);
      }),
    );
  });

  it("is refused: any expected error widened", () => {
    fc.assert(
      fc.property(
        place,
        fc.constantFrom("Exception", "(KeyError, AssertionError)", "BaseException"),
        (where, error) => {
          fc.pre(pieceAt(where)?.kind === "raises");
          const after = replaced(where, (piece) => [
            { ...piece, lines: piece.lines.map((line) => line.replace(/raises\(\w+\)/, `raises(${error})`)) },
          ]);
          return !accepted(render(where.tests), after);
        },
      ),
    );
  });

  it("is refused: any piece made conditional, hidden or unreachable", () => {
    const wrap = fc.constantFrom(
      wrapped("if vm.ready:"),
      wrapped("for _ in vm.pods:"),
      wrapped("try:", ["except Exception:", "    pass"]),
      wrapped("with suppress(Exception):"),
      wrapped("def later():"),
      (piece: Piece): readonly Piece[] => [{ kind: "step", lines: ["return"] }, piece],
      (piece: Piece): readonly Piece[] => [{ kind: "step", lines: ['pytest.skip("later")'] }, piece],
    );
    fc.assert(fc.property(place, wrap, (where, by) => !accepted(render(where.tests), replaced(where, by))));
  });
});

describe("every edit that adds a check", () => {
  it("is accepted", () => {
    const check = fc.constantFrom<readonly string[]>(
      ["assert vm.extra == 5"],
      ["wait_for_extra(vm=vm, timeout=60)"],
      ["extra = vm.extra", 'assert extra is not None, "nothing"'],
    );
    fc.assert(
      fc.property(place, check, (where, lines) =>
        accepted(
          render(where.tests),
          replaced(where, (piece) => [{ kind: "assert", lines }, piece]),
        ),
      ),
    );
  });

  it("is accepted: another test", () => {
    fc.assert(fc.property(files, pieces, (tests, more) => accepted(render(tests), render([...tests, more]))));
  });
});

describe("any two texts", () => {
  it("never make the gate or the smells throw", () => {
    const text = fc.oneof(soup, fc.string({ unit: "binary", maxLength: 60 }), files.map(render));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const { accepted: taken, reasons } = judgeFile(before, after);
        expect(taken).toBe(reasons.length === 0);
        for (const { line } of reasons) expect(line).toBeGreaterThanOrEqual(0);
        expect(findSmells(python, after)).toBeInstanceOf(Array);
      }),
      { numRuns: 500 },
    );
  });

  it("are judged however deep, long or wide they are", () => {
    const deep = `x = ${"(".repeat(5000)}1${")".repeat(5000)}\n`;
    const chain = `x = ${"a.".repeat(5000)}b\n`;
    const wide = `x = [${"1, ".repeat(20000)}]\n`;
    const doubling = `${Array.from({ length: 60 }, (_, index) => `x${index + 1} = f(x${index}, x${index})`).join("\n")}\n`;
    const inTest = `def test_a(x0):\n${doubling.replace(/^(?=.)/gm, "    ")}    assert x60 == 1\n`;
    const calls = `def test_a(x):\n    assert ${"f(a=f(".repeat(45)}x${"))".repeat(45)}\n`;
    const parts = (depth: number): string =>
      depth === 0 ? "x.a" : `(${parts(depth - 1)} ${depth % 2 ? "and" : "or"} x.b${depth})`;
    const conditions = `def test_a(x):\n    assert ${parts(80)}\n`;
    expect(accepted(calls, calls.replaceAll("a=", "b=").replace("(x)", "(y)"))).toBe(false);
    expect(accepted(conditions, conditions.replaceAll(".b", ".c"))).toBe(false);
    for (const text of [deep, chain, wide, inTest]) {
      expect(accepted(text, text)).toBe(true);
      expect(judgeFile("", text).reasons).toBeInstanceOf(Array);
      expect(judgeFile(text, "").reasons).toBeInstanceOf(Array);
    }
    expect(accepted(inTest, inTest.replace("== 1", "== 2"))).toBe(false);
  });
});
