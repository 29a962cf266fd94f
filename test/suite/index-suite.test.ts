import { describe, expect, it } from "vitest";
import { indexOf } from "./suites.ts";

const LIBRARY = `
"""Helpers."""
from contextlib import contextmanager

TIMEOUT_5MIN = 5 * 60
_PRIVATE = 1
lower = 2

class VmStatus:
    """States.

    More.
    """
    RUNNING = "Running"
    _HIDDEN = "x"

class VirtualMachine(Resource, metaclass=Meta):
    def restart(self, *, wait: bool = True, timeout=TIMEOUT_5MIN) -> None:
        """Restart the VM
        and wait.

        Args: ...
        """

    @property
    def ready(self) -> bool: ...

    @ready.setter
    def ready(self, value: bool) -> None: ...

    @functools.cached_property
    def node(self) -> Node: ...

    @classmethod
    def named(cls, name: str, /) -> "VirtualMachine": ...

    @staticmethod
    def parse(text, *more: str, strict=False, **options): ...

    def __enter__(self): ...
    def _private(self): ...

    class _Hidden:
        def method(self): ...

@overload
def find(name: str) -> VirtualMachine: ...
@typing.overload
def find(name: None) -> None: ...
def find(name): ...

@contextmanager
def paused(vm: VirtualMachine) -> Iterator[None]: ...

@pytest.fixture
def not_a_helper(): ...
`;

describe("indexSuite", () => {
  it("offers what is public, each once, with the signature as a caller writes it", async () => {
    const { helpers } = await indexOf({ "libs/vm.py": LIBRARY });
    expect(
      helpers.map(({ module, qualname, kind, signature }) => `${module} ${kind} ${qualname}${signature}`),
    ).toEqual([
      "libs.vm method VirtualMachine.restart(self, *, wait: bool = True, timeout=TIMEOUT_5MIN) -> None",
      "libs.vm property VirtualMachine.ready(self) -> bool",
      "libs.vm property VirtualMachine.node(self) -> Node",
      'libs.vm method VirtualMachine.named(cls, name: str) -> "VirtualMachine"',
      "libs.vm method VirtualMachine.parse(text, *more: str, strict=False, **options)",
      "libs.vm function find(name)",
      "libs.vm function paused(vm: VirtualMachine) -> Iterator[None]",
    ]);
    expect(helpers.filter(({ contextManager }) => contextManager).map(({ qualname }) => qualname)).toEqual([
      "paused",
    ]);
    expect(helpers[0]).toMatchObject({
      doc: "Restart the VM and wait.",
      file: "libs/vm.py",
      line: 18,
      parameters: [
        { name: "wait", type: "bool", default: "True", kind: "keyword" },
        { name: "timeout", type: null, default: "TIMEOUT_5MIN", kind: "keyword" },
      ],
    });
  });

  it("offers classes and constants", async () => {
    const { classes, constants } = await indexOf({ "libs/vm.py": LIBRARY });
    expect(classes.map(({ name, bases, doc }) => ({ name, bases, doc }))).toEqual([
      { name: "VmStatus", bases: [], doc: "States." },
      { name: "VirtualMachine", bases: ["Resource"], doc: "" },
    ]);
    expect(constants.map(({ name, value }) => `${name} = ${value}`)).toEqual([
      "TIMEOUT_5MIN = 5 * 60",
      'VmStatus.RUNNING = "Running"',
    ]);
  });

  it("names modules as they are imported", async () => {
    const { helpers } = await indexOf({
      "pytest.ini": "[pytest]\npythonpath = ./src/ .\n",
      "src/pkg/tool.py": "def a(): ...\n",
      "src/pkg/__init__.py": "def b(): ...\n",
      "srcs/other.py": "def c(): ...\n",
      "top.py": "def d(): ...\n",
    });
    expect(helpers.map(({ module, qualname }) => `${module}.${qualname}`)).toEqual([
      "pkg.b",
      "pkg.tool.a",
      "srcs.other.c",
      "top.d",
    ]);
  });

  it("takes nothing on offer from tests and conftest files", async () => {
    const { helpers, constants } = await indexOf({
      "tests/test_a.py": "LIMIT = 1\ndef helper(): ...\n",
      "tests/a_test.py": "def helper(): ...\n",
      "tests/conftest.py": "def pytest_configure(config): ...\n",
    });
    expect([...helpers, ...constants]).toEqual([]);
  });

  it("learns the conventions from the tests that exist", async () => {
    const { conventions, directories } = await indexOf({
      "e2e/virt/test_a.py":
        "class TestA:\n    def test_x(self) -> None: f(a=1, b=2)\n    def test_y(self) -> None: f(1, b=2)\n    def test_z(self) -> None: f(1, 2)\n",
      "e2e/test_b.py": "def test_x(): f(1)\n",
      "libs/c.py": "f(1, 2)\n",
    });
    expect(conventions).toEqual({
      testRoots: ["e2e"],
      strictMarkers: false,
      keywordArguments: 2 / 3,
      testClasses: true,
      annotatedTests: true,
      lineLength: 88,
    });
    expect(directories).toEqual(["e2e", "e2e/virt", "libs"]);
  });

  it("says which files are not Python, and where, and indexes the rest of them", async () => {
    const index = await indexOf({ "a.py": "def good(): ...\n\ndef broken(:\n", "b.py": "def fine(): ...\n" });
    expect(index.unreadable).toEqual([{ file: "a.py", line: 3 }]);
    expect(index.helpers.map(({ qualname }) => qualname)).toEqual(expect.arrayContaining(["good", "fine"]));
    expect(index.files).toBe(2);
  });
});
