import { compareArguments } from "./call-arguments.ts";
import { compareContexts } from "./context.ts";
import { explainWeaker } from "./explain.ts";
import type { Finding } from "./finding.ts";
import { implies } from "./implies.ts";
import { isAfterwards, isNoun, words } from "./names.ts";
import { compareRaises, type RaisesPolicy } from "./raises.ts";
import { type Likeness, sameValue } from "./same-value.ts";
import { sharedWords } from "./spelling.ts";
import type { Step } from "./step.ts";
import { asCall, type Call, calledName, type Expr, mapParts } from "./syntax/expression.ts";

export interface StepPolicy {
  readonly likeness: Likeness;
  readonly raises: RaisesPolicy;
}

/** Below this share of common words two assertions are taken for different ones. */
const RELATED = 30;

/** What `after` loses against `before`; null when it is no version of that step. */
export function compareSteps(before: Step, after: Step, policy: StepPolicy): readonly Finding[] | null {
  const content = compareContent(before, after, policy);
  if (content === null) return null;
  const findings = (content.length > 0 && changedMeaning(before, after)) || content;
  const context = compareContexts(before, after, policy.likeness);
  return context ? [...findings, context] : findings;
}

/** The same expression, but a name in it has another value: it was read at another moment, or bound again. */
function changedMeaning(before: Step, after: Step): Finding[] | null {
  if (timeless(before.expr).key === timeless(after.expr).key) {
    const message = `\`${after.text}\` uses a value that is read at another moment now, before or after a step`;
    return [{ rule: "stale-value", message }];
  }
  if (before.text !== after.text || before.kind === "raises") return null;
  return [{ rule: "name-rebound", message: `a name in \`${before.text}\` stands for something else now` }];
}

/** The expression without the moments at which its values were read. */
function timeless(expr: Expr): Expr {
  const [value] = expr.parts;
  return expr.kind === "captured" && value ? timeless(value) : mapParts(expr, timeless);
}

function compareContent(before: Step, after: Step, policy: StepPolicy): readonly Finding[] | null {
  const { likeness } = policy;
  if (before.kind === "action" && after.kind === "verify") return compareMoved(before, after, policy);
  if (before.kind !== after.kind) return null;
  switch (before.kind) {
    case "check":
      if (implies(after.expr, before.expr, likeness)) return [];
      if (sharedWords(before.text, after.text) < RELATED) return null;
      return [explainWeaker(before.expr, after.expr, { before: before.text, after: after.text }, likeness)];
    case "read":
      if (!asCall(before.expr)) return sameOrChanged(before, after, likeness);
      return compareCallSteps(before, after, policy);
    case "verify":
    case "action":
      return compareCallSteps(before, after, policy);
    case "raises": {
      const [from, to] = [asCall(before.expr), asCall(after.expr)];
      if (!from || !to || calledName(from) !== calledName(to)) return null;
      return compareRaises(from, to, policy.raises);
    }
    case "enter":
      return asCall(before.expr) && asCall(after.expr)
        ? compareCallSteps(before, after, policy)
        : sameOrChanged(before, after, likeness);
    case "loop":
    case "write":
    case "return":
    case "yield":
      return sameOrChanged(before, after, likeness);
    case "exit":
      return sameValue(before.expr, after.expr, "passed", likeness) ? [] : null;
    case "note":
      return [];
  }
}

function sameOrChanged(before: Step, after: Step, likeness: Likeness): Finding[] {
  if (sameValue(before.expr, after.expr, "checked", likeness)) return [];
  return [{ rule: "step-changed", message: `\`${before.text}\` became \`${after.text}\`` }];
}

function compareCallSteps(before: Step, after: Step, policy: StepPolicy): readonly Finding[] | null {
  const [from, to] = [asCall(before.expr), asCall(after.expr)];
  if (!from || !to) return null;
  const { likeness } = policy;
  if (!likeness.alike(calledName(from), calledName(to))) return compareMoved(before, after, policy);
  const use = before.kind === "verify" ? "check" : "action";
  const [owner, newOwner] = [receiverOf(from), receiverOf(to)];
  if ((owner === null) !== (newOwner === null)) return compareMoved(before, after, policy);
  // A function of this file is never another one spelled differently.
  if (owner === null && from.callee.kind !== to.callee.kind) return null;
  const same = owner === null || newOwner === null || sameValue(owner, newOwner, "passed", likeness);
  const findings = compareArguments(from, to, use, (one, other, role) =>
    sameValue(one, other, role, likeness),
  );
  const where = `\`${before.text}\` → \`${after.text}\``;
  return [
    ...(same ? [] : [{ rule: "step-changed", message: `the call is made on something else: ${where}` }]),
    ...findings.map(({ rule, message }) => ({ rule, message: `${message} in ${where}` })),
  ];
}

const receiverOf = (call: Call): Expr | null =>
  call.callee.kind === "attribute" ? (call.callee.parts[0] ?? null) : null;

/** A step that became a helper's task, or a method's, with the same verb and the same object. */
function compareMoved(before: Step, after: Step, { likeness }: StepPolicy): readonly Finding[] | null {
  const [from, to] = [asCall(before.expr), asCall(after.expr)];
  if (before.kind !== "action" || !from || !to) return null;
  const [owner, newOwner] = [receiverOf(from), receiverOf(to)];
  const [object, holder] =
    owner && !newOwner ? [owner, to] : newOwner && !owner ? [newOwner, from] : [null, null];
  if (object === null || holder === null) return null;
  const verbs = words(calledName(from));
  const newVerbs = words(calledName(to));
  const allowed = (word: string): boolean => isNoun(word) || (holder === to && isAfterwards(word));
  const [fewer, more] = holder === to ? [verbs, newVerbs] : [newVerbs, verbs];
  if (!fewer.every((word) => more.includes(word))) return null;
  if (!more.every((word) => fewer.includes(word) || allowed(word))) return null;
  const passed = holder.arguments.find(({ value }) => sameValue(object, value, "passed", likeness));
  if (!passed) return null;
  const without = (call: Call): Call => ({
    ...call,
    arguments: call.arguments.filter((argument) => argument !== passed),
  });
  return compareArguments(without(from), without(to), "action", (one, other, role) =>
    sameValue(one, other, role, likeness),
  );
}
