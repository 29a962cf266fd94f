import { PHASE_TITLES } from "../journal/events.ts";
import type { PlanView } from "../journal/view.ts";
import { changeFigures } from "./change-section.ts";
import { decisiveLine } from "./excerpt.ts";
import { figureOf, markOf, testName } from "./figures.ts";
import { oneLine } from "./markdown.ts";

/** A plan's end for a terminal: the same facts as in the comment, and nothing that a terminal would obey. */
export function planText(plan: PlanView): string {
  const phases = plan.phases.map((phase) => {
    const figure = figureOf(phase);
    return `  ${markOf(phase)} ${PHASE_TITLES[phase.name]}${figure === "" ? "" : ` (${figure})`}`;
  });
  const added = plan.lessons.filter((lesson) => lesson.added).map((lesson) => `  + ${oneLine(lesson.title)}`);
  const changed = plan.change === null ? "" : changeFigures(plan.change, oneLine);
  return [
    `${oneLine(plan.title)} (${oneLine(plan.path)})`,
    `Outcome: ${plan.outcome ?? "unfinished"}. ${oneLine(plan.reason, 1000)}`,
    ...(changed === "" ? [] : [`Changed in the plan: ${changed}.`]),
    ...phases,
    ...(plan.tests.length > 0 ? ["Tests:", ...plan.tests.map(testText)] : []),
    ...(added.length > 0 ? ["New lessons:", ...added] : []),
    ...(plan.files.length > 0 ? ["Written:", ...plan.files.map((file) => `  ${oneLine(file)}`)] : []),
  ].join("\n");
}

function testText({ nodeid, status, verdict, message }: PlanView["tests"][number]): string {
  const name = `  ${status.padEnd(9)} ${oneLine(testName(nodeid))}${verdict === null ? "" : ` [${verdict}]`}`;
  if (message === "") return name;
  return `${name} — ${oneLine(decisiveLine(message), 160)}`;
}
