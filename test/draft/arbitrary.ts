import fc from "fast-check";

/** A statement of a generated test, and what it is to the gate. */
export interface Piece {
  readonly kind: "step" | "wait" | "assert" | "equality" | "raises" | "loop";
  readonly lines: readonly string[];
}

const names = fc.constantFrom("status", "boot_id", "cpu_count", "hostname", "labels");
const verbs = fc.constantFrom("reset", "restart", "migrate", "pause", "hotplug");
const literals = fc.oneof(
  fc.integer({ min: 1, max: 99 }).map(String),
  fc.constantFrom('"Running"', '"Paused"', '"a, b"', "VmStatus.RUNNING"),
);

const piece = (kind: Piece["kind"], ...lines: string[]): Piece => ({ kind, lines });

const step = verbs.map((verb) => piece("step", `${verb}_vm(vm=vm)`));
const wait = fc
  .tuple(names, fc.integer({ min: 1, max: 600 }))
  .map(([name, timeout]) => piece("wait", `wait_for_${name}(vm=vm, timeout=${timeout})`));
const truth = names.map((name) => piece("assert", `assert vm.has_${name}`));
const equality = fc
  .tuple(names, literals)
  .map(([name, literal]) => piece("equality", `assert vm.${name} == ${literal}, "wrong ${name}"`));
const raises = fc
  .tuple(verbs, fc.constantFrom("ForbiddenError", "KeyError", "ConflictError"))
  .map(([verb, error]) => piece("raises", `with pytest.raises(${error}):`, `    vm.${verb}()`));
const loop = names.map((name) => piece("loop", `for item in vm.${name}:`, "    assert item.ready == 1"));

const checking = fc.oneof(wait, truth, equality, raises, loop);

/** The pieces of a test that checks something, at least two. */
export const pieces: fc.Arbitrary<readonly Piece[]> = fc
  .tuple(fc.array(fc.oneof(step, checking), { minLength: 1, maxLength: 6 }), equality)
  .map(([some, last]) => [...some, last]);

export type TestPieces = readonly Piece[];

/** A file of tests, each a list of pieces. */
export const files: fc.Arbitrary<readonly TestPieces[]> = fc.array(pieces, { minLength: 1, maxLength: 3 });

/** Source of such a file. */
export function render(tests: readonly TestPieces[]): string {
  const bodies = tests.map((test, index) => {
    const lines = test.flatMap((one) => one.lines).map((line) => `        ${line}\n`);
    const doc = `        """\n        Test number ${index}\n\n        Expected:\n            - It works\n        """\n`;
    return `    def test_${index}(self, vm):\n${doc}${lines.join("")}`;
  });
  return `import pytest\n\n\nclass TestGenerated:\n    """Generated"""\n\n${bodies.join("\n")}`;
}

/** Text made of pieces of Python in any order: sometimes valid, mostly not. */
export const soup: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...'def test_a(vm):\n|class TestA:\n|    |assert |pytest.raises(|with |: |\n|x == 1|)|(|[|lambda |if |else:\n|try:\n|except |return|yield |"""|\'|f"{|}|\\|\t|# type: ignore|import |from |as |@|:=|*|...|not |in |0x|match |case |\r|\f'.split(
          "|",
        ),
      ),
      fc.string({ maxLength: 8 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(""));
