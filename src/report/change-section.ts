import type { EventOf } from "../journal/events.ts";
import type { PlanView } from "../journal/view.ts";
import type { Detail } from "./detail.ts";
import { code, details, inline, more, plural } from "./markdown.ts";

type Change = EventOf<"plan.changed">;
type ScenarioChange = Change["scenarios"][number];

/** In the order in which a reader wants them. */
export const CHANGE_TITLES: Readonly<Record<ScenarioChange["kind"], string>> = {
  new: "new",
  meaning: "changed in meaning",
  gone: "gone",
  wording: "only in wording",
  moved: "under another id",
};
const KINDS = Object.keys(CHANGE_TITLES) as ScenarioChange["kind"][];

/** `2 new, 1 changed in meaning; moved from …`, and "" when nothing did; `shown` renders the path. */
export function changeFigures(
  { scenarios, renamed, from }: Change,
  shown: (path: string) => string = (path) => path,
): string {
  const figures = KINDS.flatMap((kind) => {
    const count = scenarios.filter((one) => one.kind === kind).length;
    return count === 0 ? [] : [`${count} ${CHANGE_TITLES[kind]}`];
  });
  return [
    ...(figures.length > 0 ? [figures.join(", ")] : []),
    ...(renamed ? [`moved from ${shown(from)}`] : []),
  ].join("; ");
}

/** What changed in the plan since its earlier version and what that means for its tests; nothing when nothing did. */
export function changeSection({ change }: PlanView, { entries: limit }: Detail): string[] {
  const figures = change === null ? "" : changeFigures(change, code);
  if (change === null || figures === "") return [];
  const { scenarios, stale, oracles } = change;
  const ordered = KINDS.flatMap((kind) => scenarios.filter((one) => one.kind === kind));
  const lists = [
    ...tests("The plan no longer asks for", stale, limit, stale[0]?.file),
    ...tests("Expected outcome changed by the plan", oracles, limit),
  ];
  const entries = [ordered.slice(0, limit).map(entry).join("\n"), ...more(ordered, limit, "scenario")];
  return [
    `**What changed in the plan:** ${figures}.`,
    ...(lists.length > 0 ? [lists.join("\n")] : []),
    ...(ordered.length > 0 && limit > 0
      ? [details(plural(ordered.length, "changed scenario"), entries.join("\n\n"))]
      : []),
  ];
}

const SHOWN_TESTS = 10;

function tests(title: string, all: readonly { readonly test: string }[], limit: number, file = ""): string[] {
  if (all.length === 0 || limit === 0) return [];
  const names = all.slice(0, SHOWN_TESTS).map(({ test }) => code(test.split("::").at(-1) ?? test));
  const left = all.length > SHOWN_TESTS ? ` and ${all.length - SHOWN_TESTS} more` : "";
  return [`- ${title}: ${names.join(", ")}${left}${file === "" ? "" : `, described in ${code(file)}`}`];
}

/** `VIRT-2 (line 99, was VIRT-3) **changed in meaning** (text): Verify …`, and what a changed text said before. */
function entry({ kind, before, after, fields }: ScenarioChange): string {
  const { id = "", line = 0, text = "" } = after ?? before ?? {};
  const place = [
    after === null ? `was in line ${line}` : `line ${line}`,
    ...(before !== null && after !== null && before.id !== after.id ? [`was ${inline(before.id)}`] : []),
  ];
  const head = `- ${inline(id)} (${place.join(", ")}) **${CHANGE_TITLES[kind]}**`;
  if (kind === "moved") return head;
  const what = fields.length === 0 ? "" : ` (${fields.map((field) => inline(field)).join(", ")})`;
  const earlier = kind === "meaning" && before?.text !== text ? `<br>was: ${inline(before?.text ?? "")}` : "";
  return `${head}${what}: ${inline(text)}${earlier}`;
}
