import { describe, expect, it } from "vitest";
import type { Helper } from "../../src/suite/model.ts";
import { EXAMPLE_SUITE, indexOf, pythonFiles } from "./suites.ts";

const LIBRARY = `
class Client:
    def post(self, path): ...

class Vm:
    @property
    def live(self):
        return self.client.get(self.path)

    def start(self, wait=False):
        self._call("start")
        if wait:
            self.wait_until_running()

    def stop(self, wait=False):
        before = self.live if wait else None
        self._call("stop")

    def _call(self, action):
        self.client.post(action)

    def wait_until_running(self): ...

    def labels(self):
        return dict(self.wanted.get("labels"))

    def reset_if_live(self):
        if self.live:
            self._call("reset")

class Spec:
    def build(self):
        return {"live": self.live}

def start_vm(vm):
    vm.start(wait=True)

def ask_start(vm):
    vm.start()

def start_and_wait(vm):
    ask_start(vm)
    vm.wait_until_running()

def start_all(vms):
    for vm in vms:
        vm.start()

def stop_all(vms):
    return [vm.stop() for vm in vms]

def deploy(vm, spec):
    vm.client.post(spec.build())

def cycle(vm):
    vm.power.reboot()
    vm.disk.migrate()

def once(vm):
    vm.power.reboot()

def endless(vm):
    endless(vm)
`;

const helpersOf = async (files: Readonly<Record<string, string>>): Promise<Map<string, Helper>> =>
  new Map((await indexOf(files)).helpers.map((helper) => [helper.qualname, helper]));

describe("the requests of a helper", () => {
  it.each([
    ["Vm.start", "one", "what a caller switches on does not count"],
    ["Vm.stop", "one", "nor in an expression"],
    ["Vm.labels", "one", "a dictionary is asked for a key, not a server"],
    ["Vm.reset_if_live", "several", "a property that reads is a request too"],
    ["Spec.build", "one", "what an object has itself is not what another class reads"],
    ["ask_start", "one", "one through another helper"],
    ["start_vm", "several", "told to wait"],
    ["start_and_wait", "several", "waits"],
    ["start_all", "several", "in a loop"],
    ["stop_all", "several", "in a comprehension"],
    ["once", "one", "an action of a library that the suite does not define"],
    ["cycle", "several", "two of them"],
    ["endless", "one", "calls itself"],
  ])("%s: %s (%s)", async (name, requests) => {
    expect((await helpersOf({ "libs/vm.py": LIBRARY })).get(name)?.requests).toBe(requests);
  });

  it("names what it calls, in order", async () => {
    const helpers = await helpersOf({ "libs/vm.py": LIBRARY });
    expect(helpers.get("start_and_wait")?.calls).toEqual(["ask_start", "wait_until_running"]);
    expect(helpers.get("Vm.start")?.calls).toEqual(["_call"]);
    expect(helpers.get("Vm.reset_if_live")?.reads).toEqual(["live"]);
  });

  it("tells in the example suite what asks from what waits as well", async () => {
    const helpers = await helpersOf(Object.fromEntries(pythonFiles(EXAMPLE_SUITE)));
    const requests = (name: string): string | undefined => helpers.get(name)?.requests;
    for (const name of [
      "start_snapshot",
      "start_restore",
      "reset_vm_without_waiting",
      "VirtualMachine.migrate",
    ]) {
      expect({ name, requests: requests(name) }).toEqual({ name, requests: "one" });
    }
    for (const name of [
      "take_snapshot",
      "restore_snapshot",
      "reset_vm",
      "power_cycle_vm",
      "delete_snapshots",
    ]) {
      expect({ name, requests: requests(name) }).toEqual({ name, requests: "several" });
    }
  });
});

describe("a class", () => {
  it.each([
    ["@dataclass\nclass A: ...", true],
    ["@dataclasses.dataclass(frozen=True)\nclass A: ...", true],
    ["@dataclass(eq=False)\nclass A: ...", false],
    ["class A(NamedTuple): ...", true],
    ["class A(enum.Enum): ...", true],
    ["class A:\n    def __eq__(self, other): ...", true],
    ["class A: ...", false],
  ])("is compared by what it says, or by identity: %s", async (source, comparable) => {
    expect((await indexOf({ "libs/a.py": `${source}\n` })).classes[0]?.comparable).toBe(comparable);
  });

  it("may give an HTTP status", async () => {
    const { classes } = await indexOf({
      "libs/a.py": "class A(Exception):\n    status_code = 409\n\nclass B(Exception):\n    status = 'gone'\n",
    });
    expect(classes.map(({ status }) => status)).toEqual([409, null]);
  });
});
