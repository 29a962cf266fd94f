import { ANY, showPlaceholders } from "./placeholders.ts";
import type { Snippet } from "./snippet.ts";
import { contains, descendants, type Span, type Syntax, type SyntaxFile } from "./syntax.ts";
import type { Fit } from "./unify.ts";

/** A place in a source that fits a lesson, and the Correct Code to be written there. */
export interface Rewriting {
  readonly source: string;
  readonly file: SyntaxFile;
  readonly fit: Fit;
  readonly wrong: Snippet;
  readonly correct: Snippet;
}

/** Why a replacement cannot be made without losing or guessing something. Never leaves this room. */
export class Refusal extends Error {}

interface Hole extends Span {
  readonly text: string;
}

/** Correct Code of an expression with its placeholders filled in. */
export function renderExpression(node: Syntax, parent: Syntax | null, work: Rewriting): string {
  return fill(node.outer, holesOf(node, parent, work, { column: 0, indent: null }), templateOf(work));
}

/** Correct Code of a statement, its lines after the first one starting at `indent`. */
export function renderStatement(node: Syntax, work: Rewriting, indent: string): string {
  const margin = { column: indentAt(work.correct.text, node.start).length, indent };
  return fill(node, holesOf(node, null, work, margin), { ...templateOf(work), ...margin });
}

function templateOf({ correct, source }: Rewriting): Layout {
  return {
    text: correct.text,
    strings: correct.statements.flatMap(stringsIn),
    column: 0,
    indent: null,
    eol: eolOf(source),
  };
}

interface Margin {
  /** Indentation that the text has and loses. */
  readonly column: number;
  /** Indentation of the lines after the first, null to leave them as they are. */
  readonly indent: string | null;
}

interface Layout extends Margin {
  readonly text: string;
  /** Strings keep their line starts. */
  readonly strings: readonly Span[];
  readonly eol: string;
}

function fill(span: Span, holes: readonly Hole[], layout: Layout): string {
  let result = "";
  let position = span.start;
  for (const hole of holes) {
    result += laidOut({ start: position, end: hole.start }, layout) + hole.text;
    position = hole.end;
  }
  return showPlaceholders(result + laidOut({ start: position, end: span.end }, layout));
}

function laidOut({ start, end }: Span, { text, strings, column, indent, eol }: Layout): string {
  return text.slice(start, end).replace(/\r?\n([ \t]*)/g, (match: string, space: string, offset: number) => {
    const at = start + offset;
    if (indent === null || strings.some((string) => string.start < at && at < string.end)) return eol + space;
    const isBlank = /^\r?(\n|$)/.test(text.slice(at + match.length, at + match.length + 2));
    return eol + (isBlank ? "" : indent + space.slice(column));
  });
}

function holesOf(node: Syntax, parent: Syntax | null, work: Rewriting, margin: Margin): Hole[] {
  switch (node.type) {
    case ANY.expression:
      if (!isStatement(work.fit.bindings.get(node.token))) {
        return [{ start: node.start, end: node.end, text: bindingText(node, parent, work) }];
      }
      return [{ start: node.start, end: node.end, text: statementsText(node, work, margin) }];
    case ANY.arguments:
      return [argumentsHole(node, work)];
    case ANY.statement:
    case ANY.statements:
      return [{ start: node.start, end: node.end, text: statementsText(node, work, margin) }];
    default:
      return node.children.flatMap((child) => holesOf(child, node, work, margin));
  }
}

function bindingText(hole: Syntax, parent: Syntax | null, { fit, source }: Rewriting): string {
  const bound = fit.bindings.get(hole.token);
  if (!bound) throw new Refusal(`nothing stands for \`$${hole.token}\``);
  const text = source.slice(bound.outer.start, bound.outer.end);
  const hasParentheses = isParenthesized(bound) || isParenthesized(hole);
  return !hasParentheses && needsParentheses(bound, parent, source) ? `(${text})` : text;
}

function isStatement(node: Syntax | undefined): boolean {
  return node !== undefined && /_statement$|_definition$/.test(node.type);
}

/** The remaining arguments as they were written; without any, the comma beside `...` goes too. */
function argumentsHole(node: Syntax, { fit, source, correct }: Rewriting): Hole {
  const kept = fit.rests.get(node.token) ?? [];
  const text = kept.map((argument) => source.slice(argument.outer.start, argument.outer.end)).join(", ");
  if (text !== "") return { start: node.start, end: node.end, text };
  const after = /^\s*,\s*/.exec(correct.text.slice(node.end))?.[0].length ?? 0;
  const before = after > 0 ? 0 : (/,\s*$/.exec(correct.text.slice(0, node.start))?.[0].length ?? 0);
  return { start: node.start - before, end: node.end + after, text };
}

function statementsText(node: Syntax, { fit, source, correct }: Rewriting, margin: Margin): string {
  const bound = node.type === ANY.statements ? undefined : fit.bindings.get(node.token);
  const kept = bound ? [bound] : (fit.rests.get(node.token) ?? []);
  const [first] = kept;
  const last = kept.at(-1);
  if (!first || !last) throw new Refusal("nothing stands where the Correct Code keeps statements");
  const indent = (margin.indent ?? "") + indentAt(correct.text, node.start).slice(margin.column);
  const strings = kept.flatMap(stringsIn);
  const column = indentAt(source, first.start).length;
  return laidOut(
    { start: first.start, end: last.end },
    { text: source, strings, column, indent, eol: eolOf(source) },
  );
}

function stringsIn(node: Syntax): Syntax[] {
  return descendants(node).filter((child) => child.type === "string");
}

export function isParenthesized(node: Syntax): boolean {
  return node.outer.start !== node.start;
}

const ATOM =
  /^(identifier|attribute|call|subscript|string|integer|float|list|tuple|set|dictionary|true|false|none|ellipsis|\w+_comprehension|generator_expression)$/;
const NEEDS_ALWAYS = /^(named_expression|yield|expression_list|pattern_list)$/;
const BRACKETS = /^(argument_list|keyword_argument|list|tuple|set|dictionary|pair)$/;
const STATEMENT = /_statement$|^(assignment|interpolation)$/;

/** Would this expression, written there without parentheses, mean something else? */
export function needsParentheses(node: Syntax, parent: Syntax | null, source: string): boolean {
  if (parent && BRACKETS.test(parent.type)) return NEEDS_ALWAYS.test(node.type);
  if (breaksLine(node, source)) return true;
  if (ATOM.test(node.type)) return false;
  return NEEDS_ALWAYS.test(node.type) || (parent !== null && !STATEMENT.test(parent.type));
}

/** Does the expression continue on the next line without a bracket of its own? */
function breaksLine(node: Syntax, source: string): boolean {
  let position = node.start;
  const closed = descendants(node).filter(
    (child) =>
      isParenthesized(child) ||
      /^(string|argument_list|list|tuple|set|dictionary|subscript)$|_comprehension$|^generator/.test(
        child.type,
      ),
  );
  for (const child of closed) {
    if (child.outer.start < position) continue;
    if (source.slice(position, child.outer.start).includes("\n")) return true;
    position = child.outer.end;
  }
  return source.slice(position, node.end).includes("\n");
}

export function eolOf(source: string): string {
  return source.includes("\r\n") ? "\r\n" : "\n";
}

/** White space at the start of the line that holds this offset. */
export function indentAt(source: string, offset: number): string {
  const start = source.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(source.slice(start, offset))?.[0] ?? "";
}

/** Refuses when a comment would be lost with the text between these offsets. */
export function refuseComments(span: Span, file: SyntaxFile): void {
  if (file.comments.some((comment) => contains(span, comment))) {
    throw new Refusal("a comment stands inside the code to be replaced");
  }
}
