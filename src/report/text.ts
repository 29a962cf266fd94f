import { PHASE_TITLES } from "../journal/events.ts";
import type { PlanView } from "../journal/view.ts";
import { figureOf, markOf } from "./figures.ts";

/** A plan's end for a terminal: the same facts as in the comment. */
export function planText(plan: PlanView): string {
  const phases = plan.phases.map((phase) => {
    const figure = figureOf(phase);
    return `  ${markOf(phase)} ${PHASE_TITLES[phase.name]}${figure === "" ? "" : ` (${figure})`}`;
  });
  const tests = plan.tests.map((test) => {
    const why = test.status === "passed" || test.status === "healed" ? "" : ` — ${firstLine(test.message)}`;
    const verdict = test.verdict === null ? "" : ` [${test.verdict}]`;
    return `  ${test.status.padEnd(9)} ${test.nodeid.split("::").slice(1).join("::")}${verdict}${why}`;
  });
  const added = plan.lessons.filter((lesson) => lesson.added).map((lesson) => `  + ${lesson.title}`);
  return [
    `${plan.title} (${plan.path})`,
    `Outcome: ${plan.outcome ?? "unfinished"}. ${plan.reason}`,
    ...phases,
    ...(tests.length > 0 ? ["Tests:", ...tests] : []),
    ...(added.length > 0 ? ["New lessons:", ...added] : []),
    ...(plan.files.length > 0 ? ["Written:", ...plan.files.map((file) => `  ${file}`)] : []),
  ].join("\n");
}

const firstLine = (text: string): string => (text.split("\n")[0] ?? "").slice(0, 160);
