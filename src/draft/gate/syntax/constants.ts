import type { PythonParser } from "../../../python/parser.ts";
import { dotted, type Expr, isLiteral, makeExpr } from "./expression.ts";
import { children, readExpression } from "./read-expression.ts";

/** Gives the literal behind a constant or enum member of the suite; any other expression comes back unchanged. */
export type ConstantLookup = (expr: Expr) => Expr;

/**
 * `constants` maps dotted names (`utilities.constants.TIMEOUT_5MIN`, `VmStatus.RUNNING`) to the value as written. A name
 * that several constants with different values could be stands for itself.
 */
export function constantLookup(
  python: PythonParser,
  constants: Readonly<Record<string, string>>,
): ConstantLookup {
  const byEnding = new Map<string, Set<string>>();
  for (const [name, value] of Object.entries(constants)) {
    const path = name.split(".");
    for (const length of [1, 2, path.length]) {
      const ending = path.slice(-length).join(".");
      byEnding.set(ending, (byEnding.get(ending) ?? new Set()).add(value));
    }
  }
  const literals = new Map<string, Expr | null>();
  return (expr) => {
    const name = constantName(expr);
    if (name === null) return expr;
    const [value, ...others] = byEnding.get(name) ?? byEnding.get(memberOf(name)) ?? [];
    if (value === undefined || others.length > 0) return expr;
    if (!literals.has(value)) literals.set(value, readLiteral(python, value));
    const literal = literals.get(value);
    return literal ? makeExpr(literal.kind, literal.value, literal.parts, expr) : expr;
  };
}

/** Dotted name of what may be a constant: written in capitals, and not defined by the file itself. */
function constantName(expr: Expr): string | null {
  if (expr.kind !== "name" && expr.kind !== "attribute") return null;
  if (!/^[A-Z][A-Z0-9_]*$/.test(expr.value.split(".").at(-1) ?? "")) return null;
  let root: Expr | undefined = expr;
  while (root?.kind === "attribute") root = root.parts[0];
  return root?.kind === "own" ? null : dotted(expr);
}

/** `Status.RUNNING` of `vm.Status.RUNNING`. */
function memberOf(name: string): string {
  const [owner = "", member = ""] = name.split(".").slice(-2);
  return /^[A-Z]\w*[a-z]/.test(owner) ? `${owner}.${member}` : "";
}

function readLiteral(python: PythonParser, value: string): Expr | null {
  return python.parse(value, (root) => {
    const [statement, ...more] = children(root);
    const [node] = statement?.type === "expression_statement" ? children(statement) : [];
    if (root.hasError || more.length > 0 || !node) return null;
    const literal = readExpression(node);
    return isLiteral(literal) ? literal : null;
  });
}
