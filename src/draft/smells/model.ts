/** Something in a test that lets it pass without showing anything. */
export interface Smell {
  /** Kebab-case. */
  readonly rule: string;
  readonly message: string;
  /** 1-based. */
  readonly line: number;
  /** `block`: certain. `warn`: likely; a person may know better. */
  readonly severity: "block" | "warn";
  /** `Class::test_name`, or "" for the file. */
  readonly test: string;
}
