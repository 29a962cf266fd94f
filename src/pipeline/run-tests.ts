import { type PytestRun, runPytest } from "../checks/pytest/run-pytest.ts";
import type { DraftFile } from "../draft/model.ts";
import { planReference } from "../draft/placement.ts";
import { evidenceName } from "../workspace/evidence.ts";
import type { PlanEffects, Settings } from "./effects.ts";

export interface TestsRequest {
  readonly plan: string;
  /** Name of the run among those of the plan, in the evidence: `run-1`. */
  readonly name: string;
  readonly files: readonly DraftFile[];
  readonly nodeids: readonly string[];
  /** Further options of pytest. */
  readonly options?: readonly string[];
}

/** Runs tests of one plan as the settings say. The files must be written already; a cancelled run comes back broken. */
export const runTests = (
  effects: PlanEffects,
  settings: Settings,
  { plan, name, files, nodeids, options = [] }: TestsRequest,
): Promise<PytestRun> =>
  runPytest({
    command: settings.pytestCommand,
    options,
    root: effects.workspace.root,
    nodeids,
    files: files.map(({ path }) => path),
    label: `${evidenceName(plan, planReference(plan))}/${name}`,
    evidence: effects.evidence,
    env: effects.childEnv,
    runProcess: effects.runProcess,
    timeoutMs: settings.runTimeoutMs,
    teardownMs: settings.teardownMs,
    redact: effects.redact,
    ...(effects.signal ? { signal: effects.signal } : {}),
  });
