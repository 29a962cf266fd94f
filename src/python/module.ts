import { namesOf } from "./imports.ts";
import { cleanDocstring, decodeEscapes, stringContent } from "./literals.ts";
import type { Node, PythonParser } from "./parser.ts";

/** A Python file as plain data: what it defines and imports, with lines (1-based). */
export interface PythonModule {
  readonly doc: string;
  readonly imports: readonly Import[];
  readonly functions: readonly PythonFunction[];
  readonly classes: readonly PythonClassDef[];
  /** Module-level and class-level `NAME = value` (class-level as `Class.NAME`). */
  readonly assignments: readonly Assignment[];
  /** Calls that pass two or more arguments, and how many of those name all but the first. */
  readonly calls: { readonly total: number; readonly named: number };
  /** First line the grammar could not read, or null. */
  readonly errorLine: number | null;
}

export interface Import {
  /** `utilities.virt` */
  readonly module: string;
  /** Name imported from the module, `*` for all of them; null for `import module`. */
  readonly name: string | null;
  /** The name it has here. */
  readonly as: string;
  readonly line: number;
}

export interface PythonFunction {
  /** `Class.method` for members. */
  readonly qualname: string;
  readonly parameters: readonly PythonParameter[];
  readonly returns: string | null;
  /** Cleaned docstring, whole. */
  readonly doc: string;
  /** Text of each decorator without the `@`. */
  readonly decorators: readonly string[];
  readonly line: number;
  readonly endLine: number;
}

export interface PythonParameter {
  readonly name: string;
  readonly type: string | null;
  readonly default: string | null;
  readonly kind: "positional" | "keyword" | "varargs" | "varkwargs";
}

export interface PythonClassDef {
  readonly name: string;
  readonly bases: readonly string[];
  readonly doc: string;
  readonly decorators: readonly string[];
  readonly line: number;
  readonly endLine: number;
}

export interface Assignment {
  readonly name: string;
  /** Right-hand side as written. */
  readonly value: string;
  readonly line: number;
}

/** Reads a file. Never throws on broken Python: `errorLine` says where reading became guesswork. */
export const readModule = (python: PythonParser, source: string): PythonModule =>
  python.parse(source, moduleFrom);

/** The same from the root of a tree that is read for more than this. */
export function moduleFrom(root: Node): PythonModule {
  const found = {
    imports: [] as Import[],
    functions: [] as PythonFunction[],
    classes: [] as PythonClassDef[],
    assignments: [] as Assignment[],
  };
  readBlock(root, "", found);
  const errorNode = root.hasError ? firstError(root) : null;
  return {
    ...found,
    doc: docstringOf(root),
    calls: countCalls(root),
    errorLine: errorNode ? errorNode.startPosition.row + 1 : null,
  };
}

interface Found {
  imports: Import[];
  functions: PythonFunction[];
  classes: PythonClassDef[];
  assignments: Assignment[];
}

function readBlock(block: Node, scope: string, found: Found): void {
  for (const node of block.namedChildren) readStatement(node, scope, found);
}

function readStatement(node: Node, scope: string, found: Found): void {
  switch (node.type) {
    case "import_statement":
    case "import_from_statement":
    case "future_import_statement":
      found.imports.push(...importsOf(node));
      return;
    case "decorated_definition": {
      const definition = node.childForFieldName("definition");
      const decorators = node.namedChildren
        .filter((child) => child.type === "decorator")
        .flatMap((child) => child.namedChildren.find((part) => part.type !== "comment")?.text ?? []);
      if (definition) readDefinition(definition, decorators, scope, found);
      return;
    }
    case "function_definition":
    case "class_definition":
      readDefinition(node, [], scope, found);
      return;
    case "expression_statement": {
      const assignment = node.namedChildren.find((child) => child.type === "assignment");
      if (assignment) found.assignments.push(...assignmentsOf(assignment, scope));
      return;
    }
    case "if_statement":
    case "try_statement":
    case "with_statement":
    case "for_statement":
    case "while_statement":
    case "match_statement":
    case "case_clause":
    case "elif_clause":
    case "else_clause":
    case "except_clause":
    case "finally_clause":
    case "block":
      // Definitions under `if TYPE_CHECKING:` or `try: import` belong to the module too.
      readBlock(node, scope, found);
      return;
  }
}

/** One entry for each name of `A = B = value`; none for a mere `A: int`. */
function assignmentsOf(statement: Node, scope: string): Assignment[] {
  const names: string[] = [];
  let right: Node | null = statement;
  while (right?.type === "assignment") {
    const left = right.childForFieldName("left");
    if (left?.type === "identifier") names.push(scope ? `${scope}.${left.text}` : left.text);
    right = right.childForFieldName("right");
  }
  const value = right?.text;
  const line = statement.startPosition.row + 1;
  return value === undefined ? [] : names.map((name) => ({ name, value, line }));
}

function readDefinition(node: Node, decorators: readonly string[], scope: string, found: Found): void {
  const name = node.childForFieldName("name")?.text;
  const body = node.childForFieldName("body");
  if (!name || !body) return;
  const qualname = scope ? `${scope}.${name}` : name;
  const lines = { line: node.startPosition.row + 1, endLine: lastLine(node) };
  if (node.type === "class_definition") {
    const bases = node.childForFieldName("superclasses")?.namedChildren ?? [];
    found.classes.push({
      name: qualname,
      bases: bases.filter((base) => base.type !== "keyword_argument").map((base) => base.text),
      doc: docstringOf(body),
      decorators,
      ...lines,
    });
    readBlock(body, qualname, found);
    return;
  }
  found.functions.push({
    qualname,
    parameters: parametersOf(node.childForFieldName("parameters")),
    returns: node.childForFieldName("return_type")?.text ?? null,
    doc: docstringOf(body),
    decorators,
    ...lines,
  });
}

/** Last line of code: comments behind the body belong to the body for the grammar, not for Python. */
function lastLine(node: Node): number {
  let last = node;
  for (let child = node.lastChild; child !== null; child = last.lastChild) {
    while (child?.type === "comment") child = child.previousSibling;
    if (child === null) break;
    last = child;
  }
  return last.endPosition.row + 1;
}

function parametersOf(list: Node | null): PythonParameter[] {
  const result: PythonParameter[] = [];
  let kind: "positional" | "keyword" = "positional";
  for (const node of list?.namedChildren ?? []) {
    switch (node.type) {
      case "keyword_separator":
        kind = "keyword";
        break;
      case "identifier":
        result.push({ name: node.text, type: null, default: null, kind });
        break;
      case "typed_parameter": {
        const target = node.namedChildren[0];
        const type = node.childForFieldName("type")?.text ?? null;
        if (target?.type === "list_splat_pattern" || target?.type === "dictionary_splat_pattern") {
          result.push(splat(target, type));
          kind = "keyword";
        } else if (target) result.push({ name: target.text, type, default: null, kind });
        break;
      }
      case "default_parameter":
      case "typed_default_parameter":
        result.push({
          name: node.childForFieldName("name")?.text ?? "",
          type: node.childForFieldName("type")?.text ?? null,
          default: node.childForFieldName("value")?.text ?? null,
          kind,
        });
        break;
      case "list_splat_pattern":
      case "dictionary_splat_pattern":
        result.push(splat(node, null));
        kind = "keyword";
        break;
    }
  }
  return result;
}

function splat(node: Node, type: string | null): PythonParameter {
  const kind = node.type === "list_splat_pattern" ? "varargs" : "varkwargs";
  return { name: node.text.replace(/^\*+/, ""), type, default: null, kind };
}

function importsOf(node: Node): Import[] {
  const line = node.startPosition.row + 1;
  const module =
    node.type === "future_import_statement" ? "__future__" : node.childForFieldName("module_name")?.text;
  if (module !== undefined && node.namedChildren.some((child) => child.type === "wildcard_import")) {
    return [{ module, name: "*", as: "*", line }];
  }
  return namesOf(node).map((child): Import => {
    const aliased = child.type === "aliased_import";
    const name = (aliased ? child.childForFieldName("name")?.text : child.text) ?? "";
    const alias = aliased ? (child.childForFieldName("alias")?.text ?? name) : name;
    return module === undefined
      ? { module: name, name: null, as: alias, line }
      : { module, name, as: alias, line };
  });
}

/** Cleaned docstring of a module, class or function body, "" when it has none; an f-string or bytes are none. */
export function docstringOf(body: Node): string {
  const first = body.namedChildren.find((child) => child.type !== "comment");
  const literal = first?.type === "expression_statement" ? first.namedChildren[0] : undefined;
  if (literal?.type !== "string" || /^[rR]?[bBfFtT]/.test(literal.text)) return "";
  const written = stringContent(literal.text) ?? "";
  return cleanDocstring(/^[rR]/.test(literal.text) ? written : decodeEscapes(written));
}

function countCalls(root: Node): { total: number; named: number } {
  let total = 0;
  let named = 0;
  for (const call of root.descendantsOfType("call")) {
    const args = call.childForFieldName("arguments")?.namedChildren ?? [];
    if (args.length < 2) continue;
    total += 1;
    if (args.slice(1).every((arg) => arg.type === "keyword_argument")) named += 1;
  }
  return { total, named };
}

/** The first ERROR or missing node in source order. A stack of our own: broken text can nest deeper than calls may. */
export function firstError(root: Node): Node | null {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.isError || node.isMissing) return node;
    for (const child of node.children.toReversed()) {
      if (child.hasError || child.isMissing) waiting.push(child);
    }
  }
  return null;
}
