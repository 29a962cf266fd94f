/**
 * A Software Test Description (STD): what each test must show, fixed before any code exists.
 * The `expected` lines (and `negative`) are the oracle.
 */
export interface TestDescription {
  readonly plan: PlanReference;
  readonly title: string;
  readonly groups: readonly DescribedGroup[];
  /** Scenarios of the plan that no test here covers, and why. */
  readonly uncovered: readonly {
    readonly scenario: string;
    readonly text: string;
    readonly reason: string;
  }[];
}

export interface PlanReference {
  /** Repository-relative path of the STP. */
  readonly path: string;
  /** sha256 of the plan's bytes, hex. */
  readonly digest: string;
}

/** A test class with what its tests share. */
export interface DescribedGroup {
  /** `TestVmReset` */
  readonly name: string;
  readonly summary: string;
  readonly preconditions: readonly string[];
  readonly markers: readonly string[];
  readonly tests: readonly DescribedTest[];
}

export interface DescribedTest {
  /** `test_vm_is_running_after_reset`, unique within its group. */
  readonly name: string;
  /** Id of the plan's scenario that this test covers. */
  readonly scenario: string;
  readonly summary: string;
  readonly negative: boolean;
  readonly preconditions: readonly string[];
  readonly steps: readonly string[];
  readonly expected: readonly string[];
  readonly markers: readonly string[];
}
