import { describe, expect, it } from "vitest";
import { withoutSteps } from "../../src/draft/control.ts";
import type { TraceEntry } from "../../src/draft/model.ts";
import { python } from "./support.ts";

const entry = (name: string, ...targets: string[]): TraceEntry => ({
  test: name,
  scenario: "A-1",
  nodeid: `tests/test_x.py::${name}`,
  status: "implemented",
  reason: null,
  bindings: targets.map((target) => ({ section: "step", text: "", target, score: 1 })),
});

const control = (lines: readonly string[], ...targets: string[]): string | null => {
  const source = ["def test_a(vm):", ...lines.map((line) => `    ${line}`), ""].join("\n");
  const { source: result, entries } = withoutSteps(python, source, [entry("test_a", ...targets)]);
  return entries.length === 0
    ? null
    : result
        .split("\n")
        .slice(1, -1)
        .map((line) => line.slice(4))
        .join("\n");
};

describe("a test without its steps", () => {
  it.each([
    [
      "a helper's call",
      ["reset_vm(vm=vm)", "assert vm.running"],
      ["utilities.virt.reset_vm"],
      "pass\nassert vm.running",
    ],
    [
      "a method's call",
      ["vm.reset(", "    wait=True,", ")", "assert vm.running"],
      ["libs.vm.VirtualMachine.reset"],
      "pass\nassert vm.running",
    ],
    [
      "what a step returns",
      ["snap = take(vm)", "assert snap.ready"],
      ["utilities.take"],
      "pass\nassert snap.ready",
    ],
    [
      "the block that a step opens",
      ["with paused(vm) as context:", "    assert vm.paused"],
      ["utilities.paused"],
      "if True:\n    assert vm.paused",
    ],
    [
      "only the first of two equal calls, when the second is the outcome",
      ["wait(vm)", "wait(vm)"],
      ["utilities.wait"],
      "pass\nwait(vm)",
    ],
    [
      "each of several steps",
      ["stop(vm)", "start(vm)", "assert vm.on"],
      ["u.stop", "u.start"],
      "pass\npass\nassert vm.on",
    ],
    [
      "a step that must be refused",
      ["with pytest.raises(E):", "    vm.reset()"],
      ["l.V.reset"],
      "with pytest.raises(E):\n    pass",
    ],
  ])("has lost %s and nothing else", (_, lines, targets, expected) => {
    expect(control(lines, ...targets)).toBe(expected);
  });

  it.each([
    ["one of its steps cannot be found", ["reset_vm(vm)", "assert vm.running"], ["u.reset_vm", "u.start_vm"]],
    ["a step is the outcome at the same time", ["assert reset_vm(vm)"], ["u.reset_vm"]],
    ["nothing is known of its steps", ["assert vm.running"], []],
  ])("is no control when %s", (_, lines, targets) => {
    expect(control(lines, ...targets)).toBeNull();
  });

  it("leaves the other tests of the file alone, methods of the same name in another class too", () => {
    const source =
      "class TestA:\n    def test_a(self, vm):\n        go(vm)\n\n\nclass TestB:\n    def test_a(self, vm):\n        go(vm)\n";
    const result = withoutSteps(python, source, [entry("TestB::test_a", "u.go")]);
    expect(result.source).toBe(source.replace(/go\(vm\)\n$/, "pass\n"));
  });
});
