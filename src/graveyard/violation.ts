import type { Edit } from "../python/edits.ts";
import type { Lesson } from "./model.ts";
import type { Span, Syntax, SyntaxFile } from "./syntax.ts";

/** A place in Python source that repeats the mistake of a lesson. */
export interface Violation {
  readonly lesson: Lesson;
  /** 1-based. */
  readonly line: number;
  /** UTF-16 offsets, the end is exclusive. */
  readonly start: number;
  readonly end: number;
  /** The code between the offsets. */
  readonly code: string;
  /** What each placeholder stands for, as written. */
  readonly bindings: Readonly<Record<string, string>>;
  /** What writes the Correct Code there; null when it is only reported. */
  readonly edits: readonly Edit[] | null;
  /** Why it is only reported; null when there are edits. */
  readonly reason: string | null;
}

/** A source that is searched. */
export interface Place {
  readonly source: string;
  readonly file: SyntaxFile;
  /** All nodes of the file. */
  readonly nodes: readonly Syntax[];
}

/** `outcome` is the edits, or the reason why there are none. */
export function violationAt(
  lesson: Lesson,
  { start, end }: Span,
  bindings: Record<string, string>,
  outcome: Edit[] | string,
  { source }: Place,
): Violation {
  const line = source.slice(0, start).split("\n").length;
  const result =
    typeof outcome === "string" ? { edits: null, reason: outcome } : { edits: outcome, reason: null };
  return { lesson, line, start, end, code: source.slice(start, end), bindings, ...result };
}
