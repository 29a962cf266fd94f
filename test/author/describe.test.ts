import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { describePlan } from "../../src/author/offline/describe.ts";
import { draftTests } from "../../src/author/offline/draft.ts";
import { docstringDescription } from "../../src/description/docstring.ts";
import { markdownDescription } from "../../src/description/markdown.ts";
import { type TestDescription, testId } from "../../src/description/model.ts";
import type { Scenario, TestPlan } from "../../src/plan/model.ts";
import { readPlan } from "../../src/plan/read-plan.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";
import { exampleSuite, planOf, scenarioOf } from "./support.ts";

const PLANS = join(import.meta.dirname, "..", "..", "fixtures", "plans");
const paths = readdirSync(PLANS, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".md"))
  .sort();
const planAt = (path: string): TestPlan => readPlan({ path, bytes: readFileSync(join(PLANS, path)) });

let suite: SuiteIndex;
beforeAll(async () => {
  ({ suite } = await exampleSuite());
});

const testsOf = (description: TestDescription) =>
  description.groups.flatMap((group) => group.tests.map((test) => ({ id: testId(group, test), ...test })));

/** Every scenario is either described or listed with its reason, and what is drafted is what was described. */
function expectWhole(plan: TestPlan): void {
  const description = describePlan(plan, "digest");
  const tests = testsOf(description);
  const ids = (generable: boolean) =>
    plan.scenarios.filter((one) => one.generable === generable).map(({ id }) => id);
  expect([...new Set(tests.map(({ scenario }) => scenario))]).toEqual(ids(true));
  expect(description.uncovered.map(({ scenario }) => scenario)).toEqual(ids(false));
  expect(description.uncovered.every(({ reason }) => reason !== "")).toBe(true);

  expect(new Set(tests.map(({ name }) => name)).size).toBe(tests.length);
  expect(tests.map(({ name }) => name).filter((name) => !/^test_[a-z0-9_]+$/.test(name))).toEqual([]);
  expect(description.groups.every(({ name }) => /^Test[A-Za-z0-9]*$/.test(name))).toBe(true);

  const { trace } = draftTests({ plan, description, suite, lessons: [], path: "tests/virt/test_whole.py" });
  expect(trace.map(({ test }) => test).sort()).toEqual(tests.map(({ id }) => id).sort());
  expect(new Set(trace.map(({ nodeid }) => nodeid)).size).toBe(trace.length);
  for (const { test, scenario, status, reason } of trace) {
    expect(tests.find(({ id }) => id === test)?.scenario).toBe(scenario);
    expect(reason === null).toBe(status === "implemented");
  }
}

describe("the description of a plan", () => {
  it.each(paths)("%s: every scenario is described or listed, once", (path) => {
    expectWhole(planAt(path));
  });

  it("is whole for any sentences, also for the same one twice and for ones without a letter", () => {
    const sentence = fc.oneof(
      fc.constantFrom(
        "the VM is Running after a reset",
        "…",
        "Überprüfung der VM",
        "VM is rejected",
        "日本語",
      ),
      // What stands in brackets alone is a placeholder, of which nothing is described.
      fc
        .string({ unit: "grapheme", minLength: 1, maxLength: 80 })
        .filter((text) => !/^[[<{]/.test(text.trim())),
    );
    fc.assert(
      fc.property(fc.array(sentence, { maxLength: 8 }), (sentences) => {
        const plan = planOf(["The VM exists after it is created"]);
        const scenarios = sentences.map((text, index): Scenario => scenarioOf({ id: `VIRT-${index}`, text }));
        expectWhole({ ...plan, scenarios });
      }),
      { numRuns: 60, interruptAfterTimeLimit: 30_000, markInterruptAsFailure: true },
    );
  });

  it("can be written in every form, whatever the plan says", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 60 }),
        fc.string({ maxLength: 60 }),
        (title, text) => {
          const description = describePlan(
            { ...planOf([]), title, scenarios: [scenarioOf({ text })] },
            "digest",
          );
          const [uncovered] = description.uncovered;
          const told = uncovered === undefined ? "test_" : uncovered.reason;
          expect(told).not.toBe("");
          expect(docstringDescription(description)).toContain(told);
          expect(markdownDescription(description)).toContain(told);
        },
      ),
    );
  });
});

describe("a scenario that the plan spells out", () => {
  it("keeps the plan's own preconditions, steps and outcomes, one test for each outcome", () => {
    const description = describePlan(planAt("stps/sig-storage/vm-snapshot-restore.md"), "digest");
    expect(testsOf(description).filter(({ scenario }) => scenario === "VIRT-3300-2")).toMatchObject([
      {
        preconditions: ["Stopped VM"],
        steps: ["Take a snapshot of the VM"],
        expected: ["Snapshot is ready"],
      },
      {
        preconditions: ["Stopped VM"],
        steps: ["Take a snapshot of the VM"],
        expected: ['VM is still "Stopped"'],
      },
    ]);
  });

  it("shows in a test of its own what still holds after a refusal, by the same refused request", () => {
    const scenario = scenarioOf({
      text: "Reset of a paused VM is rejected",
      negative: true,
      preconditions: ["Paused VM"],
      steps: ["Attempt to reset the VM"],
      expected: ["Request is rejected.", "VM is Paused"],
    });
    const tests = testsOf(describePlan({ ...planOf([]), scenarios: [scenario] }, "digest"));
    const steps = ["Attempt to reset the VM"];
    expect(tests).toMatchObject([
      { negative: true, steps, expected: ["Request is rejected"] },
      { negative: true, steps, expected: ['VM is "Paused"'] },
    ]);
  });
});

describe("names and titles", () => {
  it.each([
    ["Hard Reset of a Virtual Machine - Quality Engineering Plan", "TestHardResetOfAVirtualMachine"],
    ["Test Plan for Watchdog Actions", "TestWatchdogActions"],
    ["STP: VM snapshots", "TestVmSnapshots"],
    ["Software Test Plan", "TestFeature"],
    ["STPs of the team", "TestStpsOfTheTeam"],
    ["計画", "Test"],
  ])("%s gives the class %s", (title, name) => {
    const description = describePlan({ ...planOf([]), title, scenarios: [scenarioOf({})] }, "digest");
    expect(description.groups.map((group) => group.name)).toEqual([name]);
  });

  it("are numbered where two scenarios say the same", () => {
    const text = "the VM is Running after a reset";
    const scenarios = ["A-1", "A-2", "A-3"].map((id) => scenarioOf({ id, text }));
    const names = testsOf(describePlan({ ...planOf([]), scenarios }, "digest")).map(({ name }) => name);
    expect(names).toEqual([
      "test_vm_is_running_after_a_reset",
      "test_vm_is_running_after_a_reset_2",
      "test_vm_is_running_after_a_reset_3",
    ]);
  });

  it("says at the class what all of its tests need", () => {
    const scenarios = ["a reset", "a restart"].map((action, index) =>
      scenarioOf({ id: `A-${index}`, text: `a running VM is Running after ${action}` }),
    );
    const [group] = describePlan({ ...planOf([]), scenarios }, "digest").groups;
    expect(group?.preconditions).toEqual(["Running VM"]);
  });
});
