import type { Edit } from "./edits.ts";
import type { Node } from "./parser.ts";

/**
 * The edit that makes `name` of `module` importable in a file, or null when it already is.
 * An existing `from module import …` on one line is extended in order; otherwise a line is added behind the last
 * top-level import (or behind the module's docstring).
 */
export function importEdit(root: Node, module: string, name: string): Edit | null {
  const imports = root.namedChildren.filter(
    (node) => node.type === "import_from_statement" || node.type === "import_statement",
  );
  for (const node of imports) {
    if (node.type !== "import_from_statement" || node.childForFieldName("module_name")?.text !== module)
      continue;
    const names = node.childrenForFieldName("name").filter((child): child is Node => child !== null);
    if (names.some((child) => child.text === name)) return null;
    const last = names.at(-1);
    if (last === undefined || node.startPosition.row !== node.endPosition.row) continue;
    const sorted = [...names.map((child) => child.text), name].sort();
    const first = names[0] ?? last;
    return { start: first.startIndex, end: last.endIndex, text: sorted.join(", ") };
  }
  const line = `from ${module} import ${name}`;
  const behind = placeFor(imports, module) ?? docstring(root);
  if (behind === null) return { start: 0, end: 0, text: `${line}\n\n` };
  const separator =
    behind.type === "expression_statement" || behind.type === "import_statement" ? "\n\n" : "\n";
  return { start: behind.endIndex, end: behind.endIndex, text: `${separator}${line}` };
}

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
