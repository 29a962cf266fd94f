import { beforeAll, describe, expect, it } from "vitest";
import { suiteFiles } from "../../fixtures/world/example.ts";
import {
  isMistaken,
  leavesKindOpen,
  type MistakenRefusal,
  otherRefusal,
} from "../../src/checks/pytest/refusal.ts";
import { refusalLesson, repairRefusal } from "../../src/checks/pytest/repair-refusal.ts";
import type { DescribedTest } from "../../src/description/model.ts";
import type { Draft } from "../../src/draft/model.ts";
import { applyLessons } from "../../src/graveyard/apply.ts";
import { gatekeeper } from "../../src/pipeline/gatekeeper.ts";
import { firstError } from "../../src/python/module.ts";
import type { PythonParser } from "../../src/python/parser.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";
import { exampleSuite, suiteOf } from "../author/support.ts";

const FILE = "tests/virt/test_refused.py";
const SOURCE = `import pytest

from libs.client.errors import InvalidError
from libs.resources.virtual_machine import VirtualMachine


class TestRefused:
    def test_reset_is_rejected(self, stopped_vm: VirtualMachine):
        """Docstring."""
        stopped_vm.stop()
        with pytest.raises(InvalidError):
            stopped_vm.reset(wait=True)
        stopped_vm.wait_until_stopped()
`;
const RAISES_LINE = 11;
const NODEID = `${FILE}::TestRefused::test_reset_is_rejected`;

const TEST: DescribedTest = {
  name: "test_reset_is_rejected",
  scenario: "VIRT-1",
  summary: "Test that a reset is rejected.",
  negative: true,
  preconditions: ["Stopped VM"],
  steps: ["Attempt to reset the VM"],
  expected: ["Request is rejected"],
  markers: [],
};

/** What pytest says when the body of the block raised `error`, at `line` of the test. */
const failure = (error = "libs.client.errors.ConflictError", status = 409, line = 12) => ({
  file: FILE,
  message: `${error}: ${status}\nReason: Conflict\nHTTP response body: {"message": "VM is not running"}`,
  detail: `    def test_reset_is_rejected(self, stopped_vm):\n>       with pytest.raises(InvalidError):\n\n${FILE}:${line}: \n_ _ _\nlibs/resources/virtual_machine.py:201: in reset\n    self._call(action="reset")\nlibs/client/api_client.py:99: ConflictError`,
});

let python: PythonParser;
let suite: SuiteIndex;
beforeAll(async () => {
  ({ python, suite } = await exampleSuite());
});

const mistake = (
  index: SuiteIndex,
  test: DescribedTest,
  source: string,
  failed: ReturnType<typeof failure>,
): MistakenRefusal | null => {
  const other = otherRefusal(python, index, source, failed);
  return other && isMistaken(test, other) ? other : null;
};
const found = (
  some: { test?: Partial<DescribedTest>; source?: string; failure?: ReturnType<typeof failure> } = {},
): MistakenRefusal | null =>
  mistake(suite, { ...TEST, ...some.test }, some.source ?? SOURCE, some.failure ?? failure());

describe("a request that was refused, though not with the error that the draft guessed", () => {
  it("is found, with the line and the call", () => {
    expect(found()).toEqual({
      line: RAISES_LINE,
      from: "InvalidError",
      to: "ConflictError",
      module: "libs.client.errors",
      attempt: "stopped_vm.reset(wait=True)",
      status: 409,
    });
  });

  it.each([
    [400, "BadRequestError"],
    [405, "ConflictError"],
    [409, "ConflictError"],
    [412, "ConflictError"],
  ])("is found when the cluster judged the request: %i", (status, error) => {
    expect(found({ failure: failure(`libs.client.errors.${error}`, status) })).toMatchObject({
      status,
      to: error,
    });
  });

  it.each([
    [401, "UnauthorizedError"],
    [403, "ForbiddenError"],
    [404, "NotFoundError"],
    [429, "TooManyRequestsError"],
    [500, "ServerError"],
    [503, "ServerError"],
  ])("is none when the answer is about the user, the object or the server: %i", (status, error) => {
    expect(found({ failure: failure(`libs.client.errors.${error}`, status) })).toBeNull();
  });

  it.each([
    "Request is forbidden",
    "Request is rejected as invalid",
    "Request is refused with a conflict",
    "Request is refused with 422",
    "Request is rejected because the quota is exceeded",
    "Request is denied by the admission webhook",
    "InvalidError is raised",
    "User has no permission",
    "VM is not found",
  ])("is none when the plan names the kind itself: %s", (outcome) => {
    expect(leavesKindOpen({ ...TEST, expected: [outcome] })).toBe(false);
    expect(found({ test: { expected: [outcome] } })).toBeNull();
    expect(found({ test: { expected: ["Request is rejected", outcome] } })).toBeNull();
  });

  it("is none when nothing had to be refused", () => {
    expect(found({ test: { negative: false } })).toBeNull();
    expect(found({ test: { expected: [] } })).toBeNull();
  });

  it("is none when the error was raised outside of the block", () => {
    for (const line of [10, RAISES_LINE, 13]) {
      expect(found({ failure: failure(undefined, 409, line) })).toBeNull();
    }
  });

  it("is none when the line is that of another file", () => {
    const elsewhere = failure();
    expect(
      found({ failure: { ...elsewhere, detail: elsewhere.detail.replaceAll(FILE, `other/${FILE}x`) } }),
    ).toBeNull();
  });

  it("is none for an exception that is not the suite's", () => {
    for (const error of ["AssertionError", "urllib.error.URLError", "TimeoutError", "requests.HTTPError"]) {
      expect(found({ failure: failure(error) })).toBeNull();
    }
  });

  it("is none for one of the suite's that is no kind of the same refusal", () => {
    expect(found({ failure: failure("utilities.waiting.TimeoutExpiredError", 409) })).toBeNull();
  });

  it("is none for a wider class: any refusal would do then", () => {
    expect(found({ failure: failure("libs.client.errors.ApiError", 409) })).toBeNull();
  });

  it("is none for a class between the expected one and the base of all", async () => {
    const [errors, helpers] = ["libs/client/errors.py", "utilities/virt.py"];
    const files = await suiteFiles();
    const deeper = (files[errors] ?? "").replace(
      "class InvalidError(ApiError):",
      "class RefusedError(ApiError):\n    ...\n\n\nclass InvalidError(RefusedError):",
    );
    const suiteWithMore = suiteOf(python, { [errors]: deeper, [helpers]: files[helpers] ?? "" });
    const raised = failure("libs.client.errors.RefusedError", 422);
    expect(mistake(suiteWithMore, TEST, SOURCE, raised)).toBeNull();
    expect(mistake(suiteWithMore, TEST, SOURCE, failure())).toMatchObject({
      to: "ConflictError",
    });
  });

  it("is none when the very error was raised, or the block says more about it", () => {
    expect(found({ failure: failure("libs.client.errors.InvalidError", 422) })).toBeNull();
    expect(
      found({ source: SOURCE.replace("raises(InvalidError)", 'raises(InvalidError, match="x")') }),
    ).toBeNull();
    expect(
      found({ source: SOURCE.replace("raises(InvalidError)", "raises((InvalidError, ValueError))") }),
    ).toBeNull();
  });

  it("is none without a status that the cluster gave", () => {
    expect(
      found({ failure: { ...failure(), message: "libs.client.errors.ConflictError: no answer" } }),
    ).toBeNull();
  });
});

const draftOf = (source: string): Draft => ({
  files: [{ path: FILE, content: source }],
  trace: [
    {
      test: "TestRefused::test_reset_is_rejected",
      scenario: "VIRT-1",
      nodeid: NODEID,
      status: "implemented",
      reason: null,
      bindings: [],
    },
  ],
});

const repaired = (source: string): string => {
  const mistake = found({ source });
  const patch = mistake && repairRefusal(python, draftOf(source), FILE, [mistake]);
  return patch?.files[0]?.content ?? "";
};

describe("the repair", () => {
  it("expects the error that was given, imports it, drops what nothing uses any more, and changes nothing else", () => {
    expect(repaired(SOURCE)).toBe(SOURCE.replaceAll("InvalidError", "ConflictError"));
  });

  it("keeps an import that something else uses", () => {
    const source = `${SOURCE}\n    def test_other(self):\n        with pytest.raises(InvalidError):\n            print()\n`;
    expect(repaired(source)).toContain("from libs.client.errors import ConflictError, InvalidError\n");
  });

  it("says what was done, and passes the gate only with the evidence of the run", () => {
    const mistake = found();
    const draft = draftOf(SOURCE);
    const patch = mistake && repairRefusal(python, draft, FILE, [mistake]);
    expect(patch).toMatchObject({
      by: "rule:expected-exception",
      summary: "expects the refusal that was given: InvalidError → ConflictError (the cluster answered 409)",
    });
    if (!patch) return;
    const evidence = [
      { kind: "raises-type" as const, nodeid: NODEID, from: "InvalidError", to: "ConflictError" },
    ];
    expect(gatekeeper(python, suite)(draft, patch).accepted).toBe(false);
    expect(gatekeeper(python, suite, () => evidence)(draft, patch)).toEqual({ accepted: true, reasons: [] });
  });

  it("is nothing without a mistake or a file", () => {
    const mistake = found();
    expect(repairRefusal(python, draftOf(SOURCE), FILE, [])).toBeNull();
    expect(mistake && repairRefusal(python, draftOf(SOURCE), "tests/other.py", [mistake])).toBeNull();
  });
});

describe("the lesson", () => {
  const lessonOf = (source: string) => {
    const mistake = found({ source });
    return mistake && refusalLesson(python, mistake, { date: "2026-01-02", nodeid: NODEID, source });
  };

  it("teaches the call with the test's own values left open, and mends the next draft before it runs", () => {
    const lesson = lessonOf(SOURCE);
    expect(lesson).toMatchObject({
      title: "reset is refused with ConflictError, not InvalidError",
      wrongCode: "with pytest.raises(InvalidError):\n    $VM.reset(wait=True)",
      correctCode:
        "from libs.client.errors import ConflictError\n\nwith pytest.raises(ConflictError):\n    $VM.reset(wait=True)",
      test: NODEID,
      date: "2026-01-02",
    });
    const next = SOURCE.replaceAll("stopped_vm", "shut_down_vm");
    const mended = lesson ? applyLessons(python, [lesson], next).source : "";
    expect(mended).toContain(
      "        with pytest.raises(ConflictError):\n            shut_down_vm.reset(wait=True)\n",
    );
    expect(mended).toContain("from libs.client.errors import ConflictError, InvalidError\n");
  });

  it("tells two values apart that end in the same word, and leaves members' names alone", () => {
    const source = SOURCE.replace(
      "stopped_vm: VirtualMachine",
      "stopped_vm: VirtualMachine, source_vm: VirtualMachine",
    ).replace(
      "stopped_vm.reset(wait=True)",
      "copy(vm=stopped_vm, source_vm=source_vm, at=stopped_vm.source_vm)",
    );
    expect(lessonOf(source)?.wrongCode).toContain(
      "copy(vm=$STOPPED_VM, source_vm=$SOURCE_VM, at=$STOPPED_VM.source_vm)",
    );
  });

  it("is none when more than one statement stood in the block", () => {
    const source = SOURCE.replace(
      "            stopped_vm.reset(wait=True)",
      "            print()\n            stopped_vm.reset(wait=True)",
    );
    const mistake = found({ source, failure: failure(undefined, 409, 13) });
    expect(mistake).not.toBeNull();
    expect(mistake && refusalLesson(python, mistake, { date: "", nodeid: NODEID, source })).toBeNull();
  });
});

describe("a suite with other errors", () => {
  it("counts as the same family only what has a base of the suite in common", async () => {
    const files = { ...(await suiteFiles()), "libs/errors.py": "class OtherError(Exception):\n    ...\n" };
    const other = suiteOf(python, files);
    const raised = failure("libs.errors.OtherError", 409);
    expect(mistake(other, TEST, SOURCE, raised)).toBeNull();
    expect(python.parse(repaired(SOURCE), (root) => firstError(root))).toBeNull();
  });
});
