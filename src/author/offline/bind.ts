import type { DescribedTest } from "../../description/model.ts";
import type { Binding } from "../../draft/model.ts";
import type { Fixture } from "../../suite/model.ts";
import { assemble, type StepCode } from "./bind/body.ts";
import { bindExpectation } from "./bind/expectation.ts";
import type { BindContext, Bound, BoundTest, Import } from "./bind/model.ts";
import { bindPrecondition } from "./bind/precondition.ts";
import { bindRefusal } from "./bind/refusal.ts";
import { emptyScope } from "./bind/scope.ts";
import { bindStep } from "./bind/step.ts";
import { stems } from "./words.ts";

/** The machine of a test is "the VM"; of a second one nobody could say which is meant further down. */
const OTHER =
  /\b(?:another|other|second|third|different)\s+(?:[\w-]+\s+){0,2}?(?:vms?|virtual machines?|vmis?|instances?|guests?)\b/i;
/** Done inside the guest, not through the API. */
const INSIDE = /\b(?:from|by|inside|within|through)\s+(?:inside\s+)?(?:of\s+)?(?:the|its)?\s*guest\b/i;
const ATTEMPT = /^(?:attempt|try) to\b/i;

/**
 * Binds a described test to the suite, line by line. All or nothing: one line that cannot be bound leaves the test
 * described, with the reason.
 */
export function bindTest(test: DescribedTest, context: BindContext): BoundTest {
  const bindings: Binding[] = [];
  const imports: Import[] = [];
  const before: string[] = [];
  const steps: StepCode[] = [];
  const outcomes: string[] = [];
  const refusals: string[] = [];
  const things = new Set<string>();
  let scope = emptyScope;
  const stop = (reason: string): BoundTest => ({ ok: false, reason, bindings });

  const take = (bound: Extract<Bound, { ok: true }>): void => {
    bindings.push(bound.binding);
    imports.push(...bound.imports);
    before.push(...bound.before);
    scope = bound.scope;
  };

  const other = [...test.preconditions, ...test.steps, ...test.expected].find((line) => OTHER.test(line));
  if (other !== undefined) return stop(`"${other}" speaks of another machine, which rules cannot tell apart`);
  if (test.expected.length === 0) return stop("the description names no expected outcome");
  if (test.parametrize?.length) return stop("a parametrised test is not written by rule");
  for (const text of test.preconditions) {
    const bound = bindPrecondition(text, scope, context);
    if (!bound.ok) return stop(bound.reason);
    take(bound);
    for (const word of stems(text)) things.add(word);
  }
  if (test.steps.length === 0) return stop("the plan names no action that rules can tell from its outcome");
  const entry = scope;
  for (const [index, text] of test.steps.entries()) {
    const refused = test.negative && index === test.steps.length - 1;
    const bound = bindStep(text, scope, context, { number: index + 1, refused, things });
    if (!bound.ok) return stop(bound.reason);
    if (INSIDE.test(text) && !/guest/i.test(ownTarget(bound.binding))) {
      return stop(`"${text}" is done from inside the guest; ${bound.binding.target} does it from outside`);
    }
    take(bound);
    steps.push({ lines: bound.lines, opens: bound.opens ?? null });
    for (const word of stems(text)) things.add(word);
  }
  for (const text of test.expected) {
    const bound = bindExpectation(text, scope, context, { negative: test.negative, entry });
    if (!bound.ok) return stop(bound.reason);
    take(bound);
    outcomes.push(...bound.lines);
    if (bound.refusedWith) refusals.push(bound.refusedWith);
  }
  if (test.negative && refusals.length === 0) {
    // "VM is still paused" of a refused reset: the step itself says that it is only an attempt.
    const attempt = ATTEMPT.test(test.steps.at(-1) ?? "");
    const refused = attempt ? bindRefusal("Request is refused", scope, context) : null;
    if (!refused?.ok || refused.refusedWith === undefined) {
      return stop("something must be refused, but no expected outcome says so in words that rules know");
    }
    imports.push(...refused.imports);
    refusals.push(refused.refusedWith);
  }
  if (refusals.length > 1) return stop("more than one request must be refused");
  const twins = twinsIn(scope.fixtures, context);
  if (twins !== null) return stop(`${twins.join(" and ")} are two machines, and the text speaks of one`);
  const body = assemble({ before, steps, outcomes, refusal: refusals[0] ?? null });
  if (body === null) return stop("the step that must be refused opens a block of its own");
  return { ok: true, body, fixtures: scope.fixtures, imports, bindings };
}

const ownTarget = ({ target }: Binding): string => target.split(".").at(-1) ?? "";

/** Two objects of one kind, each made for this test: an assertion about one shows nothing of what was done to the other. */
function twinsIn(fixtures: readonly Fixture[], { catalogue }: BindContext): [string, string] | null {
  const own = fixtures.filter(({ scope, type }) => scope === "function" && catalogue.classes.has(type ?? ""));
  for (const [index, one] of own.entries()) {
    const twin = own.slice(index + 1).find(({ type }) => type === one.type);
    if (twin) return [one.name, twin.name];
  }
  return null;
}
