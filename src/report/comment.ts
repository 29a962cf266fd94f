import type { RunView } from "../journal/view.ts";
import { code, duration, inline } from "./markdown.ts";
import { type Detail, FULL, planSection } from "./plan-section.ts";

/** GitHub refuses longer comments. */
export const COMMENT_LIMIT = 65_536;
/** GitHub drops longer summaries of a step whole; bytes. */
export const SUMMARY_LIMIT_BYTES = 1_048_576;

export interface ReportContext {
  /** Link to the job, "" when there is none. */
  readonly jobUrl: string;
  /** What the comment is found by again, `testgen:<key>`. */
  readonly marker: string;
}

/** Hidden first line by which our own comment is recognised (together with its author). */
export const markerLine = (marker: string): string => `<!-- ${marker} -->`;

/** Degrees of brevity, fullest first. */
const DETAILS: readonly Detail[] = [
  FULL,
  { diagnosticCharacters: 1200, tests: 200, diffs: true, notes: 10 },
  { diagnosticCharacters: 600, tests: 200, diffs: false, notes: 5 },
  { diagnosticCharacters: 200, tests: 60, diffs: false, notes: 0 },
  { diagnosticCharacters: 0, tests: 20, diffs: false, notes: 0 },
];

/** The one comment of a run, at any time of it; never longer than GitHub takes. */
export function renderComment(view: RunView, context: ReportContext): string {
  const whole = (text: string): string => `${markerLine(context.marker)}\n${text}`;
  return whole(firstThatFits(view, context, (text) => whole(text).length <= COMMENT_LIMIT));
}

/** The job summary: the same story, with room for more. */
export const renderSummary = (view: RunView, context: ReportContext): string =>
  firstThatFits(view, context, (text) => Buffer.byteLength(text) < SUMMARY_LIMIT_BYTES);

function firstThatFits(view: RunView, context: ReportContext, fits: (text: string) => boolean): string {
  for (const detail of DETAILS) {
    const text = body(view, context, detail);
    if (fits(text)) return text;
  }
  // Hundreds of plans: say how each ended, as far as there is room.
  const lines = view.plans.map((plan) => `- ${code(plan.path)}: ${plan.outcome ?? "running"}`);
  while (lines.length > 0) {
    const rest = "… the rest is in the job's log.";
    const text = [head(view), lines.join("\n"), rest, foot(view, context)].join("\n\n");
    if (fits(text)) return text;
    lines.splice(Math.floor(lines.length / 2));
  }
  return head(view);
}

const body = (view: RunView, context: ReportContext, detail: Detail): string =>
  [
    head(view),
    ...(view.problem
      ? [
          `❌ ${inline(view.problem.message, 1000)}${view.problem.hint ? `<br>→ ${inline(view.problem.hint, 600)}` : ""}`,
        ]
      : []),
    ...view.warnings.map(({ message, hint }) => `⚠️ ${inline(message, 600)}<br>→ ${inline(hint, 400)}`),
    ...view.plans.map((plan) => planSection(plan, detail)),
    foot(view, context),
  ].join("\n\n");

function head(view: RunView): string {
  if (!view.finished) return "## testgen is at work";
  const outcomes = view.plans.map((plan) => plan.outcome ?? "failed");
  if (view.problem) return "## testgen stopped";
  if (outcomes.length === 0) return "## testgen: nothing to do";
  return outcomes.every((outcome) => outcome === "passed")
    ? "## testgen: every test passed"
    : `## testgen: ${[...new Set(outcomes)].join(", ")}`;
}

function foot(view: RunView, { jobUrl }: ReportContext): string {
  const commit = view.commit
    ? `Committed as ${view.commit.url ? `[${code(view.commit.sha.slice(0, 12))}](${view.commit.url})` : code(view.commit.sha.slice(0, 12))}. `
    : "";
  const job = jobUrl === "" ? "" : `[Job](${jobUrl}) · `;
  const time = view.finished ? ` · ${duration(view.ms)}` : "";
  return `${commit}<sub>${job}author ${code(view.author || "offline")} · run ${code(view.runId)}${time}</sub>`;
}
