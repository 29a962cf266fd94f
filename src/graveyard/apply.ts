import { applyEdits } from "../python/edits.ts";
import type { PythonParser } from "../python/parser.ts";
import { matchLessons, type Violation } from "./match.ts";
import type { Lesson } from "./model.ts";
import { compileLesson } from "./pattern.ts";
import { readSyntax } from "./syntax.ts";

export interface LessonResult {
  /** The new source, or the old one when nothing was changed. */
  readonly source: string;
  readonly fixed: boolean;
  /** Why it was not fixed; null when it was. */
  readonly reason: string | null;
}

/**
 * Writes the Correct Code of a lesson in place of one violation, and the imports it needs; every other byte stays.
 * The source must be the one the violation was found in. What no longer parses is not kept.
 */
export function applyLesson(python: PythonParser, source: string, violation: Violation): LessonResult {
  const unfixed = (reason: string): LessonResult => ({ source, fixed: false, reason });
  const { edits, reason, start, end, code } = violation;
  if (!edits) return unfixed(reason ?? "the lesson has no Correct Code");
  if (source.slice(start, end) !== code) return unfixed("the source changed since the violation was found");
  const result = applyEdits(source, edits);
  if (result === source) return unfixed("the Correct Code changes nothing here");
  if (readSyntax(python, result).errors > readSyntax(python, source).errors) {
    return unfixed("the result would not be valid Python");
  }
  return { source: result, fixed: true, reason: null };
}

export interface LessonsResult {
  readonly source: string;
  /** As found at the time, in the order of fixing. */
  readonly fixed: readonly Violation[];
  /** Still in the returned source, each with its reason and without edits. */
  readonly left: readonly Violation[];
}

/** Two lessons could feed each other with ever longer code. */
const MAX_FIXES = 200;

/**
 * Fixes what can be fixed, one violation at a time and from the end, until nothing changes. Lessons that undo each
 * other end the work: no source is visited twice.
 */
export function applyLessons(
  python: PythonParser,
  lessons: readonly Lesson[],
  source: string,
): LessonsResult {
  const compiled = lessons.map((lesson) => compileLesson(python, lesson));
  const fixed: Violation[] = [];
  const seen = new Set<string>();
  let current = source;
  for (;;) {
    seen.add(current);
    const left: Violation[] = [];
    let next: string | null = null;
    for (const violation of matchLessons(python, compiled, current).reverse()) {
      const result = applyLesson(python, current, violation);
      if (result.fixed && !seen.has(result.source) && fixed.length < MAX_FIXES) {
        fixed.push(violation);
        next = result.source;
        break;
      }
      const reason = result.reason ?? "the fixes of this file lead in a circle";
      left.unshift({ ...violation, edits: null, reason });
    }
    if (next === null) return { source: current, fixed, left };
    current = next;
  }
}
