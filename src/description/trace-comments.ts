import type { UncoveredScenario } from "./model.ts";
import { wrapText } from "./wrap.ts";

/** What the comments below a placeholder module's docstring record. */
export interface TraceComments {
  /** The plan's path where the docstring links to something else; null otherwise. */
  readonly path: string | null;
  /** sha256 of the plan; "" when not recorded. */
  readonly digest: string;
  /** Hash of all oracles; null when not recorded. */
  readonly oracle: string | null;
  readonly uncovered: readonly UncoveredScenario[];
}

const UNCOVERED = "Scenarios of the plan without a test here:";
/** `# ` in front of each comment. */
const MARK = 2;
/** Longer texts stay on one line: the Python grammar reads on to the end of a row of comments at each of its lines. */
const WRAPPED = 2000;

/** Comment lines without the `# `, wrapped so that they fit `width` with it. */
export function writeTraceComments(trace: TraceComments, width: number): string[] {
  const { path, digest, oracle, uncovered } = trace;
  return [
    ...(path === null ? [] : [`testgen: plan ${path}`]),
    ...(digest === "" ? [] : [`testgen: plan-sha256 ${digest}`]),
    ...(oracle === null ? [] : [`testgen: oracle-sha256 ${oracle}`]),
    ...(uncovered.length === 0 ? [] : ["", UNCOVERED]),
    ...uncovered.flatMap(({ scenario, text, reason }) => [
      `- ${scenario}`,
      ...fieldLines(`Scenario: ${text}`, width - MARK),
      ...fieldLines(`Reason: ${reason}`, width - MARK),
    ]),
  ];
}

function fieldLines(text: string, width: number): string[] {
  return text.length > WRAPPED ? [`  ${text}`] : wrapText(text, width, "  ", "    ");
}

/** The inverse of `writeTraceComments`; comments of other kinds before the list are passed over. */
export function readTraceComments(comments: readonly string[]): TraceComments {
  const facts = new Map<string, string>();
  const uncovered: { scenario: string; text: string; reason: string }[] = [];
  let field: "text" | "reason" = "text";
  let listed = false;
  for (const comment of comments) {
    const fact = listed ? null : /^testgen: ([\w-]+) ?(.*)$/.exec(comment);
    const last = uncovered.at(-1);
    const labelled = /^ {2}(Scenario|Reason):\s*(.*)$/.exec(comment);
    if (fact) facts.set(fact[1] ?? "", fact[2] ?? "");
    else if (comment === UNCOVERED) listed = true;
    else if (listed && comment.startsWith("-"))
      uncovered.push({ scenario: comment.slice(2), text: "", reason: "" });
    else if (last && labelled) {
      field = labelled[1] === "Scenario" ? "text" : "reason";
      last[field] = labelled[2] ?? "";
    } else if (last && comment.startsWith("    ")) last[field] += ` ${comment.trim()}`;
    else listed = false;
  }
  return {
    path: facts.get("plan") ?? null,
    digest: facts.get("plan-sha256") ?? "",
    oracle: facts.get("oracle-sha256") ?? null,
    uncovered,
  };
}
