import type { PythonParser } from "../python/parser.ts";
import { type ImportedName, importedNames, isImport } from "./imports.ts";
import {
  asCall,
  hidePlaceholders,
  inferLocals,
  markPlaceholders,
  partialPlaceholder,
} from "./placeholders.ts";
import { readSyntax, type Syntax } from "./syntax.ts";

/** The Python of one code fence, ready to be matched or written. */
export interface Snippet {
  /** The code as it was parsed; offsets of the statements point into it and placeholders are still hidden. */
  readonly text: string;
  /** Without the imports at its top level. */
  readonly statements: readonly Syntax[];
  readonly imports: readonly ImportedName[];
  /** Plain names that act as placeholders. */
  readonly locals: ReadonlySet<string>;
  /** `name=value,` lines: arguments without their call. */
  readonly isFragment: boolean;
}

/**
 * Reads a fence. `locals` are the plain names that act as placeholders, "infer" finds them.
 * A string is the reason why the fence is no snippet.
 */
export function readSnippet(
  python: PythonParser,
  code: string,
  locals: ReadonlySet<string> | "infer",
): Snippet | string {
  const text = hidePlaceholders(withoutDecoratorSign(dedent(code)));
  const plain = parse(python, text);
  if (typeof plain === "string") return plain;
  const isFragment = isArguments(plain);
  const wrapped = isFragment ? asCall(text) : text;
  const root = isFragment ? parse(python, wrapped) : plain;
  if (typeof root === "string") return root;
  const names = locals === "infer" ? inferLocals(root) : locals;
  const marked = markPlaceholders(withoutOuterRests(root), names);
  const [imports, statements] = partition(marked.children, isImport);
  return { text: wrapped, statements, imports: imports.flatMap(importedNames), locals: names, isFragment };
}

export function usesPlaceholders(code: string): boolean {
  return hidePlaceholders(code) !== code;
}

function parse(python: PythonParser, text: string): Syntax | string {
  const { root, errors } = readSyntax(python, text);
  if (errors > 0) return "is not Python";
  if (root.children.length === 0) return text.trim() === "" ? "is empty" : "is only a comment";
  const partial = partialPlaceholder(root);
  return partial ? `uses \`${partial}\`, but a placeholder stands for a whole expression` : root;
}

/** Lines such as `cpu=4,` parse as assignments of a tuple with one element. */
function isArguments(root: Syntax): boolean {
  const assignments = root.children.map((statement) => statement.children[0]);
  const isTuple = (node: Syntax | undefined) =>
    node?.children.at(-1)?.type === "expression_list" && node.children.at(-1)?.children.length === 1;
  return (
    assignments.some(isTuple) &&
    assignments.every((node) => node?.type === "assignment" && node.children[0]?.type === "identifier")
  );
}

/** `...` before and after everything else says nothing. */
function withoutOuterRests(root: Syntax): Syntax {
  const isRest = (node: Syntax) =>
    node.type === "expression_statement" && node.children[0]?.type === "ellipsis";
  const first = root.children.findIndex((node) => !isRest(node));
  const last = root.children.findLastIndex((node) => !isRest(node));
  return { ...root, children: root.children.slice(Math.max(first, 0), last + 1) };
}

function dedent(code: string): string {
  const lines = code.replace(/\r\n?/g, "\n").split("\n");
  const filled = lines.filter((line) => line.trim() !== "");
  const margin = filled.reduce((least, line) => Math.min(least, line.search(/\S/)), Number.POSITIVE_INFINITY);
  return Number.isFinite(margin) ? lines.map((line) => line.slice(margin)).join("\n") : "";
}

/** A decorator alone is no Python statement; what it decorates with is an expression. */
function withoutDecoratorSign(code: string): string {
  const lines = code.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("#"));
  return lines.length === 1 && lines[0]?.startsWith("@") ? code.replace(/^@/m, "") : code;
}

function partition<T>(items: readonly T[], belongs: (item: T) => boolean): [T[], T[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
