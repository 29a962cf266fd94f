import { expect, it } from "vitest";
import { type GateRequest, judge } from "../../src/draft/gate.ts";
import type { GateDecision } from "../../src/draft/model.ts";
import { loadPython } from "../../src/python/parser.ts";

export const python = await loadPython();

export const PATH = "tests/virt/test_reset.py";
export const NODE_ID = `${PATH}::TestReset::test_reset`;

/** A generated test file with `body` as the body of its only test. */
export function testFile(body: string): string {
  const indented = body
    .split("\n")
    .map((line) => (line === "" ? "" : `        ${line}`))
    .join("\n");
  return `import re

import pytest

from libs.client.errors import ForbiddenError
from utilities.constants.virt import VmStatus
from utilities.virt import reset_vm, restart_vm_and_wait, wait_for_running_vm


class TestReset:
    """
    Reset of a VM

    Preconditions:
        - Running VM
    """

    def test_reset(self, vm, unprivileged_client):
        """
        Test that a VM runs after a reset

        Expected:
            - VM is "Running"
        """
${indented}
`;
}

export type Options = Omit<GateRequest, "before" | "after">;

/** Judges an edit of one file. */
export function judgeFile(before: string, after: string, options: Options = {}): GateDecision {
  return judge(python, {
    before: [{ path: PATH, content: before }],
    after: [{ path: PATH, content: after }],
    ...options,
  });
}

/** Judges an edit of a test's body. */
export function judgeBody(before: string, after: string, options: Options = {}): GateDecision {
  return judgeFile(testFile(before), testFile(after), options);
}

/** What the edit does, the body before, the body after, and the rule that refuses it. */
export type Refused = readonly [what: string, before: string, after: string, rule: string];

export function refusesBodies(cases: readonly Refused[], options: Options = {}): void {
  it.each(cases)("refuses: %s", (_, before, after, rule) => {
    const decision = judgeBody(before, after, options);
    expect(decision.reasons.map((reason) => reason.rule)).toContain(rule);
    expect(decision.accepted).toBe(false);
  });
}

/** What the edit does, the body before and the body after. */
export type Accepted = readonly [what: string, before: string, after: string];

export function acceptsBodies(cases: readonly Accepted[], options: Options = {}): void {
  it.each(cases)("accepts: %s", (_, before, after) => {
    expect(judgeBody(before, after, options)).toEqual({ accepted: true, reasons: [] });
  });
}
