import { describe } from "vitest";
import { acceptsBodies, refusesBodies } from "./support.ts";

const RESET = "reset_vm(vm=vm)";
const WAIT = "wait_for_running_vm(vm=vm, timeout=300)";
const CHECK = 'assert vm.status == "Running"';
const flow = (...lines: string[]): string => lines.join("\n");

describe("calls that wait or check", () => {
  refusesBodies([
    ["removed", flow(RESET, WAIT, CHECK), flow(RESET, CHECK), "wait-removed"],
    [
      "replaced by one of the same length",
      "wait_for_a(vm=vm)\nwait_for_b(vm=vm)",
      "wait_for_a(vm=vm)\nwait_for_a(vm=vm)",
      "wait-removed",
    ],
    [
      "replaced by a weaker one",
      flow(RESET, WAIT, CHECK),
      flow(RESET, "wait_for_instance_created(vm=vm)", CHECK),
      "wait-removed",
    ],
    [
      "replaced by a log line",
      flow(RESET, WAIT, CHECK),
      flow(RESET, 'LOGGER.info("waiting")', CHECK),
      "wait-removed",
    ],
    ["made before the step", flow(RESET, WAIT, CHECK), flow(WAIT, RESET, CHECK), "order-changed"],
    ["made lazily", flow(RESET, WAIT, CHECK), flow(RESET, `vm.absent or ${WAIT}`, CHECK), "condition-added"],
    [
      "made on something else",
      flow(RESET, WAIT, CHECK),
      flow(RESET, WAIT.replace("vm=vm", "vm=other"), CHECK),
      "check-changed",
    ],
    [
      "expecting something else",
      'vm.wait_for_status(status="Running")',
      'vm.wait_for_status(status="Paused")',
      "expected-changed",
    ],
    ["expecting nothing", 'vm.wait_for_status(status="Running")', "vm.wait_for_status()", "check-changed"],
    [
      "asking for another count",
      "verify_pods(vm=vm, count=3)",
      "verify_pods(vm=vm, count=1)",
      "expected-changed",
    ],
    [
      "its answer no longer asserted",
      "assert wait_for_agent(vm=vm)\nassert vm.ready",
      "wait_for_agent(vm=vm)\nassert vm.ready",
      "assertion-removed",
    ],
    [
      "an assertion made a call",
      "assert vm.cpus == 4\nassert vm.ready",
      "check_cpus(vm=vm)\nassert vm.ready",
      "assertion-removed",
    ],
    ["errors ignored", "wait_for_agent(vm=vm)", "wait_for_agent(vm=vm, ignore_errors=True)", "flag-weakened"],
    [
      "errors swallowed by the sampler",
      "wait_for_agent(vm=vm)",
      "wait_for_agent(vm=vm, exceptions_dict={Exception: []})",
      "flag-weakened",
    ],
    ["no error raised", "verify_disk(vm=vm)", "verify_disk(vm=vm, raise_error=False)", "flag-weakened"],
    [
      "a unittest assertion weakened",
      "self.assertEqual(vm.cpus, 4)",
      "self.assertTrue(vm.cpus)",
      "wait-removed",
    ],
    [
      "a waiting step made an idle one",
      "restart_vm_and_wait(vm=vm)\nassert vm.ready",
      "restart_vm(vm=vm)\nassert vm.ready",
      "wait-removed",
    ],
    [
      "a sampler's condition",
      'for sample in TimeoutSampler(wait_timeout=60, sleep=1, func=vm.read):\n    if sample == "up":\n        break',
      "for sample in TimeoutSampler(wait_timeout=60, sleep=1, func=vm.read):\n    if sample:\n        break",
      "condition-added",
    ],
    [
      "a sampler left at once",
      'for sample in TimeoutSampler(wait_timeout=60, sleep=1, func=vm.read):\n    if sample == "up":\n        break',
      "for sample in TimeoutSampler(wait_timeout=60, sleep=1, func=vm.read):\n    break",
      "step-moved",
    ],
  ]);
});

describe("flags of a call", () => {
  refusesBodies([
    [
      "wait=True → False",
      "vm.restart(wait=True)\nassert vm.ready",
      "vm.restart(wait=False)\nassert vm.ready",
      "flag-weakened",
    ],
    [
      "wait=True removed",
      "vm.restart(wait=True)\nassert vm.ready",
      "vm.restart()\nassert vm.ready",
      "flag-weakened",
    ],
    [
      "wait=True → a name",
      "vm.restart(wait=True)\nassert vm.ready",
      "vm.restart(wait=vm.idle)\nassert vm.ready",
      "flag-weakened",
    ],
    [
      "wait=False added",
      "vm.restart()\nassert vm.ready",
      "vm.restart(wait=False)\nassert vm.ready",
      "flag-weakened",
    ],
    [
      "a check switched off",
      "start(vm=vm)\nassert vm.ready",
      "start(vm=vm, check_ssh_connectivity=False)\nassert vm.ready",
      "flag-weakened",
    ],
    [
      "a dry run",
      "vm.restart()\nassert vm.ready",
      "vm.restart(dry_run=True)\nassert vm.ready",
      "flag-weakened",
    ],
    [
      "no teardown",
      "vm.deploy()\nassert vm.ready",
      "vm.deploy(teardown=False)\nassert vm.ready",
      "flag-weakened",
    ],
  ]);
  acceptsBodies([
    ["wait=True added", "vm.restart()\nassert vm.ready", "vm.restart(wait=True)\nassert vm.ready"],
    [
      "wait=False → True",
      "vm.restart(wait=False)\nassert vm.ready",
      "vm.restart(wait=True)\nassert vm.ready",
    ],
  ]);
});

describe("timeouts", () => {
  refusesBodies([
    ["set to 0", WAIT, WAIT.replace("300", "0"), "timeout-zero"],
    ["set to None", WAIT, WAIT.replace("300", "None"), "timeout-zero"],
    ["raised more than threefold", WAIT, WAIT.replace("300", "1000"), "timeout-raised"],
    [
      "raised beyond half an hour",
      WAIT.replace("300", "1500"),
      WAIT.replace("300", "1801"),
      "timeout-raised",
    ],
    ["raised by arithmetic", WAIT, WAIT.replace("300", "60 * 60"), "timeout-raised"],
    [
      "raised through a local name",
      WAIT,
      `patience = 9000\n${WAIT.replace("300", "patience")}`,
      "timeout-raised",
    ],
    [
      "raised by a constant",
      WAIT.replace("300", "TIMEOUT_1MIN"),
      WAIT.replace("300", "TIMEOUT_30MIN"),
      "timeout-raised",
    ],
    ["made incomparable", WAIT, WAIT.replace("300", "vm.patience"), "timeout-raised"],
    [
      "a huge one added",
      "wait_for_running_vm(vm=vm)",
      "wait_for_running_vm(vm=vm, timeout=7200)",
      "timeout-raised",
    ],
  ]);
  acceptsBodies([
    ["raised a little", WAIT, WAIT.replace("300", "600")],
    [
      "raised by a constant, a little",
      WAIT.replace("300", "TIMEOUT_5MIN"),
      WAIT.replace("300", "TIMEOUT_10MIN"),
    ],
    ["written as a constant", WAIT, WAIT.replace("300", "TIMEOUT_5MIN")],
    ["written as a product", WAIT, WAIT.replace("300", "5 * 60")],
    ["lowered", WAIT, WAIT.replace("300", "60")],
    ["added", "wait_for_running_vm(vm=vm)", WAIT],
  ]);
});

describe("steps", () => {
  refusesBodies([
    ["removed", flow(RESET, CHECK), CHECK, "step-removed"],
    ["replaced by another", flow(RESET, CHECK), flow("sync_vm(vm=vm)", CHECK), "step-removed"],
    [
      "made in another order",
      flow("vm.stop()", "vm.start()", CHECK),
      flow("vm.start()", "vm.stop()", CHECK),
      "order-changed",
    ],
    ["made after the check", flow(RESET, CHECK), flow(CHECK, RESET), "order-changed"],
    ["never made", flow(RESET, CHECK), flow(`if False:\n    ${RESET}`, CHECK), "condition-added"],
    ["only defined", flow(RESET, CHECK), flow(`later = lambda: ${RESET}`, CHECK), "condition-added"],
    ["made on something else", flow("vm.reset()", CHECK), flow("other.reset()", CHECK), "step-changed"],
    [
      "given another number",
      flow("hotplug(vm=vm, sockets=4)", CHECK),
      flow("hotplug(vm=vm, sockets=1)", CHECK),
      "input-changed",
    ],
    [
      "given another text",
      flow('vm.patch(mode="hard")', CHECK),
      flow('vm.patch(mode="soft")', CHECK),
      "input-changed",
    ],
    [
      "no longer given a number",
      flow("hotplug(vm=vm, sockets=4)", CHECK),
      flow("hotplug(vm=vm)", CHECK),
      "input-changed",
    ],
    [
      "one that makes the check come true",
      flow(RESET, CHECK),
      flow(RESET, "vm.start()", CHECK),
      "step-added",
    ],
    [
      "one that lets a value be kept later",
      flow("old = vm.uid", "vm.stop()", "vm.start()", "assert vm.uid != old"),
      flow("vm.stop()", "old = vm.uid", "vm.sync()", "vm.start()", "assert vm.uid != old"),
      "stale-value",
    ],
    [
      "one that ensures what is checked",
      flow(RESET, CHECK),
      flow(RESET, "ensure_running(vm=vm)", CHECK),
      "step-added",
    ],
    [
      "one inside a wait",
      flow(RESET, CHECK),
      flow(RESET, "wait_until(lambda: vm.start())", CHECK),
      "step-added",
    ],
    [
      "made for each of nothing",
      flow(RESET, CHECK),
      flow(`[${RESET} for _ in []]`, CHECK),
      "condition-added",
    ],
    [
      "made by one branch",
      flow(RESET, CHECK),
      flow(`${RESET} if vm.old else None`, CHECK),
      "condition-added",
    ],
    [
      "one that also waits",
      flow(RESET, CHECK),
      flow(RESET, "restart_vm_and_wait(vm=vm)", CHECK),
      "step-added",
    ],
    ["one inside the assertion", flow(RESET, CHECK), flow(RESET, "assert vm.start()", CHECK), "step-added"],
    [
      "the state set by the test",
      flow(RESET, CHECK),
      flow(RESET, 'vm.status = "Running"', CHECK),
      "state-written",
    ],
    [
      "the state set by a loop",
      flow(RESET, CHECK),
      flow(RESET, 'for vm.status in ["Running"]:\n    pass', CHECK),
      "state-written",
    ],
    [
      "the state set by a comprehension",
      flow(RESET, CHECK),
      flow(RESET, '_ = [0 for vm.status in ["Running"]]', CHECK),
      "state-written",
    ],
    [
      "what is looped over emptied",
      "for pod in vm.pods:\n    assert pod.ready",
      "vm.pods.clear()\nfor pod in vm.pods:\n    assert pod.ready",
      "state-written",
    ],
    [
      "a context left out",
      "with console(vm=vm) as shell:\n    shell.run()\nassert vm.ready",
      "shell.run()\nassert vm.ready",
      "step-removed",
    ],
    [
      "another client",
      flow("vm.delete(client=unprivileged_client)", CHECK),
      flow("vm.delete(client=admin_client)", CHECK),
      "input-changed",
    ],
  ]);
  acceptsBodies([
    ["arguments given by name", flow("reset_vm(vm)", CHECK), flow("reset_vm(vm=vm)", CHECK)],
    ["an argument's name changed", flow("reset_vm(target=vm)", CHECK), flow("reset_vm(vm=vm)", CHECK)],
    [
      "an argument's attribute taken",
      flow("deploy(namespace=vm.namespace)", CHECK),
      flow("deploy(namespace=vm.namespace.name)", CHECK),
    ],
    ["an argument added", flow(RESET, CHECK), flow("reset_vm(vm=vm, client=unprivileged_client)", CHECK)],
    ["a handle on the way", flow("vm.reset()", CHECK), flow("vm.vmi.reset()", CHECK)],
    ["a method's spelling", flow("vm.softreboot()", CHECK), flow("vm.soft_reboot()", CHECK)],
    ["a method's task given to a helper", flow("vm.reset()", CHECK), flow(RESET, CHECK)],
    ["a helper's task given to the method", flow(RESET, CHECK), flow("vm.reset()", CHECK)],
    ["a helper that waits as well", flow("vm.restart()", CHECK), flow("restart_vm_and_wait(vm=vm)", CHECK)],
    ["a wait added", flow(RESET, CHECK), flow(RESET, WAIT, CHECK)],
    ["a log line added", flow(RESET, CHECK), flow(RESET, 'LOGGER.info("reset")', CHECK)],
    ["a log line removed", flow(RESET, 'LOGGER.info("reset")', CHECK), flow(RESET, CHECK)],
    ["a step of setting up", flow(RESET, CHECK), flow("vm.start(wait=True)", RESET, CHECK)],
    [
      "a step of setting up before a value is kept",
      flow("old = vm.uid", "vm.reset()", "assert vm.uid != old"),
      flow("vm.start(wait=True)", "old = vm.uid", "reset_vm(vm=vm)", "assert vm.uid != old"),
    ],
    ["the result kept", flow(RESET, CHECK), flow("answer = reset_vm(vm=vm)", CHECK, "assert answer")],
    ["a unique name", flow('vm.clone(name="copy")', CHECK), flow('vm.clone(name=f"copy-{uuid}")', CHECK)],
    [
      "a unique name by a helper",
      flow('vm.clone(name="copy")', CHECK),
      flow('vm.clone(name=unique_name(prefix="copy"))', CHECK),
    ],
  ]);
});

describe("names that the suite does not have", () => {
  const before = flow(RESET, "wait_for_vm_up(vm=vm)", CHECK);
  const after = flow(RESET, WAIT.replace(", timeout=300", ""), CHECK);
  refusesBodies([["another wait without evidence", before, after, "wait-removed"]]);
  acceptsBodies([["the wait that is known to replace it", before, after]], {
    allow: [{ kind: "name", from: "wait_for_vm_up", to: "wait_for_running_vm" }],
  });
  refusesBodies(
    [["no check in place of one", before, flow(RESET, "print_vm(vm=vm)", CHECK), "wait-removed"]],
    {
      allow: [{ kind: "name", from: "wait_for_vm_up", to: "print_vm" }],
    },
  );
});

describe("weakenings that were once taken for healing", () => {
  refusesBodies([
    [
      "the refusal of an unprivileged user made a success",
      "with pytest.raises(ForbiddenError):\n    vm.vmi.reset(client=unprivileged_client)",
      "vm.vmi.reset()",
      "negative-inverted",
    ],
    [
      "the refusal of a paused VM made a call that must not fail",
      "with pytest.raises(ForbiddenError):\n    vm.vmi.reset()",
      "vm.vmi.reset()\nassert vm.exists",
      "negative-inverted",
    ],
    [
      "a hotplug seen by the guest made a look at what was asked for",
      "hotplug_and_verify(vm=vm, sockets=6)\nwait_for_guest_cpu_count(vm=vm, count=6)",
      'patch_vm(vm=vm, spec={"sockets": 6})\nassert vm.instance.spec.sockets == 6',
      "wait-removed",
    ],
  ]);
});

describe("edits that heal", () => {
  acceptsBodies([
    [
      "an object that may be None narrowed and used",
      "vm.start()\nvm.vmi.pause()\nassert vm.vmi.paused",
      "vm.start()\nvmi = vm.vmi\nassert vmi is not None\nvmi.pause()\nassert vmi.paused",
    ],
    [
      "old and new value narrowed",
      "old = vm.uid\nvm.restart()\nassert vm.uid != old",
      'old = vm.uid\nassert old is not None\nvm.restart(wait=True)\nnew = vm.uid\nassert new is not None, "gone"\nassert new != old',
    ],
    [
      "a missing value told by hand",
      "assert vm.vmi.ready",
      'if vm.vmi is None:\n    pytest.fail("no instance")\nassert vm.vmi.ready',
    ],
    [
      "what is looped over named and checked",
      "for pod in vm.pods:\n    assert pod.ready",
      'pods = vm.pods\nassert pods, "no pods"\nfor pod in pods:\n    assert pod.ready, pod',
    ],
  ]);
});
