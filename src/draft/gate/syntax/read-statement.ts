import { cleanDocstring } from "../../../python/literals.ts";
import type { Node } from "../../../python/parser.ts";
import { type Expr, makeExpr } from "./expression.ts";
import { children, originOf, readExpression } from "./read-expression.ts";
import type {
  Block,
  ClassSource,
  FunctionSource,
  Handler,
  ImportedName,
  ParameterSource,
  Statement,
  WithItem,
} from "./statement.ts";

/** Statements of a block or module node. */
export function readBlock(block: Node | null | undefined): Block {
  return block ? children(block).flatMap((node) => readStatement(node)) : [];
}

/** Block without its docstring, and the docstring (cleaned of indentation). */
export function splitDocstring(block: Block): { docstring: string | null; body: Block } {
  const [first, ...rest] = block;
  return first?.kind === "expression" && first.value.kind === "string"
    ? { docstring: cleanDocstring(first.value.value), body: rest }
    : { docstring: null, body: block };
}

function readStatement(node: Node, decorators: readonly Expr[] = []): Statement[] {
  const origin = headOf(node);
  const field = (name: string): Expr => required(node.childForFieldName(name), origin);
  switch (node.type) {
    case "expression_statement":
      return readExpressionStatement(node);
    case "assert_statement": {
      const [test, message] = children(node).map(readExpression);
      return test ? [{ ...origin, kind: "assert", test, message: message ?? null }] : [];
    }
    case "pass_statement":
      return [{ ...origin, kind: "pass" }];
    case "return_statement":
    case "raise_statement":
    case "delete_statement":
    case "break_statement":
    case "continue_statement":
    case "global_statement":
    case "nonlocal_statement": {
      const word = node.type.replace("_statement", "");
      return [{ ...origin, kind: "exit", word, values: children(node).map(readExpression) }];
    }
    case "import_statement":
    case "import_from_statement":
    case "future_import_statement":
      return [{ ...origin, kind: "import", names: readImports(node) }];
    case "if_statement":
      return [readIf(node, children(node))];
    case "for_statement":
      return [
        {
          ...origin,
          kind: "for",
          target: field("left"),
          iterable: field("right"),
          body: readBlock(node.childForFieldName("body")),
          otherwise: readElse(node),
        },
      ];
    case "while_statement":
      return [
        {
          ...origin,
          kind: "while",
          condition: field("condition"),
          body: readBlock(node.childForFieldName("body")),
          otherwise: readElse(node),
        },
      ];
    case "try_statement":
      return [readTry(node)];
    case "with_statement":
      return [
        { ...origin, kind: "with", items: readItems(node), body: readBlock(node.childForFieldName("body")) },
      ];
    case "match_statement":
      return [readMatch(node)];
    case "decorated_definition": {
      const definition = node.childForFieldName("definition");
      const found = children(node).filter((child) => child.type === "decorator");
      const expressions = found.flatMap((child) => children(child).map(readExpression));
      return definition ? readStatement(definition, expressions) : [];
    }
    case "function_definition":
      return [{ ...origin, kind: "function", definition: readFunction(node, decorators) }];
    case "class_definition":
      return [{ ...origin, kind: "class", definition: readClass(node, decorators) }];
    default:
      return [{ ...origin, kind: "exit", word: node.type, values: children(node).map(readExpression) }];
  }
}

/** Place and first line of a statement; a block below it is not part of what a message quotes. */
function headOf(node: Node): { text: string; line: number } {
  const body = node.childForFieldName("body") ?? node.childForFieldName("consequence");
  if (!body) return originOf(node);
  const head = node.text.slice(0, body.startIndex - node.startIndex);
  return {
    text: head
      .replace(/\s+/g, " ")
      .replace(/(: )?#.*$/, "")
      .trim(),
    line: node.startPosition.row + 1,
  };
}

function required(node: Node | null, origin: { text: string; line: number }): Expr {
  return node ? readExpression(node) : makeExpr("other", "missing", [], origin);
}

function readExpressionStatement(node: Node): Statement[] {
  const origin = originOf(node);
  const parts = children(node);
  const [first] = parts;
  if (!first) return [];
  if (parts.length > 1) {
    return [
      { ...origin, kind: "expression", value: makeExpr("tuple", "", parts.map(readExpression), origin) },
    ];
  }
  if (first.type !== "assignment" && first.type !== "augmented_assignment") {
    return [{ ...origin, kind: "expression", value: readExpression(first) }];
  }
  const targets: Expr[] = [];
  let current: Node | null = first;
  while (current?.type === "assignment" || current?.type === "augmented_assignment") {
    targets.push(required(current.childForFieldName("left"), origin));
    current = current.childForFieldName("right");
  }
  const operator = first.childForFieldName("operator")?.text.replace("=", "") ?? "";
  return [{ ...origin, kind: "assign", targets, value: current ? readExpression(current) : null, operator }];
}

/** `elif` is an `if` alone inside `else`. */
function readIf(node: Node, parts: readonly Node[]): Statement {
  const origin = headOf(node);
  const alternatives = parts.filter((part) => part.type === "elif_clause" || part.type === "else_clause");
  return {
    ...origin,
    kind: "if",
    condition: required(node.childForFieldName("condition"), origin),
    body: readBlock(node.childForFieldName("consequence")),
    otherwise: readAlternative(alternatives),
  };
}

function readAlternative(alternatives: readonly Node[]): Block {
  const [next, ...rest] = alternatives;
  if (!next) return [];
  return next.type === "elif_clause" ? [readIf(next, rest)] : readBlock(next.childForFieldName("body"));
}

function readElse(node: Node): Block {
  return readBlock(clause(node, "else_clause")?.childForFieldName("body"));
}

function clause(node: Node, type: string): Node | undefined {
  return children(node).find((child) => child.type === type);
}

function readTry(node: Node): Statement {
  const handlers = children(node).filter((child) => /^except/.test(child.type));
  const last = clause(node, "finally_clause");
  return {
    ...headOf(node),
    kind: "try",
    body: readBlock(node.childForFieldName("body")),
    handlers: handlers.map(readHandler),
    otherwise: readElse(node),
    finally: readBlock(last && children(last).find((child) => child.type === "block")),
  };
}

function readHandler(node: Node): Handler {
  const value = node.childForFieldName("value");
  const aliased = value?.type === "as_pattern";
  const type = aliased ? children(value)[0] : value;
  return {
    type: type ? readExpression(type) : null,
    name: (aliased ? value.childForFieldName("alias")?.text : "") ?? "",
    body: readBlock(children(node).find((child) => child.type === "block")),
    line: node.startPosition.row + 1,
  };
}

function readItems(node: Node): WithItem[] {
  const items = node.descendantsOfType("with_item").filter((item) => item.parent?.parent?.equals(node));
  return items.flatMap((item): WithItem[] => {
    const value = item.childForFieldName("value");
    if (!value) return [];
    if (value.type !== "as_pattern") return [{ manager: readExpression(value), target: null }];
    const [manager] = children(value);
    const target = value.childForFieldName("alias");
    return manager
      ? [{ manager: readExpression(manager), target: target ? readExpression(target) : null }]
      : [];
  });
}

function readMatch(node: Node): Statement {
  const origin = headOf(node);
  const cases = children(node.childForFieldName("body") ?? node).filter(
    (child) => child.type === "case_clause",
  );
  return {
    ...origin,
    kind: "match",
    subject: required(node.childForFieldName("subject"), origin),
    cases: cases.map((child) => {
      const body = child.childForFieldName("consequence");
      const head = child.text.slice(0, (body?.startIndex ?? child.endIndex) - child.startIndex);
      const patterns = children(child).filter((part) => part.type !== "block");
      return {
        pattern: makeExpr("other", head.replace(/\s+/g, " ").trim(), patterns.map(readExpression), origin),
        body: readBlock(body),
      };
    }),
  };
}

function readFunction(node: Node, decorators: readonly Expr[]): FunctionSource {
  const block = splitDocstring(readBlock(node.childForFieldName("body")));
  return {
    name: node.childForFieldName("name")?.text.normalize("NFKC") ?? "",
    decorators,
    parameters: readParameters(node.childForFieldName("parameters")),
    async: node.child(0)?.type === "async",
    ...block,
    line: node.startPosition.row + 1,
  };
}

function readClass(node: Node, decorators: readonly Expr[]): ClassSource {
  const block = splitDocstring(readBlock(node.childForFieldName("body")));
  const bases = node.childForFieldName("superclasses");
  return {
    name: node.childForFieldName("name")?.text.normalize("NFKC") ?? "",
    bases: bases ? children(bases).map(readExpression) : [],
    decorators,
    ...block,
    line: node.startPosition.row + 1,
  };
}

function readParameters(list: Node | null): ParameterSource[] {
  return (list ? children(list) : []).flatMap((node): ParameterSource[] => {
    switch (node.type) {
      case "identifier":
      case "list_splat_pattern":
      case "dictionary_splat_pattern":
        return [{ name: node.text, default: null }];
      case "typed_parameter":
        return [{ name: children(node)[0]?.text ?? "", default: null }];
      case "default_parameter":
      case "typed_default_parameter": {
        const value = node.childForFieldName("value");
        return [
          {
            name: node.childForFieldName("name")?.text ?? "",
            default: value ? readExpression(value) : null,
          },
        ];
      }
      default:
        return [];
    }
  });
}

function readImports(node: Node): ImportedName[] {
  const line = node.startPosition.row + 1;
  const from =
    node.type === "future_import_statement" ? "__future__" : node.childForFieldName("module_name")?.text;
  if (children(node).some((child) => child.type === "wildcard_import")) {
    return [{ module: from ?? "", name: "*", as: "*", line }];
  }
  return node.childrenForFieldName("name").flatMap((child): ImportedName[] => {
    if (!child) return [];
    const alias = child.childForFieldName("alias")?.text;
    const name = (alias ? child.childForFieldName("name")?.text : child.text) ?? "";
    if (from !== undefined) return [{ module: from, name, as: alias ?? name, line }];
    return [{ module: name, name: null, as: alias ?? name.split(".")[0] ?? name, line }];
  });
}
