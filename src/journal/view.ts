import { type EventOf, type JournalEvent, type Outcome, PHASES, type PhaseName } from "./events.ts";

/** The state of a run as a reader wants it; everything here is derived from the journal. */
export interface RunView {
  readonly runId: string;
  readonly author: string;
  readonly version: string;
  readonly head: string;
  readonly repository: string;
  readonly plans: readonly PlanView[];
  readonly warnings: readonly { readonly message: string; readonly hint: string }[];
  readonly commit: { readonly sha: string; readonly url: string | null } | null;
  readonly finished: boolean;
  readonly problem: Problem | null;
  readonly ms: number;
}

export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

export interface PlanView {
  readonly path: string;
  readonly title: string;
  readonly scenarios: number;
  readonly outcome: Outcome | null;
  readonly reason: string;
  readonly phases: readonly PhaseView[];
  /** What changed since the version that was compared with; null when none was. */
  readonly change: EventOf<"plan.changed"> | null;
  readonly description: EventOf<"described"> | null;
  readonly trace: EventOf<"drafted">["trace"];
  readonly tests: readonly EventOf<"test">[];
  readonly patches: readonly EventOf<"patch">[];
  readonly lessons: readonly EventOf<"lesson">[];
  readonly notes: readonly EventOf<"note">[];
  /** Paths this plan adds or changes. */
  readonly files: readonly string[];
}

export interface PhaseView {
  readonly name: PhaseName;
  readonly status: "pending" | "running" | "done" | "degraded" | "failed" | "skipped";
  readonly ms: number;
  readonly facts: Readonly<Record<string, string | number | boolean>>;
  readonly problem: Problem | null;
}

type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer U)[] ? U[] : T[K] };
/** By node id: the last word on a test stands where the first one stood. */
type PlanDraft = Draft<Omit<PlanView, "tests">> & { readonly tests: Map<string, EventOf<"test">> };

/** Folds the journal. Pure: the same events always give the same view, finished or not. */
export function viewOf(events: readonly JournalEvent[]): RunView {
  const run: Draft<Omit<RunView, "plans">> = {
    runId: "",
    author: "",
    version: "",
    head: "",
    repository: "",
    warnings: [],
    commit: null,
    finished: false,
    problem: null,
    ms: 0,
  };
  const plans = new Map<string, PlanDraft>();
  const planAt = (path: string): PlanDraft => {
    const known = plans.get(path) ?? emptyPlan(path);
    plans.set(path, known);
    return known;
  };
  for (const event of events) {
    switch (event.type) {
      case "run.started":
        Object.assign(run, {
          runId: event.runId,
          author: event.author,
          version: event.version,
          head: event.head,
          repository: event.repository,
        });
        for (const path of event.plans) planAt(path);
        break;
      case "warning":
        run.warnings.push({ message: event.message, hint: event.hint });
        break;
      case "published":
        run.commit = event.commit === null ? null : { sha: event.commit, url: event.url };
        break;
      case "run.ended":
        Object.assign(run, { finished: true, ms: event.ms, problem: event.problem ?? null });
        break;
      case "process":
        break;
      default:
        applyToPlan(planAt(event.plan), event);
    }
  }
  return { ...run, plans: [...plans.values()].map((plan) => ({ ...plan, tests: [...plan.tests.values()] })) };
}

type PlanEvent = Extract<JournalEvent, { plan: string }>;

function applyToPlan(plan: PlanDraft, event: PlanEvent): void {
  switch (event.type) {
    case "plan.read":
      plan.title = event.title;
      plan.scenarios = event.scenarios;
      break;
    case "plan.changed":
      plan.change = event;
      break;
    case "phase.started":
      setPhase(plan, event.phase, { status: "running" });
      break;
    case "phase.ended":
      setPhase(plan, event.phase, {
        status: event.status,
        ms: event.ms,
        facts: event.facts,
        problem: event.problem ?? null,
      });
      break;
    case "described":
      plan.description = event;
      break;
    case "drafted":
      plan.trace = event.trace;
      break;
    case "test":
      plan.tests.set(event.nodeid, event);
      break;
    case "patch":
      plan.patches.push(event);
      break;
    case "lesson":
      plan.lessons.push(event);
      break;
    case "note":
      plan.notes.push(event);
      break;
    case "plan.ended":
      plan.outcome = event.outcome;
      plan.reason = event.reason;
      plan.files = event.files;
      break;
  }
}

function setPhase(plan: PlanDraft, name: PhaseName, change: Partial<PhaseView>): void {
  plan.phases = plan.phases.map((phase) => (phase.name === name ? { ...phase, ...change } : phase));
}

function emptyPlan(path: string): PlanDraft {
  return {
    path,
    title: path,
    scenarios: 0,
    outcome: null,
    reason: "",
    phases: PHASES.map((name) => ({ name, status: "pending", ms: 0, facts: {}, problem: null })),
    change: null,
    description: null,
    trace: [],
    tests: new Map(),
    patches: [],
    lessons: [],
    notes: [],
    files: [],
  };
}
