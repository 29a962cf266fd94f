/** heal: the test is wrong · retry: same code again · infra: the environment · product-bug: report, change nothing. */
export type Verdict = "heal" | "retry" | "infra" | "product-bug";

/** Something a check says about a draft. */
export interface Finding {
  /** `graveyard`, `types`, `run`, … */
  readonly check: string;
  /** The lesson's title, pyright's rule or the failure's category. */
  readonly rule: string;
  readonly message: string;
  readonly file: string;
  /** 1-based; 0 when unknown. */
  readonly line: number;
  /** 1-based; 0 when unknown. */
  readonly column: number;
  /** Set for findings of a run. */
  readonly nodeid?: string;
  readonly verdict: Verdict;
}

/** One test of a JUnit file, with all its attempts folded into one. */
export interface CaseResult {
  readonly classname: string;
  readonly name: string;
  /** `path/test_x.py::TestY::test_z[param]`; null when it cannot be told. */
  readonly nodeid: string | null;
  readonly status: "passed" | "failed" | "error" | "skipped";
  readonly attempts: number;
  /** Passed, but not at the first attempt. */
  readonly flaky: boolean;
  readonly seconds: number;
  readonly message: string;
  /** Text of the failure (traceback), capped. */
  readonly detail: string;
  readonly when: "setup" | "call" | "teardown" | "collection";
}

/** What kind of failure a message shows, and so what may be done about it. */
export interface Classification {
  readonly category: string;
  readonly verdict: Verdict;
  /** 0–1 */
  readonly confidence: number;
  /** The words that decided. */
  readonly signal: string;
}
