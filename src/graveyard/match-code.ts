import type { Edit } from "../python/edits.ts";
import { addImports } from "./imports.ts";
import type { CodePattern, CompiledLesson } from "./pattern.ts";
import { loneExpression, rewrite } from "./rewrite.ts";
import { visibleNames } from "./scope.ts";
import type { Snippet } from "./snippet.ts";
import { contains, type Span, type Syntax } from "./syntax.ts";
import { type Fit, fitNode, fitStatements } from "./unify.ts";
import { type Place, type Violation, violationAt } from "./violation.ts";

interface Found extends Span {
  readonly fit: Fit;
}

/** Violations of a lesson about code. Code in the form of its Correct Code is none. */
export function matchCode(
  { lesson, reason }: CompiledLesson,
  pattern: CodePattern,
  place: Place,
): Violation[] {
  const { wrong, correct } = pattern;
  return search(wrong, place.nodes, new Map()).flatMap((found) => {
    if (correct && isCorrect(found, correct, place)) return [];
    const outcome = reason ?? editsFor(found, pattern, place);
    if (outcome.length === 0) return [];
    return [violationAt(lesson, found, bindingsOf(found.fit, place.source), outcome, place)];
  });
}

/** All places that fit a snippet: an expression anywhere, statements where they follow each other in one block. */
function search(snippet: Snippet, nodes: readonly Syntax[], known: ReadonlyMap<string, Syntax>): Found[] {
  const { statements } = snippet;
  const [first] = statements;
  const lone = loneExpression(statements) ?? (statements.length === 1 ? first : undefined);
  if (lone) {
    return nodes.flatMap((node) => {
      const fit = node.type === lone.type ? fitNode(lone, node, known) : null;
      return fit ? [{ fit, start: node.start, end: node.end }] : [];
    });
  }
  const blocks = nodes.filter((node) => node.type === "block" || node.type === "module");
  return blocks.flatMap((block) => searchBlock(snippet, block.children, known));
}

function searchBlock(
  { statements }: Snippet,
  children: readonly Syntax[],
  known: ReadonlyMap<string, Syntax>,
): Found[] {
  const found: Found[] = [];
  for (let index = 0; index < children.length; index += 1) {
    const match = fitStatements(statements, children.slice(index), known);
    const first = children[index];
    const last = children[index + (match?.used ?? 0) - 1];
    if (!match || match.used === 0 || !first || !last) continue;
    found.push({ fit: match.fit, start: first.start, end: last.end });
    index += match.used - 1;
  }
  return found;
}

/**
 * Does the place belong to code that already has the correct form, with the same meaning of the placeholders?
 * A `...` of the Correct Code must not have swallowed what the Wrong Code names.
 */
function isCorrect(found: Found, correct: Snippet, { nodes }: Place): boolean {
  const rests = [...found.fit.rests.values()].flat();
  return search(correct, nodes, found.fit.bindings).some(
    (good) =>
      contains(good, found) &&
      [...good.fit.rests.values()].flat().every((node) => !contains(found, node) || rests.includes(node)),
  );
}

function editsFor(found: Found, { wrong, correct, needs }: CodePattern, place: Place): Edit[] | string {
  if (!correct) return "the lesson has no Correct Code";
  const { source, file } = place;
  const edits = rewrite({ source, file, fit: found.fit, wrong, correct });
  if (typeof edits === "string" || edits.length === 0) return edits;
  const visible = visibleNames(file.root, found);
  const unknown = visible.has("*") ? undefined : needs.find((name) => !visible.has(name));
  if (unknown) return `\`${unknown}\` is neither imported nor defined here`;
  const imports = addImports(source, file, correct.imports);
  return typeof imports === "string" ? imports : [...edits, ...imports];
}

function bindingsOf({ bindings }: Fit, source: string): Record<string, string> {
  const named = [...bindings].filter(([name]) => !/^\d/.test(name));
  return Object.fromEntries(
    named.map(([name, node]) => [name, source.slice(node.outer.start, node.outer.end)]),
  );
}
