import { continueDescription } from "../description/continue.ts";
import type { TestDescription } from "../description/model.ts";
import { planReference } from "../draft/placement.ts";
import { lintPlan } from "../plan/lint.ts";
import type { TestPlan } from "../plan/model.ts";
import { readPlan } from "../plan/read-plan.ts";
import { sha256 } from "../workspace/evidence.ts";
import type { Effects, Settings } from "./effects.ts";
import { earlierDescription, filesOf, type GeneratedFiles, type OwnFiles } from "./generated.ts";
import { type PhaseResult, runPhase } from "./phase.ts";
import { appendChange, compareWith, formerScenarios } from "./plan-change.ts";
import type { PlanInput } from "./plan-input.ts";

export interface Described {
  /** Its path is the one that files refer to; the journal knows the plan by the path that was given. */
  readonly plan: TestPlan;
  readonly description: TestDescription;
  /** Paths that the plan had before. */
  readonly formerPaths: readonly string[];
  /** What earlier runs generated from it. */
  readonly generated: OwnFiles;
}

/** Phase 1: plan → description. From here on the oracle is frozen. */
export const describe = (
  effects: Effects,
  settings: Settings,
  input: PlanInput,
  written: () => Promise<GeneratedFiles>,
): Promise<Described> =>
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
    const fresh = await effects.author.describe({
      plan,
      digest: sha256(bytes),
      note: (line, message) => journal.append({ type: "note", plan: input.path, line, message }),
    });

    const compared = await compareWith(effects, input, plan, written);
    const formerPaths = compared?.change.renamed ? [compared.change.from] : [];
    const generated = filesOf(await written(), settings, plan.path, ...formerPaths);
    const earlier = earlierDescription(
      effects.python,
      await written(),
      generated.descriptions,
      plan.path,
      ...formerPaths,
    );
    const continued =
      earlier && continueDescription(fresh, earlier.description, formerScenarios(compared, earlier));
    if (compared !== null) appendChange(journal, input.path, compared.change, earlier, continued);
    // What people changed is theirs: it is compared with, never taken over.
    const description = continued !== null && earlier?.untouched ? continued.description : fresh;

    const tests = description.groups.reduce((sum, group) => sum + group.tests.length, 0);
    return {
      value: { plan, description, formerPaths, generated },
      facts: { scenarios: plan.scenarios.length, generable, tests },
    };
  });
