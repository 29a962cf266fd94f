import { beforeAll, describe, expect, it } from "vitest";
import { clashes } from "../../src/author/offline/draft/clashes.ts";
import { draftTests } from "../../src/author/offline/draft.ts";
import type { DescribedTest, TestDescription } from "../../src/description/model.ts";
import type { Draft } from "../../src/draft/model.ts";
import { findSmells } from "../../src/draft/smells.ts";
import { firstError } from "../../src/python/module.ts";
import { loadPython, type PythonParser } from "../../src/python/parser.ts";
import { planOf, suiteOf } from "./support.ts";

/** Suites that offer something which looks right and is not. */
let python: PythonParser;
beforeAll(async () => {
  python = await loadPython();
});

const BASE = {
  "pytest.ini": "[pytest]\ntestpaths = tests\naddopts = --strict-markers\nmarkers =\n    slow: takes long\n",
  "tests/__init__.py": "",
  "tests/test_old.py": "def test_old():\n    assert True\n",
  "libs/vm.py": 'class Vm:\n    """A virtual machine."""\n',
  "tests/conftest.py":
    'import pytest\nfrom libs.vm import Vm\n\n@pytest.fixture\ndef running_vm() -> Vm:\n    """Running VM."""\n    return Vm()\n',
  "utilities/virt.py":
    'from libs.vm import Vm\n\ndef restart_vm(vm: Vm) -> None:\n    """Restart the VM."""\n',
};

const TEST: DescribedTest = {
  name: "test_it",
  scenario: "A-1",
  summary: "Test that it holds.",
  negative: false,
  preconditions: ["Running VM"],
  steps: ["Restart the VM"],
  expected: ['VM is "Running"'],
  markers: [],
};

function draft(
  extra: Readonly<Record<string, string>>,
  tests: readonly Partial<DescribedTest>[],
  more: Partial<TestDescription["groups"][number]> = {},
): Draft {
  const group = { name: "TestIt", summary: "Tests of it.", preconditions: [], markers: [], ...more };
  const description: TestDescription = {
    plan: { path: "stps/it.md", digest: "" },
    title: "It",
    groups: [
      { ...group, tests: tests.map((test, index) => ({ ...TEST, name: `test_it_${index}`, ...test })) },
    ],
    uncovered: [],
  };
  const suite = suiteOf(python, { ...BASE, ...extra });
  return draftTests({ plan: planOf([]), description, suite, lessons: [], path: "tests/test_it.py" });
}

const textOf = ({ files }: Draft): string => files[0]?.content ?? "";
const reasonsOf = ({ trace }: Draft): (string | null)[] => trace.map(({ reason }) => reason);

const virt = (code: string): Record<string, string> => ({
  "utilities/virt.py": `${BASE["utilities/virt.py"]}\n${code}`,
});

describe("a helper that looks right and proves nothing", () => {
  it.each([
    ["answers with a bool that nobody would look at", "def check_vm_running(vm: Vm):\n    return vm.up\n"],
    ["waits and says whether it was so", "def wait_for_running_vm(vm: Vm) -> bool:\n    return vm.up\n"],
    [
      "does nothing until it is entered",
      "from contextlib import contextmanager\n\n@contextmanager\ndef wait_for_running_vm(vm: Vm):\n    yield\n",
    ],
    ["makes it so", "def start_running_vm(vm: Vm) -> bool:\n    return vm.start()\n"],
    ["takes the state for something else", "def wait_for_vm(vm: Vm, disk_name: str) -> None:\n    ...\n"],
    ["is about its opposite", "def wait_for_vm_not_running(vm: Vm) -> None:\n    ...\n"],
    ["needs a value that nobody has", "def wait_for_running_vm(vm: Vm, token: str) -> None:\n    ...\n"],
    ["may return nothing", "def get_vm_status(vm: Vm) -> str | None:\n    ...\n"],
    ["restarts the machine to read it", "def restart_vm_status(vm: Vm) -> str:\n    ...\n"],
  ])("that %s is not used", (_, helper) => {
    expect(reasonsOf(draft(virt(helper), [{}]))).toEqual([
      expect.stringContaining("nothing in the suite shows this"),
    ]);
  });

  it("that speaks of any machine does not show that this one runs, though its fixture is named so", () => {
    const written = draft(virt("def is_vm(vm: Vm) -> bool:\n    ...\n"), [{ expected: ["VM runs"] }]);
    expect(reasonsOf(written)).toEqual([expect.stringContaining('which says nothing of "runs"')]);
  });

  it.each([
    [
      "waits and raises",
      "def wait_for_running_vm(vm: Vm) -> None:\n    ...\n",
      "wait_for_running_vm(vm=running_vm)",
    ],
    [
      "verifies and raises",
      "def verify_vm_running(vm: Vm) -> None:\n    ...\n",
      "verify_vm_running(vm=running_vm)",
    ],
    [
      "checks and returns nothing",
      "def check_vm_running(vm: Vm) -> None:\n    ...\n",
      "check_vm_running(vm=running_vm)",
    ],
    [
      "reads the state",
      "def get_vm_status(vm: Vm) -> str:\n    ...\n",
      'vm_status = get_vm_status(vm=running_vm)\n        assert vm_status == "Running", f"VM is {vm_status}"',
    ],
    [
      "answers the question",
      "def is_vm_running(vm: Vm) -> bool:\n    ...\n",
      'assert is_vm_running(vm=running_vm), "Not so: VM runs"',
    ],
  ])("one that %s is used", (name, helper, line) => {
    const expected = name === "answers the question" ? ["VM runs"] : ['VM is "Running"'];
    const written = draft(virt(helper), [{ expected }]);
    expect(reasonsOf(written)).toEqual([null]);
    expect(textOf(written)).toContain(line);
    expect(findSmells(python, textOf(written)).filter(({ severity }) => severity === "block")).toEqual([]);
  });
});

describe("names of the file", () => {
  const waiting = "def wait_for_running_vm(vm: Vm) -> None:\n    ...\n";

  it("never mean two things: a later test whose helper has the name of another module's stays described", () => {
    const extra = {
      ...virt(waiting),
      "utilities/other.py":
        'from libs.vm import Vm\n\ndef restart_vm(vm: Vm, deep: int) -> None:\n    """Restart the VM deeply."""\n',
    };
    const written = draft(extra, [{}, { steps: ["Restart the VM deeply 2"] }]);
    expect(reasonsOf(written)).toEqual([
      null,
      "two modules of the suite offer restart_vm: utilities.virt and utilities.other",
    ]);
  });

  it("never hide what is imported, a keyword or a fixture", () => {
    const helper = 'def get_class(vm: Vm) -> str:\n    """Get the class of the VM."""\n';
    const written = draft({ ...virt(helper) }, [{ expected: ['Class is "gold"'] }]);
    expect(textOf(written)).toContain(
      'class_read = get_class(vm=running_vm)\n        assert class_read == "gold"',
    );
  });

  it("are never those of a fixture that the test asks for", () => {
    const fixture = { name: "restart_vm" };
    expect(clashes([{ module: "utilities.virt", name: "restart_vm" }], [], [fixture])).toBe(
      "restart_vm of utilities.virt has the name of a fixture",
    );
    expect(clashes([{ module: "pytest", name: "" }], [{ module: "os", name: "" }], [fixture])).toBeNull();
  });

  it("are markers only when the suite registers them, where it is strict about them", () => {
    const written = draft(virt(waiting), [{ markers: ["tier3", "slow"] }], { markers: ["gating"] });
    expect(textOf(written)).toContain("@pytest.mark.slow");
    expect(textOf(written)).not.toMatch(/tier3|gating/);
    const lenient = draft({ ...virt(waiting), "pytest.ini": "[pytest]\ntestpaths = tests\n" }, [
      { markers: ["tier3"] },
    ]);
    expect(textOf(lenient)).toContain("@pytest.mark.tier3");
  });
});

describe("text of a plan in code", () => {
  const reading = virt('def get_vm_label(vm: Vm) -> str:\n    """Get the label of the VM."""\n');

  it.each(["a, b", "{not} a field", "back\\slash", "tab\there", "(open", "'single' \u2028 line"])(
    "%s is a value and nothing else",
    (value) => {
      const written = draft(reading, [{ expected: [`Label of the VM is "${value}"`] }]);
      expect(reasonsOf(written)).toEqual([null]);
      const strings = python.parse(textOf(written), (root) => {
        expect(firstError(root)).toBeNull();
        return root.descendantsOfType("assert_statement").map((node) => node.namedChildren[0]?.text);
      });
      expect(strings).toEqual([expect.stringMatching(/^vm_label == "(?:[^"\\]|\\.)*"$/)]);
    },
  );

  it("is wrapped without being torn, however long", () => {
    const extra = virt(
      'def wait_for_vm_status(vm: Vm, status: str) -> None:\n    """Wait until the VM has a status."""\n',
    );
    const value = `${"very, long (value), ".repeat(8)}end`;
    const written = draft(extra, [{ expected: [`VM is "${value}"`] }]);
    expect(textOf(written)).toContain(`            vm=running_vm,\n            status="${value}",\n`);
    expect(python.parse(textOf(written), (root) => firstError(root))).toBeNull();
  });
});

describe("what a class or file shares", () => {
  const waiting = virt("def wait_for_running_vm(vm: Vm) -> None:\n    ...\n");

  it("holds for each of its tests: a precondition of the class is not lost", () => {
    const written = draft(waiting, [{ preconditions: [] }], { preconditions: ["Running VM"] });
    expect(textOf(written)).toContain("def test_it_0(self, running_vm: Vm):");
    const unknown = draft(waiting, [{}], { preconditions: ["GPU"] });
    expect(reasonsOf(unknown)).toEqual([expect.stringContaining('no fixture in sight gives "GPU"')]);
  });

  it("keeps a parametrised class described", () => {
    const written = draft(waiting, [{}], { parametrize: ["os: [rhel, fedora]"] });
    expect(reasonsOf(written)).toEqual(["a parametrised test is not written by rule"]);
  });

  it("is switched off as a whole when nothing could be written", () => {
    const written = draft({}, [{}, {}]);
    expect(textOf(written)).toContain("\n__test__ = False\n");
    expect(textOf(written)).not.toContain("import");
  });

  it("parts implemented tests from described ones, outside of classes too", () => {
    const written = draft(waiting, [{}, { steps: ["Explode the VM"] }], { name: "", summary: "" });
    expect(written.trace.map(({ nodeid }) => nodeid)).toEqual([
      "tests/test_it.py::test_it_0",
      "tests/test_it.py::TestDescribed::test_it_1",
    ]);
    expect(textOf(written)).toContain("class TestDescribed:\n");
  });
});
