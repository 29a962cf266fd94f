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

/** Part of a test that an outcome belongs to, in pytest's words. */
export type Phase = "setup" | "call" | "teardown" | "collection";

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
  /** Of all attempts together. */
  readonly seconds: number;
  /** Why it failed or was skipped; for a flaky pass, why an earlier attempt failed. Capped. */
  readonly message: string;
  /** Text of the failure (traceback), capped. */
  readonly detail: string;
  readonly when: Phase;
  /**
   * Set for an entry that is no test but a sign that the run itself broke: the suite's own exit hook (`exit`), an
   * internal error of pytest (`internal`), or a test case without a name, left behind by `pytest.exit` (`nameless`).
   */
  readonly synthetic?: "exit" | "internal" | "nameless";
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

/** Counts of a JUnit file, over its folded cases. */
export interface JunitTotals {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly errors: number;
  readonly skipped: number;
  /** Part of `passed`. */
  readonly flaky: number;
}

/** A JUnit file, read; or the reason why it is no evidence. */
export type JunitFile =
  | {
      readonly path: string;
      readonly ok: true;
      readonly cases: readonly CaseResult[];
      readonly totals: JunitTotals;
    }
  | {
      readonly path: string;
      readonly ok: false;
      readonly error: { readonly code: string; readonly message: string };
      readonly cases: readonly [];
      readonly totals: JunitTotals;
    };
