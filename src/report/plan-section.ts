import { PHASE_TITLES } from "../journal/events.ts";
import type { PhaseView, PlanView } from "../journal/view.ts";
import { figureOf, markOf, OUTCOME_TITLES } from "./figures.ts";
import { code, details, duration, fenced, inline, plural, table } from "./markdown.ts";

/** How much of a plan is told; the comment starts with all of it and gives up detail until it fits. */
export interface Detail {
  /** Characters of each failure's own text. */
  readonly diagnosticCharacters: number;
  /** Rows of the test table. */
  readonly tests: number;
  /** Diffs of what was healed. */
  readonly diffs: boolean;
  readonly notes: number;
}

export const FULL: Detail = { diagnosticCharacters: 3000, tests: 500, diffs: true, notes: 20 };

/** One plan's part of the comment and of the job summary. */
export function planSection(plan: PlanView, detail: Detail): string {
  const parts = [
    `### ${inline(plan.title)}`,
    `${code(plan.path)}${plan.outcome === null ? "" : ` — **${OUTCOME_TITLES[plan.outcome]}**`}`,
    plan.outcome === null ? progress(plan.phases) : phaseTable(plan.phases),
  ];
  if (plan.outcome === null) return parts.join("\n\n");
  if (plan.reason !== "") parts.push(inline(plan.reason, 600));
  parts.push(...problems(plan.phases), ...testTable(plan, detail), ...diagnostics(plan, detail));
  parts.push(
    ...described(plan, detail),
    ...healing(plan, detail),
    ...lessons(plan),
    ...notes(plan, detail),
    ...howToRun(plan),
  );
  return parts.join("\n\n");
}

/** While it runs: a checklist, so that a reader sees at once what is still to come. */
const progress = (phases: readonly PhaseView[]): string =>
  phases
    .map((phase, index) => {
      const ticked = phase.status === "done" || phase.status === "degraded" ? "x" : " ";
      const running = phase.status === "running" ? " ⏳" : "";
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
  phases.flatMap(({ problem, name, status }) => {
    if (problem === null) return [];
    const mark = status === "failed" ? "❌" : "⚠️";
    const hint = problem.hint ? `<br>→ ${inline(problem.hint, 400)}` : "";
    return [`${mark} **${PHASE_TITLES[name]}:** ${inline(problem.message, 800)}${hint}`];
  });

const STATUS: Readonly<Record<PlanView["tests"][number]["status"], string>> = {
  passed: "✅ passed",
  healed: "🩹 passed after healing",
  flaky: "🎲 flaky",
  failed: "❌ failed",
  described: "📝 described only",
  "not-run": "➖ not executed",
};

const statusOf = ({ status, verdict }: PlanView["tests"][number]): string =>
  status === "passed" && verdict === "retry" ? "🔁 passed after retry" : STATUS[status];

const testName = (nodeid: string): string => nodeid.split("::").slice(1).join("::");

function testTable(plan: PlanView, { tests: limit }: Detail): string[] {
  if (plan.tests.length === 0) return [];
  const rows = plan.tests
    .slice(0, limit)
    .map((test) => [
      code(testName(test.nodeid)),
      inline(test.scenario),
      statusOf(test),
      test.status === "failed" || test.status === "flaky" ? (test.verdict ?? "") : "",
      test.attempts === 0 ? "" : String(test.attempts),
    ]);
  const left = plan.tests.length - rows.length;
  return [
    table(["Test", "Scenario", "Result", "Verdict", "Runs"], rows),
    ...(left > 0 ? [`… and ${plural(left, "more test")}.`] : []),
  ];
}

const VERDICTS: Readonly<Record<string, string>> = {
  "product-bug": "The product contradicts the plan. The test was left as it is.",
  infra: "The environment stopped it. Nothing was changed.",
  retry: "It kept failing for a passing reason. Nothing was changed.",
  heal: "The test is at fault, but no edit was found that does not weaken it.",
};

function diagnostics(plan: PlanView, { diagnosticCharacters }: Detail): string[] {
  const failed = plan.tests.filter(
    (test) => test.status === "failed" || test.status === "flaky" || test.status === "not-run",
  );
  if (failed.length === 0 || diagnosticCharacters === 0) return [];
  return [
    "#### Diagnostics",
    ...failed.map((test) =>
      details(
        `<b>${inline(testName(test.nodeid))}</b>: ${inline(test.verdict ?? test.status)} (${inline(test.category)})`,
        [
          VERDICTS[test.verdict ?? ""] ?? "",
          `**Signal:** ${code(test.signal || "none")}`,
          ...(test.suggestion === "" ? [] : [`**What to do:** ${inline(test.suggestion, 600)}`]),
          ...oracle(plan, test.nodeid),
          fenced(test.detail || test.message, "text", diagnosticCharacters),
        ]
          .filter((part) => part !== "")
          .join("\n\n"),
      ),
    ),
  ];
}

/** What the plan demands of the test that failed: the words a product bug is measured by. */
function oracle(plan: PlanView, nodeid: string): string[] {
  const bindings = plan.trace.find((entry) => entry.nodeid === nodeid)?.bindings ?? [];
  const expected = bindings
    .filter((binding) => binding.section === "expected")
    .map((binding) => inline(binding.text));
  return expected.length === 0 ? [] : [`**Expected by the plan:** ${expected.join("; ")}`];
}

function described(plan: PlanView, { tests: limit }: Detail): string[] {
  const open = plan.trace.filter((entry) => entry.status === "described").slice(0, limit);
  const uncovered = (plan.description?.uncovered ?? []).slice(0, limit);
  const lines = [
    ...open.map((entry) => `- ${code(testName(entry.nodeid))}: ${inline(entry.reason ?? "", 400)}`),
    ...uncovered.map((entry) => `- ${inline(entry.scenario)} (no test): ${inline(entry.reason, 400)}`),
  ];
  return lines.length === 0 ? [] : [details(`Not implemented: ${lines.length}`, lines.join("\n"))];
}

function healing(plan: PlanView, { diffs }: Detail): string[] {
  if (plan.patches.length === 0) return [];
  const body = plan.patches.map((patch) => {
    const head = `- ${patch.accepted ? "applied" : "**refused by the gate**"} in phase ${PHASE_TITLES[patch.phase]} by ${code(patch.by)}: ${inline(patch.summary)}`;
    const reasons = patch.reasons.map((reason) => `  - ${inline(reason.rule)}: ${inline(reason.message)}`);
    return [head, ...reasons, ...(diffs ? ["", fenced(patch.diff, "diff", 4000)] : [])].join("\n");
  });
  return [details(`Edits after the first draft: ${plan.patches.length}`, body.join("\n"))];
}

function lessons(plan: PlanView): string[] {
  const added = plan.lessons.filter((lesson) => lesson.added);
  if (added.length === 0) return [];
  return [
    `**GRAVEYARD.md:** ${plural(added.length, "new lesson")}`,
    added.map(({ title }) => `- ${inline(title)}`).join("\n"),
  ];
}

function notes(plan: PlanView, { notes: limit }: Detail): string[] {
  if (plan.notes.length === 0 || limit === 0) return [];
  const lines = plan.notes
    .slice(0, limit)
    .map(({ line, message }) => `- ${line > 0 ? `line ${line}: ` : ""}${inline(message, 400)}`);
  const left = plan.notes.length - lines.length;
  return [
    details(
      `Advice on the plan: ${plan.notes.length}`,
      [...lines, ...(left > 0 ? [`- … and ${left} more`] : [])].join("\n"),
    ),
  ];
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
  return [`**Run it:** ${code(`pytest ${files.join(" ")}`)}`];
}
