import type { Node } from "../../../python/parser.ts";
import {
  makeAttribute,
  makeBinary,
  makeBoolean,
  makeCompare,
  makeFormatted,
  makeNot,
  makeUnary,
} from "./construct.ts";
import { type Expr, type ExprKind, makeExpr, type Origin } from "./expression.ts";
import { decodeEscapes, numberValue, stringPrefix } from "./literal.ts";

const LONGEST_TEXT = 160;

/** Text and place of a node, on one line and not too long for a message. */
export function originOf(node: Node): Origin {
  const text = node.text.replace(/\s+/g, " ").trim();
  const short = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return { text: short, line: node.startPosition.row + 1 };
}

/** Named children that are part of the program. */
export function children(node: Node): Node[] {
  return node.namedChildren.filter((child) => child.type !== "comment" && child.type !== "line_continuation");
}

const SEQUENCES: Readonly<Record<string, ExprKind>> = {
  tuple: "tuple",
  tuple_pattern: "tuple",
  expression_list: "tuple",
  pattern_list: "tuple",
  list: "list",
  list_pattern: "list",
  set: "set",
  dictionary: "dict",
};

const COMPREHENSIONS: Readonly<Record<string, string>> = {
  list_comprehension: "list",
  set_comprehension: "set",
  dictionary_comprehension: "dict",
  generator_expression: "generator",
};

/** Reads an expression node. Anything unknown becomes `other`, compared by its text and parts. */
export function readExpression(node: Node): Expr {
  const origin = originOf(node);
  const make = (kind: ExprKind, value: string, parts: readonly Expr[] = []): Expr =>
    makeExpr(kind, value, parts, origin);
  const field = (name: string): Expr => readField(node, name, origin);
  const sequence = SEQUENCES[node.type];
  if (sequence) return make(sequence, "", children(node).map(readExpression));
  const comprehension = COMPREHENSIONS[node.type];
  if (comprehension) return make("comprehension", comprehension, children(node).map(readExpression));
  switch (node.type) {
    case "identifier":
      // Python compares names in this normal form, so a look-alike letter is no other name.
      return make("name", node.text.normalize("NFKC"));
    case "integer":
    case "float":
      return make("number", numberValue(node.text));
    case "true":
    case "false":
    case "none":
    case "ellipsis":
      return make("constant", node.text === "..." ? "Ellipsis" : node.text);
    case "string":
      return readString(node, origin);
    case "concatenated_string":
      return joinStrings(children(node).map(readExpression), origin);
    case "parenthesized_expression":
    case "as_pattern_target":
    case "type": {
      const [inner] = children(node);
      return inner ? readExpression(inner) : make("other", node.type);
    }
    case "attribute":
      return makeAttribute(
        field("object"),
        (node.childForFieldName("attribute")?.text ?? "").normalize("NFKC"),
        origin,
      );
    case "call":
      return make("call", "", [field("function"), ...readArguments(node)]);
    case "subscript":
      return make("subscript", "", children(node).map(readExpression));
    case "comparison_operator":
      return readComparison(node, origin);
    case "boolean_operator":
      return makeBoolean(
        node.childForFieldName("operator")?.text === "or" ? "or" : "and",
        [field("left"), field("right")],
        origin,
      );
    case "not_operator":
      return makeNot(field("argument"), origin);
    case "unary_operator":
      return makeUnary(node.childForFieldName("operator")?.text ?? "", field("argument"), origin);
    case "binary_operator":
      return makeBinary(
        field("left"),
        node.childForFieldName("operator")?.text ?? "",
        field("right"),
        origin,
      );
    case "conditional_expression":
      return make("conditional", "", children(node).map(readExpression));
    case "lambda":
      return make("lambda", (node.childForFieldName("parameters")?.text ?? "").replace(/\s+/g, ""), [
        field("body"),
      ]);
    case "named_expression":
      return make("walrus", node.childForFieldName("name")?.text ?? "", [field("value")]);
    case "for_in_clause":
      return make("clause", "for", [field("left"), field("right")]);
    case "if_clause":
      return make("clause", "if", children(node).map(readExpression));
    case "list_splat":
    case "list_splat_pattern":
      return make("star", "*", children(node).map(readExpression));
    case "dictionary_splat":
    case "dictionary_splat_pattern":
      return make("star", "**", children(node).map(readExpression));
    case "pair":
      return make("pair", "", children(node).map(readExpression));
    case "slice":
      return make("slice", sliceShape(node), children(node).map(readExpression));
    case "await":
    case "yield":
      return make(node.type, node.text.startsWith("yield from") ? "from" : "", [
        ...children(node).map(readExpression),
      ]);
    default:
      return make(
        "other",
        `${node.type} ${node.text.replace(/\s+/g, " ")}`,
        children(node).map(readExpression),
      );
  }
}

/** Where the parts of a slice stand: `x:` for `[1:]`, `:x` for `[:1]`. */
function sliceShape(node: Node): string {
  return node.children.map((child) => (child.type === ":" ? ":" : child.isNamed ? "x" : "")).join("");
}

function readField(node: Node, name: string, origin: Origin): Expr {
  const child = node.childForFieldName(name);
  return child ? readExpression(child) : makeExpr("other", `no ${name}`, [], origin);
}

function readArguments(call: Node): Expr[] {
  const list = call.childForFieldName("arguments");
  if (!list) return [];
  if (list.type === "generator_expression") {
    return [makeExpr("argument", "", [readExpression(list)], originOf(list))];
  }
  return children(list).map((node) => {
    const origin = originOf(node);
    if (node.type === "keyword_argument") {
      const keyword = node.childForFieldName("name")?.text ?? "";
      return makeExpr("argument", keyword, [readField(node, "value", origin)], origin);
    }
    if (node.type === "list_splat" || node.type === "dictionary_splat") {
      const [inner] = children(node);
      const value = inner ? [readExpression(inner)] : [];
      return makeExpr("argument", node.type === "list_splat" ? "*" : "**", value, origin);
    }
    return makeExpr("argument", "", [readExpression(node)], origin);
  });
}

/** `a < b <= c` is `a < b and b <= c`. */
function readComparison(node: Node, origin: Origin): Expr {
  const operators = node
    .childrenForFieldName("operators")
    .flatMap((child) => (child ? [child.text.replace(/\s+/g, " ")] : []));
  const operands = children(node).map(readExpression);
  const links = operators.flatMap((operator, index) => {
    const left = operands[index];
    const right = operands[index + 1];
    return left && right ? [makeCompare(left, operator, right, origin)] : [];
  });
  return makeBoolean("and", links, origin);
}

function readString(node: Node, origin: Origin): Expr {
  const prefix = stringPrefix(node);
  const raw = prefix.includes("r");
  const formatted = /[ft]/.test(prefix);
  const pieces = children(node).flatMap((child): Expr[] => {
    if (child.type === "string_content") {
      const text = formatted ? child.text.replace(/\{\{/g, "{").replace(/\}\}/g, "}") : child.text;
      return [makeExpr("string", raw ? text : decodeEscapes(text), [], origin)];
    }
    if (child.type !== "interpolation") return [];
    const format = ["type_conversion", "format_specifier"].map(
      (type) => child.namedChildren.find((part) => part.type === type)?.text ?? "",
    );
    return [
      makeExpr("interpolation", format.join(""), [readField(child, "expression", origin)], originOf(child)),
    ];
  });
  if (prefix.includes("b")) {
    return makeExpr("bytes", pieces.map((piece) => piece.value).join(""), [], origin);
  }
  return makeFormatted(pieces, origin);
}

function joinStrings(pieces: readonly Expr[], origin: Origin): Expr {
  return pieces.every((piece) => piece.kind === "bytes")
    ? makeExpr("bytes", pieces.map((piece) => piece.value).join(""), [], origin)
    : makeFormatted(pieces, origin);
}
