import type { PythonParser } from "../../python/parser.ts";
import type { DraftFile } from "../model.ts";
import { asCall, dotted, type Expr, isConstant } from "./syntax/expression.ts";
import { resolve } from "./syntax/resolve.ts";
import { type FileScope, readFileScope } from "./syntax/scope.ts";
import { type Definition, definitionsOf, readSource, type Source } from "./syntax/source.ts";

/** A Python file with what the rules ask of it. */
export interface FileView {
  readonly path: string;
  readonly content: string;
  readonly source: Source;
  readonly scope: FileScope;
  /** By qualified name; of several with one name Python keeps the last. */
  readonly definitions: ReadonlyMap<string, Definition>;
}

export function viewFile(python: PythonParser, { path, content }: DraftFile): FileView {
  const source = readSource(python, content);
  const definitions = new Map(definitionsOf(source).map((definition) => [definition.qualname, definition]));
  return { path, content, source, scope: readFileScope(source.body), definitions };
}

/** An expression outside functions (a decorator, a base class), with imported names resolved. */
export function resolveIn(scope: FileScope, expr: Expr): Expr {
  return resolve(expr, {
    lookup: (name) => scope.lookup(name.value),
    constant: (constant) => constant,
    modules: scope.modules,
    depth: 0,
  });
}

/** A decorator, taken apart. */
export interface Decorator {
  /** `pytest.mark.skip`, `pytest.fixture`, or null for an expression without a name. */
  readonly name: string | null;
  readonly expr: Expr;
}

export function readDecorators(scope: FileScope, decorators: readonly Expr[]): Decorator[] {
  return decorators.map((decorator) => {
    const expr = resolveIn(scope, decorator);
    return { name: dotted(asCall(expr)?.callee ?? expr), expr };
  });
}

/** What a function's `@pytest.fixture` says; null when it is no fixture. */
export interface FixtureMark {
  readonly expr: Expr;
  /** Name that tests use. */
  readonly name: string;
  readonly autouse: boolean;
}

export function fixtureMark(view: FileView, definition: Definition): FixtureMark | null {
  const found = readDecorators(view.scope, definition.function.decorators).find(({ name }) =>
    /^(pytest|pytest_asyncio)\.(yield_)?fixture$/.test(name ?? ""),
  );
  if (!found) return null;
  const named = (keyword: string): Expr | undefined =>
    asCall(found.expr)?.arguments.find((argument) => argument.keyword === keyword)?.value;
  const autouse = named("autouse");
  const name = named("name");
  return {
    expr: found.expr,
    name: name?.kind === "string" ? name.value : definition.function.name,
    autouse: autouse !== undefined && !isConstant(autouse, "False"),
  };
}
