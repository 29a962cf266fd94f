import { describe, expect, it } from "vitest";
import type { BoundTest } from "../../src/author/offline/bind/model.ts";
import type { DescribedTest } from "../../src/description/model.ts";
import { bind, code, targets } from "./bound.ts";

describe("a precondition is given by the fixture that says the same", () => {
  it.each([
    ["Running VM", "running_vm"],
    ["A running virtual machine", "running_vm"],
    ["Running VM whose guest has booted", "running_vm"],
    ["VM", "running_vm"],
    ["Stopped VM", "stopped_vm"],
    ["Powered-off VM", "shut_down_vm"],
    ["Halted VM", "shut_down_vm"],
    ["Paused VM", "paused_vm"],
    ["Restarted VM", "restarted_vm"],
    ["Unpaused VM", "unpaused_vm"],
    ["Starting VM", "starting_vm"],
    ["Unschedulable VM", "unschedulable_vm"],
    ["Migratable VM", "migratable_vm"],
    ["Two running VMs", "running_vm_pair"],
    ["VM that was shut down", "shut_down_vm"],
    ["VM that was created a moment ago", "created_vm"],
    ["VM with two disks", "vm_with_two_disks"],
    ["Running VM with 2 disks", "vm_with_two_disks"],
    ["Stopped VM with two disks", "stopped_vm_with_two_disks"],
    ["Running VM with two CPU cores", "vm_with_two_cores"],
    ["VM with a hot-plugged disk", "vm_with_plugged_disk"],
    ["Running VM with a host name", "vm_with_hostname"],
    ["Running VM on a bridge network", "vm_on_bridge_network"],
    ["VM with run strategy Manual", "manual_vm"],
    ["Running VM with run strategy RerunOnFailure", "rerun_on_failure_vm"],
    ["VM without cores", "vm_without_cores"],
    ["VM with too much memory", "vm_with_too_much_memory"],
    ["Running VM, acted on by an unprivileged user", "running_vm_as_developer"],
    ["Stopped VM, acted on by an unprivileged user", "stopped_vm_as_developer"],
    ["Paused VM, acted on by a user without the permission", "paused_vm_as_developer"],
    ["Running VM, acted on by a developer", "running_vm_as_developer"],
    ["Snapshot of the running VM", "running_vm_snapshot"],
    ["Snapshot of the stopped VM", "stopped_vm_snapshot"],
    ["Instance of the running VM", "running_instance"],
    ["Namespace", "namespace"],
    ["Empty namespace", "fresh_namespace"],
    ["Secondary network with a VLAN tag", "vlan_network"],
    ["Default storage class", "default_storage_class"],
  ])("%s: %s", (text, fixture) => {
    expect(targets(bind({ preconditions: [text] }), "precondition")).toEqual([fixture]);
  });

  it.each([
    ["VM that is not running", "running"],
    ["Running VM without disks", "disks"],
    ["Running VM with three disks", "three"],
    ["Running VM with 4 CPU cores", "4"],
    ["Running Windows VM", "Windows"],
    ["VM with a GPU", "GPU"],
    ["Running VM with an SR-IOV interface", "SR"],
    ["Stopped VMs", "VMs"],
    ["Running VM, acted on by a view-only user", "only"],
    ['Running VM with host name "sales"', "sales"],
    ["Bound claim without storage class", ""],
    ["Node that is drained", ""],
    ["Migration policy", ""],
  ])("%s: no fixture is close enough, and the reason says what is missing", (text, missing) => {
    const bound = bind({ preconditions: [text] });
    expect(targets(bound, "precondition")).toEqual([]);
    expect(code(bound)).toContain(`no fixture in sight gives "${text}"`);
    expect(code(bound)).toContain(missing);
  });

  it("sees only the fixtures that a test in that directory sees", () => {
    const quota = { preconditions: ["Stopped VM that uses up the quota"] };
    expect(targets(bind(quota, "tests/infrastructure/test_it.py"), "precondition")).toEqual([
      "vm_within_quota",
    ]);
    expect(code(bind(quota))).toContain("no fixture in sight");
  });

  it("never takes the snapshot of another VM than the one the test has", () => {
    const bound = bind({ preconditions: ["Running VM", "Snapshot of the stopped VM"] });
    expect(code(bound)).toContain('no fixture in sight gives "Snapshot of the stopped VM"');
    expect(
      targets(bind({ preconditions: ["Stopped VM", "Snapshot of the stopped VM"] }), "precondition"),
    ).toEqual(["stopped_vm", "stopped_vm_snapshot"]);
  });
});

describe("a step is done by the helper that does just that", () => {
  it.each([
    ["Restart the VM", "running_vm.restart(wait=True)"],
    ["Stop the VM", "running_vm.stop(wait=True)"],
    ["Soft reboot the VM", "running_vm.soft_reboot(wait=True)"],
    ["Live migrate the VM", "running_vm.migrate(wait=True)"],
    ["Migrate the VM to another node", "running_vm.migrate(wait=True)"],
    ["Take a snapshot of the VM", "take_snapshot(vm=running_vm)"],
    ["Set the CPU cores of the VM to 4", "running_vm.set_cpu_cores(cores=4)"],
    ['Set the guest memory of the VM to "1Gi"', 'running_vm.set_guest_memory(memory="1Gi")'],
    ['Set the run strategy of the VM to "Halted"', 'running_vm.set_run_strategy(run_strategy="Halted")'],
    ["Restart the VM without waiting", "restart_vm_without_waiting(vm=running_vm)"],
  ])("%s: %s", (step, call) => {
    expect(code(bind({ steps: [step] })).split("\n")[0]).toBe(call);
  });

  it.each([
    ["Explode the VM", ""],
    ["Reset the VM twice", '"twice"'],
    ["Reset the VM 3 times", ""],
    ["Restart the VM from the web console", '"web", "console"'],
    ["Stop the VM without deleting its disk", ""],
    ['Rename the VM to "blue"', ""],
    ["Unplug the network interface", '"network", "interface"'],
    ["Restart the VM while its guest boots", ""],
    ["Wait for 5 minutes", ""],
    ["Read the boot ID of the guest", ""],
    ["Restore the snapshot", ""],
  ])("%s: no helper does this, and the reason says what is missing", (step, missing) => {
    const bound = bind({ steps: [step] });
    expect(code(bound)).toContain(`step 1, "${step}": no helper of the suite does this`);
    expect(code(bound)).toContain(missing);
  });

  it("does not choose between two machines that may both be meant", () => {
    const preconditions = ["Running VM", "Paused VM"];
    expect(code(bind({ preconditions, steps: ["Take a snapshot of the VM"] }))).toContain(
      "no helper of the suite",
    );
    expect(code(bind({ preconditions, steps: ["Take a snapshot of the paused VM"] }))).toContain(
      "running_vm and paused_vm are two machines",
    );
  });

  it("names what a helper returns only when a later line speaks of it", () => {
    const steps = ["Take a snapshot of the VM"];
    expect(code(bind({ steps, expected: ["Snapshot is ready"] }))).toBe(
      "snapshot = take_snapshot(vm=running_vm)\nsnapshot.wait_until_ready()",
    );
    expect(code(bind({ steps }))).toBe("take_snapshot(vm=running_vm)\nrunning_vm.wait_until_running()");
  });
});

describe("an outcome is shown by what shows just that", () => {
  it.each([
    ['VM is "Running"', "running_vm.wait_until_running()"],
    ['VM is "Paused"', "wait_for_paused_vm(vm=running_vm)"],
    ['VM is "Migrating"', 'running_vm.wait_for_status(status="Migrating")'],
    ["VM exists", "running_vm.wait_until_exists()"],
    ["VM does not exist", 'assert not running_vm.exists, "Not so: VM does not exist"'],
    ["VM is not paused", 'assert not running_vm.is_paused, "Not so: VM is not paused"'],
    ["VM is live migratable", 'assert is_vm_live_migratable(vm=running_vm), "Not so: VM is live migratable"'],
    ["Restart is required", "wait_for_restart_required(vm=running_vm)"],
    [
      'Event "Restarted" is written about the VM',
      'wait_for_another_event(resource=running_vm, reason="Restarted", previous_count=restarted_events_before)',
    ],
    [
      "Guest agent is not connected",
      'assert not is_guest_agent_connected(vmi=running_vm.instance), "Not so: Guest agent is not connected"',
    ],
  ])("%s: %s", (outcome, line) => {
    expect(
      code(bind({ expected: [outcome] }))
        .split("\n")
        .at(-1),
    ).toBe(line);
  });

  it.each([
    ["Boot ID of the guest changes", "get_guest_boot_id(vmi=running_vm.instance)", "!="],
    ["Boot ID of the guest is not the same", "get_guest_boot_id(vmi=running_vm.instance)", "!="],
    ["Boot ID of the guest is unchanged", "get_guest_boot_id(vmi=running_vm.instance)", "=="],
    ["Boot ID of the guest does not change", "get_guest_boot_id(vmi=running_vm.instance)", "=="],
    ["Boot ID of the guest never changes", "get_guest_boot_id(vmi=running_vm.instance)", "=="],
    [
      "Boot time of the guest differs from the one before",
      "get_guest_boot_time(vmi=running_vm.instance)",
      "!=",
    ],
    ["Instance UID of the VM is the same as before", "get_instance_uid(vm=running_vm)", "=="],
    ["Node of the VM changes", "get_node_name(vm=running_vm)", "!="],
    ["IP address of the VM is unchanged", "get_ip_address(vmi=running_vm.instance)", "=="],
  ])("%s: read before the first step, and compared", (outcome, read, operator) => {
    const lines = code(bind({ expected: [outcome] })).split("\n");
    const name = /^(\w+)_before = /.exec(lines[0] ?? "")?.[1];
    expect(lines.slice(0, 3)).toEqual([
      `${name}_before = ${read}`,
      "running_vm.restart(wait=True)",
      `${name}_after = ${read}`,
    ]);
    expect(lines[3]).toMatch(new RegExp(`^assert ${name}_after ${operator} ${name}_before, f"`));
  });

  it("keeps a collection only when there is something in it to keep", () => {
    expect(
      code(bind({ expected: ["Mount points of the guest are unchanged"] }))
        .split("\n")
        .slice(0, 3),
    ).toEqual([
      "guest_mount_points_before = get_guest_mount_points(vmi=running_vm.instance)",
      'assert guest_mount_points_before, "Mount points of the guest: there is nothing to keep"',
      "running_vm.restart(wait=True)",
    ]);
  });

  it("compares a value with the one that the plan names", () => {
    expect(
      code(bind({ expected: ['Host name of the guest is "accounting"'] }))
        .split("\n")
        .slice(1),
    ).toEqual([
      "guest_host_name = get_guest_hostname(vmi=running_vm.instance)",
      'assert guest_host_name == "accounting", f"Host name of the guest is {guest_host_name}"',
    ]);
    expect(code(bind({ expected: ["Number of CPUs of the instance is 2"] }))).toContain("== 2, f");
  });

  it.each([
    "VM is not running",
    "VM is no longer running",
    'VM is not "Running"',
    'VM is "Running" on another node',
    'Host name of the guest is not "accounting"',
    "Boot ID of the guest changes twice",
    "Console shows a login prompt",
    "VM has two disks",
    "Disk is listed in the VM",
    "VM is paused for a while",
    "Guest agent is connected before the VM is Running",
    'Event "Restarted" is written once',
    "Phase of the snapshot changes",
    'Number of CPUs of the instance is "two"',
    "VM is up and healthy",
    "Guest answers within 5 seconds",
  ])("%s: nothing in the suite shows this, and the reason says so", (outcome) => {
    const bound = bind({ expected: [outcome] });
    expect(bound.ok).toBe(false);
    expect(code(bound)).toContain(`"${outcome}": nothing in the suite shows this`);
  });

  it("writes nothing for a test that expects nothing, does nothing, or is parametrised", () => {
    expect(code(bind({ expected: [] }))).toBe("the description names no expected outcome");
    expect(code(bind({ steps: [] }))).toContain("names no action");
    expect(code(bind({ parametrize: ["os: [rhel, fedora]"] }))).toContain("parametrised");
  });
});

describe("a refusal", () => {
  const refused = (some: Partial<DescribedTest>): BoundTest =>
    bind({ negative: true, steps: ["Attempt to reset the VM"], expected: ["Request is refused"], ...some });

  it.each([
    ["Request is refused with a conflict", "ConflictError"],
    ["Request is forbidden", "ForbiddenError"],
    ["Request is rejected as invalid", "InvalidError"],
    ["Request is refused because the quota is exceeded", "ForbiddenError"],
    ["Request is denied by the admission webhook", "InvalidError"],
    ["Request is refused with 404", "NotFoundError"],
  ])("%s: %s, and nothing but the attempt stands in the block", (outcome, error) => {
    const bound = refused({ expected: [outcome] });
    expect(bound).toMatchObject({
      ok: true,
      body: [{ head: `with pytest.raises(${error}):`, body: ["running_vm.reset()"] }],
    });
  });

  it("is a matter of permission when an unprivileged user tries", () => {
    const preconditions = ["Running VM, acted on by an unprivileged user"];
    expect(code(refused({ preconditions }))).toBe(
      "with pytest.raises(ForbiddenError):\nrunning_vm_as_developer.reset()",
    );
  });

  it("is never expected as the base of all refusals", () => {
    for (const word of ["refused", "rejected", "denied", "forbidden", "blocked"]) {
      expect(code(refused({ expected: [`Request is ${word}`] }))).not.toContain("(ApiError)");
    }
  });

  it("is looked at first, what holds afterwards outside of the block", () => {
    const bound = refused({
      preconditions: ["Paused VM"],
      expected: ["Request is refused", 'VM is "Paused"'],
    });
    expect(bound).toMatchObject({
      ok: true,
      body: [
        { head: expect.stringContaining("pytest.raises"), body: ["paused_vm.reset()"] },
        "wait_for_paused_vm(vm=paused_vm)",
      ],
    });
  });

  it("is that of the last step, the ones before it are waited for", () => {
    const bound = refused({ steps: ["Pause the VM", "Attempt to reset the VM"] });
    expect(bound).toMatchObject({ body: ["running_vm.pause(wait=True)", { body: ["running_vm.reset()"] }] });
  });

  it.each([
    ["Request is refused with a clear error message", '"clear"'],
    ["Request is refused and the VM keeps running", '"keeps"'],
    ["Request is refused until noon", '"noon"'],
  ])("%s: no error stands for this, and the reason says what is missing", (outcome, missing) => {
    expect(code(refused({ expected: [outcome] }))).toContain(missing);
  });

  it("must be said by an outcome, and by one only", () => {
    const reset = { steps: ["Reset the VM"], expected: ['VM is "Running"'] };
    expect(code(refused(reset))).toContain("no expected outcome says so");
    expect(code(refused({ expected: ["Request is not refused"] }))).toContain(
      "nothing in the suite shows this",
    );
    expect(code(refused({ expected: ["Request is refused", "Request is rejected"] }))).toContain(
      "more than one",
    );
  });

  it("is also shown where the step is only an attempt and the outcome tells what it left as it was", () => {
    const attempt = { steps: ["Attempt to reset the VM"], expected: ["VM is still paused"] };
    expect(code(refused({ ...attempt, preconditions: ["Paused VM"] }))).toBe(
      'with pytest.raises(BadRequestError):\npaused_vm.reset()\nassert vm_stays_in_status(vm=paused_vm, status="Paused"), "Not so: VM is still paused"',
    );
  });
});
