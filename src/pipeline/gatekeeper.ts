import { type DescribedTest, type TestDescription, testId } from "../description/model.ts";
import { type Allowance, judge } from "../draft/gate.ts";
import type { Draft, Patch } from "../draft/model.ts";
import { stringContent } from "../python/literals.ts";
import type { PythonParser } from "../python/parser.ts";
import type { SuiteIndex } from "../suite/model.ts";
import { bareName } from "../suite/types.ts";
import type { Gate } from "./heal.ts";

/**
 * The gate as the phases use it: what the suite knows about constants and errors goes in, so that `"Running"` →
 * `VmStatus.RUNNING` is no changed expectation and a wider error is seen as wider.
 * @param allowances exceptions that a phase has evidence for, asked for anew at each edit
 */
export function gatekeeper(
  python: PythonParser,
  suite: SuiteIndex,
  allowances: (draft: Draft, patch: Patch) => readonly Allowance[] = () => [],
): Gate {
  const constants: Record<string, string> = {};
  for (const { name, value } of suite.constants) {
    if (stringContent(value) !== null || /^\d+(?:\.\d+)?$/.test(value)) constants[name] = value;
  }
  const exceptionBases = Object.fromEntries(
    suite.classes.map(({ name, bases }) => [name, bases.map(bareName)] as const),
  );
  return (draft, patch) => {
    const paths = new Set(patch.files.map((file) => file.path));
    return judge(python, {
      before: draft.files.filter((file) => paths.has(file.path)),
      after: patch.files,
      allow: allowances(draft, patch),
      constants,
      exceptionBases,
      fixtures: suite.fixtures.map((fixture) => fixture.name),
    });
  };
}

/** Described tests by the node id they became. */
export function testsByNodeid(description: TestDescription, draft: Draft): Map<string, DescribedTest> {
  const byId = new Map(
    description.groups.flatMap((group) => group.tests.map((test) => [testId(group, test), test] as const)),
  );
  return new Map(
    draft.trace.flatMap((entry) => {
      const test = byId.get(entry.test);
      return test ? [[entry.nodeid, test] as const] : [];
    }),
  );
}
