import type { Outcome } from "../journal/events.ts";
import type { RunOutcome } from "./6-run.ts";

export interface PlanEnd {
  readonly outcome: Outcome;
  readonly reason: string;
}

/** How a plan ended, from what its tests showed; see `OUTCOMES` for the meaning of the words. */
export function outcomeOf({ tests, stopped, uncontrolled }: RunOutcome): PlanEnd {
  const implemented = tests.filter((test) => test.status !== "described");
  const passed = implemented.filter((test) => test.status === "passed" || test.status === "healed").length;
  const count = (verdict: string): number =>
    implemented.filter((test) => test.verdict === verdict && test.status === "failed").length;
  const described = tests.length - implemented.length;
  if (tests.length === 0)
    return { outcome: "described", reason: "The plan has no scenario that asks for a test." };
  if (implemented.length === 0) {
    return {
      outcome: "described",
      reason: "No test could be bound to the suite; the description is written.",
    };
  }
  if (stopped !== null) return { outcome: "infra", reason: stopped };
  if (passed === tests.length && uncontrolled !== null) {
    return {
      outcome: "partial",
      reason: `All tests passed, but not all passes are known to prove something. ${uncontrolled}`,
    };
  }
  if (passed === tests.length) {
    const often = tests.every((test) => test.attempts > 1) ? ", more than once" : "";
    return {
      outcome: "passed",
      reason: `${passed === 1 ? "The test" : `All ${passed} tests`} passed${often}.`,
    };
  }
  const unknown = implemented.filter((test) => test.status === "failed" && test.verdict === null).length;
  const notRun = implemented.filter((test) => test.status === "not-run").length;
  const open = [
    part(count("product-bug"), "contradicts the plan (product bug)", "contradict the plan (product bug)"),
    part(
      unknown,
      "failed for an unknown reason: a person must look",
      "failed for unknown reasons: a person must look",
    ),
    part(count("infra"), "was stopped by the environment", "were stopped by the environment"),
    part(count("heal"), "could not be healed", "could not be healed"),
    part(count("retry"), "kept failing for a passing reason", "kept failing for a passing reason"),
    part(implemented.filter((test) => test.status === "flaky").length, "is flaky", "are flaky"),
    part(notRun, "was not executed", "were not executed"),
    part(described, "is described only", "are described only"),
  ].filter((text) => text !== "");
  const reason = `${passed} of ${tests.length} tests passed; ${open.join(", ")}.`;
  if (passed > 0) return { outcome: "partial", reason };
  if (count("infra") + notRun === implemented.length) return { outcome: "infra", reason };
  return { outcome: count("product-bug") + unknown > 0 ? "blocked" : "failed", reason };
}

const part = (count: number, one: string, many: string): string =>
  count === 0 ? "" : `${count} ${count === 1 ? one : many}`;
