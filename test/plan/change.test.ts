import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { comparePlans } from "../../src/plan/change.ts";
import type { TestPlan } from "../../src/plan/model.ts";
import { planOf } from "./plans.ts";

const plan = (bullets: string[], path = "stps/sig-x/a.md"): TestPlan =>
  planOf(
    `## X - Quality Engineering Plan\n\n### III. Test Scenarios\n\n${bullets.map((b) => `- ${b}`).join("\n")}\n`,
    path,
  );

const changesOf = (before: string[], after: string[]): string[] =>
  comparePlans(plan(before), plan(after)).scenarios.map(({ kind, before: old, after: fresh, fields }) =>
    `${kind} ${old?.id ?? "·"}→${fresh?.id ?? "·"} ${fields.join(",")}`.trim(),
  );

const reset = "**[CNV-1]** [Tier 2] [P0] Verify a running VM is reset within 10 seconds";
const pause = "**[CNV-1]** [Tier 2] [P1] Verify a paused VM stays paused after a reset";

test("the same plan has no change", () => {
  expect(comparePlans(plan([reset, pause]), plan([reset, pause]))).toMatchObject({
    scenarios: [],
    stale: [],
  });
});

test.each([
  [
    "other words",
    "**[CNV-1]** [Tier 2] [P0] Confirm that running VMs are reset, within 10 seconds.",
    "wording",
    "text",
  ],
  ["markup", "**[CNV-1]** [Tier 2] [P0] Verify a **running** VM is `reset` within 10 seconds", "", ""],
  [
    "the priority",
    "**[CNV-1]** [Tier 2] [P2] Verify a running VM is reset within 10 seconds",
    "wording",
    "priority",
  ],
  ["a number", "**[CNV-1]** [Tier 2] [P0] Verify a running VM is reset within 20 seconds", "meaning", "text"],
  [
    "a negation",
    "**[CNV-1]** [Tier 2] [P0] Verify a running VM is not reset within 10 seconds",
    "meaning",
    "text",
  ],
  [
    "the letter case of a value",
    "**[CNV-1]** [Tier 2] [P0] Verify a Running VM is reset within 10 seconds",
    "meaning",
    "text",
  ],
  [
    "the letter case of the first word",
    "**[CNV-1]** [Tier 2] [P0] A running VM is reset within 10 seconds",
    "wording",
    "text",
  ],
  [
    "the tier",
    "**[CNV-1]** [Tier 1] [P0] Verify a running VM is reset within 10 seconds",
    "meaning",
    "tier,generable",
  ],
])("%s changed", (_what, after, kind, fields) => {
  expect(changesOf([reset], [after])).toEqual(kind === "" ? [] : [`${kind} CNV-1-1→CNV-1-1 ${fields}`]);
});

test("the direction of a comparison and the order of words are meaning", () => {
  const from = "[Tier 2] Verify migration from node A to node B in < 5 s";
  expect(changesOf([from], ["[Tier 2] Verify migration from node B to node A in < 5 s"])[0]).toMatch(
    /^meaning/,
  );
  expect(changesOf([from], ["[Tier 2] Verify migration from node A to node B in > 5 s"])[0]).toMatch(
    /^meaning/,
  );
});

test("an insertion moves what follows, and only the new scenario is new", () => {
  const fresh = "**[CNV-1]** [Tier 2] [P0] Verify an image is uploaded over IPv6";
  const change = comparePlans(plan([reset, pause]), plan([fresh, reset, pause]));
  expect(change.scenarios.map(({ kind, after }) => `${kind} ${after?.id}`)).toEqual([
    "new CNV-1-1",
    "moved CNV-1-2",
    "moved CNV-1-3",
  ]);
  expect(change.stale).toEqual([]);
  expect(change.ids).toEqual({ "CNV-1-1": "CNV-1-2", "CNV-1-2": "CNV-1-3" });
});

test("what is gone and what changed in meaning is stale, by the old id", () => {
  const change = comparePlans(
    plan([reset, pause]),
    plan(["**[CNV-1]** [Tier 2] [P1] Verify a paused VM is running after a reset"]),
  );
  expect(change.stale.toSorted()).toEqual(["CNV-1-1", "CNV-1-2"]);
});

test("a renamed file with the same scenarios is a rename and nothing else", () => {
  const change = comparePlans(plan([reset], "stps/old.md"), plan([reset], "stps/sig-x/new.md"));
  expect(change).toMatchObject({
    from: "stps/old.md",
    to: "stps/sig-x/new.md",
    renamed: true,
    scenarios: [],
    stale: [],
  });
});

test("expected results of a block that change are a change in meaning", () => {
  const block = (expected: string): string => `X\n\n**Scenario 1: Reset**\n\n- **Expected:** ${expected}`;
  expect(changesOf([block("VM is running")], [block("VM is paused")])).toEqual([
    expect.stringMatching(/^meaning .* expected$/),
  ]);
});

test("the two versions of the example plan, with every kind of change and where it stands", () => {
  const version = (number: number): TestPlan =>
    planOf(
      readFileSync(join(import.meta.dirname, `../../fixtures/plans/versions/restart.${number}.md`), "utf8"),
    );
  const { scenarios, stale, ids } = comparePlans(version(1), version(2));
  expect(
    scenarios.map(({ kind, before, after }) => [
      kind,
      before && `${before.id}:${before.line}`,
      after && `${after.id}:${after.line}`,
    ]),
  ).toEqual([
    ["wording", "VIRT-501-1:16", "VIRT-501-1:16"],
    ["meaning", "VIRT-501-2:20", "VIRT-501-2:20"],
    ["moved", "VIRT-502-2:28", "VIRT-502-1:24"],
    ["new", null, "VIRT-503-1:28"],
    ["gone", "VIRT-502-1:24", null],
  ]);
  expect(stale).toEqual(["VIRT-501-2", "VIRT-502-1"]);
  expect(ids["VIRT-502-2"]).toBe("VIRT-502-1");
});

test.each([
  ["a word or two", "Verify hot plug with fail-over", "Verify hotplug with failover", "wording"],
  ["an assignment", "Verify the label a=b", "Verify the label a, b", "meaning"],
  ["a sign", "Verify the disk grows by +5 GiB", "Verify the disk grows by 5 GiB", "meaning"],
])("%s", (_what, before, after, kind) => {
  expect(changesOf([`[Tier 2] ${before}`], [`[Tier 2] ${after}`])).toEqual([
    expect.stringMatching(new RegExp(`^${kind} `)),
  ]);
});

test("a block under another title with the same steps and results is the same scenario", () => {
  const block = (title: string): string =>
    `X\n\n#### Scenario 1: ${title}\n\n**Steps:**\n\n1. Take the VM out\n\n**Expected:**\n\n- File is there`;
  expect(changesOf([block("Export")], [block("Saving to a file")])).toEqual([
    expect.stringMatching(/^meaning \S+ text$/),
  ]);
});

test("sentences that share little but their little words are two scenarios", () => {
  const kinds = changesOf(
    ["[Tier 2] Verify the VM does not exist after it is deleted"],
    ["[Tier 2] Verify the VM is Running after it is started"],
  ).map((change) => change.split(" ")[0]);
  expect(kinds).toEqual(["new", "gone"]);
});

test.each([
  ["a slip", "Verify the guset is up after a reset", "Verify the guest is up after a reset"],
  ["British spelling", "Verify the default behaviour is honoured", "Verify the default behavior is honored"],
  [
    "a space before the unit",
    "Verify the guest has 10Gi and 1,000 ms",
    "Verify the guest has 10 Gi and 1000ms",
  ],
  ["a number in words", "Verify five VMs start", "Verify 5 VMs start"],
  ["another verb of testing", "Verify: make sure the guest is up", "Confirm the guest is up"],
])("%s is wording", (_, before, after) => {
  const other = "Verify a guest is reset";
  expect(changesOf([before, other], [after, other])).toEqual(["wording SC-1→SC-1 text"]);
});

test.each([
  [
    "another word one letter away that stays in use",
    "Verify the mount is shown",
    "Verify the mound is shown",
    "Verify a mount is kept",
  ],
  ["a new word, one letter away", "Verify the static route", "Verify the statik route", "Verify a VM"],
  ["a short word", "Verify the VM on node", "Verify the VM on nude", "Verify a VM is nude"],
  ["a number", "Verify 1000 VMs", "Verify 1001 VMs", "Verify 1001 VMs start"],
])("%s is meaning", (_, before, after, other) => {
  expect(changesOf([before, other], [after, other])).toEqual(["meaning SC-1→SC-1 text"]);
});
