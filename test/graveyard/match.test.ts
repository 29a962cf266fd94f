import { describe, expect, it } from "vitest";
import { findViolations } from "../../src/graveyard/match.ts";
import { loadPython } from "../../src/python/parser.ts";
import { lesson } from "./support.ts";

const python = await loadPython();
const find = (wrongCode: string, source: string, correctCode = "# Advice") =>
  findViolations(python, lesson({ wrongCode, correctCode }), source);
const codes = (wrong: string, source: string, correct?: string) =>
  find(wrong, source, correct).map((violation) => violation.code);

describe("what a pattern finds", () => {
  it.each<[what: string, wrong: string, source: string, found: string[]]>([
    [
      "an expression anywhere",
      "time.sleep($N)",
      "if ready(time.sleep(5)):\n    time.sleep(2 * N)",
      ["time.sleep(5)", "time.sleep(2 * N)"],
    ],
    [
      "any layout",
      "run($A, 'x')",
      'run(\n    first,  # one\n    "x",\n)',
      ['run(\n    first,  # one\n    "x",\n)'],
    ],
    ["redundant parentheses", "assert $X == True", "assert (a == True)", ["assert (a == True)"]],
    ["exactly the arguments", "$V.restart()", "a.restart()\nb.restart(wait=True)", ["a.restart()"]],
    [
      "keywords in any order",
      "make(a=$A, b=2)",
      "make(b=2, a=f())\nmake(a=1)\nmake(a=1, b=2, c=3)",
      ["make(b=2, a=f())"],
    ],
    [
      "remaining arguments",
      "make($A, ..., wait=$W)",
      "make(a, b, *c, wait=1, **d)\nmake(wait=1)\nmake(a, wait=1)",
      ["make(a, b, *c, wait=1, **d)", "make(a, wait=1)"],
    ],
    ["remaining elements", 'run(["oc", ...])', 'run(["oc", "get"])\nrun(["ls"])', ['run(["oc", "get"])']],
    [
      "one text for one name",
      "assert $X == $X",
      "assert a.b == a . b\nassert a == b",
      ["assert a.b == a . b"],
    ],
    [
      "any attribute",
      "self.__class__.$A = $V",
      "self.__class__.vm = vm\nself.vm = vm",
      ["self.__class__.vm = vm"],
    ],
    [
      "asserts with any message",
      "assert $X == True",
      'assert a == True, f"{b}"',
      ['assert a == True, f"{b}"'],
    ],
    [
      "asserts whose message differs",
      'assert $X == True, "no"',
      'assert a == True, "never"',
      ['assert a == True, "never"'],
    ],
    ["other quotes and prefixes", "f(u'it\\'s')", 'f("it\'s")', ['f("it\'s")']],
    ["code inside an f-string", "time.sleep($N)", 'f"{time.sleep(1)}"', ["time.sleep(1)"]],
    [
      "consecutive statements only",
      "$V.stop()\n$V.start()",
      "a.stop()\n# now\na.start()\nb.stop()\nlog()\nb.start()\nc.stop()\nd.start()",
      ["a.stop()\n# now\na.start()"],
    ],
    [
      "statements between",
      "$V.stop()\n...\n$V.start()",
      "a.stop()\nlog()\na.start()",
      ["a.stop()\nlog()\na.start()"],
    ],
    [
      "statements in every block",
      "a()\nb()",
      "def f():\n    if x:\n        a()\n        b()",
      ["a()\n        b()"],
    ],
    [
      "a with block and its body",
      "with raises($E):\n    $V.reset()",
      "with raises(E):\n    v.reset()\nwith raises(E):\n    v.reset()\n    w()",
      ["with raises(E):\n    v.reset()"],
    ],
    [
      "any statements of a body",
      "while True:\n    ...",
      "while True:\n    a()\n    b()\nwhile c:\n    a()",
      ["while True:\n    a()\n    b()"],
    ],
    [
      "any one statement",
      "with r():\n    $A\n    $B",
      "with r():\n    x = 1\n    if x:\n        y()\nwith r():\n    x()",
      ["with r():\n    x = 1\n    if x:\n        y()"],
    ],
    [
      "a definition below its decorators",
      "def $F(vm):\n    ...",
      "@mark\ndef g(vm):\n    pass",
      ["def g(vm):\n    pass"],
    ],
    [
      "a decorator",
      "@pytest.mark.flaky(...)",
      "@pytest.mark.flaky(reruns=3)\ndef test_a():\n    pass",
      ["pytest.mark.flaky(reruns=3)"],
    ],
    [
      "keyword arguments without their call",
      "cpu=EIGHT,\nmemory=$M,",
      "make(memory=BIG, name='x', cpu=EIGHT)\nmake(cpu=EIGHT)",
      ["make(memory=BIG, name='x', cpu=EIGHT)"],
    ],
    [
      "an import among others",
      "from a.b import c",
      "from a.b import (\n    c,\n    d,\n)\nfrom a import c",
      ["from a.b import (\n    c,\n    d,\n)"],
    ],
    [
      "no strings, comments or docstrings",
      "time.sleep($N)",
      'def f():\n    """time.sleep(1)"""\n    # time.sleep(2)\n    x = "time.sleep(3)"',
      [],
    ],
    ["nothing in keyword values of other names", "f(a=1)", "f(b=1)", []],
    ["slices apart", "$X[1:]", "a[1:]\na[:1]", ["a[1:]"]],
  ])("finds %s", (_what, wrong, source, found) => {
    expect(codes(wrong, source)).toEqual(found);
  });

  it("takes local names of a snippet without placeholders for placeholders", () => {
    const wrong = "ok, out, err = run_virtctl(command=['reset', vm.name])\nassert ok, f'failed: {err}'";
    const source = "good, _, problem = run_virtctl(command=['reset', my_vm.name])\nassert good, 'no'";
    expect(codes(wrong, source)).toEqual([source]);
    expect(codes(wrong, source.replace("assert good", "assert problem"))).toEqual([]);
    expect(codes(wrong, source.replace("run_virtctl", "run_oc"))).toEqual([]);
  });

  it("keeps the meaning of names that a snippet calls, imports, declares or that Python knows", () => {
    expect(codes("from lib import client\nuse(client, vm)", "use(client, x)\nuse(other, x)")).toEqual([
      "use(client, x)",
    ]);
    expect(codes("def test(vm):\n    vm.stop()", "def test(other):\n    other.stop()")).toEqual([]);
    expect(codes("pytest.fail(vm)", "asserts.fail(vm)")).toEqual([]);
    expect(codes("wait(wait)", "wait(vm)")).toEqual([]);
  });

  it("ignores code that already has the correct form", () => {
    const wrong = "wait(vm=$V, ...)";
    const correct = "wait(vm=$V, ..., timeout=LONG)";
    expect(
      codes(wrong, "wait(vm=a)\nwait(vm=b, timeout=LONG)\nwait(x=1, timeout=LONG, vm=c)", correct),
    ).toEqual(["wait(vm=a)"]);
    expect(codes("read($F)", "strip(read(a))\nread(b)", "strip(read($F))")).toEqual(["read(b)"]);
    expect(codes("$V.stop()", "a.stop()\nwait(a)\nb.stop()\nwait(a)", "$V.stop()\nwait($V)")).toEqual([
      "b.stop()",
    ]);
    expect(codes("assert $X == True", "assert x == True", "assert $X")).toEqual(["assert x == True"]);
  });

  it("tells lesson, place and bindings, in the order of the source", () => {
    const restart = lesson({ title: "restart" });
    const sleep = lesson({ title: "sleep", wrongCode: "time.sleep($N)", correctCode: "# Advice" });
    const source = "def test(vm):\n    time.sleep(1 + 2)\n    get(vm).restart()\n";
    const found = findViolations(python, [restart, sleep], source);
    expect(found.map(({ lesson: { title }, line, bindings }) => ({ title, line, bindings }))).toEqual([
      { title: "sleep", line: 2, bindings: { N: "1 + 2" } },
      { title: "restart", line: 3, bindings: { VM: "get(vm)" } },
    ]);
    expect(found.map(({ start, end }) => source.slice(start, end))).toEqual([
      "time.sleep(1 + 2)",
      "get(vm).restart()",
    ]);
    expect(found.map(({ edits, reason }) => [edits !== null, reason])).toEqual([
      [false, "the Correct Code is only a comment"],
      [true, null],
    ]);
  });

  it("reads broken and deeply nested source without failing", () => {
    expect(codes("time.sleep($N)", "def f(:\n  time.sleep(1)\n")).toEqual(["time.sleep(1)"]);
    const deep = `x = ${"(1 + ".repeat(5000)}1${")".repeat(5000)}\ntime.sleep(1)\n`;
    expect(codes("time.sleep($N)", deep)).toEqual(["time.sleep(1)"]);
  });
});

describe("a lesson that teaches to wait", () => {
  const waiting = (source: string) => codes("$VM.restart()", source, "$VM.restart(wait=True)");

  it("says nothing of a request that must be refused: it has no result to wait for", () => {
    expect(waiting("with pytest.raises(ConflictError):\n    vm.restart()\n")).toEqual([]);
    expect(waiting("with (\n    raises(ConflictError) as e,\n):\n    vm.restart()\n")).toEqual([]);
    expect(waiting("with pytest.raises(ConflictError):\n    f()\nvm.restart()\n")).toEqual(["vm.restart()"]);
  });

  it("leaves other lessons in force there", () => {
    const source = "with pytest.raises(ConflictError):\n    restart(vm)\n";
    expect(codes("restart($VM)", source, "restart(vm=$VM)")).toEqual(["restart(vm)"]);
  });
});
