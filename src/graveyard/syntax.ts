import type { Node, PythonParser } from "../python/parser.ts";

/** `[start, end)` in UTF-16 code units. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A Python syntax tree as plain data, without what carries no meaning: comments, commas, brackets, redundant
 * parentheses and the choice of quotes are gone, so two snippets that mean the same have equal trees.
 */
export interface Syntax extends Span {
  /** The grammar's name of the node; an operator or keyword is its own type. */
  readonly type: string;
  /** Normalised text of a leaf, "" for inner nodes. */
  readonly token: string;
  readonly field: string | null;
  readonly children: readonly Syntax[];
  /** The node with the parentheses around it. */
  readonly outer: Span;
}

export interface SyntaxFile {
  readonly root: Syntax;
  readonly comments: readonly Span[];
  /** Places the grammar could not read. */
  readonly errors: number;
}

type Cursor = ReturnType<Node["walk"]>;

const LAYOUT = new Set([",", ";", "(", ")", "[", "]", "{", "}"]);
/** Deeper nodes become leaves: nobody writes such code, and recursion stays bounded. */
const MAX_DEPTH = 400;

/** Parses Python of any quality; never throws on broken source. */
export function readSyntax(python: PythonParser, source: string): SyntaxFile {
  return python.parse(source, (node) => {
    const cursor = node.walk();
    const file = { comments: [] as Span[], errors: 0 };
    try {
      return { root: convert(cursor, source, 0, file), ...file };
    } finally {
      cursor.delete();
    }
  });
}

function convert(
  cursor: Cursor,
  source: string,
  depth: number,
  file: { comments: Span[]; errors: number },
): Syntax {
  const type = cursor.nodeType;
  const field = cursor.currentFieldName;
  const span = { start: cursor.startIndex, end: cursor.endIndex };
  if (type === "ERROR" || cursor.nodeIsMissing) file.errors += 1;
  const children: Syntax[] = [];
  if (depth < MAX_DEPTH && cursor.gotoFirstChild()) {
    do {
      if (cursor.nodeType === "comment") file.comments.push(spanOf(cursor));
      else if (!LAYOUT.has(cursor.nodeType)) children.push(convert(cursor, source, depth + 1, file));
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  const [only] = children;
  if (type === "parenthesized_expression" && only && children.length === 1) {
    return { ...only, field, outer: span };
  }
  const text = source.slice(span.start, span.end);
  if (type === "string" && !children.some((child) => child.type === "interpolation")) {
    return { type, token: normalString(text), field, children: [], ...span, outer: span };
  }
  const token = children.length > 0 ? "" : type === "string_start" ? normalPrefix(text) : text;
  // The quotes around an f-string differ as freely as those of a plain one.
  const kept = type === "string" ? children.filter((child) => child.type !== "string_end") : children;
  return { type, token, field, children: kept, ...span, outer: span };
}

function spanOf(cursor: Cursor): Span {
  return { start: cursor.startIndex, end: cursor.endIndex };
}

const STRING = /^([a-zA-Z]*)("""|'''|"|')([\s\S]*)\2$/;

function normalString(text: string): string {
  const [, prefix = "", , body = text] = STRING.exec(text) ?? [];
  const unescaped = /r/i.test(prefix) ? body : body.replace(/\\(["'])/g, "$1");
  return `${normalPrefix(prefix)}"${unescaped}"`;
}

function normalPrefix(start: string): string {
  return start.toLowerCase().replace(/[u"']/g, "");
}

const fingerprints = new WeakMap<Syntax, string>();

/** Equal for trees that mean the same, whatever their layout. */
export function fingerprint(node: Syntax): string {
  let print = fingerprints.get(node);
  if (print === undefined) {
    print =
      node.children.length === 0
        ? `${node.type}:${JSON.stringify(node.token)}`
        : `${node.type}(${node.children.map(fingerprint).join(" ")})`;
    fingerprints.set(node, print);
  }
  return print;
}

/** The node and everything below it, in the order of the source, parents first. */
export function descendants(node: Syntax): Syntax[] {
  const found: Syntax[] = [];
  const waiting = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    found.push(next);
    waiting.push(...next.children.toReversed());
  }
  return found;
}

/** The nodes around an offset, outermost first. */
export function nodesAround(root: Syntax, span: Span): Syntax[] {
  const path: Syntax[] = [];
  for (let node: Syntax | undefined = root; node; ) {
    path.push(node);
    node = node.children.find((child) => contains(child, span));
  }
  return path;
}

export function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
