import type { DraftFile } from "../draft/model.ts";
import { readModule } from "../python/module.ts";
import type { Node, PythonParser } from "../python/parser.ts";

/** A part of a file that stays or changes as a whole. */
interface Piece {
  /** What it defines. */
  readonly names: readonly string[];
  readonly code: string;
  /** Names that it uses, also in strings such as those of `usefixtures`. */
  readonly uses: readonly string[];
  /** Belongs to every test, whether it is named or not. */
  readonly shared: boolean;
}

/**
 * The code that decides how one test ends, as far as the draft has it: its function, what its class says of all tests,
 * and whatever of the file it uses by name, directly or not. Comments and blank lines are no code. Two drafts with the
 * same own code of a test run the same test, whatever an edit did to the tests beside it.
 */
export function ownCode(python: PythonParser, files: readonly DraftFile[], nodeid: string): string {
  const [path = "", ...rest] = nodeid.replace(/\[.*$/s, "").split("::");
  const source = files.find((file) => file.path === path)?.content ?? "";
  const test = rest.at(-1) ?? "";
  const pieces = [...importPieces(python, source), ...python.parse(source, (root) => piecesOf(root, rest))];
  const kept = new Set(pieces.filter((piece) => piece.shared || piece.names.includes(test)));
  // A set may grow while it is walked: what is used by what is used belongs to it too.
  for (const { uses } of kept) {
    for (const piece of pieces) if (piece.names.some((name) => uses.includes(name))) kept.add(piece);
  }
  const support = files.filter((file) => file.path.endsWith(".py") && !isTestFile(file.path));
  return [
    ...pieces.filter((piece) => kept.has(piece)).map(({ code }) => code),
    ...support.map(({ path: name, content }) => `${name}\n${content}`),
  ].join("\n");
}

const isTestFile = (path: string): boolean => /(?:^|\/)(?:test_[^/]*|[^/]*_test)\.py$/.test(path);

const importPieces = (python: PythonParser, source: string): Piece[] =>
  readModule(python, source).imports.map(({ module, name, as }) => ({
    names: [as],
    code: `from ${module} import ${name} as ${as}`,
    uses: [],
    shared: name === "*",
  }));

/** The statements of a block that are code; the class that the test is in counts member by member. */
const piecesOf = (block: Node, path: readonly string[]): Piece[] =>
  block.namedChildren.flatMap((node) => piecesOfStatement(node, path));

function piecesOfStatement(node: Node, [outer, ...inner]: readonly string[]): Piece[] {
  const definition = node.childForFieldName("definition") ?? node;
  const name = definition.childForFieldName("name")?.text ?? "";
  const body = definition.childForFieldName("body");
  switch (definition.type) {
    case "comment":
    case "import_statement":
    case "import_from_statement":
    case "future_import_statement":
      return [];
    case "class_definition":
      if (name !== outer || inner.length === 0 || !body) return [pieceOf(node, [name], false)];
      return [pieceOf(node, [], true, body), ...piecesOf(body, inner)];
    case "function_definition":
      return [pieceOf(node, [name], ALWAYS_CALLED.test(name) || AUTOUSE.test(codeOf(node, body)))];
    case "expression_statement": {
      const [expression] = node.namedChildren;
      if (expression?.type === "string") return [];
      const target = expression?.type === "assignment" ? expression.childForFieldName("left") : null;
      return [
        target && target.text !== "pytestmark"
          ? pieceOf(node, namesIn(target), false)
          : pieceOf(node, [], true),
      ];
    }
    default:
      return [pieceOf(node, [], true)];
  }
}

/** pytest calls these around every test of the file or class. */
const ALWAYS_CALLED =
  /^(?:setup|teardown|setUp|tearDown)(?:_?(?:module|class|method|function|Class|Module))?$/;
const AUTOUSE = /\bautouse\s*=\s*True\b/;

/** A statement, or the part of it before `end`. */
const pieceOf = (node: Node, names: readonly string[], shared: boolean, end?: Node): Piece => ({
  names,
  code: codeOf(node, end),
  uses: namesIn(node, end),
  shared,
});

/** Text without comments and blank lines. */
function codeOf(node: Node, end?: Node | null): string {
  let code = end ? node.text.slice(0, end.startIndex - node.startIndex) : node.text;
  for (const comment of node.descendantsOfType("comment").reverse()) {
    const from = comment.startIndex - node.startIndex;
    if (from < code.length) code = code.slice(0, from) + code.slice(from + comment.text.length);
  }
  return code.replace(/[ \t]+$/gm, "").replace(/\n{2,}/g, "\n");
}

const namesIn = (node: Node, end?: Node): string[] =>
  node
    .descendantsOfType(["identifier", "string_content"])
    .filter((part) => end === undefined || part.startIndex < end.startIndex)
    .flatMap(({ text }) => (/^\w+(?:,\s*\w+)*$/.test(text) ? text.split(/,\s*/) : []));
