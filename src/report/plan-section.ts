import { PHASE_TITLES } from "../journal/events.ts";
import type { PhaseView, PlanView } from "../journal/view.ts";
import { figureOf, markOf, OUTCOME_TITLES, testName } from "./figures.ts";
import { code, details, duration, fenced, html, inline, plural, problem, table } from "./markdown.ts";

/** How much of a plan is told; the comment starts with all of it and gives up detail until it fits. */
export interface Detail {
  /** Failures that are told in full. */
  readonly diagnostics: number;
  /** Characters of each failure's own text. */
  readonly diagnosticCharacters: number;
  /** Rows of the test table. */
  readonly tests: number;
  /** Entries of every other list. */
  readonly entries: number;
  /** Diffs of what was healed. */
  readonly diffs: boolean;
}

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
    ...testTable(plan, detail),
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

const isOpen = ({ status }: PlanView["tests"][number]): boolean =>
  status === "failed" || status === "flaky" || status === "not-run";

function testTable({ tests }: PlanView, { tests: limit }: Detail): string[] {
  if (tests.length === 0 || limit === 0) return [];
  // When there is no room for all, those that need a look go first.
  const ordered =
    tests.length <= limit ? tests : [...tests.filter(isOpen), ...tests.filter((test) => !isOpen(test))];
  const rows = ordered
    .slice(0, limit)
    .map((test) => [
      code(testName(test.nodeid)),
      inline(test.scenario),
      statusOf(test),
      test.status === "failed" || test.status === "flaky" ? (test.verdict ?? "") : "",
      test.attempts === 0 ? "" : String(test.attempts),
    ]);
  return [table(["Test", "Scenario", "Result", "Verdict", "Runs"], rows), ...more(tests, limit, "test")];
}

/** Says how many were left out, so that a short list is not taken for the whole. */
const more = (all: readonly unknown[], limit: number, one: string, many = `${one}s`): string[] =>
  all.length > limit ? [`… and ${plural(all.length - limit, `more ${one}`, `more ${many}`)}.`] : [];

const VERDICTS: Readonly<Record<string, string>> = {
  "product-bug": "The product contradicts the plan. The test was left as it is.",
  infra: "The environment stopped it. Nothing was changed.",
  retry: "It kept failing for a passing reason. Nothing was changed.",
  heal: "The test is at fault, but no edit was found that does not weaken it.",
};

function diagnostics(plan: PlanView, { diagnostics: limit, diagnosticCharacters }: Detail): string[] {
  const open = plan.tests.filter(isOpen);
  if (open.length === 0 || limit === 0) return [];
  const sections = open
    .slice(0, limit)
    .map((test) =>
      details(
        `<b>${html(testName(test.nodeid))}</b>: ${test.verdict ?? test.status} (${html(test.category)})`,
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
    );
  return ["#### Diagnostics", ...sections, ...more(open, limit, "failure")];
}

/** What the plan demands of the test that failed: the words a product bug is measured by. */
function oracle(plan: PlanView, nodeid: string): string[] {
  const bindings = plan.trace.find((entry) => entry.nodeid === nodeid)?.bindings ?? [];
  const expected = bindings
    .filter((binding) => binding.section === "expected")
    .map((binding) => inline(binding.text));
  return expected.length === 0 ? [] : [`**Expected by the plan:** ${expected.join("; ")}`];
}

function described(plan: PlanView, { entries: limit }: Detail): string[] {
  const lines = [
    ...plan.trace
      .filter((entry) => entry.status === "described")
      .map((entry) => `- ${code(testName(entry.nodeid))}: ${inline(entry.reason ?? "", 400)}`),
    ...(plan.description?.uncovered ?? []).map(
      (entry) => `- ${inline(entry.scenario)} (no test): ${inline(entry.reason, 400)}`,
    ),
  ];
  return collapsed("Not implemented", lines, limit);
}

function healing({ patches }: PlanView, { entries: limit, diffs }: Detail): string[] {
  const entries = patches.map((patch) => {
    const verb = patch.accepted ? "applied" : "**refused by the gate**";
    const head = `- ${verb} in phase ${PHASE_TITLES[patch.phase]} by ${code(patch.by)}: ${inline(patch.summary)}`;
    const reasons = patch.reasons
      .slice(0, limit)
      .map((reason) => `  - ${inline(reason.rule)}: ${inline(reason.message)}`);
    return [head, ...reasons, ...(diffs ? ["", fenced(patch.diff, "diff", 4000)] : [])].join("\n");
  });
  return collapsed("Edits after the first draft", entries, limit);
}

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
    plan.notes.map(({ line, message }) => `- ${line > 0 ? `line ${line}: ` : ""}${inline(message, 400)}`),
    limit,
  );

/** A list that only those who want it see; `limit` 0 leaves it out. */
function collapsed(title: string, entries: readonly string[], limit: number): string[] {
  if (entries.length === 0 || limit === 0) return [];
  const body = [entries.slice(0, limit).join("\n"), ...more(entries, limit, "entry", "entries")].join("\n\n");
  return [details(`${title}: ${entries.length}`, body)];
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
