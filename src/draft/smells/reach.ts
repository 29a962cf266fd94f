import { callKind, isRaises } from "../gate/call-kinds.ts";
import { truthOf } from "../gate/literal-value.ts";
import { asCall, calledName, dotted, type Expr, walk } from "../gate/syntax/expression.ts";
import {
  type Block,
  blocksOf,
  expressionsOf,
  type FunctionSource,
  type Statement,
} from "../gate/syntax/statement.ts";

/** How a test checks: by itself, or only through something it calls. */
export type CheckKind = "direct" | "helper" | null;

/** Functions of the file by the name they are called with: `check_vm`, `self.check_vm` as `check_vm`. */
export type Helpers = ReadonlyMap<string, FunctionSource>;

/** A statement after which nothing of its block runs. */
function endsBlock(statement: Statement): boolean {
  if (statement.kind === "exit") return /^(return|raise|break|continue)$/.test(statement.word);
  const call = statement.kind === "expression" ? asCall(statement.value) : null;
  return call !== null && /^(pytest\.)?(skip|exit|xfail|fail)$|^sys\.exit$/.test(dotted(call.callee) ?? "");
}

/** Blocks of a statement that can run at all. */
function liveBlocks(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case "if": {
      const known = truthOf(statement.condition);
      return known === null ? blocksOf(statement) : [known ? statement.body : statement.otherwise];
    }
    case "while":
      return truthOf(statement.condition) === false ? [statement.otherwise] : blocksOf(statement);
    case "for":
      return isEmptyDisplay(statement.iterable) ? [statement.otherwise] : blocksOf(statement);
    default:
      return blocksOf(statement);
  }
}

function isEmptyDisplay(expr: Expr): boolean {
  if (["list", "tuple", "set", "dict"].includes(expr.kind)) return expr.parts.length === 0;
  const call = asCall(expr);
  if (!call || !/^(range|list|tuple|set|dict)$/.test(dotted(call.callee) ?? "")) return false;
  const [first, ...more] = call.arguments;
  return (
    first === undefined ||
    (more.length === 0 && first.value.kind === "number" && Number(first.value.value) <= 0)
  );
}

/** Statements of a block that can be reached, those of inner blocks too. */
export function reachable(block: Block): Statement[] {
  const found: Statement[] = [];
  for (const statement of block) {
    found.push(statement, ...liveBlocks(statement).flatMap(reachable));
    if (endsBlock(statement)) break;
  }
  return found;
}

/** Statements of a block that can never run. */
export function unreachable(block: Block): Statement[] {
  const live = new Set(reachable(block));
  const all = (inner: Block): Statement[] =>
    inner.flatMap((statement) => [statement, ...blocksOf(statement).flatMap(all)]);
  return all(block).filter((statement) => !live.has(statement));
}

/** How a function checks anything that can be reached. */
export function checkKind(definition: FunctionSource, helpers: Helpers): CheckKind {
  return kindOf(definition.body, helpers, [definition]);
}

function kindOf(block: Block, helpers: Helpers, seen: readonly FunctionSource[]): CheckKind {
  const statements = reachable(block);
  if (statements.some(isDirectCheck)) return "direct";
  const nested = statements.flatMap((statement) =>
    statement.kind === "function" ? [statement.definition] : [],
  );
  const known = new Map([...helpers, ...nested.map((one) => [one.name, one] as const)]);
  const calls = statements
    .flatMap(expressionsOf)
    .flatMap((expr) => [...walk(expr)].flatMap((part) => asCall(part) ?? []));
  const checks = calls.some((call) => {
    if (callKind(calledName(call), null) === "verify") return true;
    const helper = known.get(calledName(call));
    if (!helper || seen.includes(helper)) return false;
    return kindOf(helper.body, known, [...seen, helper]) !== null;
  });
  return checks ? "helper" : null;
}

/** An assertion in the test itself, or a block that must raise. */
export function isDirectCheck(statement: Statement): boolean {
  if (statement.kind === "assert") return true;
  if (statement.kind === "exit") return statement.word === "raise";
  if (statement.kind === "with") return statement.items.some(({ manager }) => isRaisesCall(manager));
  const call = statement.kind === "expression" ? asCall(statement.value) : null;
  return call !== null && /^(pytest\.)?fail$|(^|\.)assert[A-Z]\w*$/.test(dotted(call.callee) ?? "");
}

export function isRaisesCall(expr: Expr): boolean {
  const call = asCall(expr);
  return call !== null && isRaises(calledName(call));
}
