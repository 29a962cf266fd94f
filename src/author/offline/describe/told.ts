/** One test of a scenario, before its lines are worded. */
export interface Told {
  readonly given: readonly string[];
  readonly steps: readonly string[];
  readonly expected: string;
  /** What the summary says after "Test that", with its articles. */
  readonly about: string;
  readonly negative: boolean;
}
