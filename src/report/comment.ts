import type { RunView } from "../journal/view.ts";
import type { Detail } from "./detail.ts";
import { code, duration, plural, problem } from "./markdown.ts";
import { planSection } from "./plan-section.ts";

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

const MAX_WARNINGS = 20;

/** Degrees of brevity, fullest first. */
const DETAILS: readonly Detail[] = [
  { diagnostics: 200, diagnosticCharacters: 3000, tests: 500, entries: 100, diffs: true },
  { diagnostics: 50, diagnosticCharacters: 1200, tests: 200, entries: 30, diffs: true },
  { diagnostics: 50, diagnosticCharacters: 600, tests: 200, entries: 30, diffs: false },
  { diagnostics: 20, diagnosticCharacters: 600, tests: 60, entries: 10, diffs: false },
  { diagnostics: 5, diagnosticCharacters: 200, tests: 20, entries: 3, diffs: false },
  { diagnostics: 0, diagnosticCharacters: 0, tests: 0, entries: 0, diffs: false },
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
  return outcomesOnly(view, context, fits);
}

/** Hundreds of plans: how each ended, as far as there is room. */
function outcomesOnly(view: RunView, context: ReportContext, fits: (text: string) => boolean): string {
  const lines = view.plans.map((plan) => `- ${code(plan.path)}: ${plan.outcome ?? "no outcome yet"}`);
  for (let kept = lines.length; kept > 0; kept = Math.floor(kept / 2)) {
    const left = lines.length - kept;
    const rest = left === 0 ? [] : [`… and ${plural(left, "more plan")}; the job's log has all.`];
    const text = [head(view), lines.slice(0, kept).join("\n"), ...rest, foot(view, context)].join("\n\n");
    if (fits(text)) return text;
  }
  return head(view);
}

const body = (view: RunView, context: ReportContext, detail: Detail): string =>
  [
    head(view),
    ...(view.problem ? [problem("❌", view.problem.message, view.problem.hint)] : []),
    ...view.warnings.slice(0, MAX_WARNINGS).map(({ message, hint }) => problem("⚠️", message, hint)),
    ...view.plans.map((plan) => planSection(plan, detail, view.finished)),
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
  const job = jobUrl === "" ? "" : `[Job](${jobUrl}) · `;
  const time = view.finished ? ` · ${duration(view.ms)}` : "";
  return `${committed(view)}<sub>${job}author ${code(view.author || "offline")} · run ${code(view.runId)}${time}</sub>`;
}

function committed({ commit }: RunView): string {
  if (commit === null) return "";
  const name = code(commit.sha.slice(0, 12));
  return `Committed as ${commit.url ? `[${name}](${commit.url})` : name}. `;
}
