import type { PythonParser } from "../python/parser.ts";
import { matchCode } from "./match-code.ts";
import { matchImports } from "./match-imports.ts";
import type { Lesson } from "./model.ts";
import { type CompiledLesson, compileLesson } from "./pattern.ts";
import { refusedBodies, teachesWaiting } from "./refused.ts";
import { contains, descendants, readSyntax } from "./syntax.ts";
import type { Violation } from "./violation.ts";

export type { Violation } from "./violation.ts";

/**
 * Finds where source repeats the mistakes of lessons, in the order of the source. Advice is never found; strings
 * and comments are never looked at; code that already has the form of the Correct Code is no violation.
 */
export function findViolations(
  python: PythonParser,
  lessons: Lesson | readonly Lesson[],
  source: string,
): Violation[] {
  const list = "wrongCode" in lessons ? [lessons] : lessons;
  const compiled = list.map((lesson) => compileLesson(python, lesson));
  return matchLessons(python, compiled, source);
}

/** The same for lessons that are compiled already. */
export function matchLessons(
  python: PythonParser,
  lessons: readonly CompiledLesson[],
  source: string,
): Violation[] {
  const file = readSyntax(python, source);
  const place = { source, file, nodes: descendants(file.root) };
  const refused = refusedBodies(source, place.nodes);
  return lessons
    .flatMap((compiled) => {
      const { pattern } = compiled;
      if (!pattern) return [];
      return pattern.kind === "imports"
        ? matchImports(compiled, pattern, place)
        : matchCode(compiled, pattern, place);
    })
    .filter((found) => !teachesWaiting(found.lesson) || !refused.some((body) => contains(body, found)))
    .sort((a, b) => a.start - b.start || b.end - a.end);
}
