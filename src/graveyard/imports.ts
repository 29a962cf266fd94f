import type { Edit } from "../python/edits.ts";
import { descendants, type Syntax, type SyntaxFile } from "./syntax.ts";

/** One imported name: `from module import name as as`, or `import module` when `name` is null. */
export interface ImportedName {
  readonly module: string;
  readonly name: string | null;
  readonly as: string;
}

const IMPORTS = new Set(["import_statement", "import_from_statement", "future_import_statement"]);

export function isImport(node: Syntax): boolean {
  return IMPORTS.has(node.type);
}

/** The names that an import statement binds; `*` for a wildcard. */
export function importedNames(statement: Syntax): ImportedName[] {
  if (statement.type === "future_import_statement") return [];
  const moduleNode = statement.children.find((child) => child.field === "module_name");
  return nameNodes(statement).map((node) => {
    const aliased = node.type === "aliased_import";
    const name = flatText(aliased ? (node.children[0] ?? node) : node);
    const alias = aliased ? flatText(node.children.at(-1) ?? node) : null;
    return moduleNode
      ? { module: flatText(moduleNode), name, as: alias ?? name }
      : { module: name, name: null, as: alias ?? firstSegment(name) };
  });
}

/** The nodes of the imported names, in the order of `importedNames`. */
export function nameNodes(statement: Syntax): Syntax[] {
  return statement.children.filter((child) => child.field === "name" || child.type === "wildcard_import");
}

function flatText(node: Syntax): string {
  return descendants(node)
    .map((leaf) => leaf.token)
    .join("");
}

/** `import a.b` binds `a`. */
function firstSegment(module: string): string {
  return module.split(".")[0] ?? module;
}

export function sameImport(a: ImportedName, b: ImportedName): boolean {
  return a.module === b.module && a.name === b.name && a.as === b.as;
}

export function renderImport({ module, name, as }: ImportedName): string {
  if (name === null) return as === firstSegment(module) ? `import ${module}` : `import ${module} as ${as}`;
  return as === name ? `from ${module} import ${name}` : `from ${module} import ${name} as ${as}`;
}

/**
 * Edits that import what is missing: into a one-line import of the same module, else on a line of its own below one, below
 * the imports at the top, or below the module docstring. Sorting the lines is the formatter's work.
 * `leaving` is an import that goes away with the same edit. A string is the reason why it cannot be done.
 */
export function addImports(
  source: string,
  file: SyntaxFile,
  wanted: readonly ImportedName[],
  leaving?: ImportedName,
): Edit[] | string {
  const statements = file.root.children.filter(isImport);
  const present = statements.flatMap(importedNames).filter((name) => !leaving || !sameImport(name, leaving));
  const missing = wanted.filter((name) => !present.some((other) => sameImport(other, name)));
  const taken = missing.find((name) =>
    present.some((other) => other.as === name.as && (other.name ?? name.name) !== null),
  );
  if (taken) return `\`${taken.as}\` is already imported from elsewhere in this file`;
  const modules = new Map<string, ImportedName[]>();
  for (const name of missing) modules.set(name.module, [...(modules.get(name.module) ?? []), name]);
  return [...modules.values()].flatMap((names) => {
    const siblings = statements.filter((statement) =>
      importedNames(statement).some((other) => other.module === names[0]?.module && other.name !== null),
    );
    const own = leaving ? undefined : siblings.find((statement) => isPlainLine(source, statement));
    if (own && names.every(({ name, as }) => name === as)) return [extended(own, names)];
    return names.map((name) => newLine(source, file, siblings.at(-1), name));
  });
}

/** `from module import a, b` on one line, without brackets or aliases. */
const isPlainLine = (source: string, { start, end }: Syntax): boolean =>
  /^from [\w.]+ import \w+(?:, \w+)*$/.test(source.slice(start, end));

function extended(statement: Syntax, names: readonly ImportedName[]): Edit {
  const nodes = nameNodes(statement);
  const all = [...importedNames(statement), ...names].map(({ as }) => as).sort();
  return { start: nodes[0]?.start ?? 0, end: nodes.at(-1)?.end ?? 0, text: all.join(", ") };
}

function newLine(source: string, file: SyntaxFile, sibling: Syntax | undefined, name: ImportedName): Edit {
  const eol = source.includes("\r\n") ? "\r\n" : "\n";
  const line = renderImport(name);
  const anchor = sibling ?? lastOfHeader(file.root);
  if (!anchor) {
    const at = headComment(source);
    return { start: at, end: at, text: `${line}${eol}` };
  }
  const at = endOfLine(source, anchor.end);
  const gap = isImport(anchor) ? eol : `${eol}${eol}`;
  return { start: at, end: at, text: `${gap}${line}` };
}

/** Length of the comment lines the file begins with. */
function headComment(source: string): number {
  return /^\uFEFF?(?:#.*\r?\n)*/.exec(source)?.[0].length ?? 0;
}

/** The last import of the block at the top of the file, else the module docstring. */
function lastOfHeader(root: Syntax): Syntax | undefined {
  const isDocstring = (node: Syntax) =>
    node.type === "expression_statement" && node.children[0]?.type === "string";
  const end = root.children.findIndex(
    (node, index) => !isImport(node) && !(index === 0 && isDocstring(node)),
  );
  return root.children[end === -1 ? root.children.length - 1 : end - 1];
}

/** Offset of the line's end after `offset`, before its line break. */
export function endOfLine(source: string, offset: number): number {
  const end = /\r?\n|$/.exec(source.slice(offset));
  return offset + (end?.index ?? 0);
}
