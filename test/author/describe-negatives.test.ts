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
  const plan = { ...planOf([]), scenarios: [scenarioOf(some)] };
  const { groups } = describePlan(plan, "digest", (_, message) => notes.push(message));
  return { tests: groups.flatMap(({ tests }) => tests), notes };
}

/** Of each test: is it negative, its steps, its outcome. */
const told = ({ tests }: Heard) =>
  tests.map(({ negative, steps, expected }) => [negative, [...steps], expected.join("|")]);

const NEGATIVE = { negative: true, negativeReason: "[NEGATIVE]" } as const;

/** The one test of a scenario that no rule takes apart. */
const quoted = (text: string, negative: boolean) => [
  [negative, [`Carry out the scenario "${text}"`], `Outcome matches the plan: "${text}"`],
];

describe("a negative scenario", () => {
  it("keeps the outcome that the plan lists, refusal or not", () => {
    const heard = described({
      ...NEGATIVE,
      text: "Volume beyond the quota",
      steps: ["Create a volume beyond the quota"],
      expected: ["The volume stays Pending", "An alert names the quota"],
    });
    const steps = ["Create a volume beyond the quota"];
    expect(told(heard)).toEqual([
      [true, steps, 'Volume stays "Pending"'],
      [true, steps, "Alert names the quota"],
    ]);
    expect(heard.tests.map(({ preconditions }) => preconditions)).toEqual([[], []]);
    expect(heard.notes.join()).toContain("what is expected are its own words");
  });

  it("keeps the outcome that its sentence states", () => {
    const heard = described({ ...NEGATIVE, text: "Verify that the scheduler skips nodes under pressure" });
    expect(told(heard)).toEqual([[true, ["Inspect the scheduler"], "Scheduler skips nodes under pressure"]]);
  });

  it("that names only a thing stands in its own words", () => {
    const text = "Fourth volume beyond the quota";
    expect(told(described({ ...NEGATIVE, text }))).toEqual(quoted(text, true));
  });
});

describe("the two halves of a refusal", () => {
  it.each([
    [
      "Verify login with an expired token fails and login with a fresh token works",
      [true, ["Attempt the login with an expired token"], "Login with an expired token fails"],
      [false, ["Perform the login with a fresh token"], "Login with a fresh token works"],
    ],
    [
      "Verify that deleting a folder with a lock fails, but an open one succeeds",
      [true, ["Attempt to delete a folder with a lock"], "Request fails"],
      [
        false,
        [
          'Carry out the scenario "Verify that deleting a folder with a lock fails, but an open one succeeds"',
        ],
        "Open one succeeds",
      ],
    ],
    [
      "Verify that a user without edit permission cannot stop a VM but can still view its status",
      [true, ["Attempt to stop the VM"], "Request is refused"],
      [
        false,
        ["Attempt to stop the VM", "View the status of the VM"],
        "Viewing the status of the VM succeeds",
      ],
    ],
    [
      "Verify that a stopped VM cannot be paused and stays Stopped",
      [true, ["Attempt to pause the VM"], "Request is refused"],
      [true, ["Attempt to pause the VM"], 'VM stays "Stopped"'],
    ],
  ])("%s", (text, ...expected) => {
    expect(told(described({ ...NEGATIVE, text }))).toEqual(expected);
  });
});

describe("words that leave the outcome open", () => {
  it.each(["Restore without approval", "Restore a folder without a token"])(
    "%s: stand as they are",
    (text) => {
      const heard = described({ text });
      expect(told(heard)).toEqual(quoted(text, false));
      expect(heard.notes).toEqual(["VIRT-1 cannot be taken apart by rule: its words stand as they are"]);
    },
  );

  it("do not hide what must not happen meanwhile", () => {
    expect(told(described({ text: "Restore a folder without data loss" }))).toEqual([
      [false, ["Restore a folder"], "Restoring a folder succeeds without data loss"],
    ]);
  });

  it("are not cut in half", () => {
    const text = "Verify that the label is the same before and after migration";
    expect(told(described({ text }))).toEqual([
      [false, ["Migrate the VM"], "Label is the same before and after migration"],
    ]);
  });
});

describe("an exception", () => {
  it.each([
    [
      "Verify that the drain is blocked when a VM uses a local disk, unless the admin forces it",
      ["Let the VM use a local disk", "Attempt the drain"],
      "Drain is blocked unless the admin forces it",
    ],
    [
      "Verify that a template cannot be removed until its last clone is gone",
      ["Attempt to remove a template"],
      "Request is refused until its last clone is gone",
    ],
  ])("stays in what is expected: %s", (text, steps, outcome) => {
    const heard = described({ ...NEGATIVE, text });
    expect(told(heard)).toEqual([[true, steps, outcome]]);
    expect(heard.notes.join()).toContain("no test shows what holds then");
  });
});

describe("steps that check in between", () => {
  it("are seen after what was done until then", () => {
    const heard = described({
      text: "Lock and unlock",
      steps: [
        "Lock the folder",
        "Verify the label is red",
        "Unlock the folder",
        "Check that the label is green",
      ],
    });
    expect(told(heard)).toEqual([
      [false, ["Lock the folder"], "Label is red"],
      [false, ["Lock the folder", "Unlock the folder"], "Label is green"],
    ]);
  });

  it("make the request whose refusal they check", () => {
    const steps = ["Pause the VM", "Verify that resetting it is rejected"];
    expect(told(described({ text: "Paused VM", steps }))).toEqual([
      [true, ["Pause the VM", "Attempt to reset the VM"], "Request is rejected"],
    ]);
  });
});

describe("a behaviour that blocks one thing and keeps another", () => {
  it("is what both tests start from", () => {
    const text =
      "Validate quota-disable behavior that blocks new imports while preserving handling of existing claims";
    const { tests } = described({ ...NEGATIVE, text });
    expect(tests.map(({ preconditions, expected }) => [...preconditions, ...expected])).toEqual([
      ["Quota is disabled", "New imports are blocked"],
      ["Quota is disabled", "Handling of existing claims is preserved"],
    ]);
  });
});

describe("a failover", () => {
  it("is no failure", () => {
    const { tests } = described({
      text: "Verify the service fails over to another node when a node is lost",
    });
    expect(tests.map(({ negative }) => negative)).toEqual([false]);
  });
});

describe("who acts", () => {
  it("is told with whose user it is", () => {
    const { tests } = described({
      text: "Verify the label is kept after a reset by an unprivileged user of another project",
    });
    expect(tests.map(({ preconditions, steps }) => [...preconditions, ...steps])).toEqual([
      ["Running VM, acted on by an unprivileged user of another project", "Reset the VM"],
    ]);
  });
});

describe("a name", () => {
  it.each([
    ["50 clones are ready", "test_50_clones_are_ready"],
    ["BitLocker keeps the vTPM sealed", "test_bitlocker_keeps_the_vtpm_sealed"],
    ["The guest has 96 MiB of cache", "test_guest_has_96_mib_of_cache"],
    ["The straße is shown", "test_strasse_is_shown"],
    [
      "The label of every folder is kept after a restart that nobody among its owners has asked for",
      "test_label_of_every_folder_is_kept_after_a_restart",
    ],
  ])("of whole words and phrases: %s", (text, name) => {
    expect(described({ text }).tests[0]?.name).toBe(name);
  });
});

describe("the name of a refused request", () => {
  it.each([
    ["Reset a paused VM. Verify that the request fails", "test_resetting_a_paused_vm_fails"],
    [
      "Attempt to reset a paused VM and verify that the request is rejected",
      "test_resetting_a_paused_vm_is_rejected",
    ],
    [
      "Verify that deleting a locked folder fails and the folder stays locked",
      "test_deleting_a_locked_folder_fails",
    ],
    ["Restore without approval", "test_restore_without_approval"],
  ])("keeps what is requested: %s", (text, name) => {
    expect(described({ ...NEGATIVE, text }).tests[0]?.name).toBe(name);
  });
});
