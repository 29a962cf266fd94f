import { type Alignment, alignSteps } from "./align.ts";
import { alsoActs, isMutator } from "./call-kinds.ts";
import { compareSteps, type StepPolicy } from "./compare-steps.ts";
import { isHarmless } from "./context.ts";
import type { Finding } from "./finding.ts";
import type { Context, Step, StepKind } from "./step.ts";
import { asCall, calledName, type Expr, walk } from "./syntax/expression.ts";

export interface PlacedFinding extends Finding {
  /** 1-based line before the edit; 0 when none fits. */
  readonly line: number;
}

/**
 * What the edited body of a function lost. Everything the original did must still be done, in the same order, under no
 * narrower circumstances; and what is new must not keep a later check from meaning what it meant.
 */
export function compareBodies(
  before: readonly Step[],
  after: readonly Step[],
  policy: StepPolicy,
  isTest: boolean,
): PlacedFinding[] {
  const alignment = alignSteps(before, after, (from, to) => compareSteps(from, to, policy));
  if (alignment === null) {
    return [{ rule: "unreadable", message: "the function is too long to be judged", line: 0 }];
  }
  return [
    ...alignment.pairs.flatMap(({ before: step, findings }) =>
      findings.map((finding) => ({ ...finding, line: step.line })),
    ),
    ...alignment.lost.flatMap((step) => lostStep(step, before, after, alignment.gained, isTest)),
    ...alignment.gained.flatMap((step) => gainedStep(step, after, alignment)),
  ];
}

const LOST: Readonly<Record<StepKind, readonly [rule: string, what: string] | null>> = {
  check: ["assertion-removed", "the assertion"],
  verify: ["wait-removed", "the check"],
  action: ["step-removed", "the step"],
  read: ["step-removed", "the step"],
  raises: ["raises-removed", ""],
  enter: ["step-removed", "the block"],
  loop: ["step-removed", "the loop"],
  write: ["step-removed", "the step"],
  yield: ["teardown-removed", "the hand-over"],
  return: ["step-changed", "the result"],
  exit: ["step-removed", ""],
  note: null,
};

function lostStep(
  step: Step,
  before: readonly Step[],
  after: readonly Step[],
  gained: readonly Step[],
  isTest: boolean,
): PlacedFinding[] {
  const lost = LOST[step.kind];
  const { line } = step;
  if (!lost) return [];
  if (step.kind === "raises" && !after.some((other) => other.kind === "raises")) {
    const message = `\`${step.text}\` was removed: the test no longer expects an error`;
    return [{ rule: "negative-inverted", message, line }];
  }
  // Without an early end the test only does more.
  if (step.kind === "exit" && step.expr.value !== "raise") return [];
  if (step.kind === "return" && isTest) return [];
  const twin = gained.find((other) => other.kind === step.kind && other.text === step.text);
  if (twin) {
    const moved = twin.expr.key === step.expr.key;
    return moved
      ? [{ rule: "order-changed", message: `\`${step.text}\` was moved to another place`, line }]
      : [{ rule: "name-rebound", message: `a name in \`${step.text}\` stands for something else now`, line }];
  }
  const [rule, what] = lost;
  const parts = before.filter((other) => other.kind === "check" && other.line === step.line);
  if (step.kind === "check" && parts.length > 1) {
    return [{ rule, message: `\`${step.expr.text}\` was removed from the assertion \`${step.text}\``, line }];
  }
  const message = `${what ? `${what} ` : ""}\`${step.text}\` was removed`;
  return [{ rule: step.teardown ? "teardown-removed" : rule, message, line }];
}

function gainedStep(step: Step, after: readonly Step[], { pairs }: Alignment): PlacedFinding[] {
  const shared = new Set<Context>(pairs.flatMap((pair) => pair.after.context));
  const own = step.context.filter((context) => !shared.has(context));
  const line = precedingLine(step, after, pairs);
  const refuse = (rule: string, message: string): PlacedFinding[] => [{ rule, message, line }];
  if (step.context.some((context) => context.kind === "raises" && shared.has(context))) {
    return step.kind === "note"
      ? []
      : refuse("raises-body-changed", `\`${step.text}\` was added to \`pytest.raises\``);
  }
  const hiding = own.find(
    (context) => ["try", "suppress", "except"].includes(context.kind) && !isHarmless(context),
  );
  if (hiding) return refuse("exception-swallowed", `\`${hiding.text}\` was added and can hide a failure`);
  const nested = own.some((context) => context.kind === "function");
  switch (step.kind) {
    case "check":
    case "raises":
    case "note":
      return [];
    case "loop":
      return step.text.startsWith("while") ? refuse("control-flow-added", `\`${step.text}\` was added`) : [];
    case "verify":
    case "read":
    case "action":
    case "enter": {
      const call = asCall(step.expr);
      if (step.kind === "verify" && call && !alsoActs(calledName(call))) return [];
      if (call && isMutator(calledName(call))) return refuse("state-written", `\`${step.text}\` was added`);
      if (call && isCalledProperty(step, call.callee, pairs)) return [];
      return !nested && decidesCheck(step, after, pairs)
        ? refuse("step-added", `\`${step.text}\` was added right before what is checked or handed over`)
        : [];
    }
    case "write":
      return refuse("state-written", `\`${step.text}\` was added: the test sets what it looks at`);
    case "return":
    case "exit":
      return nested ? [] : refuse("early-exit-added", `\`${step.text}\` was added`);
    case "yield":
      return nested ? [] : refuse("control-flow-added", `\`${step.text}\` was added`);
  }
}

/** `assert vm.ready` became `assert vm.ready()`: what was read before is asked for now. */
function isCalledProperty(step: Step, callee: Expr, pairs: Alignment["pairs"]): boolean {
  return pairs.some(
    ({ before, after }) =>
      after.line === step.line && [...walk(before.expr)].some((part) => part.key === callee.key),
  );
}

/**
 * True when the next thing the original did after this place is to check, or to hand its result over: the new step would
 * decide what is found there.
 */
function decidesCheck(step: Step, after: readonly Step[], pairs: Alignment["pairs"]): boolean {
  const kept = new Set(pairs.map((pair) => pair.after));
  const next = after
    .slice(after.indexOf(step) + 1)
    .find((other) => kept.has(other) && !["note", "read", "loop"].includes(other.kind));
  return next !== undefined && ["check", "verify", "yield", "return"].includes(next.kind);
}

function precedingLine(step: Step, after: readonly Step[], pairs: Alignment["pairs"]): number {
  const place = after.indexOf(step);
  const earlier = pairs.filter((pair) => after.indexOf(pair.after) < place);
  return earlier.at(-1)?.before.line ?? 0;
}
