import { lessonIdentity } from "./identity.ts";
import type { Lesson } from "./model.ts";
import { readGraveyard } from "./read.ts";

/**
 * The lessons of several files, the file with the least authority first: testgen's own starters, then the
 * repository's. Of lessons with one identity the last one stays, so a repository overrules a starter by
 * repeating its category and Wrong Code.
 */
export function collectLessons(files: readonly { path: string; text: string }[]): Lesson[] {
  const lessons = new Map<string, Lesson>();
  for (const lesson of files.flatMap((file) => readGraveyard(file).lessons)) {
    const identity = lessonIdentity(lesson);
    lessons.delete(identity);
    lessons.set(identity, lesson);
  }
  return [...lessons.values()];
}
