import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { applyLessons } from "../../src/graveyard/apply.ts";
import { checkGraveyard } from "../../src/graveyard/check.ts";
import { findViolations } from "../../src/graveyard/match.ts";
import { compileLesson } from "../../src/graveyard/pattern.ts";
import { readGraveyard } from "../../src/graveyard/read.ts";
import { loadPython } from "../../src/python/parser.ts";

const python = await loadPython();
const path = join(import.meta.dirname, "..", "..", "GRAVEYARD.md");
const text = readFileSync(path, "utf8");
const { lessons, problems } = readGraveyard({ path, text });

/** Bad and good code of each entry; `fixed` is the bad code after its repair, absent for advice. */
const SAMPLES: Record<string, { bad: string; good: string; fixed?: string }> = {
  "A fixed sleep stands where a condition should be awaited": {
    bad: "restart_vm(vm=vm)\ntime.sleep(TIMEOUT_1MIN)",
    good: "restart_vm(vm=vm)\nwait_for_running_vm(vm=vm, sleep=5)",
  },
  "A polling loop has no end": {
    bad: "while True:\n    if clone.ready:\n        break\n    time.sleep(5)",
    good: "for sample in TimeoutSampler(wait_timeout=60, sleep=5, func=get):\n    if sample:\n        break",
  },
  "A value is compared with True": {
    bad: 'assert migration.status.completed == True, "Migration did not complete"',
    good: 'assert migration.status.completed is True, "Migration did not complete"',
    fixed: 'assert migration.status.completed is True, "Migration did not complete"',
  },
  "A collection is counted only to see that it is not empty": {
    bad: 'assert len(vmi.interfaces) > 0, f"No interfaces: {vmi}"',
    good: "assert len(vmi.interfaces) > 1",
    fixed: 'assert vmi.interfaces, f"No interfaces: {vmi}"',
  },
  "An assert on a tuple can never fail": {
    bad: 'assert (model == "Haswell", "Wrong model")',
    good: 'assert (model == "Haswell"), "Wrong model"',
    fixed: 'assert model == "Haswell", "Wrong model"',
  },
  "A value is compared with itself": {
    bad: "assert vm.spec.sockets == vm.spec.sockets",
    good: "assert vm.spec.sockets == REQUESTED_SOCKETS",
  },
  "Something is asserted to exist after it was used": {
    bad: "snapshot.wait_ready(timeout=60)\nassert snapshot is not None",
    good: "snapshot.wait_ready(timeout=60)\nassert snapshot.restored is not None",
  },
  "Any exception counts as the expected refusal": {
    bad: "with pytest.raises(Exception):\n    vm.create()",
    good: 'with pytest.raises(ForbiddenError, match="exceeded quota"):\n    vm.create()',
  },
  "More than the refused call stands under pytest.raises": {
    bad: 'with pytest.raises(ApiException, match="denied"):\n    policy = get_policy()\n    guest.connect(policy)',
    good: 'policy = get_policy()\nwith pytest.raises(ApiException, match="denied"):\n    guest.connect(policy)',
  },
  "A failing assert is caught by the test itself": {
    bad: "try:\n    boot(vm)\n    assert vm.ready\nexcept AssertionError as error:\n    LOGGER.info(error)",
    good: "try:\n    boot(vm)\nfinally:\n    vm.clean_up()\nassert vm.ready",
  },
  "A command line tool replaces the suite's client": {
    bad: 'result = subprocess.run(["oc", "get", "vm"], check=True)',
    good: "result = list(VirtualMachine.get(client=admin_client))",
  },
  "A resource goes into the default namespace": {
    bad: 'vm = VirtualMachine(name="vm", namespace="default", client=client)',
    good: 'vm = VirtualMachine(name="vm", namespace=namespace.name, client=client)',
  },
  "Tests of a class pass state to each other": {
    bad: "class TestA:\n    def test_a(self, vm):\n        self.__class__.boot_time = vm.boot_time",
    good: "class TestA:\n    def test_a(self, boot_time):\n        assert boot_time",
  },
  "A skip hides what the environment lacks": {
    bad: 'if not sriov_nodes:\n    pytest.skip("no SR-IOV")',
    good: "@pytest.mark.sriov\ndef test_a():\n    pass",
  },
};

describe("testgen's own GRAVEYARD.md", () => {
  it("is in the exact format, and every entry has a sample here", () => {
    expect(problems).toEqual([]);
    expect(lessons.map((lesson) => lesson.title)).toEqual(Object.keys(SAMPLES));
    expect(checkGraveyard(python, text).filter((finding) => finding.severity !== "note")).toEqual([]);
  });

  it("marks what is advice where a person reads it", () => {
    for (const lesson of lessons) {
      const isAdvice = SAMPLES[lesson.title]?.fixed === undefined;
      expect(lesson.correctCode.startsWith("# Advice: ")).toBe(isAdvice);
    }
  });

  it.each(lessons.map((lesson) => [lesson.title, lesson] as const))("%s", (title, lesson) => {
    const { bad, good, fixed } = SAMPLES[title] ?? { bad: "", good: "" };
    expect(compileLesson(python, lesson).pattern).not.toBeNull();
    expect(findViolations(python, lesson, bad)).toHaveLength(1);
    expect(findViolations(python, lesson, good)).toEqual([]);
    const result = applyLessons(python, [lesson], bad);
    expect(result.source).toBe(fixed ?? bad);
    expect(result.left).toHaveLength(fixed ? 0 : 1);
    expect(python.parse(result.source, (root) => root.hasError)).toBe(false);
  });

  it("leaves its own good samples and its own repairs alone", () => {
    for (const { good, fixed } of Object.values(SAMPLES)) {
      expect(applyLessons(python, lessons, good).fixed).toEqual([]);
      if (fixed) expect(applyLessons(python, lessons, fixed).source).toBe(fixed);
    }
  });
});
