import type { Node } from "./parser.ts";

/** Smallest named node that spans the 1-based range; the end is exclusive. */
export function nodeAt(
  root: Node,
  range: { line: number; column: number; endLine: number; endColumn: number },
): Node | null {
  return root.namedDescendantForPosition(
    { row: range.line - 1, column: range.column - 1 },
    { row: range.endLine - 1, column: Math.max(0, range.endColumn - 1) },
  );
}

/** The statement a node belongs to: the ancestor whose parent is a block or the module. */
export function statementOf(node: Node): Node | null {
  let current: Node | null = node;
  while (current?.parent && current.parent.type !== "block" && current.parent.type !== "module") {
    current = current.parent;
  }
  return current?.parent ? current : null;
}

/** The function a node stands in, or null at module level. */
export function functionOf(node: Node): Node | null {
  let current: Node | null = node;
  while (current && current.type !== "function_definition") current = current.parent;
  return current;
}

/** White space as wide as what stands in front of a node on its line; tabs stay tabs. */
export function indentOf(node: Node): string {
  let root = node;
  while (root.parent) root = root.parent;
  const start = node.startIndex - root.startIndex;
  const line = root.text.slice(Math.max(0, start - node.startPosition.column), start);
  return line.replace(/[^\t]/g, " ");
}
