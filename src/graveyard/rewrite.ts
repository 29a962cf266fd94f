import type { Edit } from "../python/edits.ts";
import { rewriteArguments } from "./arguments.ts";
import { endOfLine } from "./imports.ts";
import { ANY } from "./placeholders.ts";
import {
  eolOf,
  indentAt,
  isParenthesized,
  needsParentheses,
  Refusal,
  type Rewriting,
  refuseComments,
  renderExpression,
  renderStatement,
} from "./render.ts";
import { descendants, fingerprint, nodesAround, type Span, type Syntax } from "./syntax.ts";

/**
 * The smallest edits that turn the code fitting the Wrong Code into the Correct Code: what both have in common
 * stays byte for byte. A string is the reason why the code cannot be replaced.
 */
export function rewrite(work: Rewriting): Edit[] | string {
  try {
    return rewriteSnippet(work);
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}

function rewriteSnippet(work: Rewriting): Edit[] {
  const { wrong, correct, fit, file } = work;
  const pattern = loneExpression(wrong.statements);
  const found = pattern && fit.nodes.get(pattern);
  const [statement] = wrong.statements;
  if (!pattern || !found || !statement) return rewriteStatements(wrong.statements, correct.statements, work);
  const path = nodesAround(file.root, found);
  if (path.some((node) => node.type === "string")) throw new Refusal("the code is part of an f-string");
  const parent = path[path.indexOf(found) - 1] ?? null;
  const replacement = loneExpression(correct.statements);
  if (replacement) return rewriteRoot(pattern, replacement, found, parent, work);
  if (parent?.type !== "expression_statement") throw new Refusal("the code is part of a larger expression");
  fit.nodes.set(statement, parent);
  return rewriteStatements(wrong.statements, correct.statements, work);
}

/** The expression of a snippet that is nothing else: it is looked for inside other code too. */
export function loneExpression(statements: readonly Syntax[]): Syntax | null {
  const [statement] = statements;
  const [expression] = statement?.children ?? [];
  if (statements.length !== 1 || statement?.type !== "expression_statement" || !expression) return null;
  if (statement.children.length > 1) return null;
  return expression.type.endsWith("assignment") ? null : expression;
}

function rewriteRoot(
  wrong: Syntax,
  correct: Syntax,
  found: Syntax,
  parent: Syntax | null,
  work: Rewriting,
): Edit[] {
  const isSameShape = wrong.type === correct.type && wrong.children.length === correct.children.length;
  if (isSameShape && wrong.children.length > 0) return rewriteNode(wrong, correct, null, work);
  refuseComments(found, work.file);
  const text = renderExpression(correct, parent, work);
  const isClosed = isParenthesized(found) || isParenthesized(correct) || correct.type === ANY.expression;
  const isTight = !isClosed && needsParentheses(correct, parent, work.correct.text);
  return [{ start: found.start, end: found.end, text: isTight ? `(${text})` : text }];
}

function rewriteNode(wrong: Syntax, correct: Syntax, parent: Syntax | null, work: Rewriting): Edit[] {
  if (fingerprint(wrong) === fingerprint(correct)) return [];
  const found = work.fit.nodes.get(wrong);
  if (!found) throw new Refusal("the code to be replaced was not matched");
  if (wrong.type === correct.type && wrong.children.length > 0) {
    if (wrong.type === "argument_list") {
      return rewriteArguments(wrong, correct, work, (before, after, list) =>
        rewriteNode(before, after, list, work),
      );
    }
    if (wrong.type === "assert_statement") return rewriteAssert(wrong, correct, found, work);
    if (wrong.type === "block") return rewriteStatements(wrong.children, correct.children, work);
    if (wrong.children.length === correct.children.length) {
      return wrong.children.flatMap((child, index) =>
        rewriteNode(child, correct.children[index] ?? child, correct, work),
      );
    }
  }
  if (isStatement(wrong) || isStatement(correct)) return [replaceStatements([wrong], [correct], work)];
  if (descendants(correct).some((node) => node.type === "block")) {
    throw new Refusal("the Correct Code has another shape than the Wrong Code");
  }
  refuseComments(found.outer, work.file);
  return [{ ...spanOf(found.outer), text: renderExpression(correct, parent, work) }];
}

/** The source's own message stays; a new one is added only where there is none. */
function rewriteAssert(wrong: Syntax, correct: Syntax, found: Syntax, work: Rewriting): Edit[] {
  const [, before, oldMessage] = wrong.children;
  const [, after, newMessage] = correct.children;
  const [, condition, givenMessage] = found.children;
  if (!before || !after || !condition) throw new Refusal("the assert was not matched");
  const edits = rewriteNode(before, after, correct, work);
  const isNew = newMessage && !oldMessage && !givenMessage;
  if (!isNew) return edits;
  const text = `, ${renderExpression(newMessage, correct, work)}`;
  return [...edits, { start: condition.outer.end, end: condition.outer.end, text }];
}

/** Statements both have at their beginning and end stay; what is between them is edited, added or taken out. */
function rewriteStatements(wrong: readonly Syntax[], correct: readonly Syntax[], work: Rewriting): Edit[] {
  const isSame = (a: Syntax | undefined, b: Syntax | undefined) =>
    a && b && fingerprint(a) === fingerprint(b);
  const shorter = Math.min(wrong.length, correct.length);
  let head = 0;
  while (head < shorter && isSame(wrong[head], correct[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && isSame(wrong.at(-1 - tail), correct.at(-1 - tail))) tail += 1;
  const before = wrong.slice(head, wrong.length - tail);
  const after = correct.slice(head, correct.length - tail);
  if (before.length === after.length) {
    return before.flatMap((statement, index) =>
      rewriteNode(statement, after[index] ?? statement, null, work),
    );
  }
  if (before.length > 0 && after.length > 0) return [replaceStatements(before, after, work)];
  if (before.length > 0) return [removeStatements(before, work)];
  return [insertStatements(after, wrong[head - 1], wrong[head], work)];
}

function replaceStatements(before: readonly Syntax[], after: readonly Syntax[], work: Rewriting): Edit {
  const span = spanOfAll(before, work);
  refuseComments(span, work.file);
  const text = renderAll(after, span.start, work);
  const needsLines = text.includes("\n") || [...before, ...after].some(isCompound);
  if (needsLines) refuseSharedLine(span, work.source);
  return { ...span, text };
}

function removeStatements(statements: readonly Syntax[], work: Rewriting): Edit {
  const { source, file } = work;
  const span = spanOfAll(statements, work);
  refuseSharedLine(span, source);
  const start = span.start - indentAt(source, span.start).length;
  const end = endOfLine(source, span.end);
  refuseComments({ start, end }, file);
  const breakLength = /^\r?\n/.exec(source.slice(end, end + 2))?.[0].length ?? 0;
  return { start, end: end + breakLength, text: "" };
}

function insertStatements(
  added: readonly Syntax[],
  previous: Syntax | undefined,
  next: Syntax | undefined,
  work: Rewriting,
): Edit {
  const { source } = work;
  const anchor = previous ?? next;
  if (!anchor) throw new Refusal("the Wrong Code holds no statement to write beside");
  const span = spanOfAll([anchor], work);
  refuseSharedLine(span, source);
  const text = renderAll(added, span.start, work);
  const gap = eolOf(source) + indentAt(source, span.start);
  if (!previous) return { start: span.start, end: span.start, text: text + gap };
  const at = endOfLine(source, span.end);
  return { start: at, end: at, text: gap + text };
}

function renderAll(statements: readonly Syntax[], offset: number, work: Rewriting): string {
  const indent = indentAt(work.source, offset);
  return statements
    .map((statement) => renderStatement(statement, work, indent))
    .join(eolOf(work.source) + indent);
}

function spanOfAll(patterns: readonly Syntax[], { fit }: Rewriting): Span {
  const found = patterns.flatMap((pattern) => fit.nodes.get(pattern) ?? []);
  const [first] = found;
  const last = found.at(-1);
  // `...` between statements has no node of its own, so its place cannot be told.
  if (!first || !last || found.length < patterns.length) throw new Refusal("cannot tell where `...` belongs");
  return { start: first.start, end: last.end };
}

/** Lines can only be added or taken out where statements do not share them. */
function refuseSharedLine({ start, end }: Span, source: string): void {
  const isFirst =
    source.slice(0, start).endsWith(`\n${indentAt(source, start)}`) ||
    indentAt(source, start).length === start;
  const isLast = /^[ \t]*(#.*)?$/.test(source.slice(end, endOfLine(source, end)));
  if (!isFirst || !isLast) throw new Refusal("the code shares its line with other code");
}

function isStatement(node: Syntax): boolean {
  return /_statement$|_definition$|^\$statements?$/.test(node.type);
}

function isCompound(node: Syntax): boolean {
  return /^(if|for|while|with|try|match)_statement$|_definition$/.test(node.type);
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
