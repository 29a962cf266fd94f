import type { EventOf } from "../journal/events.ts";
import type { PlanView, RunView } from "../journal/view.ts";

/** What `testgen run --json` prints; see the command line's table in the README. */
export interface RunJson {
  readonly plans: readonly PlanJson[];
  /** What a person should look at, about no plan in particular. */
  readonly warnings: readonly { readonly message: string; readonly hint: string }[];
}

export interface PlanJson {
  readonly path: string;
  readonly title: string;
  readonly outcome: string;
  readonly reason: string;
  /** What changed since the version that was compared with; null when none was. */
  readonly change: Omit<EventOf<"plan.changed">, "type" | "at" | "plan"> | null;
  readonly phases: readonly {
    readonly name: string;
    readonly status: string;
    readonly ms: number;
    readonly facts: Readonly<Record<string, string | number | boolean>>;
  }[];
  readonly tests: readonly {
    readonly nodeid: string;
    readonly scenario: string;
    readonly status: string;
    readonly verdict: string | null;
    readonly category: string;
    readonly attempts: number;
    readonly message: string;
  }[];
  readonly files: readonly string[];
  readonly graveyard: { readonly added: number; readonly titles: readonly string[] };
}

/** One plan of a run as plain data. */
export function planJson(plan: PlanView): PlanJson {
  const added = plan.lessons.filter((lesson) => lesson.added);
  return {
    path: plan.path,
    title: plan.title,
    outcome: plan.outcome ?? "failed",
    reason: plan.reason,
    change: changeJson(plan.change),
    phases: plan.phases.map(({ name, status, ms, facts }) => ({ name, status, ms, facts })),
    tests: plan.tests.map(({ nodeid, scenario, status, verdict, category, attempts, message }) => ({
      nodeid,
      scenario,
      status,
      verdict,
      category,
      attempts,
      message,
    })),
    files: plan.files,
    graveyard: { added: added.length, titles: added.map((lesson) => lesson.title) },
  };
}

function changeJson(change: PlanView["change"]): PlanJson["change"] {
  if (change === null) return null;
  const { from, renamed, scenarios, stale, oracles } = change;
  return { from, renamed, scenarios, stale, oracles };
}

export const runJson = (view: RunView): RunJson => ({
  plans: view.plans.map(planJson),
  warnings: view.warnings,
});
