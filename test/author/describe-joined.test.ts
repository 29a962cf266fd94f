import { describe, expect, it } from "vitest";
import { describePlan } from "../../src/author/offline/describe.ts";
import type { DescribedTest } from "../../src/description/model.ts";
import type { Scenario } from "../../src/plan/model.ts";
import { planOf, scenarioOf } from "./support.ts";

interface Heard {
  readonly tests: readonly DescribedTest[];
  readonly notes: readonly string[];
}

function described(some: Partial<Scenario>): Heard {
  const notes: string[] = [];
  const plan = { ...planOf([]), scenarios: [scenarioOf({ line: 7, ...some })] };
  const { groups } = describePlan(plan, "digest", (_, message) => notes.push(message));
  return { tests: groups.flatMap(({ tests }) => tests), notes };
}

/** Of each test its steps, then its outcome. */
const shown = ({ tests }: Heard): string[][] => tests.map(({ steps, expected }) => [...steps, ...expected]);

describe("outcomes joined in one sentence", () => {
  it.each<[string, string[][]]>([
    [
      "Verify that stopping a VM keeps the claim and that the label is kept",
      [
        ["Stop the VM", "Claim is kept"],
        ["Stop the VM", "Label is kept"],
      ],
    ],
    [
      "Verify the folder is protected, and that it can be renamed after the lock is removed",
      [
        ["Inspect the folder", "Folder is protected"],
        ["Remove the lock", "Rename the folder", "Folder is renamed"],
      ],
    ],
    [
      "Verify that suspending a VM closes no session and that the clock is right after a restart",
      [
        ["Suspend the VM", "No session is closed"],
        ["Restart the VM", "Clock is right"],
      ],
    ],
    [
      "Verify that the event says that the VM is paused and that it can be resumed",
      [["Inspect the event", "Event says that the VM is paused and that it can be resumed"]],
    ],
    [
      "Verify refused backups are logged and eventually succeed",
      [
        ["Inspect the refused backups", "Refused backups are logged"],
        ["Inspect the refused backups", "Refused backups eventually succeed"],
      ],
    ],
    [
      "Verify the serial number does not change after: restart, live migration, and reset",
      [
        ["Restart the VM", "Serial number does not change"],
        ["Live migrate the VM", "Serial number does not change"],
        ["Reset the VM", "Serial number does not change"],
      ],
    ],
    [
      "Verify resetting a running VM and the VM is still running",
      [["Reset the VM", 'VM is still "Running"']],
    ],
    [
      "Live migrate a VM while a copy is running, verify that at most 2 packets are lost",
      [["Live migrate the VM while a copy is running", "At most 2 packets are lost"]],
    ],
  ])("%s", (text, expected) => {
    expect(shown(described({ text }))).toEqual(expected);
  });
});

describe("a moment", () => {
  it.each<[string, string[]]>([
    ["Verify the claim is released when the VM is stopped", ["Stop the VM", "Claim is released"]],
    [
      "Verify the name is the same before and after a migration",
      ["Migrate the VM", "Name is the same before and after a migration"],
    ],
    [
      "Verify the label takes effect only after the VM is restarted",
      ["Restart the VM", "Label takes effect only after the VM is restarted"],
    ],
    ["Verify the boot ID of the VM changes after a reset", ["Reset the VM", "Boot ID of the VM changes"]],
    ["✅ Verify that the export is listed", ["Perform the export", "Export is listed"]],
  ])("%s", (text, expected) => {
    expect(shown(described({ text }))).toEqual([expected]);
  });

  it("that is a state stays a precondition where nothing changes", () => {
    const { tests } = described({ text: "Verify the claim is listed when the VM is stopped" });
    expect(tests.map(({ preconditions, steps }) => [preconditions, steps])).toEqual([
      [["Stopped VM"], ["Inspect the claim"]],
    ]);
  });
});

describe("a comparison", () => {
  it.each([
    ["The size of the copy equals the size of the source", "Size of the copy equals the size of the source"],
    ["The label differs from the first one", "Label differs from the first one"],
    ["Two imports finish within a minute", "Two imports finish within a minute"],
    ["The age > 5 minutes", 'Outcome matches the plan: "Age > 5 minutes"'],
  ])("%s is a statement", (line, expected) => {
    expect(
      described({ text: "Copy", steps: ["Start the copy"], expected: [line] }).tests[0]?.expected,
    ).toEqual([expected]);
  });
});

describe("a check between steps", () => {
  it("comes after the steps above it only", () => {
    const steps = [
      "Pause the VM",
      "Verify the VM is Paused",
      "Unpause the VM",
      "Check that the VM is Running",
    ];
    expect(shown(described({ text: "Pausing", steps }))).toEqual([
      ["Pause the VM", 'VM is "Paused"'],
      ["Pause the VM", "Unpause the VM", 'VM is "Running"'],
    ]);
  });

  it("is followed by steps that nothing shows: that is told", () => {
    const steps = ["Start the VM", "Verify the VM is Running", "Delete the VM"];
    expect(described({ text: "Start", steps }).notes).toContain(
      "VIRT-1 ends with steps that no check follows: no test carries them out",
    );
  });
});

describe("a sentence that no rule fits", () => {
  it.each(["Verify the claim is bound and the", "Verify the count of claims is even after scale up"])(
    "%s stands as it is, and a note says so",
    (text) => {
      const heard = described({ text });
      expect(shown(heard)).toEqual([
        [`Carry out the scenario "${text}"`, `Outcome matches the plan: "${text}"`],
      ]);
      expect(heard.notes).toContain("VIRT-1 cannot be taken apart by rule: its words stand as they are");
    },
  );
});

describe("a name of one letter", () => {
  it("is no article that lost its noun", () => {
    expect(shown(described({ text: "Verify the network of VM A is listed beside VM A" }))).toEqual([
      ['Inspect the network of "VM A"', 'Network of "VM A" is listed beside "VM A"'],
    ]);
  });
});

describe("a precondition", () => {
  it("is no dash, and no VM beside a running one", () => {
    const { tests } = described({
      text: "Verify the VM is listed",
      preconditions: ["-", "Running VM", "VM"],
    });
    expect(tests.map((test) => test.preconditions)).toEqual([["Running VM"]]);
  });

  it("is no VM that does not exist", () => {
    const { tests } = described({ text: "Verify a VM that does not exist cannot be started" });
    expect(tests.map((test) => test.preconditions)).toEqual([[]]);
  });
});
