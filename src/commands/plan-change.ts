import type { PlanChange } from "../plan/change.ts";
import type { Scenario } from "../plan/model.ts";
import { CHANGE_TITLES } from "../report/change-section.ts";

/** What `testgen plan --against --json` says of a plan's change. */
export const changeJson = ({ from, to, scenarios, stale, ids }: PlanChange) => ({
  from,
  to,
  scenarios: scenarios.map(({ kind, before, after, fields }) => ({
    kind,
    before: placed(before),
    after: placed(after),
    fields,
  })),
  stale,
  ids,
});

const placed = (scenario: Scenario | null) =>
  scenario && { id: scenario.id, line: scenario.line, text: scenario.text };

/** The same for a terminal: one scenario after the other with its file and line, and what each field said before. */
export function changeText({ from, to, scenarios, stale }: PlanChange): string {
  const lines = scenarios.map(({ kind, before, after, fields }) => {
    const scenario = after ?? before;
    const place = `${after === null ? from : to}:${scenario?.line}`;
    const old = after !== null && before !== null && before.id !== after.id ? ` (was ${before.id})` : "";
    const what = fields.length === 0 || kind === "moved" ? "" : `: ${fields.join(", ")}`;
    const was =
      kind === "meaning" && before !== null && after !== null
        ? fields.map((field) => wasLine(field, before, after, from)).join("")
        : "";
    return `  ${place}  ${scenario?.id}${old}  [${CHANGE_TITLES[kind]}${what}]\n      ${scenario?.text}${was}`;
  });
  const title = `${to} against ${from}: ${scenarios.length} scenario(s) changed`;
  return [
    title,
    ...lines,
    ...(stale.length > 0 ? [`Tests to look at, by the ids of ${from}: those of ${stale.join(", ")}`] : []),
  ].join("\n");
}

function wasLine(field: string, before: Scenario, after: Scenario, from: string): string {
  if (field === "text") return `\n      was ${from}:${before.line}: ${before.text}`;
  const [old, fresh] = [shownOf(before, field), shownOf(after, field)];
  return old === fresh ? "" : `\n      ${field}: ${fresh}\n      was: ${old}`;
}

function shownOf(scenario: Scenario, field: string): string {
  switch (field) {
    case "preconditions":
    case "steps":
    case "expected":
      return scenario[field].join("; ") || "none";
    case "tier":
      return scenario.tier === null ? "none" : [scenario.tier].flat().join(", ");
    case "negative":
      return scenario.negative ? `yes ("${scenario.negativeReason}")` : "no";
    case "generable":
      return scenario.notGenerable === null ? "yes" : `no: ${scenario.notGenerable}`;
    default:
      return "";
  }
}
