import { describe, expect, test } from "vitest";
import { briefly, onlyScenario, withScenarios } from "./plans.ts";

describe("a tier over a group counts for what it holds, and ends the tier before it", () => {
  test.each(["*Tier 2*", "***Tier 2***", "Tier 2 tests:", "Tier 2:", "Tier 2 – functional"])(
    "%s",
    (label) => {
      const plan = withScenarios(
        `**Tier 1 (upstream)**\n\n- [CNV-51] Verify the probe is set (P1)\n\n${label}\n\n- [CNV-51] Verify the guest is probed (P0)\n`,
      );
      expect(briefly(plan)).toEqual(["CNV-51-1/1/P1!", "CNV-51-2/2/P0"]);
    },
  );

  test("above a table too", () => {
    const table = (id: string): string => `| ID | Scenario |\n|---|---|\n| ${id} | Read the log |\n`;
    const plan = withScenarios(`*Tier 1*\n\n${table("CNV-52")}\n*Tier 3*\n\n${table("CNV-53")}`);
    expect(briefly(plan)).toEqual(["CNV-52-1/1/-!", "CNV-53-1/3/-"]);
  });

  test.each(["**Tier 2**", "Tier 2", "Tier 2 scenarios", "**Tier 2:**", "Tier 2 (3 tests)"])(
    "as the bullet around them: %s",
    (label) => {
      const plan = withScenarios(
        `- ${label}\n  - [CNV-54] Verify a lease expires (P0)\n  - CNV-55: Verify a lease is kept`,
      );
      expect(briefly(plan)).toEqual(["CNV-54-1/2/P0", "CNV-55-1/2/-"]);
    },
  );

  test("a bullet that is a test with its tier in front stays one", () => {
    const plan = withScenarios("- Tier 2 - Verify a lease is renewed\n  1. Wait\n  2. Read the lease");
    expect(briefly(plan)).toEqual(["SC-1/2/-"]);
  });

  test("a tier with a colon is a detail of the scenario it stands in", () => {
    const plan = withScenarios(
      "#### TS-1: Lease\n\n**Requirement:** CNV-56 | **Tier:** 2\n\n1. Wait\n2. Verify the lease is gone",
    );
    expect(briefly(plan)).toEqual(["TS-1/2/-"]);
    expect(plan.requirements).toEqual(["CNV-56"]);
  });
});

describe("a priority over a group counts for what has none", () => {
  test.each(["P0 scenarios", "P0 – must have", "Priority P0", "Priority: P0"])("%s", (title) => {
    const rows = "| ID | Scenario | Tier |\n|---|---|---|\n| CNV-57 | Read the quota | 2 |";
    expect(briefly(withScenarios(`#### ${title}\n\n${rows}`))).toEqual(["CNV-57-1/2/P0"]);
    expect(briefly(withScenarios(`#### ${title}\n\n- [CNV-57] [Tier 2] Verify the quota`))).toEqual([
      "CNV-57-1/2/P0",
    ]);
  });

  test("a heading over two says nothing", () => {
    expect(onlyScenario("#### P0 and P1\n\n- [CNV-57] [Tier 2] Verify the quota").priority).toBeNull();
  });
});

describe("what the plan puts off is read and not generated", () => {
  test.each([
    ...["Deferred scenarios", "Not covered", "Future work", "Dropped scenarios", "Postponed to 5.2"],
    ...["Not tested in this release", "Deferred to the next release", "Dropped"],
  ])("%s", (title) => {
    for (const head of [`#### ${title}\n\n`, `**${title}:**\n\n`]) {
      const { scenarios } = withScenarios(`${head}- [CNV-58] [Tier 2] Verify a share is lent`);
      expect(scenarios.map(({ notGenerable }) => notGenerable)).toEqual([
        "deferred: the plan leaves it out for now",
      ]);
    }
  });

  test("as the bullet around it and above a table", () => {
    const bullets = withScenarios("- Deferred scenarios:\n  - [CNV-58] [Tier 2] Verify a share is lent");
    expect(briefly(bullets)).toEqual(["CNV-58-1/2/-!"]);
    const rows = withScenarios(
      "#### Deferred\n\n| ID | Scenario | Tier |\n|---|---|---|\n| CNV-58 | Lend a share | 2 |",
    );
    expect(briefly(rows)).toEqual(["CNV-58-1/2/-!"]);
  });

  test.each([
    "Dropped packets",
    "Deferred deletion",
    "Excluded namespaces",
    "Scenarios not covered upstream",
  ])("a feature is no excuse: %s", (title) => {
    expect(onlyScenario(`#### ${title}\n\n- [CNV-58] [Tier 2] Verify the counter`).generable).toBe(true);
  });

  test.each([
    "Verify a share is lent (deferred to 5.2)",
    "Verify a share is lent — postponed to the next release",
    "Verify a share is lent, already covered by test_lend.py",
    "Verify a share is lent - already covered by the existing storage tests",
  ])("in the text: %s", (text) => {
    expect(onlyScenario(`- [CNV-58] [Tier 2] ${text}`).generable).toBe(false);
  });

  test.each([
    "Verify deletion is deferred to the end of the backup",
    "Verify a VM that is already covered by a policy keeps it",
  ])("what the product puts off: %s", (text) => {
    expect(onlyScenario(`- [CNV-58] [Tier 2] ${text}`).generable).toBe(true);
  });

  test("a status column says it too", () => {
    const plan = withScenarios(
      "| ID | Scenario | Tier | Status |\n|---|---|---|---|\n| CNV-58 | Lend a share | 2 | Deferred to 5.2 |\n| CNV-58 | Take it back | 2 | Done |",
    );
    expect(briefly(plan)).toEqual(["CNV-58-1/2/-!", "CNV-58-2/2/-"]);
  });
});

test("a heading over a table marks its rows as it marks bullets", () => {
  const rows = "| ID | Scenario | Tier |\n|---|---|---|\n| CNV-59 | Sign in twice | 2 |";
  expect(onlyScenario(`#### Negative scenarios\n\n${rows}`).negativeReason).toBe("Negative");
  expect(onlyScenario(`#### Manual tests\n\n${rows}`).notGenerable).toContain("manual");
});
