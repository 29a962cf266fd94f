import { beforeAll, describe, expect, it } from "vitest";
import { describePlan } from "../../src/author/offline/describe.ts";
import { draftTests } from "../../src/author/offline/draft.ts";
import type { TestDescription } from "../../src/description/model.ts";
import type { Draft, Patch } from "../../src/draft/model.ts";
import type { Lesson } from "../../src/graveyard/model.ts";
import { readGraveyard } from "../../src/graveyard/read.ts";
import { openJournal } from "../../src/journal/journal.ts";
import type { Effects, Settings } from "../../src/pipeline/effects.ts";
import { gatekeeper, testsByNodeid } from "../../src/pipeline/gatekeeper.ts";
import { recordLessons } from "../../src/pipeline/lessons.ts";
import { refuseChangedOracles } from "../../src/pipeline/oracle-guard.ts";
import type { PythonParser } from "../../src/python/parser.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";
import { exampleSuite, planOf } from "../author/support.ts";

const FILE = "tests/virt/test_guarded.py";
let python: PythonParser;
let suite: SuiteIndex;
let description: TestDescription;
let draft: Draft;

beforeAll(async () => {
  ({ python, suite } = await exampleSuite());
  const plan = planOf([
    "Verify that the VM is Running after a restart",
    "Verify that restarting a stopped VM is rejected",
    "Verify the console works",
  ]);
  description = describePlan(plan, "digest");
  draft = draftTests({ plan, description, suite, lessons: [], path: FILE });
});

const edited = (from: string, to: string): Draft => {
  const content = draft.files[0]?.content ?? "";
  expect(content).toContain(from);
  return { ...draft, files: [{ path: FILE, content: content.replace(from, to) }] };
};
const patch = (from: string, to: string): Patch => ({
  files: edited(from, to).files,
  summary: "",
  by: "rule:test",
});

describe("before anything is run", () => {
  it("a draft that says what the description demands may run, also when it was only laid out anew", () => {
    expect(() => refuseChangedOracles(python, description, draft)).not.toThrow();
    const wrapped = edited('- VM is "Running"', '-   VM\n              is "Running".');
    expect(() => refuseChangedOracles(python, description, wrapped)).not.toThrow();
  });

  it.each([
    ["an outcome was changed", '- VM is "Running"', '- VM is "Stopped"'],
    ["an outcome was made weaker", '- VM is "Running"', "- VM exists"],
    ["an outcome was dropped", '        Expected:\n            - VM is "Running"\n', ""],
    ["a negative test lost its mark", "[NEGATIVE] Test that restarting", "Test that restarting"],
    ["a test was renamed", "def test_vm_is_running_after_a_restart", "def test_something_else"],
    ["a described test was changed", "- Console works", "- Console exists"],
  ])("a draft in which %s must not run", (_, from, to) => {
    expect(() => refuseChangedOracles(python, description, edited(from, to))).toThrow(
      expect.objectContaining({ code: "oracle.changed", message: expect.stringContaining(FILE) }),
    );
  });

  it("each test of the draft is known by its node id", () => {
    const tests = testsByNodeid(description, draft);
    expect([...tests.keys()]).toEqual(draft.trace.map(({ nodeid }) => nodeid));
    expect(tests.get(`${FILE}::TestGeneratedFeature::test_vm_is_running_after_a_restart`)?.expected).toEqual([
      'VM is "Running"',
    ]);
  });
});

describe("the gate of the phases", () => {
  const accepted = (from: string, to: string): boolean =>
    gatekeeper(python, suite)(draft, patch(from, to)).accepted;

  it("lets a suite's constant stand for its value, and no other", () => {
    const literal = edited("running_vm.wait_until_running()", 'running_vm.wait_for_status(status="Running")');
    const constant = (name: string): Patch => ({
      files: [
        {
          path: FILE,
          content: (literal.files[0]?.content ?? "")
            .replace('status="Running"', `status=VmStatus.${name}`)
            .replace(
              "import VirtualMachine\n",
              "import VirtualMachine\nfrom utilities.constants.virt import VmStatus\n",
            ),
        },
      ],
      summary: "",
      by: "rule:test",
    });
    expect(gatekeeper(python, suite)(literal, constant("RUNNING")).accepted).toBe(true);
    expect(gatekeeper(python, suite)(literal, constant("STOPPED")).accepted).toBe(false);
  });

  it("refuses what would accept any refusal, or none", () => {
    expect(accepted("pytest.raises(InvalidError)", "pytest.raises(ApiError)")).toBe(false);
    expect(accepted("pytest.raises(InvalidError)", "pytest.raises(Exception)")).toBe(false);
    expect(accepted("        running_vm.wait_until_running()\n", "")).toBe(false);
  });

  it("lets another refusal pass only for the test that there is evidence for", () => {
    const other = patch("pytest.raises(InvalidError)", "pytest.raises(ConflictError)");
    const nodeid = `${FILE}::TestGeneratedFeature::test_restarting_a_stopped_vm_is_rejected`;
    const allowed = { kind: "raises-type" as const, nodeid, from: "InvalidError", to: "ConflictError" };
    const withImport: Patch = {
      ...other,
      files: other.files.map((file) => ({
        ...file,
        content: file.content.replace("import InvalidError", "import ConflictError"),
      })),
    };
    expect(gatekeeper(python, suite)(draft, withImport).accepted).toBe(false);
    expect(gatekeeper(python, suite, () => [allowed])(draft, withImport)).toEqual({
      accepted: true,
      reasons: [],
    });
    const elsewhere = {
      ...allowed,
      nodeid: `${FILE}::TestGeneratedFeature::test_vm_is_running_after_a_restart`,
    };
    expect(gatekeeper(python, suite, () => [elsewhere])(draft, withImport).accepted).toBe(false);
  });
});

describe("lessons of a run", () => {
  const lesson: Lesson = {
    title: "reset is refused with ConflictError, not InvalidError",
    category: "AssertionError",
    date: "2026-01-02",
    test: `${FILE}::test_a`,
    whatWentWrong: "The cluster answered 409.",
    wrongCode: "with pytest.raises(InvalidError):\n    $VM.reset()",
    correctCode: "with pytest.raises(ConflictError):\n    $VM.reset()",
    lessonLearned: "It is a conflict.",
    howToAvoid: "Expect ConflictError.",
    source: { file: "", line: 0 },
  };
  const record = (before: string | null, lessons: readonly Lesson[]) => {
    const journal = openJournal({ now: () => new Date(0) });
    const files = recordLessons(
      { journal } as Effects,
      { graveyardPath: "GRAVEYARD.md" } as Settings,
      "a.md",
      before,
      lessons,
    );
    return { files, events: journal.events };
  };

  it("start a graveyard, or are added to the end of the one that is there", () => {
    const [file] = record(null, [lesson]).files;
    const read = readGraveyard({ path: "GRAVEYARD.md", text: file?.content ?? "" });
    expect(read).toMatchObject({ lessons: [{ title: lesson.title }], problems: [] });
    const again = record(file?.content ?? "", [
      { ...lesson, title: "Another", wrongCode: "a()", correctCode: "b()" },
    ]);
    expect(again.files[0]?.content.startsWith((file?.content ?? "").trimEnd())).toBe(true);
    expect(again.events).toMatchObject([{ type: "lesson", plan: "a.md", title: "Another", added: true }]);
  });

  it("change nothing when there are none, or when the same was learned from the same test", () => {
    expect(record("# GRAVEYARD\n", []).files).toEqual([]);
    const [file] = record(null, [lesson]).files;
    const known = record(file?.content ?? "", [lesson]);
    expect(known.files).toEqual([]);
    expect(known.events).toMatchObject([
      { type: "lesson", added: false, reason: expect.stringMatching(/./) },
    ]);
  });
});
