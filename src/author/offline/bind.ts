import type { DescribedTest } from "../../description/model.ts";
import type { Binding } from "../../draft/model.ts";
import type { Fixture } from "../../suite/model.ts";
import { bindExpectation } from "./bind-expectation.ts";
import { bindPrecondition } from "./bind-precondition.ts";
import { bindStep } from "./bind-step.ts";
import type { Catalogue } from "./catalogue.ts";
import { emptyScope, type Scope } from "./scope.ts";

/** Statements of a test body, not yet laid out; a block holds what follows under a `with`. */
export type Statement = string | { readonly head: string; readonly body: readonly Statement[] };

export interface Import {
  readonly module: string;
  readonly name: string;
}

/** One line of a description, bound to code; or the reason why it could not be. */
export type Bound =
  | {
      readonly ok: true;
      readonly binding: Binding;
      readonly scope: Scope;
      readonly imports: readonly Import[];
      /** Runs before the first step: values that must be compared later. */
      readonly before: readonly string[];
      readonly lines: readonly string[];
      /** Opens a block that the rest of the test stands in: `with …:`. */
      readonly opens?: string;
      /** The last step must be refused with this error. */
      readonly refusedWith?: string;
    }
  | { readonly ok: false; readonly reason: string };

export interface BindContext {
  readonly catalogue: Catalogue;
  /** Fixtures that the test's file can see. */
  readonly visible: readonly Fixture[];
}

export type BoundTest =
  | {
      readonly ok: true;
      readonly body: readonly Statement[];
      readonly fixtures: readonly Fixture[];
      readonly imports: readonly Import[];
      readonly bindings: readonly Binding[];
    }
  | { readonly ok: false; readonly reason: string; readonly bindings: readonly Binding[] };

/** Below this a match is a guess, and a guess is not written. */
export const CONFIDENT = 0.6;

/**
 * Binds a described test to the suite, line by line. All or nothing: one line that cannot be bound leaves the test
 * described, with the reason.
 */
export function bindTest(test: DescribedTest, context: BindContext): BoundTest {
  const bindings: Binding[] = [];
  const imports: Import[] = [];
  const before: string[] = [];
  const blocks: { head: string | null; lines: string[] }[] = [{ head: null, lines: [] }];
  let scope = emptyScope;
  let refusal: string | null = null;

  const take = (bound: Bound): string | null => {
    if (!bound.ok) return bound.reason;
    bindings.push(bound.binding);
    imports.push(...bound.imports);
    before.push(...bound.before);
    scope = bound.scope;
    blocks.at(-1)?.lines.push(...bound.lines);
    if (bound.opens) blocks.push({ head: bound.opens, lines: [] });
    if (bound.refusedWith) refusal = bound.refusedWith;
    return null;
  };
  const stop = (reason: string): BoundTest => ({ ok: false, reason, bindings });

  if (test.expected.length === 0) return stop("the description names no expected outcome");
  for (const text of test.preconditions) {
    const reason = take(bindPrecondition(text, scope, context));
    if (reason) return stop(reason);
  }
  if (test.steps.length === 0) return stop("the plan names no action that rules can tell from its outcome");
  // Values to compare with are read first, so an outcome is looked at before the steps are written.
  const outcomes = [];
  for (const [index, text] of test.steps.entries()) {
    const reason = take(bindStep(text, scope, context, index + 1));
    if (reason) return stop(reason);
  }
  for (const text of test.expected) {
    const bound = bindExpectation(text, scope, context, test.negative);
    outcomes.push(bound);
    const reason = take(bound);
    if (reason) return stop(reason);
  }
  const body = assemble(before, blocks, refusal, test.steps.length);
  if (body === null) return stop("the step that must be refused has more than one statement");
  return { ok: true, body, fixtures: scope.fixtures, imports, bindings };
}

function assemble(
  before: readonly string[],
  blocks: readonly { head: string | null; lines: readonly string[] }[],
  refusal: string | null,
  steps: number,
): Statement[] | null {
  const last = blocks.at(-1);
  if (last === undefined) return null;
  const lines = [...last.lines];
  let inner: Statement[] = lines;
  if (refusal !== null) {
    const attempt = lines.pop();
    if (attempt === undefined || steps === 0) return null;
    inner = [...lines];
    // Nothing is returned by what is refused.
    inner.push({ head: `with ${refusal}:`, body: [attempt.replace(/^[a-z_]\w* = /, "")] });
  }
  for (let index = blocks.length - 1; index > 0; index -= 1) {
    const head = blocks[index]?.head;
    const outer = blocks[index - 1]?.lines ?? [];
    if (head) inner = [...outer, { head, body: inner }];
  }
  return [...before, ...inner];
}
