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
