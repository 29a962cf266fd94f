import { describe, expect, it } from "vitest";
import { findSmells, type Smell } from "../../src/draft/smells.ts";
import { python, testFile } from "./support.ts";

const OK = "assert vm.cpus == 4";

const smellsOf = (source: string, severity: Smell["severity"]): string[] =>
  findSmells(python, source).flatMap((smell) => (smell.severity === severity ? [smell.rule] : []));

type Case = readonly [what: string, body: string, rule: string];

function blocks(cases: readonly Case[]): void {
  it.each(cases)("blocks %s", (_, body, rule) => {
    expect(smellsOf(testFile(body), "block")).toEqual([rule]);
  });
}

function warns(cases: readonly Case[]): void {
  it.each(cases)("warns of %s", (_, body, rule) => {
    expect(smellsOf(testFile(body), "block")).toEqual([]);
    expect(smellsOf(testFile(body), "warn")).toContain(rule);
  });
}

function finds(cases: readonly (readonly [what: string, body: string])[]): void {
  it.each(cases)("leaves alone: %s", (_, body) => {
    expect(findSmells(python, testFile(body))).toEqual([]);
  });
}

describe("conditions that always hold", () => {
  blocks([
    ["assert True", "assert True", "constant-assert"],
    ["assert 1", "assert 1", "constant-assert"],
    ["assert not None", "assert not None", "constant-assert"],
    ["a text", 'assert "ready"', "constant-assert"],
    ["a text with a value in it", 'assert f"{vm} is ready"', "constant-assert"],
    ["a comparison of constants", "assert 2 in (1, 2)", "constant-assert"],
    ["a local constant compared with itself", "cpus = 4\nassert cpus == 4", "constant-assert"],
    ["a function that is not called", "assert pytest", "constant-assert"],
    ["isinstance of object", "assert isinstance(vm, object)", "constant-assert"],
    ["all of nothing", "assert all([])", "constant-assert"],
    ["x == x", "assert vm == vm", "self-compare"],
    ["a.b == a.b", "assert vm.uid == vm.uid", "self-compare"],
    ["a.b <= a.b", "assert vm.uid <= vm.uid", "self-compare"],
    ["x in [x]", "assert vm.uid in [vm.uid, 4]", "self-compare"],
    ["a tuple", 'assert (vm.ready, "not ready")', "tuple-assert"],
    ["a lambda", "assert (lambda: vm.ready)", "lambda-assert"],
    ["a generator", "assert (p.ready for p in vm.pods)", "generator-assert"],
    ["len >= 0", "assert len(vm.pods) >= 0", "length-tautology"],
    ["len > -1", "assert len(vm.pods) > -1", "length-tautology"],
    ["0 <= len", "assert 0 <= len(vm.pods)", "length-tautology"],
    ["or True", "assert vm.ready or True", "or-true"],
    ["or a text", 'assert vm.ready or "not ready"', "or-true"],
    ["x or not x", "assert vm.ready or not vm.ready", "or-true"],
    ["else True", "assert vm.ready if vm.live else True", "or-true"],
    ["what the test has just written", "vm.cpus = 4\nassert vm.cpus == 4", "own-value"],
    [
      "what the test has just written into it",
      'vm.spec["cpus"] = 4\nassert vm.spec["cpus"] == 4',
      "own-value",
    ],
  ]);
  finds([
    ["a written value after an action", "vm.cpus = 4\nvm.restart()\nassert vm.cpus == 4"],
    ["a count kept in a loop", "count = 0\nfor pod in vm.pods:\n    count += 1\nassert count == 3"],
    ["a flag set under a condition", "found = 1\nif vm.ready:\n    found = 2\nassert found == 2"],
    ["two calls that must agree", "assert read(vm) == read(vm)"],
    ["a value kept over a wait", "uid = vm.uid\nwait_for_running_vm(vm=vm)\nassert vm.uid == uid"],
    ["assert False", 'assert vm.cpus == 4\nassert False, "never"'],
    ["nested comprehensions", "assert all(any(a == b for b in vm.b) for a in vm.a)"],
    ["a list that a callback fills", "seen = []\nvm.watch(callback=seen.append)\nassert seen == [1]"],
  ]);
});

describe("tests that check nothing", () => {
  blocks([
    ["steps only", "reset_vm(vm=vm)", "no-check"],
    ["logging only", 'LOGGER.info("ok")', "no-check"],
    ["pass", "pass", "no-check"],
    ["a nested function that nobody calls", "def later():\n    assert vm.ready", "no-check"],
    ["a pytest.raises without an action", `${OK}\nwith pytest.raises(KeyError):\n    pass`, "empty-raises"],
    ["a pytest.raises around an ellipsis", `${OK}\nwith pytest.raises(KeyError):\n    ...`, "empty-raises"],
    ["a comparison without assert", `${OK}\nvm.status == 1`, "comparison-without-assert"],
    ["a returned comparison", `${OK}\nreturn vm.status == 1`, "returned-check"],
    ["a test that yields", `${OK}\nyield`, "generator-test"],
  ]);
  it("blocks checks that are never reached", () => {
    const rules = (body: string): string[] => smellsOf(testFile(body), "block");
    expect(rules(`return\n${OK}`)).toEqual(["no-check", "unreachable-check"]);
    expect(rules(`${OK}\nraise KeyError\nassert vm.ready == 1`)).toEqual(["unreachable-check"]);
    expect(rules(`${OK}\npytest.skip("x")\nassert vm.ready == 1`)).toEqual(["unreachable-check"]);
    expect(rules(`if False:\n    ${OK}`)).toEqual(["no-check", "unreachable-check"]);
    expect(rules(`for _ in []:\n    ${OK}`)).toEqual(["no-check", "unreachable-check"]);
    expect(rules(`while 0:\n    ${OK}`)).toEqual(["no-check", "unreachable-check"]);
  });
  finds([
    ["an expected error", "with pytest.raises(KeyError):\n    vm.get()"],
    ["an early end on one path", `if vm.old:\n    raise KeyError\n${OK}`],
    ["a failure told by hand", 'if vm.old:\n    pytest.fail("old")'],
  ]);
});

describe("failed checks that are swallowed", () => {
  blocks([
    [
      "except AssertionError: pass",
      `try:\n    ${OK}\nexcept AssertionError:\n    pass`,
      "swallowed-assertion",
    ],
    [
      "except Exception: log",
      `try:\n    ${OK}\nexcept Exception:\n    LOGGER.info("x")`,
      "swallowed-assertion",
    ],
    ["a bare except", `try:\n    ${OK}\nexcept:\n    pass`, "swallowed-assertion"],
    [
      "a swallowed wait",
      `${OK}\ntry:\n    wait_for_running_vm(vm=vm)\nexcept Exception:\n    pass`,
      "swallowed-assertion",
    ],
    ["suppress", `with contextlib.suppress(Exception):\n    ${OK}`, "swallowed-assertion"],
    [
      "raises(Exception) around it",
      `with pytest.raises(Exception):\n    vm.stop()\n    ${OK}`,
      "swallowed-assertion",
    ],
    ["a return in finally", `try:\n    ${OK}\nfinally:\n    return`, "swallowed-assertion"],
  ]);
  finds([
    ["an error of another kind", `try:\n    vm.stop()\nexcept KeyError:\n    LOGGER.info("x")\n${OK}`],
    ["a failure raised again", `try:\n    ${OK}\nexcept AssertionError:\n    vm.dump()\n    raise`],
  ]);
});

describe("tests that are not run", () => {
  const rules = (source: string): string[] => smellsOf(source, "block");
  const METHOD = "    def test_a(self, vm):\n        assert vm.cpus == 4\n";

  it.each([
    [
      "in a class with a constructor",
      `class TestA:\n    def __init__(self):\n        self.a = 1\n\n${METHOD}`,
    ],
    ["in a class of another name", `class SuiteA:\n${METHOD}`],
    [
      "inside a function",
      "def test_a(vm):\n    assert vm.cpus == 4\n    def test_b():\n        assert vm.cpus == 4\n",
    ],
    ["switched off though written", `class TestA:\n    __test__ = False\n\n${METHOD}`],
    [
      "described as a test, named as none",
      'def reset_works(vm):\n    """A\n\n    Expected:\n        - B\n    """\n    assert vm.cpus == 4\n',
    ],
    ["a fixture as well", "import pytest\n\n\n@pytest.fixture\ndef test_a(vm):\n    assert vm.cpus == 4\n"],
  ])("blocks one %s", (_, source) => {
    expect(rules(source)).toEqual(["test-not-collected"]);
  });

  it("blocks a name that is used twice", () => {
    expect(rules(`class TestA:\n${METHOD}\n${METHOD}`)).toEqual(["duplicate-test"]);
  });

  it("blocks parameters that are none", () => {
    const source =
      "import pytest\n\n\n@pytest.mark.parametrize('a', [])\ndef test_a(a):\n    assert a == 1\n";
    expect(rules(source)).toEqual(["empty-parametrize"]);
  });

  it("leaves a test alone that is only described", () => {
    const described =
      'class TestA:\n    __test__ = False\n\n    def test_a(self):\n        """Says what comes"""\n';
    expect(findSmells(python, described)).toEqual([]);
    expect(rules(described.replace("    __test__ = False\n\n", ""))).toEqual(["no-check"]);
  });
});

describe("helpers", () => {
  const helper = (body: string): string => `def inspect_vm(vm):\n    ${body}\n\n\n`;

  it("are followed within the file", () => {
    const test = "def test_a(vm):\n    inspect_vm(vm)\n";
    expect(smellsOf(helper("assert vm.cpus == 4") + test, "block")).toEqual([]);
    expect(smellsOf(helper("assert vm.cpus == 4") + test, "warn")).toEqual(["helper-only"]);
    expect(smellsOf(helper("vm.sync()") + test, "block")).toEqual(["no-check"]);
    expect(smellsOf(helper("inspect_vm(vm)") + test, "block")).toEqual(["no-check"]);
  });

  it("are followed within the class", () => {
    const source =
      "class TestA:\n    def look(self, vm):\n        assert vm.cpus == 4\n\n    def test_a(self, vm):\n        self.look(vm)\n";
    expect(smellsOf(source, "block")).toEqual([]);
  });

  it("of the suite are known by their name", () => {
    expect(smellsOf(testFile("wait_for_running_vm(vm=vm)"), "block")).toEqual([]);
    expect(smellsOf(testFile("wait_for_running_vm(vm=vm)"), "warn")).toEqual(["helper-only"]);
  });
});

describe("what a person may know better", () => {
  warns([
    ["truth only", "assert vm.ready\nassert not vm.paused", "truthiness-only"],
    ["any error", "with pytest.raises(Exception):\n    vm.stop()", "broad-raises"],
    ["sleep", `time.sleep(5)\n${OK}`, "sleep"],
    ["an assertion under a condition", `if vm.old:\n    ${OK}`, "conditional-assert"],
    ["a float compared exactly", "assert vm.load == 0.3", "float-equality"],
  ]);
  finds([
    ["truth with an argument", 'assert vm.version.startswith("v1")'],
    ["any error with a message", 'with pytest.raises(Exception, match="quota"):\n    vm.stop()'],
    ["a float compared roughly", "assert vm.load == pytest.approx(0.3)"],
  ]);
});

describe("a smell", () => {
  it("says where it is and in which test", () => {
    expect(findSmells(python, testFile("vm.stop()\nassert len(vm.pods) >= 0"))).toEqual([
      {
        rule: "length-tautology",
        message: "`assert len(vm.pods) >= 0`: a length is never negative",
        line: 26,
        severity: "block",
        test: "TestReset::test_reset",
      },
    ]);
  });

  it("is the only one of a file that is no Python", () => {
    const [smell, ...more] = findSmells(python, "def test_a(:\n    pass\n");
    expect(smell).toMatchObject({ rule: "syntax-error", severity: "block", line: 1 });
    expect(more).toEqual([]);
  });
});
