import type { Finding } from "../checks/model.ts";
import type { TestDescription } from "../description/model.ts";
import type { Draft, Patch } from "../draft/model.ts";
import type { Lesson } from "../graveyard/model.ts";
import type { TestPlan } from "../plan/model.ts";
import type { SuiteIndex } from "../suite/model.ts";

/**
 * Who writes text and code. `offline` does it by rule, others may ask a model; none of them decides what is kept:
 * the pipeline checks, judges and gates whatever comes back.
 */
export interface Author {
  readonly name: string;
  /** Phase 1: what each test must show. `digest` is the sha256 of the plan's bytes. */
  describe(request: DescribeRequest): Promise<TestDescription>;
  /** Phase 3: code for the description, using nothing but what the suite offers. */
  draft(request: DraftRequest): Promise<Draft>;
  /** Phases 4–6: an edit that answers the findings, or null when it knows none. */
  revise(request: ReviseRequest): Promise<Patch | null>;
}

export interface DescribeRequest {
  readonly plan: TestPlan;
  readonly digest: string;
  /** Told what the plan leaves open, with its line: what could only be described as it stands. */
  readonly note?: (line: number, message: string) => void;
}

export interface DraftRequest {
  readonly plan: TestPlan;
  readonly description: TestDescription;
  readonly suite: SuiteIndex;
  readonly lessons: readonly Lesson[];
  /** Repository-relative path of the test file to write. */
  readonly path: string;
}

export interface ReviseRequest {
  readonly draft: Draft;
  readonly findings: readonly Finding[];
  readonly suite: SuiteIndex;
  /** Summaries of edits that were tried before on this draft. */
  readonly tried: readonly string[];
}
