import { posix } from "node:path";
import { runPytest } from "../checks/pytest/run-pytest.ts";
import { TIME_LIMIT_PLUGIN, TIME_LIMIT_SOURCE } from "../checks/pytest/time-limit.ts";
import type { TestDescription } from "../description/model.ts";
import { saysKept, saysRefusal } from "../description/wording.ts";
import { withoutSteps } from "../draft/control.ts";
import type { Draft, DraftFile, TraceEntry } from "../draft/model.ts";
import { planReference } from "../draft/placement.ts";
import { evidenceName } from "../workspace/evidence.ts";
import type { PlanEffects, Settings } from "./effects.ts";
import { testsByNodeid } from "./gatekeeper.ts";

export interface ControlRequest {
  readonly plan: string;
  readonly description: TestDescription;
  readonly draft: Draft;
  /** Node ids of the tests that passed, and the seconds that each took. */
  readonly passed: ReadonlyMap<string, number>;
}

/** A test that is not even started without its steps has this long at least, in seconds. */
const LEAST_SECONDS = 1;

/**
 * Runs the tests that passed once more with their steps taken out, each for as long as the whole test took. Returns the
 * node ids that still pass: what they look at was so before the steps, so their pass is no evidence for them.
 *
 * A test that demands only that something stays as it was is left out: there, passing without the steps is right. So is
 * one that demands only a refusal: without the request nothing is refused, which shows nothing.
 */
export async function passesWithoutSteps(
  effects: PlanEffects,
  settings: Settings,
  { plan, description, draft, passed }: ControlRequest,
): Promise<ReadonlySet<string>> {
  const tests = testsByNodeid(description, draft);
  const claims = draft.trace.filter(({ nodeid }) => {
    const expected = tests.get(nodeid)?.expected ?? [];
    return passed.has(nodeid) && expected.some((line) => !saysKept(line) && !saysRefusal(line));
  });
  const controls = draft.files.flatMap((file) => controlOf(effects, file, claims));
  if (controls.length === 0) return new Set();

  // Beside the test, so that it sees the same fixtures; gone before anything else happens.
  const change = effects.workspace.change();
  const limits = new Map(
    controls.flatMap(({ entries }) =>
      [...entries].map(([control, own]) => [control, Math.max(LEAST_SECONDS, passed.get(own) ?? 0)] as const),
    ),
  );
  try {
    await change.write(controls.map(({ file }) => file));
    const folder = `${evidenceName(plan, planReference(plan))}/control`;
    await effects.evidence.write(`${folder}/${TIME_LIMIT_PLUGIN}.py`, TIME_LIMIT_SOURCE);
    await effects.evidence.write(`${folder}/limits.json`, JSON.stringify(Object.fromEntries(limits)));
    const result = await runPytest({
      command: settings.pytestCommand,
      options: ["-p", TIME_LIMIT_PLUGIN],
      root: effects.workspace.root,
      nodeids: [...limits.keys()],
      files: controls.map(({ file }) => file.path),
      label: `${folder}/run`,
      evidence: effects.evidence,
      env: { ...effects.childEnv, PYTHONPATH: effects.evidence.path(folder) },
      runProcess: effects.runProcess,
      timeoutMs: settings.runTimeoutMs,
      teardownMs: settings.teardownMs,
      redact: effects.redact,
      ...(effects.signal ? { signal: effects.signal } : {}),
    });
    effects.signal?.throwIfAborted();
    const own = new Map(controls.flatMap(({ entries }) => [...entries]));
    const unproven = result.results
      .filter(({ status }) => status === "passed")
      .flatMap(({ nodeid }) => own.get(nodeid) ?? []);
    effects.journal.append({
      type: "control",
      plan,
      planned: limits.size,
      unproven,
      log: result.log,
      problem: result.broken?.message ?? null,
    });
    return new Set(result.broken ? [] : unproven);
  } finally {
    await change.undo();
  }
}

interface ControlFile {
  readonly file: DraftFile;
  /** Node id in the control file → node id of the test. */
  readonly entries: ReadonlyMap<string, string>;
}

function controlOf({ python }: PlanEffects, file: DraftFile, claims: readonly TraceEntry[]): ControlFile[] {
  const own = claims.filter(({ nodeid }) => nodeid.startsWith(`${file.path}::`));
  const { source, entries } = withoutSteps(python, file.content, own);
  if (entries.length === 0) return [];
  const path = posix.join(posix.dirname(file.path), `test_without_steps_of_${posix.basename(file.path)}`);
  return [
    {
      file: { path, content: source },
      entries: new Map(entries.map(({ nodeid }) => [path + nodeid.slice(file.path.length), nodeid])),
    },
  ];
}
