import { isKnownModule, makeAttribute } from "./construct.ts";
import { dotted, type Expr, isLiteral, makeExpr } from "./expression.ts";
import { resolve } from "./resolve.ts";
import type { Block, ImportedName } from "./statement.ts";
import { blocksOf } from "./statement.ts";

/** Names of Python itself: a module that exports one of them does not become it. */
const BUILTINS: ReadonlySet<string> = new Set(
  `abs all any ascii bin bool breakpoint bytes callable chr compile dict dir divmod enumerate eval exec exit filter float
  format frozenset getattr globals hasattr hash hex id input int isinstance issubclass iter len list locals map max
  memoryview min next object oct open ord pow print property quit range repr reversed round set setattr slice sorted
  staticmethod str sum super tuple type vars zip AssertionError BaseException Exception`.split(/\s+/),
);

export function isBuiltin(name: string): boolean {
  return BUILTINS.has(name);
}

/** What the names of a file stand for. */
export interface FileScope {
  /** Null for a name the file does not define. */
  lookup(name: string): Expr | null;
  /** Dotted paths that are modules here. */
  readonly modules: ReadonlySet<string>;
}

/** Imports of a block, those under `if TYPE_CHECKING:` and `try:` too, not those of functions. */
export function importsOf(block: Block): ImportedName[] {
  return block.flatMap((statement) =>
    statement.kind === "import" ? [...statement.names] : blocksOf(statement).flatMap(importsOf),
  );
}

/** Modules that `import a.b.c` makes reachable: a, a.b and a.b.c. */
export function modulesOf(imports: readonly ImportedName[]): Set<string> {
  const paths = imports.filter((name) => name.name === null).map((name) => name.module.split("."));
  return new Set(paths.flatMap((path) => path.map((_, index) => path.slice(0, index + 1).join("."))));
}

/**
 * What an imported name stands for. A name of the suite is itself, wherever it is imported from; a name of Python or pytest
 * keeps its module.
 */
export function importedValue(name: ImportedName): Expr {
  const origin = { text: name.as, line: name.line };
  if (name.name === null) {
    const aliased = name.as !== name.module.split(".")[0];
    return makeExpr("module", aliased ? name.module : name.as, [], origin);
  }
  const module = makeExpr("module", name.module, [], origin);
  if (isBuiltin(name.name) && !isKnownModule(name.module)) {
    return makeExpr("name", `${name.module}.${name.name}`, [], origin);
  }
  return makeAttribute(module, name.name, origin);
}

/**
 * Names a module defines. A name assigned once to a literal or to another name is that value, so that giving a literal a
 * name, or taking it away, changes nothing.
 */
export function readFileScope(body: Block): FileScope {
  const imports = importsOf(body);
  const modules = modulesOf(imports);
  const names = new Map<string, Expr>();
  for (const name of imports) if (name.name !== "*") names.set(name.as, importedValue(name));
  const assigned = new Map<string, number>();
  defineOwn(body, names, modules, assigned);
  return { modules, lookup: (name) => names.get(name) ?? null };
}

function defineOwn(
  block: Block,
  names: Map<string, Expr>,
  modules: ReadonlySet<string>,
  assigned: Map<string, number>,
): void {
  for (const statement of block) {
    if (statement.kind === "function" || statement.kind === "class") {
      const { name } = statement.definition;
      names.set(name, makeExpr("own", name, [], { text: name, line: statement.line }));
    } else if (statement.kind === "assign") {
      for (const target of statement.targets) {
        if (target.kind !== "name") continue;
        const count = (assigned.get(target.value) ?? 0) + 1;
        assigned.set(target.value, count);
        const value = count === 1 && statement.operator === "" ? statement.value : null;
        names.set(target.value, value && isPlain(value) ? inFile(value, names, modules) : ownName(target));
      }
    }
    for (const inner of blocksOf(statement)) defineOwn(inner, names, modules, assigned);
  }
}

function ownName(target: Expr): Expr {
  return makeExpr("own", target.value, [], target);
}

/** A value that cannot change and needs nothing to be computed. */
export function isPlain(value: Expr): boolean {
  if (isLiteral(value)) return true;
  if (value.kind === "tuple") return value.parts.every(isPlain);
  return dotted(value) !== null;
}

function inFile(value: Expr, names: ReadonlyMap<string, Expr>, modules: ReadonlySet<string>): Expr {
  const lookup = (name: Expr): Expr | null => names.get(name.value) ?? null;
  return resolve(value, { lookup, constant: (expr) => expr, modules, depth: 0 });
}
