/** How much of a plan is told; the comment starts with all of it and gives up detail until it fits. */
export interface Detail {
  /** Failures that are told in full. */
  readonly diagnostics: number;
  /** Characters of each failure's own text. */
  readonly diagnosticCharacters: number;
  /** Rows of the test table. */
  readonly tests: number;
  /** Entries of every other list. */
  readonly entries: number;
  /** Diffs of what was healed. */
  readonly diffs: boolean;
}
