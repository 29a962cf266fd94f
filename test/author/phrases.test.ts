import { describe, expect, it } from "vitest";
import { readSentence } from "../../src/author/offline/describe/phrases.ts";

interface Row {
  readonly sentence: string;
  readonly given?: readonly string[];
  readonly steps?: readonly string[];
  readonly expected: readonly string[];
}

const row = (
  sentence: string,
  given: readonly string[],
  steps: readonly string[],
  expected: readonly string[],
): Row => ({ sentence, given, steps, expected });

const RUNNING = ["Running VM"];
const STOPPED = ["Stopped VM"];
const PAUSED = ["Paused VM"];
const REFUSED = ["Request is refused"];
const REJECTED = ["Request is rejected"];

/** What is done and what is seen then. */
const ACTIONS: readonly Row[] = [
  row(
    "Verify that a running VM gets a new boot ID after a reset",
    RUNNING,
    ["Reset the VM"],
    ["Boot ID of the VM changes"],
  ),
  row(
    "Verify that the VM is Running again after it is reset",
    RUNNING,
    ["Reset the VM"],
    ['VM is "Running"'],
  ),
  row(
    "The instance UID of the VM is unchanged after a reset.",
    RUNNING,
    ["Reset the VM"],
    ["Instance UID of the VM is unchanged"],
  ),
  row("After a restart, the VM is Running", RUNNING, ["Restart the VM"], ['VM is "Running"']),
  row(
    'When the VM is paused, its status is "Paused"',
    RUNNING,
    ["Pause the VM"],
    ['Status of the VM is "Paused"'],
  ),
  row("When the user pauses the VM, the VM is Paused", RUNNING, ["Pause the VM"], ['VM is "Paused"']),
  row("Validate that VM is Stopped upon shutdown", RUNNING, ["Shut down the VM"], ['VM is "Stopped"']),
  row("VM is Running once it has been started", STOPPED, ["Start the VM"], ['VM is "Running"']),
  row(
    "Guest clock is corrected after the VM is unpaused",
    PAUSED,
    ["Unpause the VM"],
    ["Guest clock is corrected"],
  ),
  row(
    "the VM is Running after it is stopped and then started",
    RUNNING,
    ["Stop the VM", "Start the VM"],
    ['VM is "Running"'],
  ),
  row(
    "the VM is Running after it is stopped and started",
    RUNNING,
    ["Stop the VM", "Start the VM"],
    ['VM is "Running"'],
  ),
  row("VM can be started after being stopped", RUNNING, ["Stop the VM"], ["VM can be started"]),
  row(
    "A VM with two disks keeps its disks after a restart",
    ["Running VM with two disks"],
    ["Restart the VM"],
    ["Disks of the VM are unchanged"],
  ),
  row(
    "A VM without network is Running after a restart",
    ["Running VM without network"],
    ["Restart the VM"],
    ['VM is "Running"'],
  ),
  row(
    "The VM gets a different node after it is live-migrated",
    RUNNING,
    ["Live migrate the VM"],
    ["Node of the VM changes"],
  ),
  row(
    "Once the VM has been live migrated to another node, its IP address is unchanged",
    RUNNING,
    ["Live migrate the VM to another node"],
    ["IP address of the VM is unchanged"],
  ),
  row(
    "VM never leaves the node after a soft reboot",
    RUNNING,
    ["Soft reboot the VM"],
    ["VM never leaves the node"],
  ),
  row("VM is Running after a forced restart", RUNNING, ["Force restart the VM"], ['VM is "Running"']),
  row("VM is Stopped after it is powered off", RUNNING, ["Power off the VM"], ['VM is "Stopped"']),
  row("The disk is listed after it is hot-plugged", [], ["Hotplug the disk"], ["Disk is listed"]),
  row(
    "Snapshot is listed after a snapshot of the VM is taken",
    ["VM"],
    ["Take a snapshot of the VM"],
    ["Snapshot is listed"],
  ),
  row(
    "The VM has its old CPUs after a snapshot restore",
    ["VM"],
    ["Restore the snapshot"],
    ["VM has its old CPUs"],
  ),
  row("the VM boots after memory is increased to 4Gi", ["VM"], ["Increase the memory to 4Gi"], ["VM boots"]),
  row("VM is Running after a reset is requested twice", RUNNING, ["Reset the VM twice"], ['VM is "Running"']),
  row("After a restart, confirm that the VM is Running", RUNNING, ["Restart the VM"], ['VM is "Running"']),
  row(
    "IP addresses on the same running VM are unchanged after a restart",
    RUNNING,
    ["Restart the VM"],
    ["IP addresses on the same VM are unchanged"],
  ),
  row("VM becomes ready after it is started", STOPPED, ["Start the VM"], ["VM is ready"]),
];

/** What must be refused. */
const REFUSALS: readonly Row[] = [
  row("Verify that resetting a stopped VM is rejected", STOPPED, ["Attempt to reset the VM"], REJECTED),
  row("Verify that a reset of a paused VM is rejected", PAUSED, ["Attempt to reset the VM"], REJECTED),
  row("Resetting a VM that is paused is rejected", PAUSED, ["Attempt to reset the VM"], REJECTED),
  row(
    "Pausing a VM in the Stopped state is denied",
    STOPPED,
    ["Attempt to pause the VM"],
    ["Request is denied"],
  ),
  row("A VM cannot be started twice", STOPPED, ["Attempt to start the VM twice"], REFUSED),
  row(
    "Migration is not allowed while the VM is paused",
    PAUSED,
    ["Attempt to migrate the VM"],
    ["Request is not allowed"],
  ),
  row("Reset cannot be triggered when the VM is halted", ["Halted VM"], ["Attempt to reset the VM"], REFUSED),
  row(
    "Restarting a paused VM is refused with a conflict",
    PAUSED,
    ["Attempt to restart the VM"],
    ["Request is refused with a conflict"],
  ),
  row(
    "Request to reset a stopped VM is denied because the VM is not running",
    STOPPED,
    ["Attempt to reset the VM"],
    ["Request is denied because the VM is not running"],
  ),
  row(
    "Starting a running VM is rejected with a clear error message",
    RUNNING,
    ["Attempt to start the VM"],
    ["Request is rejected with a clear error message"],
  ),
  row(
    "Resetting a paused VM is rejected and the VM stays paused",
    PAUSED,
    ["Attempt to reset the VM"],
    ["Request is rejected", 'VM stays "Paused"'],
  ),
  row("Attempting to start a running VM fails", RUNNING, ["Attempt to start the VM"], ["Request fails"]),
  row("Creating a VM with 0 cores fails", [], ["Attempt to create a VM with 0 cores"], ["Request fails"]),
  row(
    "VM creation is blocked when quota is exceeded",
    ["Quota is exceeded"],
    ["Attempt to create the VM"],
    ["Request is blocked"],
  ),
  row(
    "Deleting the namespace is rejected while it has a running VM",
    ["Namespace has a running VM"],
    ["Attempt to delete the namespace"],
    REJECTED,
  ),
  row(
    "A restart is rejected after the VM is stopped",
    RUNNING,
    ["Stop the VM", "Attempt to restart the VM"],
    REJECTED,
  ),
  row(
    "An unprivileged user cannot reset a running VM",
    ["Running VM, acted on by an unprivileged user"],
    ["Attempt to reset the VM"],
    REFUSED,
  ),
  row(
    "Users without the permission cannot reset a virtual machine",
    ["Running VM, acted on by users without the permission"],
    ["Attempt to reset the VM"],
    REFUSED,
  ),
  row(
    "A developer cannot migrate a running VM",
    ["Running VM, acted on by a developer"],
    ["Attempt to migrate the VM"],
    REFUSED,
  ),
  row(
    "Pausing a VM by an unprivileged user is forbidden",
    ["Running VM, acted on by an unprivileged user"],
    ["Attempt to pause the VM"],
    ["Request is forbidden"],
  ),
  row("A user cannot pause a stopped VM", STOPPED, ["Attempt to pause the VM"], REFUSED),
];

/** Rules cannot tell an action from an outcome: the words stay whole, and nothing is done. */
const VAGUE: readonly (readonly [string, string])[] = [
  ["Verify the console works", "The console works"],
  [
    "Verify that the guest's journal names the reset as the reason",
    "The guest's journal names the reset as the reason",
  ],
  ["Snapshot of a running VM becomes ready", "Snapshot of the VM becomes ready"],
  ["VM is stopped and then started", "VM is stopped and then started"],
  ["VM migration fails when no node is free", "VM migration fails when no node is free"],
  [
    "Drift is reported without interruption when a node fails",
    "Drift is reported without interruption when a node fails",
  ],
  ["VM is Running during a migration", "VM is Running during a migration"],
  ["The disk keeps its data after a detach", "The disk keeps its data after a detach"],
  ["VM is Stopped after it is not started", "VM is Stopped after it is not started"],
  ["The VM is Running after something strange", "The VM is Running after something strange"],
  [
    "A second user opens the console and sees the screen",
    "A second user opens the console and sees the screen",
  ],
  ["A user who was disconnected cannot reconnect", "A user who was disconnected cannot reconnect"],
  ["The guest must not lose its address", "The guest must not lose its address"],
  [
    "A user of the ops team cannot log in when the quota is changed",
    "A user of the ops team cannot log in when the quota is changed",
  ],
  [
    "Volumes are kept when migration fails, whatever the policy",
    "Volumes are kept when migration fails, whatever the policy",
  ],
  ["Volumes are kept when no policy is configured", "Volumes are kept when no policy is configured"],
  ["Volumes are kept when both are configured", "Volumes are kept when both are configured"],
  [
    "VM is Running after a reset. After a crash it is Stopped",
    "VM is Running after a reset. After a crash it is Stopped",
  ],
  ["VM keeps running when reset is rejected", "VM keeps running when reset is rejected"],
];

/** The outcome says no: so must the description. */
const NEGATED: readonly (readonly [string, readonly string[]])[] = [
  ["Verify that the VM is not running after a pause", ["VM is not running"]],
  ["The VM does not start after it is stopped", ["VM does not start"]],
  ["the boot ID does not change after the VM is paused", ["Boot ID does not change"]],
  ["no data is lost after a live migration", ["No data is lost"]],
  ["The disk is no longer attached after it is unplugged", ["Disk is no longer attached"]],
  ["The VM must not lose its IP address upon restart", ["VM must not lose its IP address"]],
  ["VM never gets a new boot ID after a pause", ["VM never gets a new boot ID"]],
  [
    "VM is Running and the guest doesn't reboot after a migration",
    ['VM is "Running"', "Guest doesn't reboot"],
  ],
  ["The VM is not restarted when memory is added", ["VM is not restarted"]],
];

const named = (rows: readonly Row[]): [string, Row][] => rows.map((one) => [one.sentence, one]);

describe("a sentence of a plan", () => {
  it.each(named(ACTIONS))("%s: state, action and outcome", (_, { sentence, given, steps, expected }) => {
    expect(readSentence(sentence)).toEqual({ preconditions: given, steps, expected, vague: null });
  });

  it.each(named(REFUSALS))("%s: what is attempted and refused", (_, { sentence, given, steps, expected }) => {
    expect(readSentence(sentence)).toEqual({ preconditions: given, steps, expected, vague: null });
  });

  it.each(VAGUE)("%s: stays whole", (sentence, whole) => {
    const reading = readSentence(sentence);
    expect(reading).toMatchObject({ steps: [], expected: [whole] });
    expect(reading.vague).not.toBeNull();
  });

  it.each(NEGATED)("%s: keeps its negation", (sentence, expected) => {
    expect(readSentence(sentence).expected).toEqual(expected);
  });

  it("keeps quoted values as they are written", () => {
    const { preconditions, expected } = readSentence(
      'Verify that the host name of a VM with storage class "Fast SSD" is "Accounting after 5" after a restart',
    );
    expect(preconditions).toEqual(['Running VM with storage class "Fast SSD"']);
    expect(expected).toEqual(['Host name of the VM is "Accounting after 5"']);
  });

  it("has nothing to expect of a sentence without words", () => {
    expect(readSentence("  ").expected).toEqual([]);
    expect(readSentence("Verify that").expected).toEqual([]);
  });
});
