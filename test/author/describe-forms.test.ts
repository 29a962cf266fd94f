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

/** Of each test: what is given, what is done, what is seen. */
const told = (tests: readonly DescribedTest[]) =>
  tests.map(({ preconditions, steps, expected }) => [preconditions, steps, expected.join("|")]);

/** A sentence, and of each of its tests: preconditions, steps, the outcome. */
type Row = readonly [string, ...(readonly [readonly string[], readonly string[], string])[]];

const quoted = (text: string): Row => [
  text,
  [[], [`Carry out the scenario "${text}"`], `Outcome matches the plan: "${text}"`],
];

const rows = (all: readonly Row[]) => all.map((row) => [row[0], row] as const);
const check = (text: string, [, ...expected]: Row) => expect(told(described({ text }))).toEqual(expected);

describe("a statement", () => {
  it.each(
    rows([
      // Verbs of things, whatever follows them.
      [
        "Verify the role grants access to the shared folder",
        [[], ["Inspect the role"], "Role grants access to the shared folder"],
      ],
      [
        "Verify the status reflects change requests",
        [[], ["Inspect the status"], "Status reflects change requests"],
      ],
      [
        "Verify old sources point to the default pool",
        [[], ["Inspect the old sources"], "Old sources point to the default pool"],
      ],
      ["Verify all pools use the second disk", [[], ["Inspect the pools"], "All pools use the second disk"]],
      [
        "Verify link errors of an import (any source) trigger retry",
        [
          [],
          ["Inspect the link errors of an import (any source)"],
          "Link errors of an import (any source) trigger retry",
        ],
      ],
      [
        "Verify the claim still points to its volume",
        [[], ["Inspect the claim"], "Claim still points to its volume"],
      ],
      [
        "Verify the phase progresses through three states",
        [[], ["Inspect the phase"], "Phase progresses through three states"],
      ],
      ["Verify the smoke tests pass", [[], ["Inspect the smoke tests"], "Smoke tests pass"]],
      [
        "Verify parallel exports from one pool complete with a report",
        [
          [],
          ["Perform parallel exports from one pool"],
          "Parallel exports from one pool complete with a report",
        ],
      ],
      [
        "Verify size limits apply to cloned disks",
        [[], ["Inspect the size limits"], "Size limits apply to cloned disks"],
      ],
      ["Verify tests pass on one node", [[], ["Inspect the tests"], "Tests pass on one node"]],
      ["Verify hooks run once per export", [[], ["Inspect the hooks"], "Hooks run once per export"]],
      // A headline leaves out "is".
      ["Verify all dashboards functional", [[], ["Inspect the dashboards"], "All dashboards are functional"]],
      [
        "Verify the alarm not fired when the pool is empty",
        [["The pool is empty"], ["Inspect the alarm"], "Alarm is not fired"],
      ],
      [
        "Verify disks are moved during the upgrade and labels preserved",
        [[], ["Perform the upgrade"], "Disks are moved during the upgrade"],
        [[], ["Perform the upgrade"], "Labels are preserved"],
      ],
      [
        "Verify guest events logged on failure",
        [[], ["Inspect the guest events"], "Guest events are logged on failure"],
      ],
      // "with" says how, and no outcome of its own.
      [
        "Verify the export completes with owner and labels preserved",
        [[], ["Perform the export"], "Export completes with owner and labels preserved"],
      ],
    ]),
  )("is found: %s", check);

  it.each(
    rows([
      // The form of a verb tells whose it is.
      [
        "Verify disks made before the quota was raised keep their size",
        [
          [],
          ["Inspect the disks made before the quota was raised"],
          "Disks made before the quota was raised keep their size",
        ],
      ],
      [
        "Verify enabling the cache after it was disabled restores the old speed",
        [[], ["Disable the cache", "Enable the cache"], "Old speed is restored"],
      ],
      [
        "Verify that deleting the token while sharing is enabled immediately revokes the session",
        [["Sharing is enabled"], ["Delete the token"], "Session is immediately revoked"],
      ],
      [
        "Verify the import after 5 attempts moves to the failed queue",
        [[], ["Perform 5 attempts"], "Import moves to the failed queue"],
      ],
      [
        "Verify draining a node moves pods only to spare nodes",
        [[], ["Drain a node"], "Pods are moved only to spare nodes"],
      ],
      [
        "Verify the console reports the progress and allows retry when the link is lost",
        [["The link is lost"], ["Inspect the console"], "Console reports the progress"],
        [["The link is lost"], ["Inspect the console"], "Console allows retry"],
      ],
      [
        "Verify that restoring a snapshot keeps the guest stopped",
        [[], ["Restore a snapshot"], "Restoring a snapshot keeps the guest stopped"],
      ],
      // An adjective behind "each" is no predicate, and no number is one thing.
      [
        "Verify both stopped and running VMs are listed",
        [["VM"], ["Inspect the stopped and running VMs"], "Both stopped and running VMs are listed"],
      ],
      [
        "Deploy and verify a volume from each available pool",
        [
          [],
          ["Deploy a volume from each available pool"],
          "Deploying a volume from each available pool succeeds",
        ],
      ],
    ]),
  )("is not cut in two: %s", check);

  it.each(
    rows([
      quoted("Verify enabling the cache - anna: see my remark above"),
      [
        "Verify explicit failure, no lost rows, preserved history, and a later success",
        [
          [],
          ["Validate explicit failure, no lost rows, preserved history, and a later success"],
          "Validation of explicit failure, no lost rows, preserved history, and a later success succeeds",
        ],
      ],
      quoted("Rename two pools - the other expected to fail"),
    ]),
  )("that no rule understands stands as it is: %s", check);
});

describe("what a sentence asks to do", () => {
  it.each(
    rows([
      [
        "Verify quota change triggers a new report",
        [[], ["Change the quota"], "Quota change triggers a new report"],
      ],
      [
        "Verify network swap does not restart the guest when hot swap is disabled",
        [["Hot swap is disabled"], ["Swap the network"], "Network swap does not restart the guest"],
      ],
      [
        "Verify clones only keep labels when marked with an owner",
        [["Clones are marked with an owner"], ["Inspect the clones"], "Clones only keep labels"],
      ],
      ["Verify the setting persists once disabled", [[], ["Disable the setting"], "Setting persists"]],
      [
        "Verify users see the folder after folder sharing",
        [[], ["Share the folder"], "Users see the folder"],
      ],
      ["Verify reports are sent after export completed", [[], ["Let export complete"], "Reports are sent"]],
      [
        "Verify the status shows ready after restoring phase",
        [[], ["Wait for the restoring phase"], "Status shows ready"],
      ],
      [
        "Verify leftovers are cleaned up after completion",
        [[], ["Inspect the leftovers"], "Leftovers are cleaned up"],
      ],
      [
        "Verify that with both gates disabled, volume edits are kept",
        [["Both gates are disabled"], ["Inspect the volume edits"], "Volume edits are kept"],
      ],
      [
        "After an upgrade with the gate enabled, export the claim; verify the file exists",
        [[], ["Perform an upgrade with the gate enabled", "Export the claim"], "File exists"],
      ],
      ["Verify the import succeeds after completion", [[], ["Perform the import"], "Import succeeds"]],
      [
        "Verify the alarm is raised when the key exists but its owner is missing",
        [["The key exists but its owner is missing"], ["Inspect the alarm"], "Alarm is raised"],
      ],
      ["Verify the restore mounts its volume", [[], ["Perform the restore"], "Restore mounts its volume"]],
      [
        'Verify detection via the pool label set to "fast" selects the fast pool',
        [
          [],
          ['Set the pool label to "fast"'],
          'Detection via the pool label set to "fast" selects the fast pool',
        ],
      ],
      [
        "Verify an admin can assign the role to a guest in a project and the guest can open the console",
        [
          [],
          ["Assign the role to a guest in a project"],
          "Assigning the role to a guest in a project succeeds",
        ],
        [
          [],
          ["Assign the role to a guest in a project", "Let the guest open the console"],
          "Guest opens the console",
        ],
      ],
      [
        "Verify disabling then re-enabling the gate preserves existing rules",
        [[], ["Disable the gate", "Re-enable the gate"], "Existing rules are preserved"],
      ],
      [
        "Verify memory ratio changes take effect only after a restart",
        [
          [],
          ["Change the memory ratio", "Restart the VM"],
          "Memory ratio changes take effect only after a restart",
        ],
      ],
      [
        "Delete the pool and reuse its name, no error raised",
        [[], ["Delete the pool", "Reuse the name of the pool"], "No error is raised"],
      ],
      [
        "Write test data to the disk and confirm test data is intact",
        [[], ["Write test data to the disk"], "Test data is intact"],
      ],
      [
        "On a cluster with two zones, verify that each zone has a gateway",
        [["Cluster with two zones"], ["Inspect the zone"], "Each zone has a gateway"],
      ],
      [
        "Verify storage migration completes for offline VMs, and the VM boots after migration",
        [["VM"], ["Migrate the VM"], "Storage migration completes for offline VMs"],
        [["VM"], ["Migrate the VM"], "VM boots"],
      ],
    ]),
  )("is what it does: %s", check);

  it("of a refusal is the order in front of it", () => {
    const text = "Attempt to import a broken image. Verify graceful failure with a message";
    const tests = described({ text, negative: true, negativeReason: "failure" });
    expect(told(tests)).toEqual([[[], ["Attempt to import a broken image"], "Request fails with a message"]]);
    expect(tests.every(({ negative }) => negative)).toBe(true);
  });

  it("of one who cannot is what the other can", () => {
    const text = "Verify an editor can share the folder and a viewer cannot";
    const tests = described({ text, negative: true, negativeReason: "cannot" });
    expect(tests.map(({ steps, negative }) => [steps, negative])).toEqual([
      [["Let an editor share the folder"], false],
      [["Let a viewer attempt to share the folder"], true],
    ]);
  });

  it("keeps the brackets of a machine's description", () => {
    const [test] = described({
      text: "Verify a job for a VM that is not ready (stopped or paused) is rejected",
      negative: true,
      negativeReason: "rejected",
    });
    expect(test?.preconditions).toEqual(["VM that is not ready (stopped or paused)"]);
  });
});

describe("a procedure in one line", () => {
  it.each(
    rows([
      [
        "Rename the pool → wait for the sync → verify the claim is shared",
        [[], ["Rename the pool", "Wait for the sync"], "Claim is shared"],
      ],
      ["Create a job → Start → verify the job is listed", [[], ["Create a job", "Start"], "Job is listed"]],
      [
        "Verify the rename flow: rename the volume, restart the node, confirm the volume is mounted",
        [[], ["Rename the volume", "Restart the node"], "Volume is mounted"],
      ],
      [
        "Verify export works: create a claim, export the claim, verify the file exists, delete the claim and verify the file is removed",
        [[], ["Create a claim", "Export the claim"], "Export works"],
        [[], ["Create a claim", "Export the claim"], "File exists"],
        [[], ["Create a claim", "Export the claim", "Delete the claim"], "File is removed"],
      ],
      [
        "Scale the pool to five -> all workers running -> scale it to two -> two workers remain",
        [[], ["Scale the pool to five"], "All workers are running"],
        [[], ["Scale the pool to five", "Scale the pool to two"], "Two workers remain"],
      ],
      [
        "Verify volume import on Linux: detect the disk, mount it",
        [[], ["Detect the disk", "Mount the disk"], "Volume import on Linux succeeds"],
      ],
      [
        "Verify file restore from a locked volume: the helper unlocks the volume, removes the lock",
        [[], ["Perform the file restore from a locked volume"], "Helper unlocks the volume"],
        [[], ["Perform the file restore from a locked volume"], "Helper removes the lock"],
      ],
    ]),
  )("is orders and checks: %s", check);
});

describe("the name of a test", () => {
  it("does not end on a word that announces another", () => {
    const [test] = described({
      text: "Verify that the snapshots of both storage pools on all three worker nodes has been removed",
    });
    expect(test?.name).not.toMatch(/_(?:has|been|was|is|all|both|on)$/);
  });
});
