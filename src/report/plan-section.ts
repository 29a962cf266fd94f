import { PHASE_TITLES } from "../journal/events.ts";
import type { PhaseView, PlanView } from "../journal/view.ts";
import { changeSection } from "./change-section.ts";
import type { Detail } from "./detail.ts";
import { figureOf, markOf, OUTCOME_TITLES, testName } from "./figures.ts";
import { code, details, duration, fenced, inline, more, plural, problem, table } from "./markdown.ts";
import { diagnostics, retried, testTable } from "./test-section.ts";

/** One plan's part of the comment and of the job summary; `finished` is the run's, a plan may be left without an end. */
export function planSection(plan: PlanView, detail: Detail, finished: boolean): string {
  const title = `### ${inline(plan.title) || code(plan.path)}`;
  if (plan.outcome === null) {
    const end = finished ? ["The run ended before this plan did."] : [];
    const parts = [title, code(plan.path), ...end, progress(plan.phases, finished), ...problems(plan.phases)];
    return parts.join("\n\n");
  }
  return [
    title,
    `${code(plan.path)} — **${OUTCOME_TITLES[plan.outcome]}**`,
    phaseTable(plan.phases),
    ...reason(plan),
    ...problems(plan.phases),
    ...changeSection(plan, detail),
    ...testTable(plan, detail),
    ...retried(plan, detail),
    ...diagnostics(plan, detail),
    ...described(plan, detail),
    ...healing(plan, detail),
    ...lessons(plan, detail),
    ...notes(plan, detail),
    ...howToRun(plan),
  ].join("\n\n");
}

/** Why it ended so, unless a phase's problem says the same further down. */
const reason = ({ reason: text, phases }: PlanView): string[] =>
  text === "" || phases.some(({ problem: given }) => given?.message === text) ? [] : [inline(text, 600)];

/** While it runs: a checklist, so that a reader sees at once what is still to come. */
const progress = (phases: readonly PhaseView[], finished: boolean): string =>
  phases
    .map((phase, index) => {
      const ticked = phase.status === "done" || phase.status === "degraded" ? "x" : " ";
      const running = phase.status === "running" && !finished ? " ⏳" : "";
      const figure = figureOf(phase);
      return `- [${ticked}] ${index + 1}. ${PHASE_TITLES[phase.name]}${figure === "" ? "" : ` (${figure})`}${running}`;
    })
    .join("\n");

const phaseTable = (phases: readonly PhaseView[]): string =>
  table(
    ["", "Phase", "Result", "Time"],
    phases.map((phase, index) => [
      markOf(phase),
      `${index + 1}. ${PHASE_TITLES[phase.name]}`,
      figureOf(phase),
      phase.status === "skipped" ? "" : duration(phase.ms),
    ]),
  );

const problems = (phases: readonly PhaseView[]): string[] =>
  phases.flatMap((phase) => {
    if (phase.problem === null) return [];
    const mark = `${phase.status === "failed" ? "❌" : "⚠️"} **${PHASE_TITLES[phase.name]}:**`;
    return [problem(mark, phase.problem.message, phase.problem.hint)];
  });

const described = (plan: PlanView, { entries: limit }: Detail): string[] =>
  collapsed(
    "Not implemented",
    [...withoutCode(plan), ...(plan.description?.uncovered ?? [])],
    limit,
    (entry) =>
      "nodeid" in entry
        ? `- ${code(testName(entry.nodeid))}: ${inline(entry.reason, 400)}`
        : `- ${inline(entry.scenario)} (no test): ${inline(entry.reason, 400)}`,
  );

/** Tests that the draft left described, and those that went back to their description since. */
function withoutCode({ tests, trace }: PlanView): { nodeid: string; reason: string }[] {
  const left = new Map(
    trace.flatMap(({ nodeid, status, reason }) =>
      status === "described" ? [[nodeid, reason ?? ""] as const] : [],
    ),
  );
  for (const { nodeid, status, message } of tests) {
    if (status === "described" && message !== "") left.set(nodeid, message);
  }
  return [...left].map(([nodeid, reason]) => ({ nodeid, reason }));
}

const healing = ({ patches }: PlanView, { entries: limit, diffs }: Detail): string[] =>
  collapsed("Edits after the first draft", patches, limit, (patch) => {
    const verb = patch.accepted ? "applied" : "**refused by the gate**";
    const head = `- ${verb} in phase ${PHASE_TITLES[patch.phase]} by ${code(patch.by)}: ${inline(patch.summary)}`;
    const reasons = patch.reasons
      .slice(0, limit)
      .map((reason) => `  - ${inline(reason.rule)}: ${inline(reason.message)}`);
    return [head, ...reasons, ...(diffs ? ["", fenced(patch.diff, "diff", 4000)] : [])].join("\n");
  });

function lessons(plan: PlanView, { entries: limit }: Detail): string[] {
  const added = plan.lessons.filter((lesson) => lesson.added);
  if (added.length === 0) return [];
  const titles = added.slice(0, limit).map(({ title }) => `- ${inline(title)}`);
  return [
    `**GRAVEYARD.md:** ${plural(added.length, "new lesson")}`,
    ...(titles.length > 0 ? [titles.join("\n")] : []),
  ];
}

const notes = (plan: PlanView, { entries: limit }: Detail): string[] =>
  collapsed(
    "Advice on the plan",
    plan.notes,
    limit,
    ({ line, message }) => `- ${line > 0 ? `line ${line}: ` : ""}${inline(message, 400)}`,
  );

/** A list that only those who want it see; `limit` 0 leaves it out. */
function collapsed<T>(
  title: string,
  items: readonly T[],
  limit: number,
  render: (item: T) => string,
): string[] {
  if (items.length === 0 || limit === 0) return [];
  const entries = items.slice(0, limit).map(render).join("\n");
  const body = [entries, ...more(items, limit, "entry", "entries")].join("\n\n");
  return [details(`${title}: ${items.length}`, body)];
}

function howToRun(plan: PlanView): string[] {
  const files = [
    ...new Set(
      plan.trace
        .filter((entry) => entry.status === "implemented")
        .map((entry) => entry.nodeid.split("::")[0] ?? ""),
    ),
  ];
  if (files.length === 0 || plan.files.length === 0) return [];
  return [`**Run it:** ${code(`pytest ${files.join(" ")}`, 1000)}`];
}
