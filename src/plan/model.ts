/** A Software Test Plan (STP), read. Plain data: the same whatever dialect it was written in. */
export interface TestPlan {
  /** Repository-relative path, `/` separated. */
  readonly path: string;
  /** sha256 of the plan's bytes, hex. */
  readonly digest: string;
  readonly title: string;
  /** "Metadata & Tracking": label without markup → text; a link is written `text (target)`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly overview: string;
  /** Ids in order of appearance, without duplicates. */
  readonly requirements: readonly string[];
  /** Testing goals (II.1); regression goals are not among them, they ask for no new scenario. */
  readonly goals: readonly Statement[];
  /** Known and test limitations. */
  readonly limitations: readonly Statement[];
  /** What the plan decides not to test. */
  readonly outOfScope: readonly Statement[];
  /** Test environment (II.3): label → text. */
  readonly environment: Readonly<Record<string, string>>;
  readonly entryCriteria: readonly Statement[];
  readonly scenarios: readonly Scenario[];
  readonly links: readonly PlanLink[];
  readonly warnings: readonly PlanWarning[];
}

export interface Scenario {
  /** Stable within the plan: requirement id and ordinal, e.g. `CNV-72238-2`. */
  readonly id: string;
  /** The id it traces to; null when the plan gives none. */
  readonly requirement: string | null;
  /** All ids it traces to; `requirement` is the first. */
  readonly requirements: readonly string[];
  /** The user story or requirement summary. */
  readonly story: string;
  readonly text: string;
  /** 1, 2 or 3; a list when the plan names several; null when it names none. */
  readonly tier: number | readonly number[] | null;
  /** `P0`, `P1`, … or null. */
  readonly priority: string | null;
  /** The scenario demands that something is refused or fails. */
  readonly negative: boolean;
  /** The words that made it negative. */
  readonly negativeReason: string | null;
  /** 1-based line in the plan. */
  readonly line: number;
  readonly generable: boolean;
  /** Why no test is generated; null when `generable`. */
  readonly notGenerable: string | null;
  /** Only where the plan spells them out; otherwise empty. */
  readonly preconditions: readonly string[];
  readonly steps: readonly string[];
  readonly expected: readonly string[];
}

export interface Statement {
  readonly text: string;
  readonly line: number;
  readonly priority: string | null;
}

export interface PlanLink {
  readonly text: string;
  readonly target: string;
  readonly line: number;
}

export interface PlanWarning {
  /** 1-based; 0 for the whole file. */
  readonly line: number;
  readonly message: string;
}
