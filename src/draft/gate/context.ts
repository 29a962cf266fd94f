import type { Finding } from "./finding.ts";
import { type Likeness, sameValue } from "./same-value.ts";
import type { Context, ContextKind, Step } from "./step.ts";
import { asCall, calledName } from "./syntax/expression.ts";

/** Contexts whose disappearance only makes a step more certain to run and to count. */
const DROPPABLE: ReadonlySet<ContextKind> = new Set(["if", "try", "suppress", "lazy"]);

/** A check made always demands more; a step taken always, or a loop always left, is another test. */
function mayDrop({ kind }: Context, step: Step): boolean {
  if (["exit", "return", "yield"].includes(step.kind)) return false;
  if (kind === "if" && ["action", "write", "enter", "loop"].includes(step.kind)) return false;
  return DROPPABLE.has(kind);
}

const ADDED: Readonly<Record<ContextKind, readonly [rule: string, what: string]>> = {
  if: ["condition-added", "runs only under a condition now"],
  else: ["condition-added", "runs only under a condition now"],
  case: ["condition-added", "runs only under a condition now"],
  lazy: ["condition-added", "may not be evaluated now"],
  for: ["loop-added", "runs only as often as a loop does now"],
  while: ["loop-added", "runs only as often as a loop does now"],
  try: ["exception-swallowed", "was put into a `try` that can hide its failure"],
  suppress: ["exception-swallowed", "was put into `contextlib.suppress`, which hides its failure"],
  except: ["condition-added", "runs only after an exception now"],
  finally: ["step-moved", "was moved into a `finally`"],
  with: ["block-added", "was put into another `with` block"],
  raises: ["raises-body-changed", "was moved into `pytest.raises`"],
  function: ["step-moved", "was moved into a nested function"],
};

/** How the circumstances under which a step runs got weaker; null when they did not. */
export function compareContexts(before: Step, after: Step, likeness: Likeness): Finding | null {
  const rest = after.context.filter((context) => !isHarmless(context));
  for (const context of before.context.filter((candidate) => !isHarmless(candidate))) {
    const [next] = rest;
    if (next && sameContext(context, next, likeness)) rest.shift();
    else if (!mayDrop(context, before)) return next ? added(before, next) : lost(before, context);
  }
  const [extra] = rest;
  return extra ? added(before, extra) : null;
}

/** `try … finally` without `except` hides nothing. */
export function isHarmless(context: Context): boolean {
  return context.kind === "try" && context.expr?.parts.length === 0;
}

function sameContext(before: Context, after: Context, likeness: Likeness): boolean {
  if (before.kind !== after.kind) return false;
  if (before.kind === "raises" || before.kind === "with") {
    const [from, to] = [asCall(before.expr ?? undefined), asCall(after.expr ?? undefined)];
    return (from && calledName(from)) === (to && calledName(to));
  }
  if (!before.expr || !after.expr) return before.expr === after.expr;
  return sameValue(before.expr, after.expr, "checked", likeness);
}

function added(step: Step, context: Context): Finding {
  const [rule, what] = ADDED[context.kind];
  return { rule, message: `\`${step.text}\` ${what}: \`${context.text}\`` };
}

function lost(step: Step, context: Context): Finding {
  const [rule, what] = ((): [string, string] => {
    if (context.kind === "raises") return ["raises-body-changed", "was moved out of"];
    if (context.kind === "for" || context.kind === "while")
      return ["loop-removed", "no longer runs for each turn of"];
    return ["step-moved", "was moved out of"];
  })();
  return { rule, message: `\`${step.text}\` ${what} \`${context.text}\`` };
}
