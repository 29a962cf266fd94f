import { describe, expect, test } from "vitest";
import { negativeWords } from "../../src/plan/negative.ts";
import { onlyScenario, withScenarios } from "./plans.ts";

describe("a negative scenario demands a refusal", () => {
  test.each([
    ["Verify a limit below zero is rejected with an error", "is rejected"],
    ["Verify a view-only user cannot delete a VM", "cannot"],
    ["Verify VM creation fails when the quota is exceeded", "fails"],
    ["Confirm an error is returned and no partial backup exists", "error is returned"],
    ["Verify the webhook rejects an invalid template", "rejects"],
    ["Verify migration is blocked while a backup runs", "is blocked"],
    ["Verify hotplug to a stopped VM is not permitted", "is not permitted"],
    ["Verify deleting a VM in use returns an error", "returns an error"],
    ["Verify that when a user without permission deletes a VM the request is denied", "is denied"],
    ["Verify that changing the VLAN does not succeed", "does not succeed"],
    ["[NEGATIVE] Verify limits", "[NEGATIVE]"],
    ["Negative: create a claim above the limit", "Negative: "],
    ["Validate admission behavior for invalid claims", "admission behavior for invalid"],
    ["Verify the viewer gets ForbiddenError", "gets ForbiddenError"],
    ["Verify a clear error message when the claim is missing", "Verify a clear error message"],
    ["Verify restore failure if the class is unknown", "Verify restore failure"],
    ["Create a claim without a class, verify it transitions to Failed", "transitions to Failed"],
    ["Verify the key prevents execution of other commands", "prevents execution of"],
    ['Verify mounting an empty drive returns "No disk" error', 'returns "No disk" error'],
    ["Verify the restore ends in a failed phase", "ends in a failed phase"],
    [
      "Take all devices, create another VM, verify it remains Pending/unschedulable",
      "remains Pending/unschedulable",
    ],
    ["Verify failure when the server is away", "Verify failure"],
    ["Verify the webhook won't let a viewer delete it", "won't let"],
    ["Verify renaming is impossible while a backup runs", "is impossible"],
    ["Verify a disk with a wrong signature is not imported", "wrong signature is not imported"],
    ["Verify the finalizer stops the deletion of a claim in use", "stops the deletion"],
    ["Verify that a claim that is too large is rejected", "is rejected"],
    ["Verify that a VM with a type that doesn’t exist isn’t created", "that doesn’t exist isn’t created"],
    ["Set a mode that does not exist and verify the error", "verify the error"],
    ["Verify a clone of a locked VM, which cannot be started", "cannot"],
    ["Verify the key rejects and logs, reject foreign commands", "rejects"],
  ])("%s", (text, words) => {
    expect(negativeWords(text)).toBe(words);
  });

  test.each([
    "Verify migration does not interrupt the connection",
    "Verify a VM migrates without data loss",
    "Verify volumes are not cleaned up when migration fails, whatever the policy",
    "Confirm all complete without errors",
    "Verify the backup does not fail",
    "Verify no error is shown",
    "Verify no requests are denied during the upgrade",
    "Verify the VM fails over to another node",
    "Verify access is restored for previously blocked users",
    "Verify that if the source is rejected, the VM keeps running",
    "Verify the VM keeps running even if the migration cannot complete",
    "Verify a pod that fails is restarted",
    "Verify VM starts with block storage",
    "Validate admission behavior for valid claims",
    "Verify negative balances are shown in red",
    "Run a full and an incremental backup, verify it holds only changed blocks.",
    "Verify the alert when an error message is logged",
    "Take a second backup; confirm only blocks changed since the first are in it",
    "Verify the policy prevents migration storms",
    "Verify a guest that is denied memory recovers",
    "Verify the array tolerates a disk that returns errors",
    "Verify a user whose request was denied can ask again",
    "Verify the VM fails back to its first node",
    "Verify a node that fails to drain is listed",
    "Verify users who cannot log in get help",
    "Verify an admin can block users",
  ])("not: %s", (text) => {
    expect(negativeWords(text)).toBeNull();
  });

  test("the expected result decides too, and so does the group", () => {
    const refused = onlyScenario("**Scenario 1: Unknown action**\n\n- **Expected:** Creation is refused");
    expect(refused).toMatchObject({ negative: true, negativeReason: "is refused" });
    const grouped = onlyScenario("#### Negative tests\n\n- [Tier 2] Verify an empty name");
    expect(grouped).toMatchObject({ negative: true, negativeReason: "Negative" });
    const mixed = onlyScenario("#### Positive and negative tests\n\n- [Tier 2] Verify a name");
    expect(mixed.negative).toBe(false);
  });
});

describe("no test is generated for", () => {
  test.each([
    ["[Tier 1] Verify a", "covered upstream: Tier 1"],
    ["[Tier 2] Verify a (Upstream — functional tests)", "covered upstream: the plan says so"],
    ["[Tier 2] All existing scenarios", "catch-all"],
    ["[Tier 2] Run the full regression test suite", "catch-all"],
    ["[Tier 2] Existing network and migration tests pass", "catch-all"],
    ["[Tier 2] Run Tier 1 and Tier 2 test suites on both architectures", "catch-all"],
    ["[Tier 2] Verify the functional tests after an upgrade", "catch-all"],
    ["[Tier 2] Update Tier 2 automation to handle two architectures", "work on the tests"],
    ["[Tier 2] Existing tier 2 tests should still pass with the gate enabled", "catch-all"],
    ["[Tier 2] Run full regression", "catch-all"],
    ["[Tier 2] Regression: existing network tests", "catch-all"],
    ["[Tier 2] Exploratory testing of the console", "manual: a person judges it"],
    ["[Tier 2] Verify the user docs are up to date", "manual: a person judges it"],
    ["[Tier 2] Verify the label by hand", "manual"],
    ["[Tier 2] [Manual] Verify a", "manual"],
    ["[Tier 2] Verify a (manual testing only)", "manual"],
    ["[Tier 2] Verify a is out of scope on s390x", "out of scope"],
    ["[Tier 2] See the scenarios below", "umbrella"],
  ])("%s", (text, reason) => {
    const scenario = onlyScenario(`- ${text}`);
    expect(scenario.generable).toBe(false);
    expect(scenario.notGenerable).toContain(reason);
  });

  test.each([
    "[Tier 1, Tier 2] Verify a",
    "[Tier 3] Verify a",
    "Verify a",
    "[Tier 2] Verify a user can manually start a VM",
    "[Tier 2] Verify all existing VMs keep running",
    "[Tier 2] Create a VM, verify it passes its readiness test",
    "[Tier 2] Regression: Verify a stopped VM starts again",
    "[Tier 2] Verify the documented default is applied",
  ])("but for: %s", (text) => {
    expect(onlyScenario(`- ${text}`)).toMatchObject({ generable: true, notGenerable: null });
  });

  test("a Tier 1 scenario that the plan wants downstream is ours", () => {
    const plan = withScenarios(
      "- **[CNV-1]** — s\n  - *Test Scenario:* [Tier 1] Verify a\n  - *Downstream required:* yes\n  - *Test Scenario:* [Tier 1] Verify b\n  - *Downstream required:* no",
    );
    expect(plan.scenarios.map(({ generable }) => generable)).toEqual([true, false]);
  });
});

test("acceptance criteria of a requirement are not expected of each of its scenarios", () => {
  const scenario = onlyScenario(
    "- **[CNV-1]** — As a user\n  - *Acceptance Criteria:* everything works\n  - *Test Scenario:* [Tier 2] Verify a\n  - *Expected:* a is there",
  );
  expect(scenario.expected).toEqual(["a is there"]);
});

describe("ids", () => {
  test("count within their requirement and stay unique when a plan repeats its own", () => {
    const plan = withScenarios(
      "- **[TS-1]** Verify a\n- **[TS-1]** Verify b\n- **[CNV-5]** Verify c\n- Verify d\n- **[CNV-5]** Verify e",
    );
    expect(plan.scenarios.map(({ id }) => id)).toEqual(["TS-1", "TS-1-1", "CNV-5-1", "SC-1", "CNV-5-2"]);
  });

  test("several requirements are all kept, the first counts", () => {
    expect(onlyScenario("- **[CNV-1, CNV-2]** — Verify a")).toMatchObject({
      id: "CNV-1-1",
      requirement: "CNV-1",
      requirements: ["CNV-1", "CNV-2"],
      text: "Verify a",
    });
  });

  test.each(["[TBD]", "[CNV-XXXX]", "[N/A]", "[Jira-ID]"])("%s is no id", (placeholder) => {
    const plan = withScenarios(`- **${placeholder}** — As a user\n  - *Test Scenario:* [Tier 2] Verify a`);
    expect(plan.scenarios[0]).toMatchObject({ id: "SC-1", requirement: null });
    expect(plan.warnings).toEqual([{ line: 6, message: expect.stringContaining("placeholder") }]);
  });
});
