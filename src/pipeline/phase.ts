import { TestgenError } from "../errors.ts";
import type { PhaseName } from "../journal/events.ts";
import type { Effects } from "./effects.ts";

export type Facts = Record<string, string | number | boolean>;

/** What a phase hands on, and the figures that the reader sees. */
export interface PhaseResult<T> {
  readonly value: T;
  readonly facts: Facts;
  /** degraded: it could not do all of its work, the next phase goes on all the same. */
  readonly status?: "done" | "degraded" | "skipped";
  readonly problem?: TestgenError;
}

/**
 * Runs one phase and writes its start and end to the journal, whatever happens in between.
 * @throws what the phase threw, after it is in the journal
 */
export async function runPhase<T>(
  effects: Pick<Effects, "journal" | "signal">,
  plan: string,
  phase: PhaseName,
  work: () => Promise<PhaseResult<T>>,
): Promise<T> {
  const { journal, signal } = effects;
  const started = performance.now();
  journal.append({ type: "phase.started", plan, phase });
  try {
    signal?.throwIfAborted();
    const { value, facts, status = "done", problem } = await work();
    journal.append({
      type: "phase.ended",
      plan,
      phase,
      status,
      ms: Math.round(performance.now() - started),
      facts,
      ...(problem ? { problem: problemOf(problem) } : {}),
    });
    return value;
  } catch (error) {
    journal.append({
      type: "phase.ended",
      plan,
      phase,
      status: "failed",
      ms: Math.round(performance.now() - started),
      facts: {},
      problem: problemOf(error),
    });
    throw error;
  }
}

/** The part of an error that a reader is shown. */
export function problemOf(error: unknown): { code: string; message: string; hint?: string } {
  if (error instanceof TestgenError) {
    return { code: error.code, message: error.message, ...(error.hint ? { hint: error.hint } : {}) };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Error && error.name === "AbortError") {
    return {
      code: "run.cancelled",
      message: "The run was cancelled.",
      hint: "Start it again with /testgen run.",
    };
  }
  return {
    code: "testgen.defect",
    message: `testgen itself failed: ${message}`,
    hint: "Please report this with the journal of the run.",
  };
}
