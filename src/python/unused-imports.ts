import { applyEdits, type Edit } from "./edits.ts";
import { namesOf } from "./imports.ts";
import type { Node, PythonParser } from "./parser.ts";

const IMPORTS = new Set(["import_statement", "import_from_statement"]);

/**
 * Takes out the top-level imports that an edit left without a use: used in `before`, in `after` no more. What was unused
 * before is somebody's intention and stays, and so does a name that only a string or a comment still mentions.
 */
export function withoutLeftImports(python: PythonParser, before: string, after: string): string {
  const used = python.parse(before, (root) => textBesidesImports(root));
  return python.parse(after, (root) => {
    const rest = textBesidesImports(root);
    const isLeft = (name: string): boolean => mentions(used, name) && !mentions(rest, name);
    return applyEdits(
      after,
      root.namedChildren
        .filter((node) => IMPORTS.has(node.type))
        .flatMap((node) => removals(after, node, isLeft)),
    );
  });
}

function textBesidesImports(root: Node): string {
  return root.namedChildren
    .filter((node) => !IMPORTS.has(node.type))
    .map((node) => node.text)
    .join("\n");
}

const mentions = (text: string, name: string): boolean =>
  /^\w+$/.test(name) && new RegExp(String.raw`\b${name}\b`).test(text);

/** Edits that take names out of one statement; the whole statement with its line when none is kept. */
function removals(source: string, statement: Node, isLeft: (name: string) => boolean): Edit[] {
  const names = namesOf(statement);
  const left = names.map((node) => isLeft(boundName(node)));
  const lastKept = left.lastIndexOf(false);
  if (names.length === 0 || !left.includes(true)) return [];
  if (lastKept === -1) return [wholeLine(source, statement)];
  const edits: Edit[] = [];
  for (const [index, node] of names.entries()) {
    const next = names[index + 1];
    if (left[index] && index < lastKept && next)
      edits.push({ start: node.startIndex, end: next.startIndex, text: "" });
  }
  const kept = names[lastKept];
  const last = names.at(-1);
  if (kept && last && kept !== last) edits.push({ start: kept.endIndex, end: last.endIndex, text: "" });
  return edits;
}

/** The name that the file uses: the alias, or the first part of a dotted module. */
function boundName(node: Node): string {
  if (node.type === "aliased_import") return node.childForFieldName("alias")?.text ?? "";
  return node.text.split(".")[0] ?? "";
}

/** The statement's line; of blank lines on both sides, one goes too. */
function wholeLine(source: string, { startIndex, endIndex }: Node): Edit {
  const behind = /^[^\n]*(?:\n|$)/.exec(source.slice(endIndex))?.[0].length ?? 0;
  const end = endIndex + behind;
  const between = /(?:^|\n)\r?\n$/.test(source.slice(0, startIndex)) && /^\r?\n/.exec(source.slice(end));
  return { start: startIndex, end: end + (between ? between[0].length : 0), text: "" };
}
