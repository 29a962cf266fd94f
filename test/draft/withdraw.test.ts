import { beforeAll, describe, expect, it } from "vitest";
import { describePlan } from "../../src/author/offline/describe.ts";
import { draftTests } from "../../src/author/offline/draft.ts";
import type { TestDescription } from "../../src/description/model.ts";
import { oracleOf } from "../../src/description/oracle.ts";
import { oracleOfDocstring } from "../../src/description/read-docstring.ts";
import type { Draft } from "../../src/draft/model.ts";
import { withdraw } from "../../src/draft/withdraw.ts";
import { readModule } from "../../src/python/module.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";
import { exampleSuite, planOf } from "../author/support.ts";
import { python } from "./support.ts";

const PATH = "tests/virt/test_power.py";
const BOOT = "Verify that a running VM gets a new boot ID after a reset";
const REFUSED = "Verify that restarting a stopped VM is rejected";
const CONSOLE = "Verify the console works";
let suite: SuiteIndex;

beforeAll(async () => {
  ({ suite } = await exampleSuite());
});

function drafted(
  sentences: readonly string[],
  outsideClasses = false,
): { description: TestDescription; draft: Draft } {
  const plan = planOf(sentences);
  const described = describePlan(plan, "digest");
  const description = outsideClasses
    ? {
        ...described,
        groups: described.groups.map((group) => ({ ...group, name: "", summary: "", preconditions: [] })),
      }
    : described;
  return { description, draft: draftTests({ plan, description, suite, lessons: [], path: PATH }) };
}

/** Takes the tests of these scenarios back. */
function withdrawn(
  sentences: readonly string[],
  scenarios: readonly string[],
  outsideClasses = false,
): { before: Draft; after: Draft; description: TestDescription; text: string } {
  const { description, draft } = drafted(sentences, outsideClasses);
  const reasons = new Map(
    draft.trace
      .filter(({ scenario }) => scenarios.includes(scenario))
      .map(({ nodeid }) => [nodeid, "because"]),
  );
  const after = withdraw(python, draft, description, { reasons, width: 120 });
  return { before: draft, after, description, text: after.files[0]?.content ?? "" };
}

const bodyOf = (text: string, name: string): string =>
  new RegExp(String.raw`^( *)def ${name}\((?:.|\n)*?(?=^\1def |^\S|(?![^]))`, "m").exec(text)?.[0].trim() ??
  "";

describe("a test that is withdrawn", () => {
  it("is a placeholder in a class that is switched off; the other test keeps every byte", () => {
    const { before, after, text } = withdrawn([BOOT, REFUSED], ["VIRT-1-1"]);
    const name = "test_running_vm_gets_a_new_boot_id_after_a_reset";
    const other = "test_restarting_a_stopped_vm_is_rejected";
    expect(text).toContain(`Described:`);
    expect(readModule(python, text).functions.map(({ qualname }) => qualname)).toEqual([
      expect.stringMatching(new RegExp(String.raw`^Test\w+(?<!Described)\.${other}$`)),
      expect.stringMatching(new RegExp(String.raw`^Test\w+Described\.${name}$`)),
    ]);
    expect(bodyOf(text, other)).toBe(bodyOf(before.files[0]?.content ?? "", other));
    expect(text).not.toContain("get_guest_boot_id");
    expect(after.trace).toMatchObject([
      { status: "described", reason: "because", nodeid: expect.stringContaining(`Described::${name}`) },
      { status: "implemented", reason: null },
    ]);
  });

  it("leaves its class where it is when no other test stays in it", () => {
    const { after, text } = withdrawn([BOOT], ["VIRT-1-1"]);
    expect(text).toMatch(
      /class TestGeneratedFeature:\n(?:.|\n)*\n {4}__test__ = False\n\n {4}def test_running/,
    );
    expect(text).not.toMatch(/import|Described/);
    expect(after.trace[0]?.nodeid).toBe(
      `${PATH}::TestGeneratedFeature::test_running_vm_gets_a_new_boot_id_after_a_reset`,
    );
  });

  it("joins the described tests that are already there", () => {
    const { text } = withdrawn([BOOT, REFUSED, CONSOLE], ["VIRT-2-1"]);
    expect(text.match(/^class /gm)).toHaveLength(2);
    expect(text.match(/__test__ = False/g)).toHaveLength(1);
    expect(bodyOf(text, "test_restarting_a_stopped_vm_is_rejected")).toMatch(/^def \w+\(self\):\n\s+"""\n/);
  });

  it("moves into a class when it stood outside any", () => {
    const { text } = withdrawn([BOOT, REFUSED], ["VIRT-1-1"], true);
    expect(text).toMatch(/\n\n\nclass TestDescribed:\n\n {4}__test__ = False\n\n {4}def test_running/);
    expect(text).toMatch(/\n\n\ndef test_restarting_a_stopped_vm_is_rejected\(stopped_vm/);
  });

  it("keeps its oracle, and the file is Python", () => {
    for (const outside of [false, true]) {
      const { text, description } = withdrawn([BOOT, REFUSED, CONSOLE], ["VIRT-1-1", "VIRT-2-1"], outside);
      const module = readModule(python, text);
      expect(module.errorLine).toBeNull();
      const docs = module.functions.map(({ doc }) => oracleOfDocstring(doc));
      const oracles = description.groups.flatMap(({ tests }) => tests.map(oracleOf));
      expect(docs.sort()).toEqual(oracles.sort());
    }
  });

  it("changes nothing when nothing is withdrawn", () => {
    const { before, after } = withdrawn([BOOT], []);
    expect(after).toBe(before);
  });
});
