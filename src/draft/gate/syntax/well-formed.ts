import type { Node } from "../../../python/parser.ts";

/** Deeper trees are no test a person wrote, and reading them recursively would exhaust the stack. */
const DEEPEST_TREE = 300;

/** Statements of Python 2 that the grammar still reads. */
const OBSOLETE: ReadonlySet<string> = new Set(["print_statement", "exec_statement"]);

const BLOCK_OWNERS: ReadonlySet<string> = new Set([
  "function_definition",
  "class_definition",
  "if_statement",
  "elif_clause",
  "else_clause",
  "for_statement",
  "while_statement",
  "with_statement",
]);

export interface Malformed {
  /** 1-based. */
  readonly line: number;
  readonly why: string;
}

/**
 * The first place where the text is not Python, or null. Stricter than the grammar alone: it also refuses obsolete
 * statements, empty blocks, `try` without a handler and indentation that Python would not accept.
 */
export function findMalformed(root: Node, lines: readonly string[]): Malformed | null {
  const cursor = root.walk();
  let depth = 0;
  try {
    for (;;) {
      const problem = problemOf(cursor.currentNode, lines);
      const line = cursor.currentNode.startPosition.row + 1;
      if (problem) return { line, why: problem };
      if (depth > DEEPEST_TREE) return { line, why: "nested too deeply to be judged" };
      if (cursor.gotoFirstChild()) depth += 1;
      else {
        while (!cursor.gotoNextSibling()) {
          if (!cursor.gotoParent()) return null;
          depth -= 1;
        }
      }
    }
  } finally {
    cursor.delete();
  }
}

function problemOf(node: Node, lines: readonly string[]): string | null {
  if (node.isError || node.isMissing) return "not valid Python";
  if (!node.isNamed) return node.type === "<>" || node.type === "`" ? "not valid Python" : null;
  if (OBSOLETE.has(node.type)) return "not valid Python 3";
  if (BLOCK_OWNERS.has(node.type)) {
    const body = node.childForFieldName("body") ?? node.childForFieldName("consequence");
    if (!body || body.namedChildCount === 0) return "a block without statements";
  }
  if (
    node.type === "try_statement" &&
    !node.namedChildren.some((child) => /^(except|finally)/.test(child.type))
  ) {
    return "`try` without `except` or `finally`";
  }
  if (node.type === "block" || node.type === "module") return indentationProblem(node, lines);
  return null;
}

/** Statements of one block start with the very same characters; those of a module start at the margin. */
function indentationProblem(block: Node, lines: readonly string[]): string | null {
  const indents = block.namedChildren.flatMap((child) => {
    const { row, column } = child.startPosition;
    const before = (lines[row] ?? "").slice(0, column);
    return child.type === "comment" || before.trim() !== "" ? [] : [before];
  });
  const expected = block.type === "module" ? "" : (indents[0] ?? "");
  return indents.every((indent) => indent === expected) ? null : "indentation that does not match";
}
