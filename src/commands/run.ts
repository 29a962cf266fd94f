import { describeError, TestgenError } from "../errors.ts";
import type { JournalEvent } from "../journal/events.ts";
import { PHASE_TITLES } from "../journal/events.ts";
import { viewOf } from "../journal/view.ts";
import { runPlans } from "../pipeline/run-plans.ts";
import { readPlan } from "../plan/read-plan.ts";
import { figureOf } from "../report/figures.ts";
import { runJson } from "../report/json.ts";
import { planText } from "../report/text.ts";
import { readDocument } from "../workspace/read-file.ts";
import { type Io, json } from "./io.ts";
import { openSession, type SessionOptions } from "./session.ts";

/** `testgen run STP…`: all six phases on a checkout. Exit 1 when a plan needs a look. */
export async function runCommand(io: Io, paths: readonly string[], options: SessionOptions): Promise<number> {
  const plans = await readAll(io, paths);
  const session = await openSession(io, options, paths, (event) => tell(io, event));
  try {
    const started = performance.now();
    const { effects, settings } = session;
    const results = await runPlans(
      effects,
      settings,
      plans.map(({ path, bytes }) => ({ path, read: async () => bytes })),
    );
    effects.journal.append({ type: "run.ended", ms: Math.round(performance.now() - started) });
    const view = viewOf(effects.journal.events);
    if (options.json) io.out(json(runJson(view)));
    else io.out(view.plans.map(planText).join("\n\n"));
    io.note(`Evidence: ${effects.evidence.directory}`);
    return results.every(({ outcome }) => outcome === "passed" || outcome === "described") ? 0 : 1;
  } finally {
    session.close();
  }
}

/** All plans are read before anything is written: one that is no plan stops the command and leaves everything as it was. */
async function readAll(io: Io, paths: readonly string[]): Promise<{ path: string; bytes: Uint8Array }[]> {
  const plans: { path: string; bytes: Uint8Array }[] = [];
  const problems: TestgenError[] = [];
  for (const path of paths) {
    try {
      const bytes = await readDocument(io.cwd, path);
      readPlan({ path, bytes });
      plans.push({ path, bytes });
    } catch (error) {
      if (!(error instanceof TestgenError)) throw error;
      problems.push(error);
    }
  }
  const last = problems.pop();
  if (last === undefined) return plans;
  for (const problem of problems) io.note(describeError(problem));
  throw last;
}

/** Progress, one line a phase. */
export function tell(io: Io, event: JournalEvent): void {
  if (event.type === "plan.started") io.note(event.plan);
  if (event.type !== "phase.ended") return;
  const figure = figureOf({ ...event, name: event.phase, problem: null });
  io.note(`  ${PHASE_TITLES[event.phase]}: ${event.status}${figure === "" ? "" : ` (${figure})`}`);
  if (event.problem)
    io.note(`    ${event.problem.message}${event.problem.hint ? `\n    hint: ${event.problem.hint}` : ""}`);
}
