import { describe, expect, it } from "vitest";
import { compileLesson } from "../../src/graveyard/pattern.ts";
import { loadPython } from "../../src/python/parser.ts";
import { lesson } from "./support.ts";

const python = await loadPython();
const compile = (wrongCode: string, correctCode: string) =>
  compileLesson(python, lesson({ wrongCode, correctCode }));

describe("compiling a lesson", () => {
  it.each<[why: string, wrong: string, correct: string, reason: RegExp]>([
    ["prose", "Never call restart without wait.", "vm.restart(wait=True)", /Wrong Code is not Python/],
    ["nothing", "", "vm.restart()", /Wrong Code is empty/],
    ["comments only", "# do not restart", "vm.restart()", /Wrong Code is only a comment/],
    ["code cut at its end", "vm.restart(", "vm.restart()", /Wrong Code is not Python/],
    ["the same code", "vm.restart( 'a' )  # bad", '# good\nvm.restart("a")', /are the same/],
    ["a lone placeholder", "$X", "$X.y", /almost any code/],
    ["a lone name", "restart", "start", /almost any code/],
    ["local names and nothing else", "first == second", "second == first", /almost any code/],
    ["part of a name", "test_$NAME()", "check_$NAME()", /stands for a whole expression/],
  ])("makes advice of %s", (_why, wrong, correct, reason) => {
    expect(compile(wrong, correct)).toMatchObject({ pattern: null, reason: expect.stringMatching(reason) });
  });

  it.each<[why: string, wrong: string, correct: string, reason: RegExp]>([
    ["a comment", "time.sleep($N)", "# Advice: wait for it", /Correct Code is only a comment/],
    ["prose", "time.sleep($N)", "Wait for the condition.", /Correct Code is not Python/],
    ["a placeholder from nowhere", "stop($VM)", "stop($VM, $TIME)", /uses `\$TIME`/],
    ["arguments lost", "stop($VM, ...)", "halt($VM)", /what becomes of `\.\.\.`/],
    [
      "a test renamed",
      "def test_a(vm):\n    ...",
      "def test_b(vm):\n    ...",
      /renames, adds or removes a definition/,
    ],
    ["an assert less", "act($X)\nassert $X", "act($X)", /checks less/],
    ["a wait less", "$V.start()\nwait_for_vm($V)", "$V.start()", /checks less/],
    [
      "a negative test turned positive",
      "with pytest.raises(Denied):\n    $V.reset()",
      "$V.reset()",
      /checks less/,
    ],
    ["a match dropped", 'pytest.raises(E, match="x")', "pytest.raises(E)", /less exactly/],
    ["a broader exception", "pytest.raises(Denied)", "pytest.raises(Exception)", /any exception/],
    ["a wait switched off", "start($V)", "start($V, wait=False)", /no longer waits/],
    ["a skip", "start($V)", "pytest.skip('later')\nstart($V)", /skips the test/],
    ["a swallowed exception", "start($V)", "try:\n    start($V)\nexcept E:\n    pass", /swallows/],
    [
      "another expected value",
      'assert $V.status == "Running"',
      'assert $V.status == "Paused"',
      /something else/,
    ],
    ["a looser comparison", "assert $A == $B", "assert $A in $B", /something else/],
  ])("finds but never replaces for %s", (_why, wrong, correct, reason) => {
    const { pattern, reason: given } = compile(wrong, correct);
    expect(pattern).not.toBeNull();
    expect(given).toMatch(reason);
  });

  it.each<[what: string, wrong: string, correct: string]>([
    ["an argument more", "$VM.restart()", "$VM.restart(wait=True)"],
    ["the expected path corrected", 'assert $V.status == "Running"', 'assert $V.vmi.status == "Running"'],
    ["a type of exception corrected", "pytest.raises(TimeoutError)", 'pytest.raises(ApiError, match="404")'],
    ["an assert more", "$V.start()", "$V.start()\nassert $V.ready"],
    ["another import", "from a import b", "from c import b"],
    [
      "a type annotation",
      "def f(client: object) -> None:\n    ...",
      "def f(client: Client) -> None:\n    ...",
    ],
  ])("can replace %s", (_what, wrong, correct) => {
    expect(compile(wrong, correct).reason).toBeNull();
  });
});
