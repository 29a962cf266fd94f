import { beforeAll, describe, expect, it } from "vitest";
import { ownCode } from "../../src/pipeline/own-code.ts";
import { loadPython, type PythonParser } from "../../src/python/parser.ts";

const FILE = "tests/test_a.py";
const SOURCE = `"""Tests."""

import os
from libs.errors import ConflictError, InvalidError
from libs.vm import wait_for

LIMIT = 5
TIMEOUT = LIMIT * 60
OTHER = 7


@pytest.fixture
def stopped_vm(vm):
    wait_for(vm, "stopped", TIMEOUT)
    return vm


@pytest.mark.tier2
class TestPower:
    SIZE = 1

    @pytest.mark.usefixtures("stopped_vm")
    def test_one(self):
        """Test one."""
        with pytest.raises(InvalidError):
            self.helper()

    def test_two(self, vm):
        assert vm.limit == OTHER

    def helper(self):
        os.abort()


def test_three():
    pass
`;
const ONE = `${FILE}::TestPower::test_one`;
const TWO = `${FILE}::TestPower::test_two`;
const THREE = `${FILE}::test_three`;

let python: PythonParser;
beforeAll(async () => {
  python = await loadPython();
});

/** Which tests an edit changes. */
function changedBy(edit: (source: string) => string, more: Record<string, string> = {}): string[] {
  const before = [{ path: FILE, content: SOURCE }];
  const after = [
    { path: FILE, content: edit(SOURCE) },
    ...Object.entries(more).map(([path, content]) => ({ path, content })),
  ];
  return [ONE, TWO, THREE].filter((id) => ownCode(python, before, id) !== ownCode(python, after, id));
}
const replace = (from: string, to: string) => (source: string) => {
  expect(source).toContain(from);
  return source.replaceAll(from, to);
};

describe("the own code of a test", () => {
  it.each<[string, string, string, readonly string[]]>([
    ["its body", "self.helper()", "self.helper(1)", [ONE]],
    ["its decorators", "usefixtures(", "skipif(", [ONE]],
    ["a constant it uses", "OTHER = 7", "OTHER = 8", [TWO]],
    [
      "a name it imports",
      "import ConflictError, InvalidError",
      "import InvalidError as ConflictError",
      [ONE],
    ],
    ["a name that nobody imports any more", "ConflictError, ", "", []],
    ["a fixture it names in a string, and what that uses in turn", "LIMIT = 5", "LIMIT = 6", [ONE]],
    ["a module that such a fixture imports", "from libs.vm", "from libs.guest", [ONE]],
    ["a helper beside it", "os.abort()", "os.kill()", [ONE]],
    ["a decorator of its class", "mark.tier2\n", "mark.tier3\n", [ONE, TWO]],
    ["a base of its class", "class TestPower:", "class TestPower(Base):", [ONE, TWO]],
    ["another test", "def test_three():\n    pass", "def test_three():\n    assert os", [THREE]],
    ["a comment", "LIMIT = 5", "LIMIT = 5  # minutes", []],
    ["blank lines", "\n\n\n", "\n\n\n\n\n", []],
  ])("an edit of %s", (_, from, to, changed) => {
    expect(changedBy(replace(from, to))).toEqual(changed);
  });

  it("holds what belongs to every test of the file without being named", () => {
    for (const added of [
      "pytestmark = pytest.mark.slow\n",
      "@pytest.fixture(autouse=True)\ndef clean():\n    yield\n",
      "def setup_function():\n    pass\n",
      "from libs.all import *\n",
      "if os.name == 'nt':\n    pytest.skip('no', allow_module_level=True)\n",
    ]) {
      expect(changedBy((source) => `${source}\n\n${added}`)).toEqual([ONE, TWO, THREE]);
    }
    expect(changedBy((source) => `${source}\n\ndef test_four():\n    pass\n`)).toEqual([]);
  });

  it("holds the files that the draft has beside the tests", () => {
    expect(changedBy((source) => source, { "tests/conftest.py": "A = 1\n" })).toEqual([ONE, TWO, THREE]);
    expect(changedBy((source) => source, { "tests/test_b.py": "A = 1\n" })).toEqual([]);
  });

  it("is the same for each set of parameters", () => {
    const files = [{ path: FILE, content: SOURCE }];
    expect(ownCode(python, files, `${THREE}[a::b]`)).toBe(ownCode(python, files, THREE));
  });
});
