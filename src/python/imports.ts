import type { Edit } from "./edits.ts";
import type { Node } from "./parser.ts";

/**
 * The edit that makes `name` of `module` importable in a file, or null when it already is.
 * An existing `from module import …` on one line is extended in order; otherwise a line is added behind the last
 * top-level import that may stand before it (or behind the module's docstring, or its header comments).
 */
export function importEdit(root: Node, module: string, name: string): Edit | null {
  const imports = root.namedChildren.filter((node) => IMPORTS.has(node.type));
  const own = imports.filter((node) => node.childForFieldName("module_name")?.text === module);
  if (own.some((node) => namesOf(node).some((child) => child.text === name))) return null;
  for (const node of own) {
    const names = namesOf(node);
    const [first] = names;
    const last = names.at(-1);
    if (!first || !last || node.startPosition.row !== node.endPosition.row) continue;
    const sorted = [...names.map((child) => child.text), name].sort();
    return { start: first.startIndex, end: last.endIndex, text: sorted.join(", ") };
  }
  const line = `from ${module} import ${name}`;
  const behind = placeFor(imports, module) ?? docstring(root) ?? header(root);
  if (behind === null) return { start: 0, end: 0, text: `${line}\n\n` };
  const separator = behind.type === "import_from_statement" ? "\n" : "\n\n";
  const at = lineEnd(root, behind);
  return { start: at, end: at, text: `${separator}${line}` };
}

const IMPORTS = new Set(["import_statement", "import_from_statement", "future_import_statement"]);

/** The nodes of the names that an import statement imports. */
export const namesOf = (node: Node): Node[] =>
  node.childrenForFieldName("name").filter((child): child is Node => child !== null);

/** The last `from` import that sorts before `module`, else the last import of any kind. */
function placeFor(imports: readonly Node[], module: string): Node | null {
  const before = imports.filter(
    (node) =>
      node.type === "import_from_statement" && (node.childForFieldName("module_name")?.text ?? "") < module,
  );
  return (
    before.at(-1) ??
    imports.filter((node) => node.type === "import_statement").at(-1) ??
    imports.at(-1) ??
    null
  );
}

function docstring(root: Node): Node | null {
  const first = root.namedChildren.find((node) => node.type !== "comment");
  return first?.type === "expression_statement" && first.namedChildren[0]?.type === "string" ? first : null;
}

/** The last of the comments at the top that belong to the file: a `#!` or encoding line, a licence before a blank line. */
function header(root: Node): Node | null {
  let last: Node | null = null;
  for (const node of root.namedChildren) {
    if (node.type !== "comment") break;
    const next = node.nextNamedSibling;
    const apart = next === null || next.startPosition.row > node.endPosition.row + 1;
    if (apart || /^#(?:!|.*coding[:=])/.test(node.text)) last = node;
  }
  return last;
}

/** Behind what else stands on the line: a comment there stays with its statement. */
function lineEnd(root: Node, node: Node): number {
  const rest = root.text.slice(node.endIndex - root.startIndex);
  return node.endIndex + rest.search(/\r?\n|$/);
}
