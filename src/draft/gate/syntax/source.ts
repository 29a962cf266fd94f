import type { PythonParser } from "../../../python/parser.ts";
import { type Construct, readConstructs } from "./constructs.ts";
import { readBlock, splitDocstring } from "./read-statement.ts";
import { type Block, blocksOf, type ClassSource, type FunctionSource } from "./statement.ts";
import { findMalformed, type Malformed } from "./well-formed.ts";

/** A Python file, read for judging. */
export interface Source {
  readonly docstring: string | null;
  /** Without the docstring; empty when malformed. */
  readonly body: Block;
  readonly constructs: readonly Construct[];
  readonly comments: readonly string[];
  readonly malformed: Malformed | null;
}

/** Characters in a file at most. */
const LARGEST_FILE = 1_000_000;

/** Line ends as Python sees them: a lone carriage return ends a line, also in a comment. */
export function normaliseText(text: string): string {
  return text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
}

/** Reads a file; never throws on broken Python, `malformed` says what is wrong with it. */
export function readSource(python: PythonParser, content: string): Source {
  const text = normaliseText(content);
  if (text.length > LARGEST_FILE) {
    const malformed = { line: 1, why: "the file is too large to be judged" };
    return { docstring: null, body: [], constructs: [], comments: [], malformed };
  }
  return python.parse(text, (root) => {
    const comments = root.descendantsOfType("comment").map((node) => node.text);
    const malformed = findMalformed(root, text.split("\n"));
    if (malformed) return { docstring: null, body: [], constructs: [], comments, malformed };
    const constructs = readConstructs(root);
    return { ...splitDocstring(readBlock(root)), constructs, comments, malformed: null };
  });
}

/** A function of a file and where it stands. */
export interface Definition {
  /** `Class.method`. */
  readonly qualname: string;
  readonly function: FunctionSource;
  /** Classes around it, outermost first. */
  readonly owners: readonly ClassSource[];
  /** First line of the statement that decides whether it is defined at all, or "". */
  readonly condition: string;
}

/** Functions and methods of a file, as far as they are defined by module and class bodies. */
export function definitionsOf(source: Source): Definition[] {
  return inBlock(source.body, [], "");
}

function inBlock(block: Block, owners: readonly ClassSource[], condition: string): Definition[] {
  return block.flatMap((statement): Definition[] => {
    if (statement.kind === "function") {
      const names = [...owners.map((owner) => owner.name), statement.definition.name];
      return [{ qualname: names.join("."), function: statement.definition, owners, condition }];
    }
    if (statement.kind === "class") {
      return inBlock(statement.definition.body, [...owners, statement.definition], condition);
    }
    return blocksOf(statement).flatMap((inner) => inBlock(inner, owners, condition || statement.text));
  });
}

/** A class of a file and its dotted name. */
export interface ClassDefinition {
  readonly qualname: string;
  readonly class: ClassSource;
}

export function classesOf(block: Block, prefix = ""): ClassDefinition[] {
  return block.flatMap((statement): ClassDefinition[] => {
    if (statement.kind !== "class") {
      return blocksOf(statement).flatMap((inner) => classesOf(inner, prefix));
    }
    const qualname = prefix + statement.definition.name;
    return [
      { qualname, class: statement.definition },
      ...classesOf(statement.definition.body, `${qualname}.`),
    ];
  });
}
