import { describe, expect, it } from "vitest";
import { judgeFile, type Options } from "./support.ts";

const FILE = `"""
Reset of VMs

STP: https://docs.example.com/stps/reset.md
"""

import logging

import pytest

from libs.client.errors import ForbiddenError
from utilities.constants.virt import VmStatus
from utilities.virt import reset_vm, wait_for_running_vm

LOGGER = logging.getLogger(__name__)
EXPECTED = "Running"
pytestmark = [pytest.mark.gating]


@pytest.fixture(scope="class")
def paused_vm(vm):
    vm.pause(wait=True)
    yield vm
    vm.unpause(wait=True)


def is_up(vm):
    return vm.status == EXPECTED


def check_disks(vm, count=2):
    assert len(vm.disks) == count


class TestReset:
    """
    Reset

    Preconditions:
        - Running VM
    """

    RETRIES = 3

    @pytest.mark.polarion("VIRT-1")
    @pytest.mark.usefixtures("namespace")
    @pytest.mark.parametrize("kind", ["hard", "soft", pytest.param("cold", id="cold")])
    def test_reset(self, vm, unprivileged_client, kind):
        """
        Test that a VM runs after a reset

        Expected:
            - VM is "Running"
        """
        reset_vm(vm=vm, kind=kind)
        wait_for_running_vm(vm=vm)
        assert vm.status == EXPECTED
        assert is_up(vm)
        check_disks(vm)

    def test_paused(self, paused_vm):
        """[NEGATIVE] Test that a paused VM cannot be reset"""
        with pytest.raises(ForbiddenError):
            paused_vm.reset()


class TestLater:
    """Later"""

    __test__ = False

    def test_described(self):
        """
        Test that comes later

        Expected:
            - VM is "Stopped"
        """
`;

const LAST = '            - VM is "Stopped"\n        """\n';

function edited(from: string, to: string): string {
  if (!FILE.includes(from)) throw new Error(`the example has no ${from}`);
  return FILE.replace(from, () => to);
}

const appended = (code: string): string => `${FILE}\n\n${code}\n`;
const beforeTest = (code: string): string => edited("    RETRIES = 3\n", `    RETRIES = 3\n${code}\n`);
const decorated = (code: string): string => edited("    def test_paused", `    ${code}\n    def test_paused`);

/** The example with its first test class under `if`. */
function conditional(): string {
  const start = FILE.indexOf("class TestReset");
  const end = FILE.indexOf("\n\nclass TestLater");
  const indented = FILE.slice(start, end).replace(/^(?=.)/gm, "    ");
  return `${FILE.slice(0, start)}if LOGGER.level:\n${indented}${FILE.slice(end)}`;
}

type Case = readonly [what: string, after: string, rule: string];

function refuses(cases: readonly Case[], options: Options = {}): void {
  it.each(cases)("refuses: %s", (_, after, rule) => {
    const { accepted, reasons } = judgeFile(FILE, after, options);
    expect(reasons.map((reason) => reason.rule)).toContain(rule);
    expect(accepted).toBe(false);
  });
}

function accepts(cases: readonly (readonly [what: string, after: string])[], options: Options = {}): void {
  it.each(cases)("accepts: %s", (_, after) => {
    expect(judgeFile(FILE, after, options)).toEqual({ accepted: true, reasons: [] });
  });
}

describe("tests that are no longer run", () => {
  refuses([
    ["removed", FILE.slice(0, FILE.indexOf("    def test_paused")), "test-removed"],
    ["renamed", edited("def test_paused", "def test_paused_vm"), "test-removed"],
    ["renamed to a helper", edited("def test_paused", "def check_paused"), "test-removed"],
    ["in a class of another name", edited("class TestReset", "class ResetTest"), "test-removed"],
    [
      "in a class with a constructor",
      beforeTest("    def __init__(self):\n        self.vm = None\n"),
      "test-not-collected",
    ],
    ["in a class that is switched off", beforeTest("    __test__ = False\n"), "test-not-collected"],
    [
      "in a class switched off by a computed value",
      beforeTest("    __test__ = bool(0)\n"),
      "test-not-collected",
    ],
    [
      "in a file that is switched off",
      edited('EXPECTED = "R', '__test__ = False\nEXPECTED = "R'),
      "test-not-collected",
    ],
    ["switched off from outside", appended("TestReset.test_reset.__test__ = False"), "test-not-collected"],
    ["made a property", decorated("@property"), "test-not-collected"],
    ["made a fixture", decorated("@pytest.fixture"), "test-not-collected"],
    ["in a class defined under a condition", conditional(), "test-not-collected"],
    [
      "nested in a function",
      edited(
        "    def test_paused(self, paused_vm):",
        "    def helper(self):\n      def test_paused(self, paused_vm):",
      ),
      "test-removed",
    ],
    ["deleted at the end", appended("del TestReset.test_reset"), "module-code-added"],
    ["replaced at the end", appended("TestReset = None"), "name-shadowed"],
    [
      "defined a second time",
      appended('class TestReset:\n    def test_reset(self):\n        assert LOGGER.name == "x"'),
      "duplicate-test",
    ],
    [
      "replaced by an import",
      appended("from utilities.virt import VirtualMachine as TestReset"),
      "name-shadowed",
    ],
    ["wrapped by a decorator", decorated("@retry(times=3)"), "decorator-changed"],
    ["made asynchronous", edited("def test_paused", "async def test_paused"), "signature-changed"],
    [
      "with a default in place of a fixture",
      edited("def test_paused(self, paused_vm)", "def test_paused(self, paused_vm=None)"),
      "signature-changed",
    ],
    ["no longer only described, but still empty", edited("    __test__ = False\n", ""), "no-check"],
  ]);
});

describe("parameters of a test", () => {
  refuses([
    ["one removed", edited('"hard", "soft"', '"hard"'), "parametrize-changed"],
    ["one changed", edited('"hard", "soft"', '"hard", "warm"'), "parametrize-changed"],
    ["one renamed", edited('id="cold"', 'id="ice"'), "parametrize-changed"],
    [
      "one that may fail",
      edited('"hard", "soft"', '"hard", pytest.param("soft", marks=pytest.mark.xfail)'),
      "parametrize-changed",
    ],
    ["all removed", edited('["hard", "soft", pytest.param("cold", id="cold")]', "[]"), "empty-parametrize"],
    [
      "made the suite's own list",
      edited('["hard", "soft", pytest.param("cold", id="cold")]', "KINDS"),
      "parametrize-changed",
    ],
    ["added to a test without", decorated('@pytest.mark.parametrize("turn", [1])'), "parametrize-changed"],
    [
      "gone",
      edited('    @pytest.mark.parametrize("kind", ["hard", "soft", pytest.param("cold", id="cold")])\n', ""),
      "parametrize-changed",
    ],
  ]);
  accepts([["one more", edited('"hard", "soft"', '"hard", "soft", "warm"')]]);
});

describe("markers", () => {
  refuses([
    ["skip", decorated('@pytest.mark.skip(reason="later")'), "skip-added"],
    ["skipif", decorated('@pytest.mark.skipif(True, reason="later")'), "skip-added"],
    ["xfail", decorated("@pytest.mark.xfail"), "skip-added"],
    ["flaky", decorated("@pytest.mark.flaky(reruns=5)"), "skip-added"],
    ["quarantined", decorated("@pytest.mark.quarantined"), "skip-added"],
    ["dependency", decorated('@pytest.mark.dependency(depends=["a"])'), "skip-added"],
    ["a known bug", decorated('@pytest.mark.jira("VIRT-9", run=False)'), "skip-added"],
    [
      "xfail for the file",
      edited("[pytest.mark.gating]", "[pytest.mark.gating, pytest.mark.xfail]"),
      "skip-added",
    ],
    ["skip for the class", edited("class TestReset:", "@pytest.mark.skip\nclass TestReset:"), "skip-added"],
    [
      "skip under another name",
      edited("pytestmark =", "later = pytest.mark.skip\npytestmark =").replace(
        "    def test_paused",
        "    @later\n    def test_paused",
      ),
      "skip-added",
    ],
    [
      "unittest.skip",
      edited("import pytest\n", "import pytest\nimport unittest\n").replace(
        "    def test_paused",
        '    @unittest.skip("x")\n    def test_paused',
      ),
      "skip-added",
    ],
    ["a fixture that skips", decorated('@pytest.mark.usefixtures("skip_if_no_gpu")'), "skip-added"],
    ["a fixture taken away", edited('    @pytest.mark.usefixtures("namespace")\n', ""), "fixture-removed"],
    ["a time limit of hours", decorated("@pytest.mark.timeout(36000)"), "timeout-raised"],
  ]);
  accepts([
    ["a marker that the suite does not know taken away", edited('    @pytest.mark.polarion("VIRT-1")\n', "")],
    ["a marker of the suite added", decorated("@pytest.mark.tier3")],
    ["a fixture of the suite added", decorated('@pytest.mark.usefixtures("quota")')],
    [
      "a fixture used as an argument instead",
      edited('    @pytest.mark.usefixtures("namespace")\n', "").replace(
        "self, vm, unpriv",
        "self, vm, namespace, unpriv",
      ),
    ],
    [
      "decorators in another order",
      edited(
        '    @pytest.mark.polarion("VIRT-1")\n    @pytest.mark.usefixtures("namespace")\n',
        '    @pytest.mark.usefixtures("namespace")\n    @pytest.mark.polarion("VIRT-1")\n',
      ),
    ],
  ]);
});

describe("docstrings, which are the oracle", () => {
  refuses([
    ["an expectation changed", edited('- VM is "Running"', "- VM exists"), "docstring-changed"],
    [
      "an expectation removed",
      edited('\n        Expected:\n            - VM is "Running"\n', ""),
      "docstring-changed",
    ],
    [
      "a section's head drawn into the text",
      edited("after a reset\n\n        Expected:", "after a reset Expected:"),
      "docstring-changed",
    ],
    [
      "[NEGATIVE] removed",
      edited("[NEGATIVE] Test that a paused", "Test that a paused"),
      "docstring-changed",
    ],
    ["shared preconditions changed", edited("        - Running VM\n", "        - VM\n"), "docstring-changed"],
    ["the plan's address changed", edited("stps/reset.md", "stps/other.md"), "docstring-changed"],
    [
      "the description of a later test changed",
      edited('- VM is "Stopped"', "- VM exists"),
      "docstring-changed",
    ],
    [
      "made a comment",
      edited('"""[NEGATIVE] Test that a paused VM cannot be reset"""', "# [NEGATIVE]"),
      "docstring-changed",
    ],
  ]);
  accepts([
    [
      "other quotes and line breaks",
      edited(
        '"""[NEGATIVE] Test that a paused VM cannot be reset"""',
        "'''\n        [NEGATIVE] Test that a paused\n        VM cannot be reset\n        '''",
      ),
    ],
  ]);
});

describe("a described test", () => {
  accepts([
    [
      "implemented",
      `${edited("    __test__ = False\n\n", "").replace("def test_described(self)", "def test_described(self, vm)").trimEnd()}\n        vm.stop(wait=True)\n        assert vm.status == VmStatus.STOPPED\n`,
    ],
  ]);
  refuses([
    [
      "implemented without a check",
      `${edited("    __test__ = False\n\n", "").trimEnd()}\n        LOGGER.info("ok")\n`,
      "no-check",
    ],
    [
      "implemented with another expectation",
      `${edited("    __test__ = False\n\n", "").replace(LAST, '            - VM exists\n        """\n').trimEnd()}\n        assert vm.exists\n`,
      "docstring-changed",
    ],
    [
      "implemented with a mock",
      `${edited("    __test__ = False\n\n", "").trimEnd()}\n        vm = MagicMock()\n        assert vm.status == 1\n`,
      "mock-added",
    ],
  ]);
});

describe("fixtures and helpers of the file", () => {
  refuses([
    [
      "a fixture's teardown removed",
      edited("    yield vm\n    vm.unpause(wait=True)\n", "    yield vm\n"),
      "teardown-removed",
    ],
    [
      "a fixture's yield made a return",
      edited("    yield vm\n    vm.unpause(wait=True)\n", "    vm.unpause(wait=True)\n    return vm\n"),
      "teardown-removed",
    ],
    ["a fixture's setup removed", edited("    vm.pause(wait=True)\n", ""), "step-removed"],
    [
      "a fixture's setup undone",
      edited("    yield vm\n", "    vm.unpause(wait=True)\n    yield vm\n"),
      "step-added",
    ],
    [
      "a fixture handing over something else",
      edited("    yield vm\n", "    yield load_example()\n"),
      "step-changed",
    ],
    [
      "a fixture's parameters removed",
      edited('scope="class")', 'scope="class", params=[])'),
      "parametrize-changed",
    ],
    [
      "a fixture that applies itself",
      edited('scope="class")', 'scope="class", autouse=True)'),
      "fixture-changed",
    ],
    [
      "a new fixture that applies itself",
      appended("@pytest.fixture(autouse=True)\ndef calm(vm):\n    vm.sync()"),
      "autouse-added",
    ],
    [
      "a fixture of the suite defined anew",
      appended("@pytest.fixture\ndef vm(client):\n    return client.get()"),
      "fixture-replaced",
    ],
    [
      "a fixture of the suite imported anew",
      edited("import pytest\n", "import pytest\nfrom examples import vm\n"),
      "fixture-replaced",
    ],
    [
      "a fixture replaced by one of the edit",
      `${edited("def test_paused(self, paused_vm)", "def test_paused(self, some_vm)").replace("paused_vm.reset()", "some_vm.reset()")}\n\n@pytest.fixture\ndef some_vm(client):\n    return client.get()\n`,
      "fixture-replaced",
    ],
    [
      "a fixture of the edit added to a test",
      `${edited("def test_paused(self, paused_vm)", "def test_paused(self, paused_vm, calm)")}\n\n@pytest.fixture\ndef calm(vm):\n    vm.sync()\n`,
      "fixture-added",
    ],
    [
      "a fixture removed from a test",
      edited("self, vm, unprivileged_client, kind", "self, vm, kind"),
      "fixture-removed",
    ],
    [
      "the user's rights raised",
      edited("self, vm, unprivileged_client, kind", "self, vm, admin_client, kind"),
      "privilege-raised",
    ],
    ["a helper that always agrees", edited("return vm.status == EXPECTED", "return True"), "step-changed"],
    [
      "a helper's assertion loosened",
      edited("assert len(vm.disks) == count", "assert len(vm.disks) >= count"),
      "comparison-weakened",
    ],
    ["a helper's default changed", edited("count=2", "count=0"), "signature-changed"],
    [
      "a helper that is used removed",
      edited("def check_disks(vm, count=2):\n    assert len(vm.disks) == count\n", ""),
      "helper-removed",
    ],
    [
      "setup that runs around every test",
      beforeTest("    def setup_method(self):\n        pass\n"),
      "autouse-added",
    ],
    [
      "a stand-in of nearly the same name",
      appended("def wait_for_runing_vm(vm):\n    pass").replace(
        "        wait_for_running_vm(vm=vm)",
        "        wait_for_runing_vm(vm=vm)",
      ),
      "wait-removed",
    ],
    [
      "a stand-in in look-alike letters",
      appended("def wait_for_running_vm\u0430(vm):\n    pass").replace(
        "        wait_for_running_vm(vm=vm)",
        "        wait_for_running_vm\u0430(vm=vm)",
      ),
      "wait-removed",
    ],
    [
      "a method that hides an inherited one",
      beforeTest("    def reset(self):\n        pass\n"),
      "name-shadowed",
    ],
  ]);
  accepts([
    [
      "a fixture replaced by another of the suite",
      edited("def test_paused(self, paused_vm)", "def test_paused(self, frozen_vm)").replace(
        "paused_vm.reset()",
        "frozen_vm.reset()",
      ),
    ],
    [
      "a fixture of the suite added",
      edited("def test_paused(self, paused_vm)", "def test_paused(self, paused_vm, admin_client)"),
    ],
    ["a fixture's scope narrowed", edited('scope="class"', 'scope="function"')],
    [
      "annotations",
      edited("def test_paused(self, paused_vm)", "def test_paused(self, paused_vm: VirtualMachine) -> None"),
    ],
    ["a new helper", appended("def read_disks(vm):\n    return vm.disks")],
  ]);
  accepts(
    [
      [
        "a fixture that the suite lacks defined by the edit",
        appended(
          "@pytest.fixture\ndef unprivileged_client(admin_client):\n    return admin_client.as_user()",
        ),
      ],
    ],
    { fixtures: ["vm", "admin_client", "namespace"] },
  );
});

describe("imports", () => {
  refuses([
    [
      "another helper under the old name",
      edited("reset_vm, wait_for_running_vm", "reset_vm, no_wait as wait_for_running_vm"),
      "name-rebound",
    ],
    [
      "everything from somewhere",
      edited("import pytest\n", "import pytest\nfrom examples import *\n"),
      "import-forbidden",
    ],
    [
      "unittest.mock",
      edited("import pytest\n", "import pytest\nfrom unittest import mock\n"),
      "import-forbidden",
    ],
    [
      "importlib inside a test",
      edited("        assert is_up(vm)\n", "        import importlib\n        assert is_up(vm)\n"),
      "import-forbidden",
    ],
    [
      "a wider error under the old name",
      edited("import ForbiddenError", "import ApiException as ForbiddenError"),
      "raises-widened",
    ],
    [
      "over a constant",
      edited('EXPECTED = "Running"\n', 'EXPECTED = "Running"\nfrom examples import EXPECTED\n'),
      "name-shadowed",
    ],
  ]);
  accepts([
    [
      "in another order, more of them",
      edited("import logging\n\nimport pytest\n", "import pytest\nimport logging\nimport re\n"),
    ],
    [
      "from another module of the suite",
      edited(
        "from utilities.virt import reset_vm, wait_for_running_vm",
        "from utilities.virt import reset_vm\nfrom utilities.guest import wait_for_running_vm",
      ),
    ],
    [
      "under another name",
      edited("import reset_vm,", "import reset_vm as reset,").replace(
        "        reset_vm(vm",
        "        reset(vm",
      ),
    ],
    [
      "through the module",
      edited("from utilities.virt import reset_vm, wait_for_running_vm", "import utilities.virt")
        .replace("        reset_vm(", "        utilities.virt.reset_vm(")
        .replace("        wait_for_running_vm(", "        utilities.virt.wait_for_running_vm("),
    ],
    [
      "for types only",
      edited("LOGGER =", "if TYPE_CHECKING:\n    from libs.vm import VirtualMachine\n\nLOGGER =").replace(
        "import logging\n",
        "import logging\nfrom typing import TYPE_CHECKING\n",
      ),
    ],
    ["an unused one removed", edited("from utilities.constants.virt import VmStatus\n", "")],
  ]);
});

describe("code outside functions", () => {
  refuses([
    ["a constant changed", edited('EXPECTED = "Running"', 'EXPECTED = "Paused"'), "constant-changed"],
    ["a class's constant changed", edited("RETRIES = 3", "RETRIES = 0"), "constant-changed"],
    ["a constant removed that is used", edited('EXPECTED = "Running"\n', ""), "constant-changed"],
    ["a call added", appended("sys.exit(0)"), "exit-added"],
    ["a call by annotation", appended('note: pytest.exit("done") = 1'), "exit-added"],
    [
      "a call behind a lone carriage return",
      edited("LOGGER =", '# log\rpytest.exit("done")\nLOGGER ='),
      "exit-added",
    ],
    ["a hook", appended("def pytest_runtest_makereport(item, call):\n    return None"), "pytest-hook"],
    ["plugins", appended('pytest_plugins = ["examples"]'), "pytest-hook"],
    ["a builtin replaced", appended("len = max"), "name-shadowed"],
    ["a helper replaced", appended("wait_for_running_vm = print"), "name-shadowed"],
    ["a helper defined anew", appended("def wait_for_running_vm(vm):\n    pass"), "name-shadowed"],
    [
      "a class that equals everything",
      appended("class Any:\n    def __eq__(self, other):\n        return True"),
      "class-added",
    ],
    ["another base class", edited("class TestReset:", "class TestReset(Lenient):"), "class-changed"],
    ["another encoding", `# -*- coding: utf-7 -*-\n${FILE}`, "hidden-character"],
    ["text that runs backwards", edited("LOGGER =", "# \u202e fine\nLOGGER ="), "hidden-character"],
  ]);
  accepts([
    [
      "a logger",
      edited(
        "LOGGER = logging.getLogger(__name__)\n",
        "LOGGER = logging.getLogger(__name__)\nAUDIT = logging.getLogger('audit')\n",
      ),
    ],
    ["a new constant", edited('EXPECTED = "Running"\n', 'EXPECTED = "Running"\nDISKS = {"root": 10}\n')],
    [
      "a constant written out where it is used",
      edited("        assert vm.status == EXPECTED", '        assert vm.status == "Running"'),
    ],
    ["a new test", appended("def test_more(vm):\n    assert vm.cpus == 4")],
    [
      "a new test class",
      appended("class TestMore:\n    def test_more(self, vm):\n        assert vm.cpus == 4"),
    ],
    ["Windows line ends", FILE.replaceAll("\n", "\r\n")],
  ]);
});

describe("findings silenced", () => {
  const assertion = "        assert is_up(vm)";
  refuses([
    ["# type: ignore", edited(assertion, `${assertion}  # type: ignore[arg-type]`), "suppression-added"],
    ["# noqa", edited(assertion, `${assertion}  # noqa`), "suppression-added"],
    ["# pyright:", `# pyright: basic\n${FILE}`, "suppression-added"],
    ["Any", edited("def is_up(vm)", "def is_up(vm: Any)"), "untyped-added"],
    [
      "cast",
      edited(assertion, `        up = cast(bool, vm.ready)\n        assert up\n${assertion}`),
      "untyped-added",
    ],
    [
      "getattr with a default",
      edited(assertion, `        assert getattr(vm, "ready", True)\n${assertion}`),
      "untyped-added",
    ],
    ["time.sleep", edited(assertion, `        time.sleep(5)\n${assertion}`), "sleep-added"],
    [
      "sleep under another name",
      edited("import logging\n", "import logging\nfrom time import sleep as rest\n").replace(
        assertion,
        `        rest(5)\n${assertion}`,
      ),
      "sleep-added",
    ],
    [
      "monkeypatch",
      edited("def test_paused(self, paused_vm)", "def test_paused(self, paused_vm, monkeypatch)"),
      "mock-added",
    ],
    [
      "a skip in a message",
      edited("assert is_up(vm)", 'assert is_up(vm), pytest.skip("later")'),
      "skip-added",
    ],
    [
      "a skip in a default",
      edited("def is_up(vm)", 'def is_up(vm, note=pytest.skip("later"))'),
      "skip-added",
    ],
    [
      "a skip by a helper",
      edited(assertion, `        skip_without_guest(vm=vm)\n${assertion}`),
      "skip-added",
    ],
    [
      "a skip found by name",
      edited(assertion, `        getattr(pytest, "sk" + "ip")("later")\n${assertion}`),
      "dynamic-code",
    ],
    ["a skip handed on", edited(assertion, `        run(pytest)\n${assertion}`), "dynamic-code"],
    [
      "a skip written in look-alike letters",
      edited(assertion, `        pytest.\uff53kip("later")\n${assertion}`),
      "skip-added",
    ],
    ["importorskip", edited(assertion, `        pytest.importorskip("guest")\n${assertion}`), "skip-added"],
    ["os._exit", edited(assertion, `        os._exit(0)\n${assertion}`), "exit-added"],
    ["eval", edited(assertion, `        eval("1")\n${assertion}`), "dynamic-code"],
    [
      "the test's own report",
      edited(assertion, `        request.node.add_marker("x")\n${assertion}`),
      "hook-added",
    ],
    [
      "a global rebound by a helper",
      appended("def calm():\n    global wait_for_running_vm\n    wait_for_running_vm = print"),
      "dynamic-code",
    ],
    [
      "a library patched by a new test",
      appended("def test_first():\n    pytest.raises = print\n    assert EXPECTED.lower() == 'running'"),
      "mock-added",
    ],
    ["assertions switched off", edited("LOGGER =", 'MODE = "PYTHONOPTIMIZE"\nLOGGER ='), "dynamic-code"],
  ]);
});
