import type { PhaseView, PlanView } from "../journal/view.ts";
import { plural } from "./markdown.ts";

/** The figure in brackets behind a phase, in plain words: what it did, not that it ran. */
export function figureOf(phase: PhaseView): string {
  const number = (name: string): number => Number(phase.facts[name] ?? 0);
  if (phase.status === "skipped") return phase.facts.implemented === 0 ? "no test to run" : "not reached";
  if (phase.status === "pending" || phase.status === "running" || Object.keys(phase.facts).length === 0)
    return "";
  switch (phase.name) {
    case "describe":
      return `${plural(number("scenarios"), "scenario")}, ${plural(number("tests"), "described test")}`;
    case "explore":
      return `${plural(number("fixtures"), "fixture")}, ${plural(number("helpers"), "helper")}, ${plural(number("lessons"), "lesson")}`;
    case "draft":
      return `${plural(number("lines"), "line")}, ${number("implemented")} implemented, ${number("described")} described`;
    case "verify":
      return `${plural(number("violations"), "violation")} found, ${number("fixed")} fixed`;
    case "types":
      return "errors" in phase.facts
        ? `${plural(number("before"), "error")} → ${number("errors")}, ${plural(number("iterations"), "iteration")}`
        : "not checked";
    case "run":
      return [
        `${number("passed")} of ${number("implemented")} passing`,
        plural(number("runs"), "run"),
        `${plural(number("fixes"), "fix", "fixes")} applied`,
        ...(number("retries") > 0 ? [plural(number("retries"), "retry", "retries")] : []),
        ...(number("unproven") > 0 ? [`${number("unproven")} passing without their steps`] : []),
        ...(number("product bugs") > 0 ? [plural(number("product bugs"), "product bug")] : []),
      ].join(", ");
  }
}

const MARKS: Readonly<Record<PhaseView["status"], string>> = {
  pending: "⬜",
  running: "⏳",
  done: "✅",
  degraded: "⚠️",
  failed: "❌",
  skipped: "➖",
};

export const markOf = (phase: PhaseView): string => MARKS[phase.status];

export const OUTCOME_TITLES: Readonly<Record<NonNullable<PlanView["outcome"]>, string>> = {
  passed: "✅ passed",
  partial: "🟡 partial",
  described: "📝 described",
  blocked: "✋ blocked: needs a person",
  infra: "🔌 stopped by the environment",
  failed: "❌ failed",
};

/** What stands behind the file in a node id. */
export const testName = (nodeid: string): string => nodeid.split("::").slice(1).join("::") || nodeid;
