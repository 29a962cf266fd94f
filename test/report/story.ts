import type { EventBody, EventOf, JournalEvent, PhaseName } from "../../src/journal/events.ts";
import { openJournal } from "../../src/journal/journal.ts";

/** The events of a run, a few words each. */

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type Test = Partial<Without<EventOf<"test">, "type" | "at" | "plan">> & { readonly nodeid: string };
type Facts = EventOf<"phase.ended">["facts"];
type Problem = EventOf<"phase.ended">["problem"];

/** Events as the journal keeps them, one second apart. */
export function record(bodies: readonly EventBody[]): readonly JournalEvent[] {
  let seconds = 0;
  const journal = openJournal({ now: () => new Date(Date.UTC(2026, 0, 5, 9, 0, seconds++)) });
  for (const body of bodies) journal.append(body);
  return journal.events;
}

export const started = (...plans: string[]): EventBody => ({
  type: "run.started",
  runId: "5f0c1b6e-1f5d-4f7e-9a51-0c4b8f6f2d11",
  version: "0.1.0",
  author: "offline",
  repository: "acme/virt-tests",
  head: "0123456789abcdef0123456789abcdef01234567",
  plans,
});

export const ended = (ms: number, problem?: Problem): EventBody => ({
  type: "run.ended",
  ms,
  ...(problem ? { problem } : {}),
});

export const test = (plan: string, given: Test): EventBody => ({
  type: "test",
  plan,
  scenario: "",
  status: "passed",
  verdict: null,
  category: "",
  attempts: 2,
  message: "",
  signal: "",
  suggestion: "",
  detail: "",
  ...given,
});

export const planEnded = (
  plan: string,
  outcome: EventOf<"plan.ended">["outcome"],
  reason: string,
  files: string[] = [],
): EventBody => ({ type: "plan.ended", plan, outcome, reason, files });

/** One phase from its start to its end. */
export const phase = (
  plan: string,
  name: PhaseName,
  facts: Facts = {},
  end: { status?: EventOf<"phase.ended">["status"]; ms?: number; problem?: Problem } = {},
): EventBody[] => [
  { type: "phase.started", plan, phase: name },
  {
    type: "phase.ended",
    plan,
    phase: name,
    status: end.status ?? "done",
    ms: end.ms ?? 400,
    facts,
    ...(end.problem ? { problem: end.problem } : {}),
  },
];
