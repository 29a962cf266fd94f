import { posix } from "node:path";
import type { TestDescription } from "../description/model.ts";
import { saysKept, saysRefusal } from "../description/wording.ts";
import { withoutSteps } from "../draft/control.ts";
import type { Draft, DraftFile, TraceEntry } from "../draft/model.ts";
import { timeLimit } from "../draft/time-limit.ts";
import type { PlanEffects, Settings } from "./effects.ts";
import { testsByNodeid } from "./gatekeeper.ts";
import { runTests } from "./run-tests.ts";

export interface ControlRequest {
  readonly plan: string;
  readonly description: TestDescription;
  readonly draft: Draft;
  /** Node ids of the tests that passed, and the seconds that each took. */
  readonly passed: ReadonlyMap<string, number>;
}

/** A test that is not even started without its steps has this long at least, in seconds. */
const LEAST_SECONDS = 1;

export interface Controlled {
  /** Node ids of tests that pass without their steps too. */
  readonly unproven: ReadonlySet<string>;
  /** Why nothing is known of some test; null when each control told. */
  readonly unknown: string | null;
}

/**
 * Runs the tests that passed once more with their steps taken out, each for as long as the whole test took. What still
 * passes looks at something that was so before the steps, so its pass is no evidence for them.
 *
 * A test that demands only that something stays as it was is left out: there, passing without the steps is right. So is
 * one that demands only a refusal: without the request nothing is refused, which shows nothing.
 */
export async function passesWithoutSteps(
  effects: PlanEffects,
  settings: Settings,
  { plan, description, draft, passed }: ControlRequest,
): Promise<Controlled> {
  const tests = testsByNodeid(description, draft);
  const claims = draft.trace.filter(({ nodeid }) => {
    const expected = tests.get(nodeid)?.expected ?? [];
    return passed.has(nodeid) && expected.some((line) => !saysKept(line) && !saysRefusal(line));
  });
  const controls = draft.files.flatMap((file) => controlOf(effects, file, claims, passed));
  if (controls.length === 0) return { unproven: new Set(), unknown: null };

  // Beside the test, so that it sees the same fixtures; gone before anything else happens.
  const change = effects.workspace.change();
  const own = new Map(controls.flatMap(({ entries }) => [...entries]));
  try {
    await change.write(controls.map(({ file }) => file));
    const result = await runTests(effects, settings, {
      plan,
      name: "control",
      files: controls.map(({ file }) => file),
      nodeids: [...own.keys()],
      // The suite's own limit of failures would end the run at the first control that fails, as it should.
      options: ["--maxfail=0"],
    });
    effects.signal?.throwIfAborted();
    const untold = result.results.filter(({ status }) => status === "missing" || status === "skipped").length;
    const told = result.broken?.message ?? (untold > 0 ? `${untold} of them were not executed.` : null);
    const unproven = result.broken
      ? []
      : result.results
          .filter(({ status }) => status === "passed")
          .flatMap(({ nodeid }) => own.get(nodeid) ?? []);
    effects.journal.append({
      type: "control",
      plan,
      planned: own.size,
      unproven,
      log: result.log,
      problem: told,
    });
    const unknown = told === null ? null : `Tests could not be run without their steps: ${told}`;
    return { unproven: new Set(unproven), unknown };
  } finally {
    await change.undo();
  }
}

interface ControlFile {
  readonly file: DraftFile;
  /** Node id in the control file → node id of the test. */
  readonly entries: ReadonlyMap<string, string>;
}

function controlOf(
  { python }: PlanEffects,
  file: DraftFile,
  claims: readonly TraceEntry[],
  passed: ReadonlyMap<string, number>,
): ControlFile[] {
  const own = claims.filter(({ nodeid }) => nodeid.startsWith(`${file.path}::`));
  const { source, entries } = withoutSteps(python, file.content, own);
  if (entries.length === 0) return [];
  const path = posix.join(posix.dirname(file.path), `test_without_steps_of_${posix.basename(file.path)}`);
  const inFile = (nodeid: string): string => nodeid.slice(file.path.length);
  const limits = new Map(
    entries.map(({ nodeid }) => [
      inFile(nodeid).slice("::".length),
      Math.max(LEAST_SECONDS, passed.get(nodeid) ?? 0),
    ]),
  );
  return [
    {
      file: { path, content: source + timeLimit(limits) },
      entries: new Map(entries.map(({ nodeid }) => [path + inFile(nodeid), nodeid])),
    },
  ];
}
