import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repairTypes } from "../../src/checks/pyright/repairs.ts";
import { runPyright, type TypeFinding } from "../../src/checks/pyright/run-pyright.ts";
import type { Draft, GateDecision } from "../../src/draft/model.ts";
import { gatekeeper } from "../../src/pipeline/gatekeeper.ts";
import { applyPatch } from "../../src/pipeline/heal.ts";
import { runProcess } from "../../src/process/run.ts";
import type { PythonParser } from "../../src/python/parser.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";
import { type Checkout, checkOut, PYRIGHT, toolEnv } from "../author/checkout.ts";
import { exampleSuite } from "../author/support.ts";

/** What the example suite lacks: an enumeration that a helper asks for, and a name that two modules offer. */
const EXTRA = {
  "utilities/modes.py": `from enum import Enum

from libs.resources.virtual_machine import VirtualMachine


class PowerMode(Enum):
    FAST = "fast"
    SLOW = "slow"
    LAZY = "slow"


def set_power_mode(vm: VirtualMachine, mode: PowerMode) -> None:
    """Set the power mode of the VM."""


def enable_watch(vm: VirtualMachine) -> None:
    """Watch the VM."""


class Switch:
    def disable(self) -> None:
        """Turn it off."""

    def unpause(self) -> None:
        """Let it run on."""

    def mark(self) -> None:
        """Mark it."""

    def park(self) -> None:
        """Park it."""
`,
  "utilities/one.py": "def ambiguous() -> None:\n    ...\n",
  "utilities/two.py": "def ambiguous() -> None:\n    ...\n",
};

const HEAD = `from libs.resources.virtual_machine import VirtualMachine
from utilities.guest import get_guest_boot_id
from utilities.virt import get_boot_disk_name
`;
const test = (
  body: string,
  head = HEAD,
  parameters = "running_vm: VirtualMachine, paused_vm: VirtualMachine",
): string =>
  `${head}

def test_it(${parameters}):
    """Test that it holds."""
${body
  .trim()
  .split("\n")
  .map((line) => (line === "" ? "" : `    ${line}`))
  .join("\n")}
`;

interface Case {
  readonly before: string;
  /** Lines that must be there afterwards; none: it must not be repaired. */
  readonly after?: readonly string[];
}

const MENDED: Readonly<Record<string, Case>> = {
  "an Optional argument is bound and asserted": {
    before: test('boot_id = get_guest_boot_id(vmi=running_vm.instance)\nassert boot_id, "no boot id"'),
    after: [
      "instance = running_vm.instance",
      'assert instance is not None, "running_vm.instance is None"',
      "boot_id = get_guest_boot_id(vmi=instance)",
    ],
  },
  "an attribute of an Optional is read from the bound value": {
    before: test('assert running_vm.instance.phase == "Running", "not so"'),
    after: ["instance = running_vm.instance", 'assert instance.phase == "Running", "not so"'],
  },
  "a local that may be None is asserted where it is used": {
    before: test('vmi = running_vm.instance\nassert vmi.phase == "Running", "not so"'),
    after: ['assert vmi is not None, "vmi is None"'],
  },
  "the result of a call is bound by what it gets": {
    before: test('assert get_boot_disk_name(vm=running_vm).startswith("root"), "not so"'),
    after: [
      "boot_disk_name = get_boot_disk_name(vm=running_vm)",
      'assert boot_disk_name.startswith("root"), "not so"',
    ],
  },
  "two values never become one: the instance of one VM is not compared with itself": {
    before: test('assert running_vm.instance.uid != paused_vm.instance.uid, "the same"'),
    after: [
      "instance = running_vm.instance",
      "instance_2 = paused_vm.instance",
      'assert instance.uid != instance_2.uid, "the same"',
    ],
  },
  "the same value twice in one line is bound once": {
    before: test('assert running_vm.instance.uid == running_vm.instance.name, "differs"'),
    after: ["instance = running_vm.instance", 'assert instance.uid == instance.name, "differs"'],
  },
  "a name that the function has already keeps its meaning": {
    before: test('instance = paused_vm.name\nassert running_vm.instance.name == instance, "differs"'),
    after: ["instance_found = running_vm.instance", 'assert instance_found.name == instance, "differs"'],
  },
  "a parameter is not hidden": {
    before: test(
      'assert running_vm.instance.name == instance, "differs"',
      HEAD,
      "running_vm: VirtualMachine, instance: str",
    ),
    after: ["instance_found = running_vm.instance"],
  },
  "a literal becomes the member with that value": {
    before: test(
      'set_power_mode(vm=running_vm, mode="fast")\nassert running_vm.exists, "gone"',
      "from libs.resources.virtual_machine import VirtualMachine\nfrom utilities.modes import set_power_mode\n",
    ),
    after: [
      "set_power_mode(vm=running_vm, mode=PowerMode.FAST)",
      "from utilities.modes import PowerMode, set_power_mode",
    ],
  },
  "a name that one module offers is imported": {
    before: test('assert get_node_name(vm=running_vm), "no node"'),
    after: ["from utilities.virt import get_boot_disk_name, get_node_name"],
  },
  "an import from the wrong module is moved, what is right stays": {
    before: test(
      'assert wait_for_guest_reboot(vmi=get_running_instance(vm=running_vm), previous_boot_id=""), "no"',
      "from libs.resources.virtual_machine import VirtualMachine\nfrom utilities.virt import get_running_instance, wait_for_guest_reboot\n",
    ),
    after: [
      "from utilities.virt import get_running_instance\n",
      "from utilities.guest import wait_for_guest_reboot\n",
    ],
  },
  "an import inside a function is moved in its place": {
    before: test(
      'from utilities.virt import get_running_instance, wait_for_guest_reboot\nassert wait_for_guest_reboot(vmi=get_running_instance(vm=running_vm), previous_boot_id=""), "no"',
    ),
    after: [
      "    from utilities.virt import get_running_instance\n    from utilities.guest import wait_for_guest_reboot\n",
    ],
  },
  "a misspelt parameter gets the one name that is near": {
    before: test('running_vm.wait_for_status(statuz="Running")'),
    after: ['running_vm.wait_for_status(status="Running")'],
  },
  "a misspelt member gets the one name that is near": {
    before: test("running_vm.wait_until_runing()"),
    after: ["running_vm.wait_until_running()"],
  },
  "a misspelt member of a base class, too": {
    before: test('assert running_vm.exsts, "gone"'),
    after: ['assert running_vm.exists, "gone"'],
  },
};

const LEFT: Readonly<Record<string, Case>> = {
  "a value that is read again and again": {
    before: test(
      'wait_until(condition=lambda: running_vm.instance.phase == "Running", description="it runs", timeout=1)',
      `${HEAD}from utilities.waiting import wait_until\n`,
    ),
  },
  "a condition of a loop": {
    before: test('while running_vm.instance.phase != "Running":\n    running_vm.restart()'),
  },
  "a condition that is only looked at after another": {
    before: test(
      'if running_vm.exists:\n    pass\nelif running_vm.instance.phase == "Running":\n    running_vm.stop()',
    ),
  },
  "the right side of an `or`": {
    before: test('assert running_vm.exists or running_vm.instance.phase == "Running", "not so"'),
  },
  "an element of a comprehension": {
    before: test('assert [vm.instance.phase for vm in (running_vm, paused_vm)], "none"'),
  },
  "the message of an assertion, which is only made when it fails": {
    before: test('assert running_vm.exists, f"{running_vm.instance.phase}"'),
  },
  "a statement that shares its line": {
    before: test("if running_vm.exists: print(running_vm.instance.phase)"),
  },
  "a literal that two members have": {
    before: test(
      'set_power_mode(vm=running_vm, mode="slow")',
      "from libs.resources.virtual_machine import VirtualMachine\nfrom utilities.modes import set_power_mode\n",
    ),
  },
  "a literal that no member has": {
    before: test(
      'set_power_mode(vm=running_vm, mode="quick")',
      "from libs.resources.virtual_machine import VirtualMachine\nfrom utilities.modes import set_power_mode\n",
    ),
  },
  "a name that two modules offer": { before: test("ambiguous()") },
  "a name that nobody offers": { before: test("teleport_vm(vm=running_vm)") },
  "a fixture that is not asked for": { before: test("stopped_vm.start()") },
  "an import under another name": {
    before: test(
      "again(vmi=None, previous_boot_id='')",
      "from libs.resources.virtual_machine import VirtualMachine\nfrom utilities.virt import wait_for_guest_reboot as again\n",
    ),
  },
  "the opposite of what is there": {
    before: test(
      "Switch().pause()",
      "from libs.resources.virtual_machine import VirtualMachine\nfrom utilities.modes import Switch\n",
    ),
  },
  "a name near to several": {
    before: test(
      "Switch().bark()",
      "from libs.resources.virtual_machine import VirtualMachine\nfrom utilities.modes import Switch\n",
    ),
  },
  "a value of the wrong type": { before: test("running_vm.wait_for_status(status=4)") },
  "a parameter too many": { before: test('running_vm.stop(colour="blue")') },
};

let python: PythonParser;
let suite: SuiteIndex;
let checkout: Checkout;
const results = new Map<
  string,
  { draft: Draft; gates: GateDecision[]; first: number; last: readonly TypeFinding[] }
>();

const pathOf = (name: string): string => `tests/virt/test_${name.replaceAll(/\W+/g, "_").toLowerCase()}.py`;

/** Up to three rounds for all files at once, as phase 5 does for one. */
beforeAll(async () => {
  ({ python, suite } = await exampleSuite(EXTRA));
  checkout = await checkOut();
  await checkout.write(Object.entries(EXTRA).map(([path, content]) => ({ path, content })));
  const gate = gatekeeper(python, suite);
  const drafts = new Map<string, Draft>(
    Object.entries({ ...MENDED, ...LEFT }).map(([name, { before }]) => [
      name,
      { files: [{ path: pathOf(name), content: before }], trace: [] },
    ]),
  );
  for (let round = 0; round < 4; round += 1) {
    await checkout.write([...drafts.values()].flatMap(({ files }) => files));
    const findings = await check([...drafts.keys()].map(pathOf));
    for (const [name, draft] of drafts) {
      const own = findings.filter(({ file }) => file === pathOf(name));
      const result = results.get(name) ?? { draft, gates: [], first: own.length, last: own };
      const patch = own.length === 0 ? null : repairTypes(python, suite, draft, own);
      if (patch) {
        result.gates.push(gate(draft, patch));
        drafts.set(name, applyPatch(draft, patch));
      }
      results.set(name, { ...result, draft: drafts.get(name) ?? draft, last: own });
    }
  }
}, 120_000);
afterAll(() => checkout?.remove());

const check = async (files: readonly string[]): Promise<readonly TypeFinding[]> =>
  (
    await runPyright({
      command: PYRIGHT,
      root: checkout.root,
      files,
      env: toolEnv(),
      runProcess,
      timeoutMs: 100_000,
    })
  ).findings;

const contentOf = (name: string): string => results.get(name)?.draft.files[0]?.content ?? "";

describe("what pyright says is mended by rule", () => {
  it.each(Object.keys(MENDED))("%s", (name) => {
    const { gates, first, last } = results.get(name) ?? { gates: [], first: 0, last: [] };
    expect(first).toBeGreaterThan(0);
    for (const line of MENDED[name]?.after ?? []) expect(contentOf(name)).toContain(line);
    expect(last).toEqual([]);
    expect(gates.length).toBeGreaterThan(0);
    expect(gates.filter(({ accepted }) => !accepted)).toEqual([]);
  });
});

describe("what is not for a rule to say stays as it is", () => {
  it.each(Object.keys(LEFT))("%s", (name) => {
    const { gates, first } = results.get(name) ?? { gates: [], first: 0 };
    expect(first).toBeGreaterThan(0);
    expect(gates).toEqual([]);
    expect(contentOf(name)).toBe(LEFT[name]?.before);
  });
});

describe("the patch", () => {
  it("says what it does, for each file it touches, and leaves the others alone", () => {
    const files = [
      { path: "tests/a.py", content: test("running_vm.wait_until_runing()") },
      { path: "tests/b.py", content: test("running_vm.stop()") },
    ];
    const line = files[0]?.content.split("\n").findIndex((text) => text.includes("runing")) ?? 0;
    const finding: TypeFinding = {
      check: "types",
      rule: "reportAttributeAccessIssue",
      message: 'Cannot access attribute "wait_until_runing" for class "VirtualMachine"',
      file: "tests/a.py",
      line: line + 1,
      column: 16,
      endLine: line + 1,
      endColumn: 33,
      verdict: "heal",
    };
    const patch = repairTypes(python, suite, { files, trace: [] }, [finding]);
    expect(patch).toMatchObject({
      by: "rule:types",
      summary: "wait_until_runing is spelt wait_until_running",
      files: [{ path: "tests/a.py" }],
    });
    expect(repairTypes(python, suite, { files, trace: [] }, [])).toBeNull();
  });
});
