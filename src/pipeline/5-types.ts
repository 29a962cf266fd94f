import { repairTypes } from "../checks/pyright/repairs.ts";
import { runPyright, type TypeFinding } from "../checks/pyright/run-pyright.ts";
import type { Draft } from "../draft/model.ts";
import { environmentError, TestgenError } from "../errors.ts";
import type { SuiteIndex } from "../suite/model.ts";
import type { PlanEffects, Settings } from "./effects.ts";
import { gatekeeper } from "./gatekeeper.ts";
import { heal } from "./heal.ts";
import { type PhaseResult, runPhase } from "./phase.ts";

/** Phase 5: pyright until clean. What is left is listed and the run goes on: the cluster may say the same more clearly. */
export const types = (
  effects: PlanEffects,
  settings: Settings,
  plan: string,
  suite: SuiteIndex,
  draft: Draft,
): Promise<Draft> =>
  runPhase(effects, plan, "types", async (): Promise<PhaseResult<Draft>> => {
    const { pyrightCommand } = settings;
    if (pyrightCommand === null) {
      return degraded(
        draft,
        environmentError({
          code: "pyright.missing",
          message: "pyright was not found, so the types were not checked.",
          hint: "Install it on the runner (npm install --global pyright) or set `pyright-command`.",
        }),
      );
    }
    let first = -1;
    try {
      const result = await heal({
        plan,
        phase: "types",
        draft,
        check: async (current) => {
          const findings = await checkTypes(effects, settings, pyrightCommand, current);
          if (first < 0) first = findings.length;
          return findings;
        },
        repairs: [
          (current, findings) =>
            repairTypes(effects.python, suite, current, findings as readonly TypeFinding[]),
        ],
        author: effects.author,
        suite,
        gate: gatekeeper(effects.python, suite),
        maxIterations: settings.pyrightMaxIterations,
        maxRetries: 0,
        journal: effects.journal,
      });
      const facts = {
        before: first,
        errors: result.findings.length,
        iterations: result.patches.length,
        clean: result.findings.length === 0,
      };
      if (result.findings.length === 0) return { value: result.draft, facts };
      const left = result.findings.map(
        ({ file, line, message }) => `${file}:${line}: ${message.split("\n")[0]}`,
      );
      return {
        value: result.draft,
        facts,
        status: "degraded",
        problem: environmentError({
          code: "types.left",
          message: `${left.length} type error(s) are left (${result.stop}): ${left.slice(0, 5).join(" · ")}`,
          hint: "The tests are run all the same; mend these by hand.",
        }),
      };
    } catch (error) {
      if (error instanceof TestgenError && error.code.startsWith("pyright.")) return degraded(draft, error);
      throw error;
    }
  });

const degraded = (draft: Draft, problem: TestgenError): PhaseResult<Draft> => ({
  value: draft,
  facts: { clean: false },
  status: "degraded",
  problem,
});

async function checkTypes(
  effects: PlanEffects,
  settings: Settings,
  command: readonly [string, ...string[]],
  draft: Draft,
): Promise<readonly TypeFinding[]> {
  await effects.change.write(draft.files);
  const { findings } = await runPyright({
    command,
    root: effects.workspace.root,
    files: draft.files.map((file) => file.path).filter((path) => path.endsWith(".py")),
    env: effects.childEnv,
    runProcess: effects.runProcess,
    timeoutMs: settings.typesTimeoutMs,
    ...(effects.signal ? { signal: effects.signal } : {}),
  });
  const own = new Set(draft.files.map((file) => file.path));
  return findings.filter((finding) => own.has(finding.file));
}
