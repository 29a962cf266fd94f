import { describe, expect, it } from "vitest";
import { describePlan } from "../../src/author/offline/describe.ts";
import type { DescribedTest } from "../../src/description/model.ts";
import type { Scenario } from "../../src/plan/model.ts";
import { planOf, scenarioOf } from "./support.ts";

/** The tests of one scenario. */
function described(some: Partial<Scenario>): DescribedTest[] {
  const plan = { ...planOf([]), scenarios: [scenarioOf(some)] };
  return describePlan(plan, "digest").groups.flatMap(({ tests }) => tests);
}

/** A sentence, and its tests: what is given, what is done, what is seen. */
type Row = readonly [text: string, given: string, steps: string, expected: string];

const shown = (tests: readonly DescribedTest[]) =>
  tests.map(({ preconditions, steps, expected }) =>
    [preconditions, steps, expected].map((line) => line.join("; ")),
  );

const check = (text: string, ...told: string[]) => expect(shown(described({ text }))).toEqual([told]);

describe("an outcome that the test would bring about by hand", () => {
  it.each<Row>([
    [
      "Verify that a report is made at the set time",
      "",
      "Inspect the report",
      "Report is made at the set time",
    ],
    [
      "Verify that a missed export is created every night",
      "",
      "Inspect the missed export",
      "Missed export is created every night",
    ],
    [
      "Verify that the host key is set in the guest",
      "",
      "Inspect the host key",
      "Host key is set in the guest",
    ],
    [
      "Verify that a VM recovers from a failed backup",
      "VM",
      "Inspect the VM",
      "VM recovers from a failed backup",
    ],
    [
      "Verify that a missed report is sent when the node is back",
      "",
      "Bring the node back",
      "Missed report is sent",
    ],
  ])("%s: it is only observed", check);

  it.each<Row>([
    [
      "Verify that a volume is cloned to another class",
      "",
      "Clone a volume to another class",
      "Volume is cloned to another class",
    ],
    [
      "Verify that the overview opens within 5 seconds",
      "",
      "Open the overview",
      "Overview opens within 5 seconds",
    ],
    [
      "Verify that a guest resolves the name of a service",
      "",
      "Let a guest resolve the name of a service",
      "Guest resolves the name of a service",
    ],
  ])("%s: what a user does stays a step", check);
});

describe("what lasts", () => {
  it.each<Row>([
    [
      "Session stays open through 20 migrations",
      "Session is open",
      "Migrate the VM 20 times",
      "Session stays open through 20 migrations",
    ],
    [
      "Verify that the offset stays low for 3 days",
      "Offset is low",
      "Wait 3 days",
      "Offset stays low for 3 days",
    ],
    [
      "Verify that a Linux VM keeps its keys over a migration",
      "Linux VM",
      "Migrate the VM",
      "VM keeps its keys over a migration",
    ],
    [
      "Verify that five migrations in a row keep the session",
      "",
      "Migrate the VM five times in a row",
      "Five migrations in a row keep the session",
    ],
    [
      "Check that the guest answers after three reboots in a row",
      "",
      "Reboot the VM three times in a row",
      "Guest answers",
    ],
  ])("%s: the event is a step, the state without it is given", check);
});

describe("an order in front of a check", () => {
  it.each<Row>([
    [
      "Start a large VM with no free node; the VM stays Pending",
      "Large VM with no free node",
      "Start the VM",
      'VM stays "Pending"',
    ],
    [
      "Notarize the guest and verify that its ticket is signed",
      "",
      "Notarize the guest",
      "Ticket of the guest is signed",
    ],
    [
      "Create and pause a VM, and check that an event is written",
      "",
      "Create a VM; Pause the VM",
      "Event is written",
    ],
    [
      "Run a scan on a new cluster and verify that it succeeds",
      "",
      "Run a scan on a new cluster",
      "Scan succeeds",
    ],
    [
      "Switch a node off and verify that its guests run on another node",
      "",
      "Switch a node off",
      "Guests of the node run on another node",
    ],
    ["Pick each mode and verify that the guest reports it", "", "Pick each mode", "Guest reports the mode"],
    [
      "Take a copy on one node and restore it on another one",
      "",
      "Take a copy on one node; Restore the copy on another one",
      "Restoring the copy on another one succeeds",
    ],
  ])("%s: it is a step, and its thing is named", check);

  it.each<Row>([
    ["Add a disk and restart", "", "Add a disk; Restart the VM", "Restarting the VM succeeds"],
    [
      "Run a script in the guest and read its output",
      "",
      "Run a script in the guest; Read the output of the script",
      "Reading the output of the script succeeds",
    ],
    ["Crash a guest and verify that a core is kept[^4]", "", "Crash a guest", "Core is kept"],
    [
      "Verify that a VM with a GPU is cloned (deferred to 5.3)",
      "VM with a GPU",
      "Clone the VM",
      "VM is cloned",
    ],
  ])("%s: nothing else is in the lines", check);

  it("of a list belongs to the title in front of it", () => {
    const text = "Link expires after its TTL: Set a TTL of one hour; Wait; The page is gone";
    expect(described({ text }).map(({ steps, expected }) => [steps.slice(0, 2), expected])).toEqual([
      [["Set a TTL of one hour", "Wait"], ["Link expires"]],
      [["Set a TTL of one hour", "Wait"], ["Page is gone"]],
    ]);
  });

  it("leads to a refusal that is told by its code", () => {
    const text = "Attempt to set the quota below the use; expect HTTP 409";
    expect(shown(described({ text, negative: true, negativeReason: "409" }))).toEqual([
      ["", "Attempt to set the quota below the use", "Request fails with HTTP 409"],
    ]);
  });

  it.each([
    ["Attach a disk with a tape on each port and verify that the guest sees it"],
    ["Verify that the cache defrobs its pages"],
    ["Open a folder of another project by its link"],
    ["Log in with an expired token"],
  ])("%s: what nobody can tell is quoted", (text) => {
    const [test, ...others] = described({ text });
    expect(others).toEqual([]);
    expect(test?.expected.join()).toMatch(/^Outcome matches the plan: "/);
  });

  it("is a step for each of those that one line joins", () => {
    const tests = described({
      text: "Keys persist",
      steps: ["Seal a note, restart the VM"],
      expected: ["The note is there"],
    });
    expect(tests.map(({ steps }) => steps)).toEqual([["Seal a note", "Restart the VM"]]);
  });
});

describe("a condition in the sentence", () => {
  it("holds beside the preconditions that the plan lists", () => {
    const text = "Verify that no copy is kept when the volume is full";
    const [test] = described({ text, preconditions: ["A small volume"] });
    expect(test?.preconditions).toEqual(["A small volume", "The volume is full"]);
  });
});

describe("what is inadmissible", () => {
  it.each<Row>([
    [
      "Verify that a VM with a size above its quota is not admitted",
      "",
      "Attempt to create a VM with a size above its quota",
      "VM with a size above its quota is not admitted",
    ],
    [
      "Verify that a VM with a class that doesn’t exist isn’t created",
      "",
      "Attempt to create a VM with a class that doesn't exist",
      "VM with a class that doesn't exist isn't created",
    ],
    [
      "Verify that a VM above the limit is not started",
      "",
      "Attempt to start a VM above the limit",
      "VM above the limit is not started",
    ],
    [
      "Verify that a hibernated VM cannot be resized",
      "Hibernated VM",
      "Attempt to resize the VM",
      "Request is refused",
    ],
    [
      "Verify that a VM with a TPM refuses fast start",
      "VM with a TPM",
      "Attempt the fast start",
      "Request is refused",
    ],
    [
      "A script that is not signed is refused",
      "",
      "Attempt to run a script that is not signed",
      "Script that is not signed is refused",
    ],
    [
      "Verify that the webhook stops the deletion of the last disk",
      "",
      "Attempt to delete the last disk",
      "Request is refused by the webhook",
    ],
    [
      "Verify that the system won't let a guest user raise the quota",
      "",
      "Let a guest user attempt to raise the quota",
      "System does not let a guest user raise the quota",
    ],
  ])("%s: it is tried", (text, given, steps, expected) => {
    const tests = described({ text });
    expect(shown(tests)).toEqual([[given, steps, expected]]);
    expect(tests.every(({ negative }) => negative)).toBe(true);
  });

  it("is refused where the plan only names the attempt", () => {
    const [test] = described({ text: "Add a label that is no label", negative: true, negativeReason: "no" });
    expect(test?.steps).toEqual(["Attempt to add a label that is no label"]);
    expect(test?.expected).toEqual(["Request is refused"]);
  });

  it("is shown by one who may and one who may not", () =>
    check(
      "Verify that only an admin can rename the folder",
      "",
      "Let an admin rename the folder; Let somebody else attempt to rename the folder",
      "Only an admin can rename the folder",
    ));
});

describe("what can be done", () => {
  it.each<Row>([
    ["Verify that a class can be cloned", "", "Clone a class", "Class is cloned"],
    [
      "Verify that the size of a stopped VM can be changed",
      "Stopped VM",
      "Change the size of the VM",
      "Size of the VM is changed",
    ],
  ])("%s: the outcome is that it is done", check);
});

describe("a text that only points elsewhere", () => {
  it.each([
    ["VIRT-4711", "only an id"],
    ["[Scenario]", "only a placeholder"],
    ["Scenario 1, 2", "only names other scenarios"],
  ])("%s: gets no test, and the reason", (text, reason) => {
    const plan = { ...planOf([]), scenarios: [scenarioOf({ text })] };
    const { groups, uncovered } = describePlan(plan, "digest");
    expect(groups).toEqual([]);
    expect(uncovered).toEqual([{ scenario: "VIRT-1", text, reason: expect.stringContaining(reason) }]);
  });

  it("is described all the same by steps and results of its own", () =>
    expect(described({ text: "VIRT-4711", steps: ["Start the VM"], expected: ["VM runs"] })).toHaveLength(1));
});

describe("words that belong together", () => {
  it.each<Row>([
    [
      "Verify that a VM with fast start is Running",
      "VM with fast start",
      "Inspect the VM",
      'VM is "Running"',
    ],
    [
      "Verify that a VM with a class that does not scale is listed",
      "VM with a class that does not scale",
      "Inspect the VM",
      "VM is listed",
    ],
    [
      "Verify that a VM of type m1.large has four CPUs",
      "VM of type m1.large",
      "Inspect the VM",
      "VM has four CPUs",
    ],
    [
      "Verify that a VM of the realtime profile gets huge pages",
      "VM of the realtime profile",
      "Inspect the VM",
      "VM gets huge pages",
    ],
    ["Verify that all paused VMs are listed", "VM", "Inspect the paused VMs", "All paused VMs are listed"],
    [
      "Verify that a clone that failed does not use the quota",
      "",
      "Inspect the clone that failed",
      "Clone that failed does not use the quota",
    ],
    ["Verify that a restore brings back the notes", "", "Perform a restore", "Restore brings back the notes"],
    ["Verify that a cache grows while the guest runs", "", "Let the guest run", "Cache grows"],
  ])("%s", check);
});

describe("what is read only in part is quoted whole", () => {
  it.each([
    "Verify at most 30 seconds after 5 VMs are unpaused every guest answers to ping",
    "Verify that unless the user has the edit role, the list is empty",
    "Verify that if pausing fails an event is emitted",
    "Verify that after swapping the order of the two disks and restarting, the VM boots from the other disk",
    "Verify unprivileged user can list and clone snapshots",
    "Verify that after the default class changes new disks use it, while existing disks are not changed",
    "Verify the gauge is 1 while the VM is paused and 0 after it is unpaused",
    "Verify the clock doesn’t advance while it’s paused",
    "Verify a VM with 2 NICs, 1 GPU and hugepages can be paused, unpaused and stopped",
    "Verify the guest's clock is in sync within 1s after unpause (chrony)",
    "Verify that inside a VM with a GPU, the device is visible (as the driver lists it)",
  ])("%s", (text) => {
    const tests = described({ text });
    const words = text.replaceAll("’", "'");
    expect(tests.map(({ expected }) => expected)).toEqual([[`Outcome matches the plan: "${words}"`]]);
    expect(tests.flatMap(({ preconditions }) => preconditions).join("\n")).not.toMatch(/after it|It's is/);
  });

  it("and an order that is none is not made an attempt", () => {
    const tests = described({
      text: "A target that is not there",
      negative: true,
      steps: ["the disk is moved to a class that does not exist"],
      expected: ["the move is refused", "the VM keeps running"],
    });
    expect(tests.flatMap(({ steps }) => steps).join("\n")).not.toContain("Attempt to the");
  });
});

describe("outcomes of one sentence", () => {
  it("are seen after the same action, from the same start", () => {
    expect(shown(described({ text: "Verify a disk is hotplugged; the guest sees the disk" }))).toEqual([
      ["", "Hotplug a disk", "Disk is hotplugged"],
      ["", "Hotplug a disk", "Guest sees the disk"],
    ]);
    const refused = described({
      text: "Migration of a VM with a GPU is refused; the VM keeps running",
      negative: true,
    });
    expect(new Set(refused.map(({ steps }) => steps.join("; "))).size).toBe(1);
    expect(refused[1]?.preconditions.join("; ")).toContain("VM with a GPU");
  });

  it("but not before it: what is looked at first stands alone", () => {
    const tests = described({
      text: "Verify the label is shown. Remove the label and verify that the list is empty",
    });
    expect(tests[0]?.steps).toEqual(["Inspect the label"]);
  });

  it("are not part of the condition in front of them", () => {
    const tests = described({
      text: "Verify that the copy is aborted when its limit is exceeded and the VM continues running",
    });
    expect(tests.map(({ expected }) => expected[0])).toEqual(["Copy is aborted", "VM continues running"]);
    expect(tests.flatMap(({ preconditions }) => preconditions).join()).not.toContain("continues");
  });

  it("keep a count: once is no conjunction there", () => {
    const [test] = described({ text: "Verify the quota is counted once during the migration" });
    expect(test?.expected[0]).toContain("once");
  });
});
