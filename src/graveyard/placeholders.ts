import { looksLocal } from "./names.ts";
import { descendants, type Syntax } from "./syntax.ts";

/** The types of pattern nodes that stand for something else than themselves. */
export const ANY = {
  /** `$NAME`: one expression. */
  expression: "$expression",
  /** `$NAME` on a line of its own inside a block: one statement. */
  statement: "$statement",
  /** `...` as an argument or element: any that remain. */
  arguments: "$arguments",
  /** `...` on a line of its own: any number of statements. */
  statements: "$statements",
} as const;

/** `$` is no Python, so a placeholder travels through the parser as an identifier with this prefix. */
const PREFIX = "__placeholder_";
const CALLEE = `${PREFIX}0callee`;

export function hidePlaceholders(code: string): string {
  return code.replace(/\$([A-Za-z_]\w*)/g, `${PREFIX}$1`);
}

export function showPlaceholders(code: string): string {
  return code.replaceAll(PREFIX, "$");
}

/** Keyword arguments without their call, as a call of anything that has them among its arguments. */
export function asCall(code: string): string {
  const separator = /,\s*(#.*)?$/.test(code.trimEnd()) ? "" : ",";
  return `${CALLEE}(\n${code}\n${separator}...)`;
}

/** The tree with its placeholders marked: `$NAME`, `...`, and the given plain names. */
export function markPlaceholders(root: Syntax, locals: ReadonlySet<string>): Syntax {
  const counts = { arguments: 0, statements: 0 };
  const mark = (node: Syntax, parent: Syntax | null): Syntax => {
    if (node.type === "ellipsis" && parent && HOLDS_ARGUMENTS.has(parent.type)) {
      return { ...node, type: ANY.arguments, token: String(counts.arguments++) };
    }
    if (node.type === "identifier") return markIdentifier(node, locals);
    const children = node.children.map((child) => mark(child, node));
    const [only] = children;
    if (node.type === "expression_statement" && only && children.length === 1) {
      if (only.type === "ellipsis") {
        return { ...node, type: ANY.statements, token: String(counts.statements++), children: [] };
      }
      // The whole of a snippet may be one expression.
      const isAlone = parent?.type === "module" && parent.children.length === 1;
      if (only.type === ANY.expression && !isAlone)
        return { ...node, type: ANY.statement, token: only.token, children: [] };
    }
    return { ...node, token: showPlaceholders(node.token), children };
  };
  return mark(root, null);
}

const HOLDS_ARGUMENTS = new Set(["argument_list", "list", "tuple", "set"]);

function markIdentifier(node: Syntax, locals: ReadonlySet<string>): Syntax {
  if (node.token.startsWith(PREFIX)) {
    return { ...node, type: ANY.expression, token: node.token.slice(PREFIX.length) };
  }
  const isValue = node.field !== "attribute" && node.field !== "name";
  return isValue && locals.has(node.token) ? { ...node, type: ANY.expression } : node;
}

/** `test_$NAME`: a placeholder that is only part of a name. */
export function partialPlaceholder(root: Syntax): string | null {
  const node = descendants(root).find((leaf) => leaf.type === "identifier" && leaf.token.indexOf(PREFIX) > 0);
  return node ? showPlaceholders(node.token) : null;
}

/**
 * Plain names that a snippet without `$` uses only as values: the local variables of the test it was taken from.
 * Names it calls, defines, imports or annotates with keep their meaning, and so do builtins and known modules.
 */
export function inferLocals(root: Syntax): Set<string> {
  const locals = new Set<string>();
  const fixed = new Set<string>();
  const visit = (node: Syntax, parent: Syntax | null): void => {
    if (node.type === "identifier" && parent) {
      if (parent.type === "keyword_argument" && node.field === "name") return;
      const isValue = node.field !== "attribute" && node.field !== "name" && node.field !== "function";
      (isValue && looksLocal(node.token) ? locals : fixed).add(node.token);
      return;
    }
    if (KEEPS_NAMES.has(node.type)) {
      for (const leaf of descendants(node)) if (leaf.type === "identifier") fixed.add(leaf.token);
      return;
    }
    for (const child of node.children) visit(child, node);
  };
  visit(root, null);
  return new Set([...locals].filter((name) => !fixed.has(name)));
}

const KEEPS_NAMES = new Set([
  "parameters",
  "type",
  "decorator",
  "import_statement",
  "import_from_statement",
  "future_import_statement",
]);
