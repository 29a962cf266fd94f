import { describe, expect, it } from "vitest";
import { bind, code, targets } from "./bound.ts";

/** Sentences that a helper of the suite nearly says, and a test of it would show or do something else. */

describe("an outcome is not shown by a helper that is about something else", () => {
  it.each([
    "Name of the VM is unchanged",
    "Name of the guest is unchanged",
    "Address of the VM is unchanged",
    "ID of the VM is unchanged",
    "ID of the guest changes",
    "Time of the guest is unchanged",
    "Kernel of the guest is unchanged",
    "Instance UID of the guest changes",
    "Labels of the instance are unchanged",
    "CPU sockets of the VM are unchanged",
    "Number of CPU threads is 1",
    "Number of CPU cores is 2",
    "Number of CPU sockets is 2",
    'Node is "Running"',
    'Guest is "Running"',
    'Instance is "Paused"',
    "Instance exists",
    "Instance does not exist",
    "Guest is ready",
    "Guest is connected",
    "VM keeps running",
    "CPU count of the node is 4",
    "Node has an IP address",
    "Guest agent is reset",
    "Guest agent boots",
  ])("%s", (outcome) => {
    expect(code(bind({ expected: [outcome] }))).toContain(`"${outcome}": nothing in the suite shows this`);
  });

  it("and the reason names what the nearest helper is about", () => {
    expect(code(bind({ expected: ["ID of the guest is unchanged"] }))).toContain(
      '(nearest: get_guest_boot_id, 0.87, which is about "boot")',
    );
  });

  it.each([
    ["Boot ID of the VM changes", "utilities.guest.get_guest_boot_id"],
    ["UID of the VM is unchanged", "libs.resources.resource.Resource.uid"],
    ["UID of the instance changes", "utilities.virt.get_instance_uid"],
    ["Memory of the VM is unchanged", "utilities.virt.get_instance_memory"],
    ["Node of the VM changes", "utilities.virt.get_node_name"],
    ["Guest agent answers", "utilities.guest.wait_for_guest_agent"],
    ["VM has rebooted", "utilities.guest.wait_for_guest_reboot"],
  ])("%s: %s still is what is meant", (outcome, target) => {
    expect(targets(bind({ expected: [outcome] }), "expected")).toEqual([target]);
  });
});

describe("values are compared only when equal ones say the same", () => {
  it.each([
    ["handles are compared by identity", "Claims of the VM are unchanged"],
    ["handles are compared by identity", "Snapshots of the VM change"],
    ["a template is what the test wrote itself", "Disk names of the VM are unchanged"],
    ["one of several is not all of them", "Interfaces of the VM are unchanged"],
    ["several names are not one thing", "Disk of the VM is unchanged"],
    ["one look does not show that nothing is written later", "Warning messages of the VM are unchanged"],
  ])("%s: %s", (_, outcome) => {
    expect(code(bind({ expected: [outcome] }))).toContain("nothing in the suite shows this");
  });
});

describe("an event", () => {
  it("is one more than before the steps, about the same object", () => {
    const steps = ["Migrate the VM"];
    expect(code(bind({ steps, expected: ['Event "Migrated" is reported for the VM'] }))).toBe(
      [
        'migrated_events_before = count_events(resource=running_vm, reason="Migrated")',
        "running_vm.migrate(wait=True)",
        'wait_for_another_event(resource=running_vm, reason="Migrated", previous_count=migrated_events_before)',
      ].join("\n"),
    );
  });

  it("has a count of its own for each reason", () => {
    const expected = ['Event "Stopped" is written about the VM', 'Event "Started" is written about the VM'];
    const body = code(bind({ expected }));
    expect(body).toContain("previous_count=stopped_events_before)");
    expect(body).toContain("previous_count=started_events_before)");
  });

  it.each([
    'Event "Stopped" is not written about the VM',
    'VM has no event "Stopped"',
    "No warning is written about the VM",
  ])("is not shown to be missing by one look: %s", (outcome) => {
    expect(code(bind({ expected: [outcome] }))).toContain("nothing in the suite shows this");
  });

  it.each([
    'Event "Deleted" is written about the namespace',
    'Event "Started" is emitted twice',
    "Events are written about the VM",
  ])("is that of the sentence: %s", (outcome) => {
    expect(bind({ expected: [outcome] }).ok).toBe(false);
  });
});

describe("what holds on", () => {
  it.each(["VM is still paused", 'VM remains "Paused"', 'VM stays in status "Paused"', "VM stays paused"])(
    "is watched for a while: %s",
    (outcome) => {
      expect(code(bind({ preconditions: ["Paused VM"], expected: [outcome] }))).toContain(
        'assert vm_stays_in_status(vm=paused_vm, status="Paused")',
      );
    },
  );

  it("is seen before and after the steps, where nothing in the suite watches it", () => {
    const lines = code(bind({ expected: ["Guest agent is still connected"] })).split("\n");
    expect(lines).toEqual([
      expect.stringMatching(/^assert is_guest_agent_connected\(.*"Not so before: /),
      expect.stringContaining("restart("),
      expect.stringMatching(/^assert is_guest_agent_connected\(.*"Not so: /),
    ]);
  });

  it.each(["VM still exists", "VM remains live migratable"])(
    "is more than that it holds once: %s",
    (outcome) => {
      expect(code(bind({ expected: [outcome] }))).toContain("nothing in the suite shows this");
    },
  );

  it("and what no longer does held before", () => {
    expect(code(bind({ steps: ["Delete the VM"], expected: ["VM no longer exists"] }))).toBe(
      [
        'assert running_vm.exists, "Not so before: VM no longer exists"',
        "running_vm.delete(wait=True)",
        'assert not running_vm.exists, "Not so: VM no longer exists"',
      ].join("\n"),
    );
  });
});

describe("a step is not done by a helper that does something else", () => {
  it.each([
    "Create the VM",
    "Take the VM",
    "Make the VM run",
    "Take another snapshot of the VM",
    "Restart the VM again",
    "Migrate the VM back to the node",
    "Migrate the VM to the same node",
    "Restart the instance",
    "Restart the guest agent",
    "Migrate the node",
    "Shut down the guest",
    "Reboot the VM",
    'Set the memory of the node to "1Gi"',
    "Apply pending changes of the VM",
  ])("%s", (step) => {
    expect(code(bind({ steps: [step] }))).toContain(`step 1, "${step}": no helper of the suite does this`);
  });

  it.each(["Take a snapshot of the VM", "Create a snapshot of the VM", "Perform a snapshot of the VM"])(
    "%s: a snapshot is what is taken",
    (step) => {
      expect(targets(bind({ steps: [step] }), "step")).toEqual(["utilities.snapshots.take_snapshot"]);
    },
  );

  it.each([
    "Delete the snapshot",
    "Delete all snapshots of the VM",
    "Unplug the disk",
    "Unplug a disk from the VM",
  ])("%s: what it acts on must be there", (step) => {
    expect(code(bind({ steps: [step] }))).toMatch(
      /no precondition or earlier step gives "(?:snapshots?|disk)"/,
    );
  });

  it("finds it there when a precondition or an earlier step gives it", () => {
    const steps = ["Take a snapshot of the VM", "Delete the snapshot"];
    expect(code(bind({ steps }))).toContain("snapshot.delete(wait=True)");
    expect(
      code(bind({ preconditions: ["VM with a hot-plugged disk"], steps: ["Unplug the disk"] })),
    ).toContain("unplug_disk(vm=vm_with_plugged_disk)");
  });
});

describe("a precondition is not given by a fixture for something else", () => {
  it.each([
    "Running VM with two CPU sockets",
    "Running VM with two root disks",
    "VM with 2 CPU threads",
    "Guest is shut down",
    "Two disks",
    "Running VM with a snapshot",
    "Running VM again",
    "VM that is still running",
    "Running VM that was stopped",
    "Running VM that is shut down",
    "Running VM that was paused",
    "Stopped VM and a running VM",
    "Started VM",
  ])("%s", (text) => {
    expect(code(bind({ preconditions: [text] }))).toContain(`no fixture in sight gives "${text}"`);
  });

  it.each([
    ["VM created by a developer", "developer_vm"],
    ["Running VM of a developer", "developer_vm"],
    ["Running VM, acted on by a developer", "running_vm_as_developer"],
  ])("%s: %s", (text, fixture) => {
    expect(targets(bind({ preconditions: [text] }), "precondition")).toEqual([fixture]);
  });
});

describe("a refusal", () => {
  const refused = (step: string, outcome = "Request is refused", preconditions = ["Running VM"]): string =>
    code(bind({ negative: true, preconditions, steps: [step], expected: [outcome] }));

  it("is that of the one request that is meant, not of a helper that sends more or waits", () => {
    expect(refused("Attempt to take a snapshot of the VM")).toContain("start_snapshot(vm=running_vm)");
    expect(
      refused("Attempt to restore the snapshot", "Request is refused", [
        "Stopped VM",
        "Snapshot of the stopped VM",
      ]),
    ).toContain("start_restore(vm=stopped_vm, snapshot=stopped_vm_snapshot)");
    expect(refused("Attempt to hot-plug a disk to the VM")).toContain("plug_disk does more than one request");
    expect(refused("Attempt to power cycle the VM")).toContain("power_cycle_vm does more than one request");
  });

  it.each(["Request is refused", "Request fails", "Request is answered with an error", "Request is denied"])(
    "%s: neither a crash, nor too many requests, nor an unknown user, nor an error of the suite's own",
    (outcome) => {
      expect(refused("Attempt to reset the VM", outcome)).toMatch(
        /raises\((?:BadRequest|Forbidden|NotFound|Conflict|Invalid)Error\)/,
      );
    },
  );

  it.each([
    "Request is rejected with an internal server error",
    "Request is rejected with 503",
    "Request is refused with 429",
    "Request is denied with a timeout",
  ])("%s: is none", (outcome) => {
    expect(refused("Attempt to reset the VM", outcome)).toContain(
      "a failure of the server or the connection",
    );
  });

  it("is not what a helper raises before it asks", () => {
    expect(refused("Attempt to reset the VM", "Request is refused because the VM is not running")).toContain(
      "the suite has no error that stands for this refusal",
    );
  });
});

describe("a second machine", () => {
  it.each([
    { steps: ["Live migrate another VM"], expected: ["Boot ID of the VM is unchanged"] },
    { steps: ["Pause the VM"], expected: ['An event "Paused" is written about another VM'] },
    { steps: ["Restart the second running VM"], expected: ["Boot ID of the VM is unchanged"] },
  ])("is never taken for the first: $steps.0", (some) => {
    expect(code(bind(some))).toContain("speaks of another machine");
  });

  it("does not stand in for the first where the suite has one fixture for each state", () => {
    const some = {
      preconditions: ["Running VM", "Live migratable VM"],
      expected: ["VM is still live migratable"],
    };
    expect(code(bind(some))).toContain("running_vm and migratable_vm are two machines");
  });
});

describe("what is done from inside the guest", () => {
  it.each(["Reset the VM from the guest", "Stop the VM from inside the guest"])(
    "is not done through the API: %s",
    (step) => {
      expect(code(bind({ steps: [step], expected: ["Boot ID of the VM changes"] }))).toMatch(
        /from inside the guest|no helper of the suite does this/,
      );
    },
  );
});
