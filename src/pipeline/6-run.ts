import type { TestDescription } from "../description/model.ts";
import type { Draft } from "../draft/model.ts";
import type { Lesson } from "../graveyard/model.ts";
import type { SuiteIndex } from "../suite/model.ts";
import type { PlanEffects, Settings } from "./effects.ts";
import { gatekeeper } from "./gatekeeper.ts";
import { heal } from "./heal.ts";
import { refuseChangedOracles } from "./oracle-guard.ts";
import { type PhaseResult, runPhase } from "./phase.ts";
import { RunSession } from "./run-session.ts";
import { reportTests, type TestOutcome } from "./test-outcomes.ts";

export interface RunRequest {
  readonly plan: string;
  readonly description: TestDescription;
  readonly suite: SuiteIndex;
  readonly draft: Draft;
}

export interface RunOutcome {
  readonly draft: Draft;
  readonly tests: readonly TestOutcome[];
  /** Lessons whose cure was seen to work. */
  readonly lessons: readonly Lesson[];
  /** Why the environment stopped the run; null when it did not. */
  readonly stopped: string | null;
}

/**
 * Phase 6: runs the tests on the cluster, decides a verdict for each failure, heals what may be healed, and runs
 * everything again to confirm. A failure that speaks of the product or the environment is reported, never edited.
 */
export const run = (effects: PlanEffects, settings: Settings, request: RunRequest): Promise<RunOutcome> =>
  runPhase(effects, request.plan, "run", async (): Promise<PhaseResult<RunOutcome>> => {
    const { plan, description, draft } = request;
    const implemented = draft.trace.filter((entry) => entry.status === "implemented").length;
    if (implemented === 0) {
      const tests = reportTests(effects.journal, plan, draft, new Map());
      return {
        value: { draft, tests, lessons: [], stopped: null },
        facts: { implemented },
        status: "skipped",
      };
    }
    refuseChangedOracles(effects.python, description, draft);
    const session = new RunSession(effects, settings, request);
    const healed = await heal({
      plan,
      phase: "run",
      draft,
      check: (current) => session.check(current),
      repairs: [(current) => session.repair(current)],
      author: effects.author,
      suite: request.suite,
      gate: gatekeeper(effects.python, request.suite, () => session.allowances()),
      maxIterations: settings.healMaxIterations,
      maxRetries: settings.retries,
      journal: effects.journal,
    });
    refuseChangedOracles(effects.python, description, healed.draft);
    if (session.stopped === null) await session.confirm(healed.draft);
    const tests = reportTests(effects.journal, plan, healed.draft, session.records);
    const passed = tests.filter((test) => test.status === "passed" || test.status === "healed").length;
    return {
      value: {
        draft: healed.draft,
        tests,
        lessons: session.provenLessons(healed.patches),
        stopped: session.stopped,
      },
      facts: {
        passed,
        implemented,
        runs: session.runs,
        fixes: healed.patches.length,
        retries: healed.retries,
        "product bugs": tests.filter((test) => test.verdict === "product-bug").length,
      },
      ...(passed === implemented ? {} : { status: "degraded" as const }),
    };
  });
