import { stringContent } from "../python/literals.ts";
import { firstError } from "../python/module.ts";
import type { Node, PythonParser } from "../python/parser.ts";
import { decodeEscapes, docstringLines } from "./python-docstring.ts";

/** A Python test file as a description sees it: docstrings, ids and what is disabled. Lines are 1-based. */
export interface StdModule {
  readonly doc: StdDocstring | null;
  /** Top-level comments without the `# `. */
  readonly comments: readonly string[];
  readonly disabled: boolean;
  /** Classes with tests and tests outside any class, in order. */
  readonly members: readonly (StdClass | StdTest)[];
  /** First line that is not Python, or null. */
  readonly errorLine: number | null;
}

export interface StdDocstring {
  readonly lines: readonly string[];
  /** Line of `lines[0]`. */
  readonly line: number;
}

export interface StdClass {
  readonly kind: "class";
  readonly name: string;
  readonly line: number;
  readonly doc: StdDocstring | null;
  readonly disabled: boolean;
  readonly tests: readonly StdTest[];
}

export interface StdTest {
  readonly kind: "test";
  readonly name: string;
  readonly line: number;
  readonly doc: StdDocstring | null;
  readonly polarion: string | null;
  /** More than a docstring stands in the body. */
  readonly implemented: boolean;
  /** `__test__ = False` for this very test. */
  readonly disabled: boolean;
}

export function readStdModule(python: PythonParser, source: string): StdModule {
  return python.parse(source, (root) => {
    const error = root.hasError ? firstError(root) : null;
    return {
      doc: docstringOf(root),
      comments: root.children
        .filter((child) => child.type === "comment")
        .map((child) => child.text.replace(/^# ?/, "")),
      disabled: switchedOff(root).has(""),
      members: membersOf(root),
      errorLine: error ? error.startPosition.row + 1 : null,
    };
  });
}

function membersOf(block: Node): (StdClass | StdTest)[] {
  const off = switchedOff(block);
  return block.namedChildren.flatMap((child): (StdClass | StdTest)[] => {
    const definition = child.type === "decorated_definition" ? child.childForFieldName("definition") : child;
    const name = definition?.childForFieldName("name")?.text;
    const body = definition?.childForFieldName("body");
    if (!definition || !name || !body) return [];
    const common = { name, line: definition.startPosition.row + 1, doc: docstringOf(body) };
    if (definition.type === "function_definition" && name.startsWith("test")) {
      const polarion = child === definition ? null : polarionOf(child);
      return [{ kind: "test", ...common, polarion, implemented: hasCode(body), disabled: off.has(name) }];
    }
    if (definition.type !== "class_definition") return [];
    const tests = membersOf(body).filter((member) => member.kind === "test");
    if (tests.length === 0 && !name.startsWith("Test")) return [];
    const disabled = off.has(name) || switchedOff(body).has("");
    return [{ kind: "class", ...common, disabled, tests }];
  });
}

/** Names with `name.__test__ = False` in a block; "" for the block itself. */
function switchedOff(block: Node): Set<string> {
  const names = new Set<string>();
  for (const statement of block.namedChildren) {
    const assignment = statement.type === "expression_statement" ? statement.namedChildren[0] : undefined;
    const target = assignment?.childForFieldName("left")?.text;
    if (assignment?.type !== "assignment" || assignment.childForFieldName("right")?.text !== "False")
      continue;
    if (target === "__test__") names.add("");
    else if (target?.endsWith(".__test__")) names.add(target.slice(0, -".__test__".length));
  }
  return names;
}

function docstringOf(body: Node): StdDocstring | null {
  const first = body.namedChildren.find((child) => child.type !== "comment");
  const literal = first?.type === "expression_statement" ? first.namedChildren[0] : undefined;
  if (literal?.type !== "string") return null;
  return { lines: docstringLines(literal.text), line: literal.startPosition.row + 1 };
}

function hasCode(body: Node): boolean {
  return body.namedChildren.some((statement) => {
    if (statement.type === "comment" || statement.type === "pass_statement") return false;
    const only = statement.type === "expression_statement" ? statement.namedChildren[0]?.type : undefined;
    return only !== "string" && only !== "ellipsis";
  });
}

function polarionOf(decorated: Node): string | null {
  for (const { type, text } of decorated.namedChildren) {
    const argument = type === "decorator" ? /^@\s*pytest\.mark\.polarion\(\s*(.*?)\s*\)$/s.exec(text) : null;
    const content = argument?.[1] === undefined ? null : stringContent(argument[1]);
    if (content !== null) return decodeEscapes(content);
  }
  return null;
}
