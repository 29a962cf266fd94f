import type { TestDescription } from "../description/model.ts";
import { planReference } from "../draft/placement.ts";
import { lintPlan } from "../plan/lint.ts";
import type { TestPlan } from "../plan/model.ts";
import { readPlan } from "../plan/read-plan.ts";
import { sha256 } from "../workspace/evidence.ts";
import type { Effects } from "./effects.ts";
import { type PhaseResult, runPhase } from "./phase.ts";

export interface PlanInput {
  /** As the reader knows it: repository-relative, or as given on the command line. */
  readonly path: string;
  readonly read: () => Promise<Uint8Array>;
}

export interface Described {
  /** Its path is the one that files refer to; the journal knows the plan by the path that was given. */
  readonly plan: TestPlan;
  readonly description: TestDescription;
}

/** Phase 1: plan → description. From here on the oracle is frozen. */
export const describe = (effects: Effects, input: PlanInput): Promise<Described> =>
  runPhase(effects, input.path, "describe", async (): Promise<PhaseResult<Described>> => {
    const bytes = await input.read();
    const plan = { ...readPlan({ path: input.path, bytes }), path: planReference(input.path) };
    const generable = plan.scenarios.filter((scenario) => scenario.generable).length;
    const { journal } = effects;
    journal.append({
      type: "plan.read",
      plan: input.path,
      title: plan.title,
      scenarios: plan.scenarios.length,
      generable,
    });
    for (const warning of plan.warnings) journal.append({ type: "note", plan: input.path, ...warning });
    // What the reader warned about is not said again as advice.
    const warned = new Set(plan.warnings.map((warning) => warning.line));
    for (const { line, message } of lintPlan(plan).filter((finding) => !warned.has(finding.line))) {
      journal.append({ type: "note", plan: input.path, line, message });
    }
    const description = await effects.author.describe({ plan, digest: sha256(bytes) });
    const tests = description.groups.reduce((sum, group) => sum + group.tests.length, 0);
    return {
      value: { plan, description },
      facts: { scenarios: plan.scenarios.length, generable, tests },
    };
  });
