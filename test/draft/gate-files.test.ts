import { describe, expect, it } from "vitest";
import { type GateRequest, judge } from "../../src/draft/gate.ts";
import type { DraftFile } from "../../src/draft/model.ts";
import { judgeFile, PATH, python, testFile } from "./support.ts";

const TEST: DraftFile = { path: PATH, content: testFile('reset_vm(vm=vm)\nassert vm.status == "Running"') };
const HELPER = "def sync(vm):\n    vm.sync()\n";

function rules(after: readonly DraftFile[], options: Partial<GateRequest> = {}): string[] {
  return judge(python, { before: [TEST], after, ...options }).reasons.map((reason) => reason.rule);
}

describe("files of an edit", () => {
  const allowedPaths = ["tests/virt"];

  it("may be added in an allowed directory only", () => {
    const added = (path: string): readonly DraftFile[] => [TEST, { path, content: HELPER }];
    expect(rules(added("tests/virt/reset_helpers.py"), { allowedPaths })).toEqual([]);
    expect(rules(added("tests/virt/deep/reset_helpers.py"), { allowedPaths })).toEqual([]);
    expect(rules(added("tests/virt/reset_helpers.py"))).toEqual(["file-outside"]);
    expect(rules(added("utilities/virt.py"), { allowedPaths })).toContain("file-outside");
    expect(rules(added("tests/virt/../conf.py"), { allowedPaths })).toEqual(["file-outside"]);
    expect(rules(added("tests/virtual/helpers.py"), { allowedPaths })).toEqual(["file-outside"]);
  });

  it.each([
    "pytest.ini",
    "tests/virt/pytest.ini",
    "pyproject.toml",
    "tests/virt/sitecustomize.py",
    "tests/virt/x.pyc",
  ])("may never be %s", (path) => {
    expect(rules([TEST, { path, content: "" }], { allowedPaths: [""] })).toContain("config-edited");
  });

  it("may not hide a module that the tests import", () => {
    expect(rules([TEST, { path: "tests/virt/pytest.py", content: HELPER }], { allowedPaths })).toEqual([
      "name-shadowed",
    ]);
  });

  it("may not be left out or given twice", () => {
    expect(rules([])).toEqual(["file-removed"]);
    expect(rules([TEST, TEST])).toEqual(["file-outside"]);
  });

  it("may not change what is no Python", () => {
    const notes = { path: "tests/virt/notes.yaml", content: "a: 1\n" };
    const decision = judge(python, { before: [TEST, notes], after: [TEST, { ...notes, content: "a: 2\n" }] });
    expect(decision.reasons.map((reason) => reason.rule)).toEqual(["config-edited"]);
  });

  it("say which of them a reason is about when several changed", () => {
    const other = { path: "tests/virt/test_start.py", content: TEST.content };
    const weaker = (file: DraftFile): DraftFile => ({
      ...file,
      content: file.content.replace(" == ", " != "),
    });
    const { reasons } = judge(python, { before: [TEST, other], after: [weaker(TEST), weaker(other)] });
    expect(reasons.map((reason) => reason.message.split(":")[0])).toEqual([TEST.path, other.path]);
  });
});

describe("a conftest.py of the edit", () => {
  const conftest = (content: string): readonly DraftFile[] => [
    TEST,
    { path: "tests/virt/conftest.py", content },
  ];
  const allowedPaths = ["tests/virt"];

  it("may offer fixtures", () => {
    const content = "import pytest\n\n\n@pytest.fixture\ndef spare_vm(client):\n    return client.get()\n";
    expect(rules(conftest(content), { allowedPaths })).toEqual([]);
  });

  it.each([
    ["hooks", "def pytest_collection_modifyitems(items):\n    items.clear()\n", "pytest-hook"],
    ["plugins", 'pytest_plugins = ["examples"]\n', "pytest-hook"],
    ["ignored files", 'collect_ignore = ["test_reset.py"]\n', "pytest-hook"],
    [
      "fixtures that apply themselves",
      "import pytest\n\n\n@pytest.fixture(autouse=True)\ndef a(vm):\n    vm.sync()\n",
      "autouse-added",
    ],
    [
      "another `vm`",
      "import pytest\n\n\n@pytest.fixture\ndef vm():\n    return object()\n",
      "fixture-replaced",
    ],
    ["code that runs on import", "import sys\n\nsys.exit(0)\n", "exit-added"],
  ])("may not hold %s", (_, content, rule) => {
    expect(rules(conftest(content), { allowedPaths })).toContain(rule);
  });
});

describe("a helper module of the edit", () => {
  it.each(["wait_for_running_vm", "wait_for_runing_vm"])("may not offer %s to a test that waits", (name) => {
    const helpers = { path: "tests/virt/helpers.py", content: `def ${name}(vm):\n    vm.sync()\n` };
    const content = testFile("wait_for_running_vm(vm=vm)\nassert vm.ready");
    const moved = content
      .replace(", wait_for_running_vm", "")
      .replace("import re\n", `import re\nfrom tests.virt.helpers import ${name}\n`)
      .replace("wait_for_running_vm(vm=vm)", `${name}(vm=vm)`);
    const { reasons } = judge(python, {
      before: [{ path: PATH, content }],
      after: [{ path: PATH, content: moved }, helpers],
      allowedPaths: ["tests/virt"],
    });
    expect(reasons.map((reason) => reason.rule)).toEqual(["import-rebound"]);
  });
});

describe("an edit that is no Python", () => {
  it.each([
    ["an open parenthesis", "assert (vm.ready"],
    ["an assignment as condition", "assert vm.ready = 1"],
    ["Python 2", 'print "ready"'],
    ["a block without statements", "if vm.ready:\nassert vm.ready"],
    ["crooked indentation", "assert vm.ready\n  assert vm.live"],
    ["try alone", "try:\n    assert vm.ready"],
    ["tabs that do not line up", "if vm.ready:\n    assert vm.ready\n\tassert vm.live"],
  ])("is refused: %s", (_, body) => {
    const { reasons } = judgeFile(TEST.content, testFile(body));
    expect(reasons.map((reason) => reason.rule)).toEqual(["syntax-error"]);
  });

  it("is refused when nothing else changed in a file that was none before", () => {
    const broken = testFile("assert (vm.ready");
    expect(judgeFile(broken, broken).accepted).toBe(true);
    expect(judgeFile(broken, `${broken}# more\n`).reasons.map((reason) => reason.rule)).toEqual([
      "syntax-error",
    ]);
  });
});

describe("a mended syntax error", () => {
  const broken = testFile('reset_vm(vm=vm\nassert vm.status == "Running"\nwait_for_running_vm(vm=vm)');
  const mended = testFile('reset_vm(vm=vm)\nassert vm.status == "Running"\nwait_for_running_vm(vm=vm)');

  it("is accepted", () => {
    expect(judgeFile(broken, mended)).toEqual({ accepted: true, reasons: [] });
  });

  it.each([
    ["an assertion lost", mended.replace('        assert vm.status == "Running"\n', ""), "assertion-removed"],
    ["an assertion loosened", mended.replace('== "Running"', "is not None"), "assertion-removed"],
    ["a wait lost", mended.replace("        wait_for_running_vm(vm=vm)\n", ""), "assertion-removed"],
    ["a step lost", mended.replace("        reset_vm(vm=vm)\n", ""), "step-removed"],
    ["an expectation changed", mended.replace('- VM is "Running"', "- VM exists"), "docstring-changed"],
    ["a test renamed", mended.replace("def test_reset", "def check_reset"), "assertion-removed"],
    [
      "a return added",
      mended.replace("        assert", "        return\n        assert"),
      "control-flow-added",
    ],
    [
      "a skip added",
      mended.replace("        assert", '        pytest.skip("x")\n        assert'),
      "skip-added",
    ],
  ])("is refused with %s", (_, after, rule) => {
    expect(judgeFile(broken, after).reasons.map((reason) => reason.rule)).toContain(rule);
  });
});
