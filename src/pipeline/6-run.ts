import type { Draft } from "../draft/model.ts";
import { withdraw } from "../draft/withdraw.ts";
import { environmentError } from "../errors.ts";
import type { Lesson } from "../graveyard/model.ts";
import { passesWithoutSteps } from "./control.ts";
import type { PlanEffects, Settings } from "./effects.ts";
import { gatekeeper } from "./gatekeeper.ts";
import { heal } from "./heal.ts";
import { refuseChangedOracles } from "./oracle-guard.ts";
import { type PhaseResult, runPhase } from "./phase.ts";
import { type RunRequest, RunSession } from "./run-session.ts";
import { reportTests, type TestOutcome } from "./test-outcomes.ts";

export interface RunOutcome {
  readonly draft: Draft;
  readonly tests: readonly TestOutcome[];
  /** Lessons whose cure was seen to work. */
  readonly lessons: readonly Lesson[];
  /** Why the environment stopped the run; null when it did not. */
  readonly stopped: string | null;
  /** Why it is not known of some passes whether they prove anything; null when it is. */
  readonly uncontrolled: string | null;
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
        value: { draft, tests, lessons: [], stopped: null, uncontrolled: null },
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
    const { proving, uncontrolled } =
      session.stopped === null
        ? await withoutUnproven(effects, settings, request, healed.draft, session)
        : { proving: healed.draft, uncontrolled: null };
    refuseChangedOracles(effects.python, description, proving);
    if (session.stopped === null) await session.confirm(proving);
    const tests = reportTests(effects.journal, plan, proving, session.records);
    const passed = tests.filter((test) => test.status === "passed" || test.status === "healed").length;
    return {
      value: {
        draft: proving,
        tests,
        lessons: session.provenLessons(healed.patches),
        stopped: session.stopped,
        uncontrolled,
      },
      facts: {
        passed,
        implemented,
        unproven: implemented - session.records.size,
        runs: session.runs,
        fixes: healed.patches.length,
        retries: healed.retries,
        "product bugs": tests.filter((test) => test.verdict === "product-bug").length,
      },
      ...(passed === implemented && uncontrolled === null ? {} : { status: "degraded" as const }),
      ...(uncontrolled === null
        ? {}
        : {
            problem: environmentError({
              code: "control.unknown",
              message: uncontrolled,
              hint: "Their passes may prove nothing: look at the log of the control run in the evidence.",
            }),
          }),
    };
  });

/** A test that passes without its steps too proves nothing about them: it goes back to its description. */
async function withoutUnproven(
  effects: PlanEffects,
  settings: Settings,
  { plan, description, suite }: RunRequest,
  draft: Draft,
  session: RunSession,
): Promise<{ readonly proving: Draft; readonly uncontrolled: string | null }> {
  const { unproven, unknown } = await passesWithoutSteps(effects, settings, {
    plan,
    description,
    draft,
    passed: session.passed(),
  });
  session.drop(unproven);
  const reasons = new Map([...unproven].map((nodeid) => [nodeid, UNPROVEN]));
  const { lineLength: width } = suite.conventions;
  return { proving: withdraw(effects.python, draft, description, { reasons, width }), uncontrolled: unknown };
}

const UNPROVEN =
  "it passes without its steps too, so its pass proves nothing about them: say in the plan what the steps change, or that it is still so";
