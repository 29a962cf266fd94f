import type { Edit } from "../../python/edits.ts";
import { pythonString } from "../../python/literals.ts";
import type { Node } from "../../python/parser.ts";
import { functionOf, indentOf, nodeAt, statementOf } from "../../python/query.ts";
import type { Rule } from "./rule.ts";

/** Where a value is read again and again, or only sometimes: binding it before would change what the code does. */
const LAZY = new Set([
  "lambda",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
  "boolean_operator",
  "conditional_expression",
  "while_statement",
  "elif_clause",
  "decorator",
  "default_parameter",
  "typed_default_parameter",
]);

/** `Argument of type "X | None"`, `"a" is not a known attribute of "None"`: bind the value and assert that it is there. */
export const narrowOptional: Rule = (finding, root) => {
  const optionalArgument =
    finding.rule === "reportArgumentType" && /"None" is not assignable to/.test(finding.message);
  if (!optionalArgument && !/^reportOptional(?:MemberAccess|Subscript|Iterable|Operand)$/.test(finding.rule))
    return null;
  const node = nodeAt(root, finding);
  if (node === null) return null;
  const expression = optionalArgument ? argumentValue(node) : subjectOf(node);
  const statement = expression && statementOf(expression);
  const scope = expression && functionOf(expression);
  if (!expression || !statement || !scope || isLazy(expression, statement) || !standsAlone(statement))
    return null;
  const indent = indentOf(statement);
  const reason = pythonString(`${expression.text} is None`);
  if (expression.type === "identifier") {
    const line = `assert ${expression.text} is not None, ${reason}\n${indent}`;
    return { edits: [insert(statement, line)], summary: `asserts that ${expression.text} is not None` };
  }
  const name = localName(expression, scope);
  if (name === null) return null;
  const lines = `${name} = ${expression.text}\n${indent}assert ${name} is not None, ${reason}\n${indent}`;
  return {
    edits: [insert(statement, lines), { start: expression.startIndex, end: expression.endIndex, text: name }],
    summary: `binds ${expression.text} and asserts that it is not None`,
  };
};

const insert = (statement: Node, text: string): Edit => ({
  start: statement.startIndex,
  end: statement.startIndex,
  text,
});

/** The value of `name=value`, or the argument itself. */
export const argumentValue = (node: Node): Node | null =>
  node.type === "keyword_argument" ? node.childForFieldName("value") : node;

/** The object in front of the attribute or index that pyright points at. */
function subjectOf(node: Node): Node | null {
  const parent = node.parent;
  if (parent?.type === "attribute" && parent.childForFieldName("attribute")?.id === node.id) {
    return parent.childForFieldName("object");
  }
  return node;
}

function isLazy(expression: Node, statement: Node): boolean {
  if (LAZY.has(statement.type)) return true;
  let outer = expression;
  for (let node = expression.parent; node && node.id !== statement.id; node = node.parent) {
    if (LAZY.has(node.type)) return true;
    outer = node;
  }
  // The message of an assertion is only made when it fails.
  return statement.type === "assert_statement" && statement.namedChildren[0]?.id !== outer.id;
}

/** First on its line: lines can be put before it. */
function standsAlone(statement: Node): boolean {
  const before = statement.previousSibling ?? statement.parent?.previousSibling;
  return !before || before.endPosition.row < statement.startPosition.row;
}

/**
 * `running_vm.instance` is bound to `instance`, `find_event(…)` to `event`. Values that would get the same name are
 * numbered: if both were `instance`, the test would compare a value with itself. Null when no name is free.
 */
function localName(expression: Node, scope: Node): string | null {
  const own = lastName(expression).replace(/^(?:get|find|fetch|latest)_/, "");
  if (!/^[a-z_]\w*$/.test(own)) return null;
  const rivals = scope
    .descendantsOfType(expression.type)
    .filter((node) => lastName(node) === lastName(expression))
    .map((node) => node.text);
  const number = [...new Set(rivals)].indexOf(expression.text) + 1;
  const name = number > 1 ? `${own}_${number}` : own;
  return [name, `${name}_found`].find((one) => isFree(one, expression, scope)) ?? null;
}

/** Nothing in the function has the name yet, or it was always given to this very value. */
function isFree(name: string, expression: Node, scope: Node): boolean {
  const uses = scope
    .descendantsOfType("identifier")
    .filter((node) => node.text === name && !isMember(node) && !isKeyword(node));
  const values = uses.flatMap(({ parent }) =>
    parent?.type === "assignment" && parent.childForFieldName("left")?.text === name
      ? [parent.childForFieldName("right")?.text]
      : [],
  );
  return uses.length === 0 || (values.length > 0 && values.every((value) => value === expression.text));
}

/** `instance` of `vm.instance`, `find_event` of `events.find_event(…)`, "" of anything else. */
function lastName(node: Node): string {
  const named = node.type === "attribute" ? node.childForFieldName("attribute") : null;
  const called = node.type === "call" ? node.childForFieldName("function") : null;
  return (named ?? called)?.text.split(".").at(-1) ?? "";
}

const isMember = (node: Node): boolean =>
  node.parent?.type === "attribute" && node.parent.childForFieldName("attribute")?.id === node.id;

const isKeyword = (node: Node): boolean =>
  node.parent?.type === "keyword_argument" && node.parent.childForFieldName("name")?.id === node.id;
