import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { checkStdFile, lintDescription } from "../../src/description/lint.ts";
import type { DescribedTest, TestDescription } from "../../src/description/model.ts";
import { loadPython, type PythonParser } from "../../src/python/parser.ts";
import { nastyDescription } from "./arbitrary.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures", "descriptions");
const fixture = (name: string) => readFileSync(join(fixtures, name), "utf8");

let python: PythonParser;
beforeAll(async () => {
  python = await loadPython();
});

const good: DescribedTest = {
  name: "test_vm_is_running",
  scenario: "CNV-1-1",
  summary: "Test that a VM is running after a reset.",
  negative: false,
  preconditions: ["Running Fedora VM"],
  steps: ["Reset the VM"],
  expected: ['VM is "Running"'],
  markers: [],
};

function describing(...tests: DescribedTest[]): TestDescription {
  return {
    plan: { path: "stps/vm-reset.md", digest: "ab".repeat(32) },
    title: "VM reset",
    groups: [{ name: "TestReset", summary: "Tests for reset.", preconditions: [], markers: [], tests }],
    uncovered: [],
  };
}

const rulesOf = (description: TestDescription) => lintDescription(description).map(({ rule }) => rule);

describe("a good test has no finding", () => {
  it.each<[string, Partial<DescribedTest>]>([
    ["as it is", {}],
    ["that equals", { expected: ['File content equals "data_before()" in the guest'] }],
    ["that is absent", { expected: ["File /data/my_file.txt does NOT exist"] }],
    ["with a percentage", { negative: true, expected: ["Ping fails with 100% packet loss"] }],
    ["that must not fail", { expected: ["Migration completes without a failed attempt"] }],
    ["with two things in one outcome", { expected: ["Sizes of the boot disk and the data disk are equal"] }],
    ["with a subordinate clause", { expected: ["Data is unchanged before and after the VM is migrated"] }],
    [
      "with roles",
      { preconditions: ["Client VM and server VM on the same network, 2 disks of 10 GiB each"] },
    ],
    ["with a rare verb", { expected: ["Setting propagates to the storage operator"] }],
    ["with plural", { preconditions: ["Snapshot(s) of the VM"] }],
    ["with a command", { steps: ["Ping the server VM", "SSH into the VM", "Process the template"] }],
    ["with a way to stop", { steps: ["Gracefully shut down the VM", "Stop the VM gracefully"] }],
    ["with a negative that does not succeed", { negative: true, expected: ["Login does not succeed"] }],
    ["with a metric", { steps: ["Query the metric kubevirt_vmi_sync_total"] }],
    ["with quoted padding", { expected: ['Message equals "VM should be running"'] }],
    ["without an action", { summary: "Test that a VM has two disks.", steps: [] }],
  ])("%s", (_, change) => {
    expect(lintDescription(describing({ ...good, ...change }))).toEqual([]);
  });
});

describe("a rule that is broken is named", () => {
  it.each<[string, Partial<DescribedTest>]>([
    ["summary", { summary: "VM is running after a reset" }],
    ["expected-missing", { expected: [] }],
    ["one-outcome", { expected: ['VM is "Running"', "SSH connection succeeds"] }],
    ["one-outcome", { expected: ["VM boots and the test data is present"] }],
    ["one-outcome", { expected: ["VM is running. Data is present"] }],
    ["expected-form", { expected: ["Verify that the VM is running"] }],
    ["expected-form", { expected: ["Successful migration"] }],
    ["expected-form", { expected: ["VM will be running"] }],
    ["step-form", { steps: ["The VM is reset"] }],
    ["step-form", { steps: ["Resetting the VM"] }],
    ["step-form", { steps: ["VM restarts"] }],
    ["steps-missing", { steps: [] }],
    ["negative-tag", { expected: ["Reset is rejected"] }],
    ["negative-tag", { negative: true }],
    [
      "negative-tag",
      {
        negative: true,
        summary: "Test that an unknown key is added.",
        expected: ["Adding an unknown key that is no key succeeds"],
      },
    ],
    ["negative-tag", { summary: "Test that [NEGATIVE] a VM is running." }],
    ["padding", { expected: ["VM should be ready, it is running"] }],
    ["padding", { steps: ["Configure the network correctly"] }],
    ["padding", { expected: ["Guest handles the signal gracefully"] }],
    ["padding", { expected: ["VM behaves as expected and has an address"] }],
    ["implementation-detail", { steps: ["Call vm.restart(wait=True)"] }],
    ["implementation-detail", { steps: ["Run wait() on the VM"] }],
    ["implementation-detail", { preconditions: ["Running VM (vm_to_restart)"] }],
    ["implementation-detail", { preconditions: ["Running VM from the fixture"] }],
    ["implementation-detail", { steps: ["Wait for TIMEOUT_5MIN"] }],
    ["implementation-detail", { expected: ["It is true that status == Running"] }],
    ["generic-name", { preconditions: ["VM-A on the flat network"] }],
    ["generic-name", { steps: ["Ping VM 2"] }],
    ["generic-name", { steps: ["Ping the first VM"] }],
    ["scenario", { scenario: "" }],
    ["marker", { markers: ["tier2"] }],
    ["marker", { markers: ["sriov"] }],
  ])("%s: %o", (rule, change) => {
    expect(rulesOf(describing({ ...good, ...change }))).toEqual([rule]);
  });

  it("plan-link", () => {
    expect(rulesOf({ ...describing(good), plan: { path: "", digest: "" } })).toEqual(["plan-link"]);
    const file = (head: string) => ({
      path: "std.md",
      text: `# VM reset\n\n${head}\n\n## TestReset\n\nTests for reset.\n\n### test_vm_is_running\n\nTest that a VM is running.\n\n**Expected:**\n\n- VM is "Running"\n`,
    });
    for (const head of ["STP: https://example.org/stp.md", "**STP:** [plan](https://example.org/stp.md)"])
      expect(checkStdFile(python, file(head))).toEqual([]);
    expect(checkStdFile(python, file("")).map(({ rule }) => rule)).toEqual(["plan-link"]);
  });

  it("duplicate-name, of tests and of groups", () => {
    expect(rulesOf(describing(good, good))).toEqual(["duplicate-name"]);
    const { groups, ...rest } = describing(good);
    expect(rulesOf({ ...rest, groups: [...groups, ...groups] })).toEqual(["duplicate-name"]);
  });

  it("empty-group", () => {
    expect(rulesOf(describing())).toEqual(["empty-group"]);
  });

  it("coverage: covered and not, listed twice, no reason, no id", () => {
    const row = { scenario: "CNV-1-9", text: "Verify", reason: "manual" };
    const uncovered = [row, { ...row, scenario: "CNV-1-1" }, row, { ...row, scenario: "X", reason: " " }];
    const findings = lintDescription({ ...describing(good), uncovered });
    expect(findings.map(({ message }) => message)).toEqual([
      "scenario CNV-1-1 has a test and is listed as not covered",
      "scenario CNV-1-9 is listed twice",
      "scenario X has no test, and no reason why",
    ]);
  });
});

describe("any description", () => {
  it("is linted without a crash, and each finding says where", () => {
    fc.assert(
      fc.property(nastyDescription, (description) => {
        const names = new Set(
          description.groups.flatMap(({ name, tests }) => [
            name,
            ...tests.map((test) => (name ? `${name}::${test.name}` : test.name)),
          ]),
        ).add("");
        expect(lintDescription(description).filter(({ where }) => !names.has(where))).toEqual([]);
      }),
    );
  });
});

describe("checking a file", () => {
  it.each(["vm-reset.md", "vm-reset.py", "vm-reset.json"])("finds nothing in our own %s", (path) => {
    expect(checkStdFile(python, { path, text: fixture(path) })).toEqual([]);
  });

  it.each(["vm-reset.md", "vm-reset.py"])("names the line in %s", (path) => {
    const text = fixture(path)
      .replace("Reset the stopped VM", "The VM is reset")
      .replace("Stopped Fedora VM", "Stopped VM-A");
    const findings = checkStdFile(python, { path, text });
    const lines = text.split("\n");
    expect(findings.map(({ rule, line = 0 }) => `${rule}: ${lines[line - 1]?.trim()}`)).toEqual([
      "generic-name: - Stopped VM-A",
      "step-form: 1. The VM is reset",
    ]);
  });

  it("notices an expected result changed behind the oracle's back", () => {
    const path = "vm-reset.py";
    const text = fixture(path).replace('VM is "Running"', 'VM is "Paused"');
    expect(checkStdFile(python, { path, text }).map(({ rule }) => rule)).toEqual(["oracle-changed"]);
  });

  it("knows other section names, missing docstrings and placeholders that would run", () => {
    const text = [
      '"""',
      "Reset tests",
      "",
      "STP: stps/vm-reset.md",
      '"""',
      "",
      "",
      "class TestReset:",
      "    def test_a(self):",
      '        """',
      "        Test that a VM has a disk.",
      "",
      "        Checks:",
      "            - VM has a disk",
      '        """',
      "",
      "    def test_b(self):",
      "        assert True",
      "",
      "    def test_c(self):",
      '        """',
      "        Test that a VM has a disk.",
      "",
      "        Expected:",
      "            - VM has a disk",
      '        """',
      "        assert True",
      "",
      "    test_c.__test__ = False",
      "",
    ].join("\n");
    const findings = checkStdFile(python, { path: "test_reset.py", text });
    expect(findings.map(({ rule, where, line }) => `${line} ${where} ${rule}`)).toEqual([
      "9 TestReset::test_a placeholder",
      "9 TestReset::test_a expected-missing",
      "13 TestReset::test_a section-name",
      "17 TestReset::test_b docstring-missing",
      "20 TestReset::test_c placeholder",
    ]);
  });

  it("refuses a file of another kind", () => {
    expect(() => checkStdFile(python, { path: "std.txt", text: "" })).toThrowError(
      "std.txt: not a description",
    );
  });
});
