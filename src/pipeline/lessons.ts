import type { Lesson } from "../graveyard/model.ts";
import { recordLesson } from "../graveyard/record.ts";
import type { WorkspaceFile } from "../workspace/workspace.ts";
import type { Effects, Settings } from "./effects.ts";

/** The repository's GRAVEYARD.md with new lessons at its end, or nothing when none is new. */
export function recordLessons(
  { journal }: Effects,
  { graveyardPath }: Settings,
  plan: string,
  before: string | null,
  lessons: readonly Lesson[],
): WorkspaceFile[] {
  let text = before;
  for (const lesson of lessons) {
    const result = recordLesson({ text, lesson });
    text = result.text;
    journal.append({ type: "lesson", plan, title: lesson.title, added: result.added, reason: result.reason });
  }
  return text === null || text === before ? [] : [{ path: graveyardPath, content: text }];
}
