import { callKind } from "../gate/call-kinds.ts";
import { asCall, calledName, dotted, type Expr, walk } from "../gate/syntax/expression.ts";
import { type Block, expressionsOf, type Statement, statementsIn } from "../gate/syntax/statement.ts";
import { isDirectCheck, isRaisesCall } from "./reach.ts";

/** Errors among which a failed assertion is. */
const CATCHES_ASSERTION = /(^|\.)(AssertionError|Exception|BaseException)$/;

/** Where a block takes a failed check back; null when it does not. */
export function swallows(statement: Statement): string | null {
  if (statement.kind === "try") return tryHides(statement);
  if (statement.kind !== "with" || !hasCheck(statement.body)) return null;
  const hiding = statement.items.find(({ manager }) => {
    const call = asCall(manager);
    if (!call) return false;
    const types = call.arguments.flatMap(({ value }) => (value.kind === "tuple" ? value.parts : [value]));
    const wide = types.some(catchesAssertion);
    if (calledName(call) === "suppress") return wide;
    return (
      isRaisesCall(manager) &&
      wide &&
      [...statementsIn(statement.body)].some((inner) => inner.kind === "assert")
    );
  });
  return hiding ? `\`${hiding.manager.text}\` hides a failed check` : null;
}

function tryHides(statement: Statement & { kind: "try" }): string | null {
  const ends = [...statementsIn(statement.finally)].some(
    (inner) => inner.kind === "exit" && /^(return|break|continue)$/.test(inner.word),
  );
  if (ends) return "leaving `finally` early hides every failure";
  if (!hasCheck(statement.body)) return null;
  const hiding = statement.handlers.find(
    (handler) => catches(handler.type) && !hasCheck(handler.body) && !raises(handler.body),
  );
  return hiding ? `\`except ${hiding.type?.text ?? ""}\` hides a failed check`.replace(" `", "`") : null;
}

function catches(type: Expr | null): boolean {
  return type === null || (type.kind === "tuple" ? type.parts : [type]).some(catchesAssertion);
}

const catchesAssertion = (type: Expr): boolean => CATCHES_ASSERTION.test(dotted(type) ?? "");

function raises(block: Block): boolean {
  return [...statementsIn(block)].some(
    (statement) => statement.kind === "exit" && statement.word === "raise",
  );
}

function hasCheck(block: Block): boolean {
  return [...statementsIn(block)].some(
    (statement) =>
      isDirectCheck(statement) ||
      expressionsOf(statement).some((expr) =>
        [...walk(expr)].some((part) => {
          const call = asCall(part);
          return call !== null && callKind(calledName(call), null) === "verify";
        }),
      ),
  );
}
