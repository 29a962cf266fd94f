import {
  makeAttribute,
  makeBinary,
  makeBoolean,
  makeCompare,
  makeFormatted,
  makeNot,
  makeUnary,
} from "./construct.ts";
import { type Expr, makeExpr, mapParts, walk } from "./expression.ts";

/** What names stand for at one place of a program. */
export interface Names {
  /** Null for an unknown name. `receiver`: the name is only used to reach one of its attributes. */
  lookup(name: Expr, receiver: boolean): Expr | null;
  /** The literal a constant of the suite stands for, else the expression itself. */
  constant(expr: Expr): Expr;
  readonly modules: ReadonlySet<string>;
  /** Comprehensions and lambdas around the expression. */
  readonly depth: number;
}

/** The expression with every name replaced by what it stands for, in normal form again. */
export function resolve(expr: Expr, names: Names, receiver = false): Expr {
  const [first, second] = expr.parts;
  const inner = (part: Expr): Expr => resolve(part, names);
  switch (expr.kind) {
    case "name": {
      const value = names.lookup(expr, receiver);
      return names.constant(value ? makeExpr(value.kind, value.value, value.parts, expr) : expr);
    }
    case "attribute":
      if (!first) return expr;
      return names.constant(makeAttribute(resolve(first, names, true), expr.value, expr, names.modules));
    case "compare":
      return first && second ? makeCompare(inner(first), expr.value, inner(second), expr) : expr;
    case "not":
      return first ? makeNot(inner(first), expr) : expr;
    case "and":
    case "or":
      return makeBoolean(expr.kind, expr.parts.map(inner), expr);
    case "binary":
      return first && second ? makeBinary(inner(first), expr.value, inner(second), expr) : expr;
    case "unary":
      return first ? makeUnary(expr.value, inner(first), expr) : expr;
    case "fstring":
      return makeFormatted(expr.parts.map(inner).map(spellOut), expr);
    case "walrus":
      return first ? inner(first) : expr;
    case "comprehension":
      return mapParts(expr, (part) => resolve(part, shadow(names, targetsOf(expr))));
    case "lambda":
      return resolveLambda(expr, names);
    default:
      return mapParts(expr, inner);
  }
}

/** `f"{'a'}"` is `"a"`. */
function spellOut(piece: Expr): Expr {
  const [value] = piece.parts;
  return piece.kind === "interpolation" && piece.value === "" && value?.kind === "string" ? value : piece;
}

function targetsOf(comprehension: Expr): string[] {
  const targets = comprehension.parts.flatMap((part) =>
    part.kind === "clause" && part.value === "for" && part.parts[0] ? [part.parts[0]] : [],
  );
  return targets.flatMap((target) =>
    [...walk(target)].filter((node) => node.kind === "name").map((node) => node.value),
  );
}

/** Names bound inside an expression are numbered: what they are called makes no difference. */
function shadow(names: Names, bound: readonly string[]): Names {
  const depth = names.depth + 1;
  return {
    ...names,
    depth,
    lookup: (name, receiver) => {
      const index = bound.indexOf(name.value);
      return index < 0 ? names.lookup(name, receiver) : makeExpr("bound", `item ${depth}.${index}`, [], name);
    },
  };
}

function resolveLambda(expr: Expr, names: Names): Expr {
  const parameters = expr.value === "" ? [] : expr.value.split(",");
  const simple = parameters.every((name) => /^\w+$/.test(name));
  const bound = parameters.map((name) => name.replace(/^\*+/, "").replace(/[=:].*$/, ""));
  const body = expr.parts.map((part) => resolve(part, shadow(names, bound)));
  return makeExpr("lambda", simple ? String(parameters.length) : expr.value, body, expr);
}
