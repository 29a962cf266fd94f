import type { GateReason } from "../../model.ts";
import { switchedBy } from "../collection.ts";
import { saysTheSame } from "../docstring.ts";
import { type FileView, readDecorators, resolveIn } from "../file-view.ts";
import { type FilePair, type Judgement, reason } from "../judgement.ts";
import { asCall, dotted, type Expr, isConstant, isLiteral } from "../syntax/expression.ts";
import { isBuiltin } from "../syntax/scope.ts";
import { classesOf } from "../syntax/source.ts";
import { type Block, blocksOf, expressionsOf, type Statement } from "../syntax/statement.ts";
import { compareDecorators } from "./marks.ts";

/** Names that steer pytest or Python when a module defines them. */
const STEERING = /^(pytest_plugins|collect_ignore(_glob)?|__\w+__)$/;

/** Code of modules and classes outside functions: what runs on import, constants, markers, bases. */
export function judgeModuleCode(pair: FilePair, judgement: Judgement): GateReason[] {
  const { before, after } = pair;
  const classes = new Map(classesOf(after.source.body).map((found) => [found.qualname, found.class]));
  return [
    ...judgeDocstring("module", before.source.docstring, after.source.docstring, 1),
    ...judgeBlock(before.source.body, after.source.body, pair, judgement),
    ...classesOf(before.source.body).flatMap(({ qualname, class: owner }) => {
      const now = classes.get(qualname);
      if (!now) return [];
      classes.delete(qualname);
      const decorators = compareDecorators(
        readDecorators(before.scope, owner.decorators),
        readDecorators(after.scope, now.decorators),
      );
      return [
        ...judgeDocstring(`class \`${qualname}\``, owner.docstring, now.docstring, owner.line),
        ...decorators.map((found) => reason(found.rule, `${found.message} (on \`${qualname}\`)`, owner.line)),
        ...(basesKey(before, owner.bases) === basesKey(after, now.bases)
          ? []
          : [reason("class-changed", `the bases of class \`${qualname}\` were changed`, owner.line)]),
        ...judgeBlock(owner.body, now.body, pair, judgement),
      ];
    }),
    ...[...classes]
      .filter(([qualname, added]) => !qualname.startsWith("Test") || added.bases.length > 0)
      .map(([qualname]) =>
        reason("class-added", `class \`${qualname}\` was added, which can stand in for the real thing`, 0),
      ),
  ];
}

function judgeDocstring(
  what: string,
  before: string | null,
  after: string | null,
  line: number,
): GateReason[] {
  if (before === null || saysTheSame(before, after ?? "")) return [];
  return [
    reason("docstring-changed", `the docstring of the ${what}, which tests rely on, was changed`, line),
  ];
}

function basesKey(view: FileView, bases: readonly Expr[]): string {
  return bases.map((base) => resolveIn(view.scope, base).key).join();
}

/** The statements of a module or class body that are neither definition nor import. */
function judgeBlock(before: Block, after: Block, pair: FilePair, judgement: Judgement): GateReason[] {
  const from = looseStatements(before);
  const to = looseStatements(after);
  const assignedBefore = new Map(from.flatMap(assignment));
  const assignedAfter = new Map(to.flatMap(assignment));
  return [
    ...[...assignedBefore].flatMap(([name, statement]) =>
      judgeAssigned(name, statement, assignedAfter.get(name), pair, judgement),
    ),
    ...[...assignedAfter]
      .filter(([name]) => !assignedBefore.has(name))
      .flatMap(([name, statement]) => judgeAdded(name, statement, pair)),
    ...judgeRest(from, to),
  ];
}

function looseStatements(block: Block): Statement[] {
  return block.filter(
    (statement) =>
      !["function", "class", "import", "pass"].includes(statement.kind) &&
      switchedBy(statement) === null &&
      !isImportsOnly(statement),
  );
}

/** `if TYPE_CHECKING:` around imports. */
function isImportsOnly(statement: Statement): boolean {
  return (
    statement.kind === "if" &&
    dotted(statement.condition)?.endsWith("TYPE_CHECKING") === true &&
    blocksOf(statement).every((block) => block.every((inner) => inner.kind === "import"))
  );
}

/** Name and statement of a plain `NAME = value`. */
function assignment(statement: Statement): [string, Statement & { kind: "assign" }][] {
  const [target, ...more] = statement.kind === "assign" ? statement.targets : [];
  return statement.kind === "assign" && target?.kind === "name" && more.length === 0 && !statement.operator
    ? [[target.value, statement]]
    : [];
}

function judgeAssigned(
  name: string,
  before: Statement & { kind: "assign" },
  after: (Statement & { kind: "assign" }) | undefined,
  pair: FilePair,
  { constant }: Judgement,
): GateReason[] {
  if (name === "pytestmark") return judgeMarks(before.value, after?.value ?? null, pair, before.line);
  if (!after) {
    const used = new RegExp(`\\b${name}\\b`).test(pair.after.content);
    return used
      ? [reason("constant-changed", `\`${before.text}\` was removed although it is used`, before.line)]
      : [];
  }
  const value = ({ scope }: FileView, expr: Expr | null): string | undefined =>
    expr ? constant(resolveIn(scope, expr)).key : undefined;
  return value(pair.before, before.value) === value(pair.after, after.value)
    ? []
    : [reason("constant-changed", `\`${before.text}\` became \`${after.text}\``, before.line)];
}

function judgeMarks(before: Expr | null, after: Expr | null, pair: FilePair, line: number): GateReason[] {
  const marks = (value: Expr | null): readonly Expr[] =>
    value === null ? [] : ["list", "tuple"].includes(value.kind) ? value.parts : [value];
  return compareDecorators(
    readDecorators(pair.before.scope, marks(before)),
    readDecorators(pair.after.scope, marks(after)),
  ).map((found) => reason(found.rule, `${found.message} (in \`pytestmark\`)`, line));
}

function judgeAdded(name: string, statement: Statement & { kind: "assign" }, pair: FilePair): GateReason[] {
  if (name === "pytestmark") return judgeMarks(null, statement.value, pair, 0);
  const text = `\`${statement.text}\` was added`;
  if (STEERING.test(name)) return [reason("pytest-hook", `${text}, which steers pytest`, 0)];
  const value = statement.value && resolveIn(pair.after.scope, statement.value);
  if (value && isLogger(value)) return [];
  const taken = isBuiltin(name) || new RegExp(`\\b${name}\\b`).test(pair.before.content);
  if (taken)
    return [reason("name-shadowed", `${text}, which takes the place of a name that is already used`, 0)];
  return value === null || isInert(value)
    ? []
    : [reason("module-code-added", `${text} outside a function`, 0)];
}

const isLogger = (value: Expr): boolean => dotted(asCall(value)?.callee ?? value) === "logging.getLogger";

/** A value that does nothing when it is computed. */
function isInert(value: Expr): boolean {
  if (isLiteral(value) || dotted(value) !== null) return true;
  const container = ["tuple", "list", "set", "dict", "pair", "binary", "unary", "fstring", "interpolation"];
  return container.includes(value.kind) && value.parts.every(isInert);
}

/** Anything else at module level stays exactly as it is. */
function judgeRest(before: readonly Statement[], after: readonly Statement[]): GateReason[] {
  const rest = (statements: readonly Statement[]): Statement[] =>
    statements.filter((statement) => assignment(statement).length === 0 && !isBareText(statement));
  const remaining = rest(after);
  const gone = rest(before).filter((statement) => {
    const index = remaining.findIndex((other) => statementKey(other) === statementKey(statement));
    if (index >= 0) remaining.splice(index, 1);
    return index < 0;
  });
  return [
    ...gone.map(({ text, line }) =>
      reason("module-code-removed", `\`${text}\` was removed or changed outside functions`, line),
    ),
    ...remaining.map(({ text }) =>
      reason("module-code-added", `\`${text}\` was added outside a function`, 0),
    ),
  ];
}

function isBareText(statement: Statement): boolean {
  return (
    statement.kind === "expression" &&
    (statement.value.kind === "string" || isConstant(statement.value, "Ellipsis"))
  );
}

function statementKey(statement: Statement): string {
  const own = expressionsOf(statement).map((expr) => expr.key);
  const word = statement.kind === "exit" ? statement.word : "";
  const names =
    statement.kind === "import" ? statement.names.map((name) => `${name.module}.${name.name}`) : [];
  const inner = blocksOf(statement).map((block) => `{${block.map(statementKey).join(";")}}`);
  return [statement.kind, word, ...names, ...own, ...inner].join(" ");
}
