import type { Expr, Origin } from "./expression.ts";

/** A Python statement as plain data. `text` is its first line. */
export type Statement = Origin &
  (
    | { readonly kind: "assert"; readonly test: Expr; readonly message: Expr | null }
    | { readonly kind: "expression"; readonly value: Expr }
    | {
        readonly kind: "assign";
        readonly targets: readonly Expr[];
        /** Null for a bare annotation. */
        readonly value: Expr | null;
        /** "" or, when augmented, `+`, `-`, … */
        readonly operator: string;
      }
    | {
        readonly kind: "exit";
        /** return, raise, break, continue, delete, global, nonlocal; or the grammar's name of anything rarer. */
        readonly word: string;
        readonly values: readonly Expr[];
      }
    | { readonly kind: "pass" }
    | { readonly kind: "if"; readonly condition: Expr; readonly body: Block; readonly otherwise: Block }
    | {
        readonly kind: "for";
        readonly target: Expr;
        readonly iterable: Expr;
        readonly body: Block;
        readonly otherwise: Block;
      }
    | { readonly kind: "while"; readonly condition: Expr; readonly body: Block; readonly otherwise: Block }
    | {
        readonly kind: "try";
        readonly body: Block;
        readonly handlers: readonly Handler[];
        readonly otherwise: Block;
        readonly finally: Block;
      }
    | { readonly kind: "with"; readonly items: readonly WithItem[]; readonly body: Block }
    | { readonly kind: "match"; readonly subject: Expr; readonly cases: readonly MatchCase[] }
    | { readonly kind: "function"; readonly definition: FunctionSource }
    | { readonly kind: "class"; readonly definition: ClassSource }
    | { readonly kind: "import"; readonly names: readonly ImportedName[] }
  );

export type Block = readonly Statement[];

export interface Handler {
  /** Null for a bare `except:`. */
  readonly type: Expr | null;
  /** The caught exception's name, or "". */
  readonly name: string;
  readonly body: Block;
  readonly line: number;
}

export interface WithItem {
  readonly manager: Expr;
  readonly target: Expr | null;
}

export interface MatchCase {
  readonly pattern: Expr;
  readonly body: Block;
}

export interface ImportedName {
  /** `utilities.virt`, `.helpers`. */
  readonly module: string;
  /** Name taken from the module, `*`, or null for `import module`. */
  readonly name: string | null;
  /** Name it has in this file: for `import a.b` that is `a`. */
  readonly as: string;
  readonly line: number;
}

export interface FunctionSource {
  readonly name: string;
  readonly decorators: readonly Expr[];
  readonly parameters: readonly ParameterSource[];
  readonly async: boolean;
  readonly docstring: string | null;
  /** Without the docstring. */
  readonly body: Block;
  readonly line: number;
}

export interface ParameterSource {
  readonly name: string;
  /** Default as an expression; null when the argument is required. */
  readonly default: Expr | null;
}

export interface ClassSource {
  readonly name: string;
  /** Bases, and keyword arguments as `argument`. */
  readonly bases: readonly Expr[];
  readonly decorators: readonly Expr[];
  readonly docstring: string | null;
  /** Without the docstring. */
  readonly body: Block;
  readonly line: number;
}

/** The blocks inside a statement, in the order they are written. Definitions are not entered. */
export function blocksOf(statement: Statement): readonly Block[] {
  switch (statement.kind) {
    case "if":
    case "for":
    case "while":
      return [statement.body, statement.otherwise];
    case "with":
      return [statement.body];
    case "try":
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.otherwise,
        statement.finally,
      ];
    case "match":
      return statement.cases.map((matchCase) => matchCase.body);
    default:
      return [];
  }
}

/** Every statement of a block and of the blocks inside it. */
export function* statementsIn(block: Block): Generator<Statement> {
  for (const statement of block) {
    yield statement;
    for (const inner of blocksOf(statement)) yield* statementsIn(inner);
  }
}

/** Expressions a statement holds itself, without those of its blocks. */
export function expressionsOf(statement: Statement): readonly Expr[] {
  switch (statement.kind) {
    case "assert":
      return statement.message ? [statement.test, statement.message] : [statement.test];
    case "expression":
      return [statement.value];
    case "assign":
      return statement.value ? [statement.value, ...statement.targets] : statement.targets;
    case "exit":
      return statement.values;
    case "if":
    case "while":
      return [statement.condition];
    case "for":
      return [statement.iterable, statement.target];
    case "try":
      return statement.handlers.flatMap((handler) => (handler.type ? [handler.type] : []));
    case "with":
      return statement.items.flatMap((item) => (item.target ? [item.manager, item.target] : [item.manager]));
    case "match":
      return [statement.subject, ...statement.cases.map((matchCase) => matchCase.pattern)];
    default:
      return [];
  }
}

/** Names of the surrounding function that a nested one may change. */
export function sharedNames(block: Block): string[] {
  return [...statementsIn(block)].flatMap((statement) =>
    statement.kind === "exit" && /^(nonlocal|global)$/.test(statement.word)
      ? statement.values.map((value) => value.value)
      : [],
  );
}
