/** One test of a scenario, before its lines are worded. */
export interface Told {
  readonly given: readonly string[];
  readonly steps: readonly string[];
  readonly expected: string;
  /** What the summary says after "Test that", with its articles. */
  readonly about: string;
  readonly negative: boolean;
}

const LOOKS = /^(?:Inspect|Validate|Look for)\b/;
/** What stands as a quotation neither looks nor acts. */
const QUOTED = /^Carry out\b/;

/**
 * Outcomes of one sentence are seen after the same action: a test that only looks takes over what the one before it
 * does, and from where. "The migration is refused; the VM keeps running" is two tests of one refused migration.
 */
export function withActions(tests: readonly Told[]): Told[] {
  const whole: Told[] = [];
  for (const test of tests) {
    const acting = whole.findLast(({ steps }) =>
      steps.some((step) => !LOOKS.test(step) && !QUOTED.test(step)),
    );
    const only = test.steps.every((step) => LOOKS.test(step));
    whole.push(
      acting === undefined || !only
        ? test
        : { ...test, given: [...new Set([...acting.given, ...test.given])], steps: acting.steps },
    );
  }
  return whole;
}
