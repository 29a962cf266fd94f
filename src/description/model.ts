/**
 * A Software Test Description (STD): what each test must show, fixed before any code exists.
 * The `expected` lines (and `negative`) are the oracle.
 */
export interface TestDescription {
  readonly plan: PlanReference;
  readonly title: string;
  /** Shared by every test of the file; absent when there are none. */
  readonly preconditions?: readonly string[];
  /** Markers of every test of the file; absent when there are none. */
  readonly markers?: readonly string[];
  readonly groups: readonly DescribedGroup[];
  /** Scenarios of the plan that no test here covers, and why. */
  readonly uncovered: readonly UncoveredScenario[];
}

export interface PlanReference {
  /** Repository-relative path of the STP; in a file that testgen did not write, whatever its STP line says. */
  readonly path: string;
  /** sha256 of the plan's bytes, hex; "" in a file that testgen did not write. */
  readonly digest: string;
  /** Where a reader finds the plan, when that is more than its path. */
  readonly url?: string;
}

export interface UncoveredScenario {
  readonly scenario: string;
  readonly text: string;
  readonly reason: string;
}

/** A test class with what its tests share. */
export interface DescribedGroup {
  /** `TestVmReset`; "" for tests outside any class, which share nothing (no summary, preconditions, markers). */
  readonly name: string;
  readonly summary: string;
  readonly preconditions: readonly string[];
  readonly markers: readonly string[];
  /** One line per parameter: `storage_class: [ceph, hostpath]`; absent when there are none. */
  readonly parametrize?: readonly string[];
  readonly tests: readonly DescribedTest[];
}

export interface DescribedTest {
  /** `test_vm_is_running_after_reset`, unique within its group. */
  readonly name: string;
  /** Id of the plan's scenario that this test covers; "" when a file does not say. */
  readonly scenario: string;
  readonly summary: string;
  readonly negative: boolean;
  readonly preconditions: readonly string[];
  readonly steps: readonly string[];
  readonly expected: readonly string[];
  readonly markers: readonly string[];
  /** As in a group. */
  readonly parametrize?: readonly string[];
  /** The id that people gave the test in Polarion; never invented. */
  readonly polarion?: string;
}

/** How a described test is named everywhere: `Group::test`, or `test` outside any class. */
export function testId(group: Pick<DescribedGroup, "name">, test: Pick<DescribedTest, "name">): string {
  return group.name === "" ? test.name : `${group.name}::${test.name}`;
}
