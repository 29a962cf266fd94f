import { resolve } from "node:path";
import { describeError, TestgenError } from "../errors.ts";
import type { JournalEvent, Outcome } from "../journal/events.ts";
import { PHASE_TITLES } from "../journal/events.ts";
import { type PlanView, type RunView, viewOf } from "../journal/view.ts";
import { problemOf } from "../pipeline/phase.ts";
import type { PlanInput } from "../pipeline/plan-input.ts";
import { runPlans } from "../pipeline/run-plans.ts";
import { readPlan } from "../plan/read-plan.ts";
import { figureOf } from "../report/figures.ts";
import { runJson } from "../report/json.ts";
import { planText } from "../report/text.ts";
import { readDocument } from "../workspace/read-file.ts";
import { type Io, json, say } from "./io.ts";
import { onlyOne } from "./plan.ts";
import { openSession, pathInside, type Session, type SessionOptions } from "./session.ts";

export interface RunOptions extends SessionOptions {
  /** An earlier version of the plan. */
  readonly against?: string;
}

/** `testgen run STP…`: all six phases on a checkout. Exit 1 when a plan needs a look, 3 when the environment stopped it. */
export async function runCommand(io: Io, paths: readonly string[], options: RunOptions): Promise<number> {
  const before = options.against === undefined ? null : await readBefore(io, paths, options.against);
  const plans = await Promise.all((await readAll(io, paths)).map((plan) => known(io, options, plan)));
  const session = await openSession(
    io,
    options,
    plans.map(({ path }) => path),
    (event) => tell(io, event),
  );
  try {
    const view = await runAll(session, plans, before);
    if (options.json) io.out(json(runJson(view)));
    else say(io, [...view.plans.map(planText), ...view.warnings.map(warningText)].join("\n\n"));
    io.note(`Evidence: ${session.effects.evidence.directory}`);
    return exitCodeFor(view.plans);
  } finally {
    session.close();
  }
}

const warningText = ({ message, hint }: RunView["warnings"][number]): string =>
  `Warning: ${message}\n  hint: ${hint}`;

/** How the run looks when it is over, be it that Ctrl-C ended it. */
async function runAll(
  { effects, settings }: Session,
  plans: readonly ReadDocument[],
  before: ReadDocument | null,
): Promise<RunView> {
  const { journal, signal } = effects;
  const started = performance.now();
  const end = (problem?: ReturnType<typeof problemOf>): void =>
    journal.append({
      type: "run.ended",
      ms: Math.round(performance.now() - started),
      ...(problem ? { problem } : {}),
    });
  try {
    await runPlans(
      effects,
      settings,
      plans.map((plan) => ({
        ...inputOf(plan),
        ...(before ? { before: { ...inputOf(before), path: null } } : {}),
      })),
    );
    end();
  } catch (error) {
    if (!signal?.aborted) throw error;
    end(problemOf(error));
  }
  return viewOf(journal.events);
}

const FINE: ReadonlySet<Outcome | null> = new Set(["passed", "described"]);
const STOPPED: ReadonlySet<Outcome | null> = new Set(["infra", null]);
const GOOD: ReadonlySet<string> = new Set(["passed", "healed", "described"]);

interface Ended {
  readonly outcome: Outcome | null;
  readonly tests: readonly Pick<PlanView["tests"][number], "status">[];
}

/** Tests that could only be described are no failures. */
const isFine = ({ outcome, tests }: Ended): boolean =>
  FINE.has(outcome) || (outcome === "partial" && tests.every(({ status }) => GOOD.has(status)));

/** 0 nothing failed, 1 something needs a look, 3 the environment stopped what is not done; null is a plan without an end. */
export function exitCodeFor(plans: readonly Ended[]): number {
  const open = plans.filter((plan) => !isFine(plan));
  if (open.length === 0) return 0;
  return open.every(({ outcome }) => STOPPED.has(outcome)) ? 3 : 1;
}

interface ReadDocument {
  readonly path: string;
  readonly bytes: Uint8Array;
}

const inputOf = ({ path, bytes }: ReadDocument): Pick<PlanInput, "path" | "read"> => ({
  path,
  read: async () => bytes,
});

async function readBefore(io: Io, paths: readonly string[], old: string): Promise<ReadDocument | null> {
  onlyOne(paths);
  return (await readAll(io, [old]))[0] ?? null;
}

/** All plans are read before anything is written: one that is no plan stops the command and leaves everything as it was. */
async function readAll(io: Io, paths: readonly string[]): Promise<ReadDocument[]> {
  const plans: ReadDocument[] = [];
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

/** A plan of the repository goes by its path there, wherever the command was started; another one by its full path. */
async function known(
  io: Io,
  { repo = "." }: RunOptions,
  { path, bytes }: ReadDocument,
): Promise<ReadDocument> {
  const full = resolve(io.cwd, path);
  return { path: (await pathInside(resolve(io.cwd, repo), full)) ?? full, bytes };
}

/** Progress, one line a phase. */
export function tell(io: Io, event: JournalEvent): void {
  if (event.type === "plan.started") io.note(event.plan);
  if (event.type === "warning") io.note(`  ${event.message}\n    hint: ${event.hint}`);
  if (event.type !== "phase.ended") return;
  const figure = figureOf({ ...event, name: event.phase, problem: null });
  io.note(`  ${PHASE_TITLES[event.phase]}: ${event.status}${figure === "" ? "" : ` (${figure})`}`);
  if (event.problem)
    io.note(`    ${event.problem.message}${event.problem.hint ? `\n    hint: ${event.problem.hint}` : ""}`);
}
