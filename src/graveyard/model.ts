/** One entry of a GRAVEYARD.md: a mistake that was made once and must not be made again. */
export interface Lesson {
  readonly title: string;
  readonly category: string;
  /** YYYY-MM-DD */
  readonly date: string;
  /** `path::test` it was learned on. */
  readonly test: string;
  readonly whatWentWrong: string;
  /** Python; `$NAME` stands for any expression. */
  readonly wrongCode: string;
  readonly correctCode: string;
  readonly lessonLearned: string;
  readonly howToAvoid: string;
  /** Where it was read: file and 1-based line. */
  readonly source: { readonly file: string; readonly line: number };
}

/** The categories of the entry format; others are kept with a warning. */
export const LESSON_CATEGORIES = [
  "ImportError",
  "AttributeError",
  "TypeError",
  "AssertionError",
  "TimeoutError",
  "FixtureError",
  "ResourceError",
  "LogicError",
] as const;
