import { describe, expect, test } from "vitest";
import { continueDescription, type FormerScenario } from "../../src/description/continue.ts";
import { markdownDescription } from "../../src/description/markdown.ts";
import type { DescribedGroup, DescribedTest, TestDescription } from "../../src/description/model.ts";
import { oracles } from "../../src/description/oracle.ts";

const made = (name: string, given: Partial<DescribedTest> = {}): DescribedTest => ({
  name: `test_${name}`,
  scenario: "",
  summary: `Test that ${name}.`,
  negative: false,
  preconditions: [],
  steps: ["Reset the VM"],
  expected: [name],
  markers: [],
  ...given,
});

const described = (
  tests: readonly DescribedTest[],
  group: Partial<DescribedGroup> = {},
): TestDescription => ({
  plan: { path: "stps/a.md", digest: "0".repeat(64) },
  title: "A",
  groups: [{ name: "TestA", summary: "", preconditions: [], markers: [], tests, ...group }],
  uncovered: [],
});

const same = (...pairs: [string, string][]): Map<string, FormerScenario> =>
  new Map(pairs.map(([fresh, id]) => [fresh, { id, sameMeaning: true }]));

const namesIn = ({ groups }: TestDescription): string[] =>
  groups.flatMap((group) => group.tests.map(({ name, scenario }) => `${group.name}::${name} ${scenario}`));

describe("a scenario of the same meaning", () => {
  test("keeps all its tests, under its new id and with the new markers", () => {
    const earlier = described([
      made("one", { scenario: "R-1", expected: ["VM is Running"] }),
      made("two", { scenario: "R-1", expected: ["Disk is there"] }),
    ]);
    const fresh = described([made("all", { scenario: "R-2", expected: ["Everything"], markers: ["tier3"] })]);
    const {
      description,
      stale,
      oracles: changed,
    } = continueDescription(fresh, earlier, same(["R-2", "R-1"]));
    expect(namesIn(description)).toEqual(["TestA::test_one R-2", "TestA::test_two R-2"]);
    expect(oracles(description)).toEqual(oracles(earlier));
    expect(description.groups[0]?.tests.every(({ markers }) => markers.includes("tier3"))).toBe(true);
    expect([stale, changed]).toEqual([[], []]);
  });

  test("keeps its class, so that node ids stay when the title changes", () => {
    const earlier = described([made("one", { scenario: "R-1" })], { name: "TestOld" });
    const fresh = described([made("uno", { scenario: "R-1" }), made("new", { scenario: "R-2" })]);
    const { description } = continueDescription(fresh, earlier, same(["R-1", "R-1"]));
    expect(namesIn(description)).toEqual(["TestOld::test_one R-1", "TestOld::test_new R-2"]);
  });

  test("a new test makes way for a name that was there", () => {
    const earlier = described([made("reset", { scenario: "R-1", expected: ["VM is Running"] })]);
    const fresh = described([
      made("reset", { scenario: "R-2", expected: ["VM is Paused"] }),
      made("restart", { scenario: "R-1", expected: ["VM is Running"] }),
    ]);
    const { description } = continueDescription(fresh, earlier, same(["R-1", "R-1"]));
    expect(namesIn(description)).toEqual(["TestA::test_reset_2 R-2", "TestA::test_reset R-1"]);
    expect(() => markdownDescription(description)).not.toThrow();
  });

  test("what the group stated for a test stays true of it, and a new wording of it is not stated twice", () => {
    const earlier = described([made("one", { scenario: "R-1", preconditions: ["A VM that runs"] })], {
      preconditions: ["Shared storage"],
    });
    const fresh = described([made("one", { scenario: "R-1", preconditions: ["Running VM"] })], {
      preconditions: ["Running VM"],
    });
    const { description } = continueDescription(fresh, earlier, same(["R-1", "R-1"]));
    expect(description.groups[0]).toMatchObject({
      preconditions: [],
      tests: [{ preconditions: ["Shared storage", "A VM that runs"] }],
    });
  });
});

describe("without knowing what changed in the plan", () => {
  const earlier = described([
    made("a", { scenario: "R-1", summary: "Old words.", expected: ["The VM is Running"] }),
    made("b", { scenario: "R-2", expected: ["Disk has 10 Mi"] }),
  ]);

  test.each([
    ["other words", "VM must be Running", true],
    ["a negation", "VM is not Running", false],
    ["another state", "VM is Paused", false],
    ["the letter case of a state", "VM is running", false],
  ])("%s", (_, expected, kept) => {
    const fresh = described([made("new", { scenario: "R-1", expected: [expected] })]);
    const { description, stale, oracles: changed } = continueDescription(fresh, earlier, new Map());
    expect(description.groups[0]?.tests[0]?.name).toBe(kept ? "test_a" : "test_new");
    expect(stale.map(({ test: id }) => id)).toEqual(
      kept ? ["TestA::test_b"] : ["TestA::test_a", "TestA::test_b"],
    );
    expect(changed).toEqual([]);
  });

  test("a test turned negative is another test", () => {
    const fresh = described([
      made("a", { scenario: "R-1", expected: ["The VM is Running"], negative: true }),
    ]);
    const continued = continueDescription(fresh, earlier, new Map());
    expect(continued.oracles).toEqual([{ test: "TestA::test_a", scenario: "R-1", was: ["TestA::test_a"] }]);
    expect(continued.stale).toHaveLength(2);
  });

  test("the own scenario's test is taken before another that says the same", () => {
    const twins = described([
      made("x", { scenario: "R-1", expected: ["Same"] }),
      made("y", { scenario: "R-2", expected: ["Same"] }),
    ]);
    const fresh = described([made("n", { scenario: "R-2", expected: ["The same"] })]);
    const { description, stale } = continueDescription(fresh, twins, new Map());
    expect(namesIn(description)).toEqual(["TestA::test_y R-2"]);
    expect(stale).toEqual([{ test: "TestA::test_x", scenario: "R-1" }]);
  });
});

test("a scenario whose meaning changed reports the oracle that the plan changed", () => {
  const earlier = described([made("three_lines", { scenario: "R-1", expected: ["Console shows 3 lines"] })]);
  const fresh = described([made("five_lines", { scenario: "R-2", expected: ["Console shows 5 lines"] })]);
  const former = new Map([["R-2", { id: "R-1", sameMeaning: false }]]);
  expect(continueDescription(fresh, earlier, former)).toMatchObject({
    description: fresh,
    stale: [{ test: "TestA::test_three_lines", scenario: "R-1" }],
    oracles: [{ test: "TestA::test_five_lines", scenario: "R-2", was: ["TestA::test_three_lines"] }],
  });
});

test("parameters of a class are part of what its tests show", () => {
  const parametrize = ["storage: [ceph, hostpath]"];
  const earlier = described([made("one", { scenario: "R-1" })], { parametrize });
  const fresh = described([made("uno", { scenario: "R-1", expected: ["one"] })]);
  const { stale } = continueDescription(fresh, earlier, same(["R-1", "R-1"]));
  expect(stale).toHaveLength(1);
});
