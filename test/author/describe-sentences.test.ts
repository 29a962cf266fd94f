import { describe, expect, it } from "vitest";
import { describePlan } from "../../src/author/offline/describe.ts";
import type { DescribedTest } from "../../src/description/model.ts";
import type { Scenario } from "../../src/plan/model.ts";
import { planOf, scenarioOf } from "./support.ts";

interface Heard {
  readonly tests: readonly DescribedTest[];
  readonly notes: readonly string[];
}

/** The tests of one scenario, and what was noted about it. */
function described(some: Partial<Scenario>): Heard {
  const notes: string[] = [];
  const plan = { ...planOf([]), scenarios: [scenarioOf({ line: 7, ...some })] };
  const { groups } = describePlan(plan, "digest", (line, message) => notes.push(`${line}: ${message}`));
  return { tests: groups.flatMap(({ tests }) => tests), notes };
}

/** A sentence, and of each test: preconditions, steps, the outcome. */
type Row = readonly [string, ...(readonly [readonly string[], readonly string[], string])[]];

const ROWS: readonly Row[] = [
  // States: the test looks at what must be so.
  [
    "Verify the guest clock stays within one second",
    [[], ["Inspect the guest clock"], "Guest clock stays within one second"],
  ],
  [
    "Verify no VM is scheduled on a cordoned node",
    [["VM"], ["Inspect the VM"], "No VM is scheduled on a cordoned node"],
  ],
  ["Verify the console works", [[], ["Inspect the console"], "Console works"]],
  // Actions that the sentence itself performs.
  [
    "Live migration of a VM with a GPU",
    [["VM with a GPU"], ["Live migrate the VM"], "Live migration of the VM completes"],
  ],
  ["VM boot from a volume", [["VM"], ["Boot the VM from a volume"], "VM boot from a volume completes"]],
  [
    "Verify a folder is created in a folder",
    [[], ["Create a folder in a folder"], "Folder is created in a folder"],
  ],
  [
    "Verify a VM with two disks live migrates between nodes without downtime",
    [
      ["VM with two disks"],
      ["Live migrate the VM between nodes"],
      "VM live migrates between nodes without downtime",
    ],
  ],
  [
    "Verify the upload operation uses the default class",
    [[], ["Perform the upload operation"], "Upload operation uses the default class"],
  ],
  [
    "Verify disabling the cache removes the old files from the node",
    [[], ["Disable the cache"], "Old files are removed from the node"],
  ],
  [
    "Hot-unplug a disk with dirty pages",
    [[], ["Hot-unplug a disk with dirty pages"], "Hot-unplugging a disk with dirty pages succeeds"],
  ],
  // What can be done is shown by doing it.
  [
    "Verify media can be ejected from a running VM",
    [["Running VM"], ["Eject the media from the VM"], "Media is ejected from the VM"],
  ],
  [
    "It is possible to add a disk to a running VM",
    [["Running VM"], ["Add a disk to the VM"], "Adding a disk to the VM succeeds"],
  ],
  [
    "Verify two VMs on one node can talk to each other",
    [
      ["VM"],
      ["Let two VMs on one node talk to each other"],
      "Two VMs on one node succeed in talking to each other",
    ],
  ],
  // Orders and checks, sentence by sentence.
  [
    "Create a claim and attach it. Confirm an alert fires and the claim is read-only.",
    [[], ["Create a claim", "Attach the claim"], "Alert fires"],
    [[], ["Create a claim", "Attach the claim"], "Claim is read-only"],
  ],
  [
    "Lift the limit, and verify the disk is written at full speed",
    [[], ["Lift the limit"], "Disk is written at full speed"],
  ],
  [
    "Given quotas enabled, verify the dashboard lists them",
    [["Quotas are enabled"], ["Inspect the dashboard"], "Dashboard lists them"],
  ],
  [
    "Migrate a VM. After the migration completes, take a snapshot. Confirm the snapshot is ready.",
    [
      ["VM"],
      ["Migrate the VM", "Wait until the migration completes", "Take a snapshot"],
      "Snapshot is ready",
    ],
  ],
  // Several outcomes are several tests.
  [
    "Verify a running VM keeps its address after a rename, answers on the new name, and its disks are unchanged",
    [["Running VM"], ["Perform a rename"], "Address of the VM is unchanged"],
    [["Running VM"], ["Perform a rename"], "VM answers on the new name"],
    [["Running VM"], ["Perform a rename"], "Disks of the VM are unchanged"],
  ],
  [
    "A second user opens the console and sees the same screen",
    [[], ["Let a second user open the console"], "Second user sees the same screen"],
  ],
  // Circumstances: a state is a precondition, an event a step.
  [
    "Volumes are kept when no policy is configured",
    [["No policy is configured"], ["Inspect the volumes"], "Volumes are kept"],
  ],
  ["Verify drift is reported when a node fails", [[], ["Let a node fail"], "Drift is reported"]],
  [
    "The disk can be detached when the guest is shut down",
    [["Stopped guest"], ["Detach the disk"], "Disk is detached"],
  ],
  [
    "Verify the address is kept during a live migration",
    [[], ["Live migrate the VM"], "Address is kept during a live migration"],
  ],
  [
    "Verify the log starts when a user connects and stops once the last one leaves",
    [[], ["Let a user connect"], "Log starts"],
    [[], ["Let the last one leave"], "Log stops"],
  ],
  [
    "Switching the mode takes effect only after a restart",
    [[], ["Switch the mode", "Restart the VM"], "Switching the mode takes effect only after a restart"],
  ],
  [
    "Verify pausing and resuming the VM does not break the log",
    [["VM"], ["Pause the VM", "Resume the VM"], "Pausing and resuming the VM does not break the log"],
  ],
  [
    "Verify a log can only be read by an auditor",
    [[], ["Inspect the log"], "Log can only be read by an auditor"],
  ],
  [
    "Verify timestamps in the log match the clock",
    [[], ["Inspect the timestamps in the log"], "Timestamps in the log match the clock"],
  ],
  // Words that say how long it was so.
  [
    "VM is no longer paused after it is unpaused",
    [["Paused VM"], ["Unpause the VM"], "VM is no longer paused"],
  ],
  [
    "Verify the VM remains running after a policy is deleted",
    [["Running VM"], ["Delete a policy"], 'VM remains "Running"'],
  ],
  [
    "The disk is no longer attached after it is unplugged",
    [["Disk is attached"], ["Unplug the disk"], "Disk is no longer attached"],
  ],
  // Promises are statements, praise is left out.
  [
    "The VM must not lose its address upon restart",
    [["Running VM"], ["Restart the VM"], "VM does not lose its address"],
  ],
  ["Verify the console should work correctly", [[], ["Inspect the console"], "Console works"]],
  // A story is asked for what it wants.
  [
    "As a VM owner, I want VMs with shared disks to move between nodes without data loss",
    [["VMs with shared disks"], ["Move the VMs between nodes"], "VMs move between nodes without data loss"],
  ],
];

const REFUSALS: readonly Row[] = [
  [
    "Verify a limit below zero is rejected",
    [[], ["Attempt to use a limit below zero"], "Limit below zero is rejected"],
  ],
  [
    "Verify inserting media into a full tray returns an error",
    [[], ["Attempt to insert the media into a full tray"], "Request fails with an error"],
  ],
  [
    "Verify that the webhook rejects a VM without disks",
    [[], ["Attempt to create a VM without disks"], "Request is rejected by the webhook"],
  ],
  [
    "Users should not be able to edit a protected VM",
    [["Protected VM"], ["Let users attempt to edit the VM"], "Request is refused"],
  ],
  [
    "Verify a user with the view role cannot delete snapshots (receives a Forbidden error)",
    [
      [],
      ["Let a user with the view role attempt to delete snapshots"],
      "Request is refused with a Forbidden error",
    ],
  ],
  ["Verify it is not possible to rename a claim", [[], ["Attempt to rename a claim"], "Request is refused"]],
  [
    "Validate admission behavior for invalid claims",
    [[], ["Attempt to create invalid claims"], "Invalid claims are rejected"],
  ],
];

const told = ({ tests }: Heard) =>
  tests.map((test) => [test.preconditions, test.steps, test.expected.join("|")]);

describe("a scenario", () => {
  it.each(ROWS.map((row) => [row[0], row] as const))("%s", (text, [, ...expected]) => {
    const heard = described({ text });
    expect(told(heard)).toEqual(expected);
    expect(heard.tests.filter(({ negative }) => negative)).toEqual([]);
  });

  it.each(REFUSALS.map((row) => [row[0], row] as const))("%s: is refused", (text, [, ...expected]) => {
    const heard = described({ text, negative: true, negativeReason: "by its words" });
    expect(told(heard)).toEqual(expected);
    expect(heard.tests.every(({ negative }) => negative)).toBe(true);
  });

  it("that accepts the one and refuses the other has a negative and a positive test", () => {
    const text = "Validate admission behavior for invalid claims and acceptance behavior for valid claims";
    const { tests } = described({ text, negative: true, negativeReason: "admission behavior for invalid" });
    expect(tests.map(({ negative, steps, expected }) => [negative, ...steps, ...expected])).toEqual([
      [true, "Attempt to create invalid claims", "Invalid claims are rejected"],
      [false, "Create valid claims", "Valid claims are accepted"],
    ]);
  });
});

describe("a summary", () => {
  it.each([
    ["Take a snapshot. Confirm the label is kept.", "Test that the label is kept after taking a snapshot."],
    ["Snapshot becomes ready within a minute", "Test that the snapshot becomes ready within a minute."],
    ["VM is listed once it has been started", "Test that the VM is listed once it has been started."],
    ["Ensure that deleting the folder removes its tags", "Test that deleting the folder removes its tags."],
    ["Delete the folder", "Test that deleting the folder succeeds."],
    ["Verify alert fired when the image is stale", "Test that the alert fires when the image is stale."],
  ])("of %s is a sentence", (text, summary) => {
    expect(described({ text }).tests.map((test) => test.summary)).toEqual([summary]);
  });

  it("of a refused request says what was requested", () => {
    const { tests } = described({
      text: "Take a snapshot with an empty label",
      negative: true,
      steps: ["Take a snapshot with an empty label"],
      expected: ["The request is rejected"],
    });
    expect(tests.map((test) => test.summary)).toEqual([
      "Test that taking a snapshot with an empty label is rejected.",
    ]);
  });
});

describe("a plan that says too little", () => {
  it.each([
    ["Verify the dashboard shows the size", "names no action: its step only looks at what must be so"],
    ["Live migration of a VM", "names no outcome: what is expected is that it completes"],
    ["Delete the folder", "names no outcome: what is expected is that its action succeeds"],
    [
      "Verify the console works as expected after a restart",
      '"as expected" does not say what must be seen, and is left out',
    ],
    ["Verify labels are correct after a restart", '"correct" leaves open what must be seen'],
    [
      "Validate the recovery behavior",
      'says nothing of "the recovery behavior" that can be seen: what is expected is that its validation succeeds',
    ],
    [
      "Verify that volumes whose owner is gone and whose claim is bound are listed",
      "has words that fit no line of a description: they stand as they are",
    ],
  ])("%s: is told with scenario and line", (text, why) => {
    expect(described({ text }).notes).toContain(`7: VIRT-1 ${why}`);
  });

  it("is described by its story where only that says what must be seen", () => {
    const { tests, notes } = described({
      text: "Validate upgrade continuity for existing folders",
      story: "As an admin, I want folders to survive cluster upgrades",
    });
    expect(told({ tests, notes })).toEqual([
      [[], ["Upgrade the cluster"], "Folders survive cluster upgrades"],
    ]);
    expect(notes.join()).toContain("the description follows its user story");
  });

  it("is silent about a scenario that says everything", () => {
    expect(described({ text: "Verify that a VM is Running after a restart" }).notes).toEqual([]);
  });
});

describe("what the plan spells out", () => {
  it("gets the form of steps and states: orders, and a stopped guest", () => {
    const { tests } = described({
      text: "Unlock at boot",
      preconditions: ["The guest is shut down"],
      steps: ["The VM is started by the user", "Logging in to the guest"],
      expected: ["Volume should be mounted; no error appears"],
    });
    const steps = ["Start the VM", "Log in to the guest"];
    expect(told({ tests, notes: [] })).toEqual([
      [["Stopped guest"], steps, "Volume is mounted"],
      [["Stopped guest"], steps, "No error appears"],
    ]);
  });

  it("takes its outcomes from steps that check, where it lists no results", () => {
    const { tests } = described({
      text: "Wrong key",
      steps: ["Start the VM with another key", "Verify that the volume is locked"],
    });
    expect(told({ tests, notes: [] })).toEqual([[[], ["Start the VM with another key"], "Volume is locked"]]);
  });
});
