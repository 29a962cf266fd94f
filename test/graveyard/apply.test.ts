import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyLesson, applyLessons } from "../../src/graveyard/apply.ts";
import { findViolations } from "../../src/graveyard/match.ts";
import { loadPython } from "../../src/python/parser.ts";
import { lesson } from "./support.ts";

const python = await loadPython();

/** Source after all violations of one lesson are fixed, and the reasons of those that are not. */
function fix(
  wrongCode: string,
  correctCode: string,
  source: string,
): { source: string; reasons: (string | null)[] } {
  const result = applyLessons(python, [lesson({ wrongCode, correctCode })], source);
  return { source: result.source, reasons: result.left.map((violation) => violation.reason) };
}

describe("writing the Correct Code", () => {
  it.each<[what: string, wrong: string, correct: string, before: string, after: string]>([
    [
      "adds an argument",
      "$V.restart()",
      "$V.restart(wait=True)",
      "a.restart()  # why",
      "a.restart(wait=True)  # why",
    ],
    [
      "adds it to a line",
      "wait(vm=$V)",
      "wait(vm=$V, t=LONG)",
      "LONG=1\nwait( vm = a )",
      "LONG=1\nwait( vm = a, t=LONG )",
    ],
    [
      "adds it on a line of its own",
      "wait(vm=$V, ...)",
      "wait(vm=$V, ..., t=9)",
      "wait(\n    x=1,  # one\n    vm=v,  # two\n)",
      "wait(\n    x=1,  # one\n    vm=v,  # two\n    t=9,\n)",
    ],
    [
      "adds it below the last without a comma",
      "wait(vm=$V)",
      "wait(vm=$V, t=9)",
      "wait(\n    vm=v\n)",
      "wait(\n    vm=v,\n    t=9\n)",
    ],
    [
      "changes one argument of many",
      "make(size=1, ...)",
      "make(size=2, ...)",
      "make(a, *b, size=1, **c)",
      "make(a, *b, size=2, **c)",
    ],
    ["takes an argument out", "make(size=$S, ...)", "make(...)", "make(a, size=1, b=2)", "make(a, b=2)"],
    ["takes the only one out", "make(size=$S, ...)", "make(...)", "make(size=1)", "make()"],
    ["names a position", "make($A, ...)", "make(vm=$A, ...)", "make(a, b=1)", "make(vm=a, b=1)"],
    [
      "rewrites a list of lines",
      "make($A, ...)",
      "make(vm=$A, ...)",
      "x = make(\n    a,\n    b=1,\n)",
      "x = make(\n    vm=a,\n    b=1,\n)",
    ],
    [
      "changes only an operator",
      "assert $X == True",
      "assert $X is True",
      "assert (a\n  .b == True), 'm'",
      "assert (a\n  .b is True), 'm'",
    ],
    [
      "changes only a name",
      "$V.vmi.reset($A)",
      "$V.vmi.restart($A)",
      "f(vm) . vmi . reset( a )",
      "f(vm) . vmi . restart( a )",
    ],
    ["replaces an expression in place", "len($X) > 0", "bool($X)", "a = len(b) > 0 or c", "a = bool(b) or c"],
    ["unwraps an expression", "len($X) > 0", "$X", "[len(a) > 0 for a in b]", "[a for a in b]"],
    [
      "unwraps a statement",
      "if True:\n    $S",
      "$S",
      "def f():\n  if True:\n    with a:\n      b()\n",
      "def f():\n  with a:\n    b()\n",
    ],
    [
      "keeps a bound expression whole",
      "no($X)",
      "not $X",
      "a = no(b or c) and d",
      "a = (not (b or c)) and d",
    ],
    ["keeps parentheses that matter", "value($X).name", "$X.name", "value(a + b).name", "(a + b).name"],
    [
      "keeps broken lines together",
      "assert ($X, $M)",
      "assert $X, $M",
      "assert (\n    a ==\n    b,\n    'm',\n)",
      "assert (a ==\n    b), 'm'",
    ],
    [
      "adds a message only where there is none",
      "assert $X.ok",
      "assert $X.ok, $X",
      "assert a.ok\nassert b.ok, 'm'",
      "assert a.ok, a\nassert b.ok, 'm'",
    ],
    [
      "adds a statement behind",
      "$V.stop()",
      "$V.stop()\nwait($V)",
      "wait=1\ndef f():\n    a.stop()  # now\n    b()",
      "wait=1\ndef f():\n    a.stop()  # now\n    wait(a)\n    b()",
    ],
    [
      "adds a statement before",
      "$V.stop()",
      "flush($V)\n$V.stop()",
      "flush=1\nif a:\n\ta.stop()",
      "flush=1\nif a:\n\tflush(a)\n\ta.stop()",
    ],
    [
      "takes a statement out",
      "log($V)\n$V.stop()",
      "$V.stop()",
      "def f():\n    log(a)\n\n    a.stop()",
      "def f():\n\n    a.stop()",
    ],
    [
      "replaces one statement by several",
      "$V.bounce()",
      "$V.stop()\nif $V.ok:\n    $V.start()",
      "if a:\n  b.bounce()\n  c()",
      "if a:\n  b.stop()\n  if b.ok:\n      b.start()\n  c()",
    ],
    [
      "changes a body and keeps the rest",
      "with raises(Old):\n    $A",
      "with raises(New):\n    $A",
      "New=1\nwith raises(Old):\n    # as planned\n    a(\n      1)",
      "New=1\nwith raises(New):\n    # as planned\n    a(\n      1)",
    ],
    [
      "unwraps statements with their strings",
      "if True:\n    ...",
      "while once():\n    ...",
      "once=1\ndef f():\n  if True:\n      a = '''\n  x'''\n\n      b()",
      "once=1\ndef f():\n  while once():\n      a = '''\n  x'''\n\n      b()",
    ],
    [
      "keeps Windows line ends",
      "$V.stop()",
      "$V.stop()\nwait($V)",
      "wait=1\r\na.stop()\r\nb()\r\n",
      "wait=1\r\na.stop()\r\nwait(a)\r\nb()\r\n",
    ],
    [
      "leaves template strings alone",
      "$V.cmd('x')",
      "$V.cmd('''\n a$HOME\n''')",
      "if a:\n    v.cmd('x')",
      "if a:\n    v.cmd('''\n a$HOME\n''')",
    ],
    [
      "corrects arguments without their call",
      "cpu=EIGHT,\n",
      "cpu=4,\n",
      "make(\n    a,\n    cpu=EIGHT,\n)",
      "make(\n    a,\n    cpu=4,\n)",
    ],
    [
      "corrects a type",
      "def f(client: object):\n    ...",
      "def f(client: Client):\n    ...",
      "class Client: ...\ndef f( client : object ):\n    g()",
      "class Client: ...\ndef f( client : Client ):\n    g()",
    ],
  ])("%s", (_what, wrong, correct, before, after) => {
    expect(fix(wrong, correct, before)).toEqual({ source: after, reasons: [] });
  });

  it.each<[why: string, wrong: string, correct: string, source: string, reason: RegExp]>([
    [
      "a comment would be lost",
      "assert ($X, $M)",
      "assert $X, $M",
      "assert (a,  # why\n  'm')",
      /comment stands inside/,
    ],
    [
      "lines would have to be split",
      "$V.stop()",
      "$V.stop()\nwait($V)",
      "wait=1\nif a: a.stop()",
      /shares its line/,
    ],
    [
      "statements share a line",
      "$V.stop()",
      "$V.stop()\nwait($V)",
      "wait=1\na.stop(); b()",
      /shares its line/,
    ],
    [
      "a statement would go into an expression",
      "$V.stop()",
      "$V.stop()\nwait($V)",
      "wait=1\nx = a.stop()",
      /larger expression/,
    ],
    ["it is part of an f-string", "get($X)", "read($X, 'a')", "read=1\nf'{get(x)}'", /part of an f-string/],
    ["a name is unknown", "wait($V)", "wait($V, LONG)", "wait(a)", /`LONG` is neither imported nor defined/],
    [
      "a name is known elsewhere only",
      "wait($V)",
      "wait($V, limit)",
      "def f(limit): pass\ndef g(a): wait(a)",
      /`limit` is neither/,
    ],
    [
      "the name to import means something else",
      "stop($V)",
      "from a import halt\nhalt($V)",
      "from b import halt\nstop(x)",
      /already imported/,
    ],
  ])("leaves code as it is when %s", (_why, wrong, correct, source, reason) => {
    const result = fix(wrong, correct, source);
    expect(result.source).toBe(source);
    expect(result.reasons).toEqual([expect.stringMatching(reason)]);
  });

  it("keeps positional arguments in their places, or leaves the call", () => {
    expect(fix("make(old=$A, ...)", "make(new=$A, ...)", "make(a, *b, old=1, **c)").source).toBe(
      "make(a, *b, new=1, **c)",
    );
    const reasons = [expect.stringContaining("would change its place")];
    expect(fix("make($A, ...)", "make(vm=$A, ...)", "make(a, b)")).toEqual({ source: "make(a, b)", reasons });
  });

  it("knows names of the module, of parameters and of wildcard imports", () => {
    const sources = [
      "from a import LONG\nw(a)",
      "LONG = 1\ndef f(v): w(a)",
      "def f(LONG): w(a)",
      "from a import *\nw(a)",
    ];
    for (const source of sources) {
      expect(fix("w($V)", "w($V, t=LONG)", source).source).toBe(source.replace("w(a)", "w(a, t=LONG)"));
    }
  });

  it("is not applied to a source that changed since, nor when the result does not parse", () => {
    const source = "a.restart()\nb.restart()\n";
    const [first, second] = findViolations(python, lesson(), source);
    if (!first || !second) throw new Error("both calls are violations");
    const once = applyLesson(python, source, first);
    expect(once).toEqual({ source: "a.restart(wait=True)\nb.restart()\n", fixed: true, reason: null });
    expect(applyLesson(python, once.source, second)).toMatchObject({ fixed: false, reason: /changed since/ });
    const broken = { ...first, edits: [{ start: 0, end: 1, text: "def" }] };
    expect(applyLesson(python, source, broken)).toEqual({
      source,
      fixed: false,
      reason: expect.stringContaining("not be valid Python"),
    });
  });

  it("ends when lessons undo or feed each other", () => {
    const there = lesson({ wrongCode: "stop($V)", correctCode: "halt($V)" });
    const back = lesson({ wrongCode: "halt($V)", correctCode: "stop($V)" });
    const source = "from vm import halt, stop\nstop(a)\n";
    const circle = applyLessons(python, [there, back], source);
    expect(circle.source).toMatch(/^from vm import halt, stop\n(stop|halt)\(a\)\n$/);
    expect(circle.left).toEqual([expect.objectContaining({ reason: expect.stringContaining("circle") })]);
    const feeding = [
      lesson({ wrongCode: "a($X)", correctCode: "b(b($X))" }),
      lesson({ wrongCode: "b($X)", correctCode: "a(a($X))" }),
    ];
    expect(applyLessons(python, feeding, "a = b = 1\na(x)\n").fixed.length).toBeLessThanOrEqual(200);
  });
});

describe("any source", () => {
  const lessons = [
    lesson({
      wrongCode: "vm.reset()\nwait_for_vm(vm=vm)",
      correctCode: "vm.reset()\nwait_for_vm(vm=vm, timeout=600)",
    }),
    lesson({ wrongCode: "assert ($CONDITION, $MESSAGE)", correctCode: "assert $CONDITION, $MESSAGE" }),
    lesson({ wrongCode: "len($X) > 0", correctCode: "bool($X)" }),
    lesson({
      wrongCode: "with raises(Old):\n    ...",
      correctCode: "from e import New\nwith raises(New):\n    ...",
    }),
  ];
  const words = fc.constantFrom(
    ...[
      "vm",
      "a.reset()",
      "wait_for_vm(vm=a)",
      "assert ",
      "(",
      ")",
      "[",
      "]",
      "len(vm) > 0",
      " or ",
      ", ",
      "\n",
    ],
    ...[
      "\n    ",
      "with raises(Old):",
      "# c\n",
      '"s"',
      "f'{vm}'",
      "'''",
      "if vm: ",
      "; ",
      "(vm, 'm')",
      "\r\n",
      "😀",
    ],
  );
  const hasError = (source: string) => python.parse(source, (root) => root.hasError);

  it("stays as readable as it was, and is finished after one run", () => {
    const sources = fc.array(words, { maxLength: 30 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(sources, (source) => {
        const result = applyLessons(python, lessons, source);
        if (!hasError(source)) expect(hasError(result.source)).toBe(false);
        expect(applyLessons(python, lessons, result.source).fixed).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });
});

describe("imports of the Correct Code", () => {
  const wrong = "wait($V)";
  const correct = "from utilities.constants import LONG\n\nwait($V, timeout=LONG)";

  it.each<[where: string, before: string, after: string]>([
    [
      "below the imports",
      "import os\nfrom b import (\n    c,\n)\n\nwait(x)\n",
      "import os\nfrom b import (\n    c,\n)\nfrom utilities.constants import LONG\n\nwait(x, timeout=LONG)\n",
    ],
    [
      "into the line of their module",
      "from utilities.constants import A, Z\nfrom z import b\nwait(x)\n",
      "from utilities.constants import A, LONG, Z\nfrom z import b\nwait(x, timeout=LONG)\n",
    ],
    [
      "beside their module when its names are wrapped or renamed",
      "from utilities.constants import A as B\nfrom z import b\nwait(x)\n",
      "from utilities.constants import A as B\nfrom utilities.constants import LONG\nfrom z import b\nwait(x, timeout=LONG)\n",
    ],
    [
      "nowhere when they are there",
      "from utilities.constants import LONG\nwait(x)\n",
      "from utilities.constants import LONG\nwait(x, timeout=LONG)\n",
    ],
    [
      "below the docstring",
      '"""Doc."""\nwait(x)\n',
      '"""Doc."""\n\nfrom utilities.constants import LONG\nwait(x, timeout=LONG)\n',
    ],
    [
      "below the first comments",
      "#!/usr/bin/python\n# Mine\nwait(x)\n",
      "#!/usr/bin/python\n# Mine\nfrom utilities.constants import LONG\nwait(x, timeout=LONG)\n",
    ],
    [
      "once for many",
      "import os\nwait(x)\nwait(y)\n",
      "import os\nfrom utilities.constants import LONG\nwait(x, timeout=LONG)\nwait(y, timeout=LONG)\n",
    ],
    [
      "below the ones of the future",
      "from __future__ import annotations\nwait(x)",
      "from __future__ import annotations\nfrom utilities.constants import LONG\nwait(x, timeout=LONG)",
    ],
  ])("are added %s", (_where, before, after) => {
    expect(fix(wrong, correct, before).source).toBe(after);
  });

  it.each<[what: string, before: string, after: string]>([
    ["alone", "from a.old import VM\nVM()\n", "from a.new import VM\nVM()\n"],
    ["first of several", "from a.old import VM, B\n", "from a.old import B\nfrom a.new import VM\n"],
    [
      "last of several, renamed",
      "from a.old import (\n    B,\n    VM as M,\n)\n",
      "from a.old import (\n    B,\n)\nfrom a.new import VM as M\n",
    ],
    ["inside a function", "def f():\n    from a.old import VM\n", "def f():\n    from a.new import VM\n"],
  ])("are themselves corrected: %s", (_what, before, after) => {
    expect(fix("from a.old import VM", "from a.new import VM", before)).toEqual({
      source: after,
      reasons: [],
    });
  });

  it("are corrected too when only they differ between two snippets", () => {
    const source = "from a.old import VM\nx = 1\n";
    const result = fix("from a.old import VM\nVM(name=n)", "from a.new import VM\nVM(name=n)", source);
    expect(result.source).toBe("from a.new import VM\nx = 1\n");
  });

  it("stay when the name changes with them", () => {
    const result = fix("from a import Old", "from a import New", "from a import Old\n");
    expect(result.reasons).toEqual([expect.stringContaining("uses have to change")]);
  });
});
