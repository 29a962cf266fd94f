import type { GateReason } from "../../model.ts";
import { isDescribedOnly, isTest } from "../collection.ts";
import type { FileView } from "../file-view.ts";
import { reason } from "../judgement.ts";
import type { Construct } from "../syntax/constructs.ts";

const WHAT: Readonly<Record<string, string>> = {
  "skip-added": "can keep the test from running or from failing",
  "exit-added": "ends the run before it can fail",
  "sleep-added": "waits blindly instead of for a condition",
  "mock-added": "replaces the real thing",
  "dynamic-code": "can change what the test means without being seen",
  "exception-swallowed": "can hide a failure",
  "untyped-added": "hides a wrong type instead of mending it",
  "hook-added": "steers pytest from inside the test",
  "state-written": "sets the state that the test should find",
};

/** No function may hold more ways to skip, stop, pretend or look away than before. */
export function judgeConstructs(before: FileView | null, after: FileView): GateReason[] {
  const remaining = (before?.source.constructs ?? []).map(identity);
  // A file that was no Python has no constructs to count; what its text already names is not new.
  const named = before?.source.malformed ? before.content : "";
  return after.source.constructs
    .filter((construct) => {
      const index = remaining.indexOf(identity(construct));
      if (index >= 0) remaining.splice(index, 1);
      if (index >= 0 || named.includes(construct.what)) return false;
      return !isNewTestsOwn(construct, before, after);
    })
    .map(({ rule, what, scope, line }) => {
      const where = scope ? ` in \`${scope.replaceAll(".", "::")}\`` : "";
      const message = `\`${what}\` was added${where} (line ${line} of the edit): it ${WHAT[rule] ?? "weakens the test"}`;
      return reason(rule, message, before?.definitions.get(scope)?.function.line ?? 0);
    });
}

const identity = ({ rule, what, scope }: Construct): string => `${rule} ${what} ${scope}`;

/** A test that is written for the first time may set up state as its steps demand. */
function isNewTestsOwn(construct: Construct, before: FileView | null, after: FileView): boolean {
  if (construct.rule !== "state-written") return false;
  const known = before?.definitions.get(construct.scope);
  const definition = after.definitions.get(construct.scope);
  return definition !== undefined && isTest(definition) && (known === undefined || isDescribedOnly(known));
}
