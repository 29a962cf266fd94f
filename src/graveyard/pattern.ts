import type { PythonParser } from "../python/parser.ts";
import { type ImportedName, sameImport } from "./imports.ts";
import type { Lesson } from "./model.ts";
import { isBuiltin } from "./names.ts";
import { ANY } from "./placeholders.ts";
import { loneExpression } from "./rewrite.ts";
import { boundNames, valueNames } from "./scope.ts";
import { readSnippet, type Snippet, usesPlaceholders } from "./snippet.ts";
import { weakens } from "./strength.ts";
import { descendants, fingerprint, type Syntax } from "./syntax.ts";

/** A lesson as something that can be looked for in Python and, perhaps, replaced. */
export interface CompiledLesson {
  readonly lesson: Lesson;
  /** What to look for; null when the lesson is advice only. */
  readonly pattern: LessonPattern | null;
  /** Why it is advice only or found but never replaced; null when it can be replaced. */
  readonly reason: string | null;
}

export type LessonPattern = CodePattern | ImportPattern;

/** Statements or one expression. */
export interface CodePattern {
  readonly kind: "code";
  readonly wrong: Snippet;
  /** Null when the Correct Code is no code. Code in its form is never reported. */
  readonly correct: Snippet | null;
  /** Names the Correct Code uses without importing them: they must be known where it is written. */
  readonly needs: readonly string[];
}

/** Imports of single names, each looked for on its own. */
export interface ImportPattern {
  readonly kind: "imports";
  readonly wrong: readonly ImportedName[];
  readonly correct: readonly ImportedName[];
}

/**
 * Compiles the fences of a lesson. The language is Python with `$NAME` for any expression (a statement, on a line
 * of its own inside a block) and `...` for any remaining arguments, elements or statements. In snippets without
 * `$NAME`, plain local names act as such. Never throws: what cannot be compiled becomes advice with the reason.
 */
export function compileLesson(python: PythonParser, lesson: Lesson): CompiledLesson {
  const advice = (reason: string): CompiledLesson => ({ lesson, pattern: null, reason });
  const isPlain = !usesPlaceholders(lesson.wrongCode) && !usesPlaceholders(lesson.correctCode);
  const wrong = readSnippet(python, lesson.wrongCode, isPlain ? "infer" : new Set());
  if (typeof wrong === "string") return advice(`the Wrong Code ${wrong}`);
  const correct = readSnippet(python, lesson.correctCode, wrong.locals);
  if (wrong.statements.length === 0) return compileImports(lesson, wrong, correct);
  if (typeof correct !== "string" && sameStatements(wrong, correct)) {
    const onlyWrong = without(wrong.imports, correct.imports);
    if (onlyWrong.length === 0) return advice("the Wrong and the Correct Code are the same");
    return compileImports(lesson, { ...wrong, imports: onlyWrong }, correct);
  }
  if (isTooGeneral(wrong)) return advice("the Wrong Code fits almost any code");
  const reason = typeof correct === "string" ? `the Correct Code ${correct}` : objection(wrong, correct);
  if (typeof correct === "string" || reason) {
    const known = typeof correct === "string" || correct.statements.length === 0 ? null : correct;
    return { lesson, pattern: { kind: "code", wrong, correct: known, needs: [] }, reason };
  }
  return { lesson, pattern: { kind: "code", wrong, correct, needs: newNames(wrong, correct) }, reason: null };
}

function compileImports(lesson: Lesson, wrong: Snippet, correct: Snippet | string): CompiledLesson {
  if (typeof correct === "string") {
    const pattern = { kind: "imports", wrong: wrong.imports, correct: [] } as const;
    return { lesson, pattern, reason: `the Correct Code ${correct}` };
  }
  const names = without(wrong.imports, correct.imports);
  if (names.length === 0)
    return { lesson, pattern: null, reason: "the Wrong and the Correct Code are the same" };
  const isReplaceable = names.every((name) => correct.imports.some((other) => other.as === name.as));
  const reason = isReplaceable
    ? null
    : "the Correct Code imports no such name, so its uses have to change too";
  return { lesson, pattern: { kind: "imports", wrong: names, correct: correct.imports }, reason };
}

function without(names: readonly ImportedName[], others: readonly ImportedName[]): ImportedName[] {
  return names.filter((name) => !others.some((other) => sameImport(name, other)));
}

function sameStatements(a: Snippet, b: Snippet): boolean {
  return a.statements.map(fingerprint).join() === b.statements.map(fingerprint).join();
}

/** A pattern needs something of its own: a name, a constant or a statement's keyword. */
function isTooGeneral({ statements, locals }: Snippet): boolean {
  if (statements.every((statement) => statement.type.startsWith("$"))) return true;
  const lone = loneExpression(statements);
  if (lone && lone.children.length === 0) return true;
  const hasNameOrString = statements
    .flatMap(descendants)
    .some((node) => node.type === "identifier" || node.type === "string");
  return !hasNameOrString && (locals.size > 0 || lone?.type === "tuple" || lone?.type === "expression_list");
}

/** Why the Correct Code must not be written in place of the Wrong Code, or null. */
function objection(wrong: Snippet, correct: Snippet): string | null {
  if (correct.statements.length === 0) return "the Correct Code only imports";
  if (wrong.isFragment !== correct.isFragment)
    return "the Correct Code has another shape than the Wrong Code";
  const before = placeholdersOf(wrong);
  const unknown = placeholdersOf(correct).find((name) => !before.includes(name));
  if (unknown) return `the Correct Code uses \`${unknown}\`, which the Wrong Code does not`;
  const lost = before.find((name) => name.startsWith("...") && !placeholdersOf(correct).includes(name));
  if (lost) return "the Correct Code does not say what becomes of `...`";
  if (definitions(wrong) !== definitions(correct))
    return "the Correct Code renames, adds or removes a definition";
  return weakens(wrong.statements, correct.statements);
}

/** `$NAME`, and for each `...` its kind and number. */
function placeholdersOf({ statements }: Snippet): string[] {
  return statements.flatMap(descendants).flatMap((node) => {
    if (node.type === ANY.expression || node.type === ANY.statement) return [`$${node.token}`];
    return node.type.startsWith("$") ? [`...${node.type}${node.token}`] : [];
  });
}

function definitions({ statements }: Snippet): string {
  return statements
    .flatMap(descendants)
    .filter((node) => node.type === "function_definition" || node.type === "class_definition")
    .flatMap(boundNames)
    .join();
}

function newNames(wrong: Snippet, correct: Snippet): string[] {
  const known = new Set([
    ...wrong.statements.flatMap(valueNames),
    ...correct.statements.flatMap(boundNames),
    ...correct.imports.map((name) => name.as),
  ]);
  const names = new Set(correct.statements.flatMap((statement: Syntax) => valueNames(statement)));
  return [...names].filter((name) => !known.has(name) && !isBuiltin(name));
}
