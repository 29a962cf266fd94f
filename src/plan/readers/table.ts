import type { Table, TableCell, TableRow } from "mdast";
import { type FoundIds, idsIn, idsInCell, referencesIn } from "../ids.ts";
import { lineOf, linksOf, oneLine, textOf } from "../markdown.ts";
import { priorityIn, readHead, tiersInField } from "../tags.ts";
import { applyHead, draftFrom, type ScenarioDraft, yesOrNo } from "./draft.ts";
import { isStory, linesOf, saysNone } from "./phrases.ts";

/** What a column holds, told from its header. The first pattern that fits decides. */
const ROLES = {
  downstream: /\b(?:downstream|d\/s)\b.*\b(?:required|needed)\b/i,
  upstream: /\bupstream\b/i,
  gap: /\bgap\b/i,
  preconditions: /\bpre-?\s?(?:conditions?|requisites?)\b|^set-?\s?up$/i,
  steps: /\b(?:steps?|procedure|actions?)\b/i,
  expected: /\bexpect|\bresults?\b|\boutcomes?\b|\b(?:acceptance|pass) criteria\b/i,
  priority: /\bprio|^pri\.?$/i,
  tier: /\btiers?\b/i,
  type: /\btypes?\b|\blevel$|\bcategory\b/i,
  story: /\bsummary\b|\bstor(?:y|ies)$|\brequirements? desc|\bdescription of req/i,
  id: /\bids?\b|\bjira\b|\bticket\b|\bkey\b|\bepic\b|^#$|^no\.?$|\btrac(?:es|ed|ing) to\b/i,
  requirement: /\brequirements?\b|^req\b/i,
  scenario:
    /\bscenarios?\b|\btest ?cases?\b|^tests?$|\btest (?:description|objective|name|title)\b|\bwhat (?:is|to|we) test/i,
  description: /\bdescription\b|^title$|^objective$|^name$/i,
  note: /\bnotes?\b|\bcomments?\b|\bstatus\b|\bautomat|\bexecution\b|\bmethod\b|\bmanual\b|\bscope\b|\bcoverage\b/i,
} as const;

type Role = keyof typeof ROLES;
type Columns = ReadonlyMap<number, Role>;

/**
 * Scenarios written as rows of a requirements table, or null when the table is about something else. A blank id
 * inherits the id above it; where the summary is blank too, the row continues the one above and inherits all.
 * With `strict` the table must name an id, tier or priority besides the scenario.
 */
export function readTable(table: Table, group: ScenarioDraft, strict = false): ScenarioDraft[] | null {
  const [header, ...rows] = table.children;
  const columns = columnsOf(header, rows);
  if (columns === null || (strict && !isMapping(columns))) return null;
  const drafts: ScenarioDraft[] = [];
  let above = draftFrom(group, {});
  for (const [index, row] of rows.entries()) {
    const cells = cellsOf(row, columns);
    if (!cells.filled || /^\W*\d+\W*$/.test(cells.text("scenario"))) continue;
    const next = rows[index + 1];
    const draft = readRow(cells, above);
    const opensGroup = cells.text("scenario") === "" && cells.text("description") === "" && isBare(cells);
    if (opensGroup && (!cells.has("story") || (next !== undefined && continuesRow(cellsOf(next, columns))))) {
      above = groupFrom(cells, draft, above);
      continue;
    }
    above = draft;
    if (saysNone(draft.text)) continue;
    drafts.push({ ...draft, form: "row", labelled: true, line: lineOf(row) });
  }
  return drafts;
}

interface Cells {
  readonly filled: boolean;
  readonly text: (role: Role) => string;
  readonly has: (role: Role) => boolean;
  readonly raw: (role: Role) => string;
  readonly ids: FoundIds;
  /** The cell of the id column is blank or a ditto mark. */
  readonly blankId: boolean;
  readonly first: string;
}

const LETTER = /[\p{L}\p{N}]/u;
const DITTO = /^(?:["”″'`]+|〃|-+|—|–|↑|\^|same(?: as above)?|ditto)$/i;

function cellsOf(row: TableRow, columns: Columns): Cells {
  const all = row.children.map((cell) => textOf(cell));
  const raws = new Map<Role, string>();
  let ids: FoundIds = { requirements: [], own: null, placeholder: null };
  let blankId = true;
  for (const [index, cell] of row.children.entries()) {
    const role = columns.get(index);
    const raw = all[index] ?? "";
    if (role === "id") {
      const found = idsOfCell(cell);
      blankId = blankId && (raw.trim() === "" || DITTO.test(oneLine(raw)));
      ids = {
        requirements: [...ids.requirements, ...found.requirements],
        own: ids.own ?? found.own,
        placeholder: ids.placeholder ?? found.placeholder,
      };
    } else if (role !== undefined && raw.trim() !== "") {
      raws.set(role, raws.has(role) ? `${raws.get(role)}\n${raw}` : raw);
    }
  }
  const text = (role: Role): string => oneLine(raws.get(role) ?? "");
  return {
    filled: all.some((raw) => LETTER.test(raw)),
    text,
    has: (role) => LETTER.test(raws.get(role) ?? ""),
    raw: (role) => raws.get(role) ?? "",
    ids,
    blankId,
    first: oneLine(all.find((raw) => raw.trim() !== "") ?? ""),
  };
}

/** The ids of a cell; a link whose text is a name can still carry the key in its address. */
function idsOfCell(cell: TableCell): FoundIds {
  const found = idsInCell(oneLine(textOf(cell)));
  if (found.requirements.length > 0 || found.own !== null) return found;
  const targets = linksOf(cell).map(({ target }) => /\/browse\/([A-Z][A-Z0-9]+-\d+)/.exec(target)?.[1] ?? "");
  const linked = idsIn(targets.join(" "));
  return linked.requirements.length > 0 ? linked : found;
}

/** Neither tier nor priority nor anything to do: the row cannot be a scenario of its own. */
const isBare = (cells: Cells): boolean =>
  !(["tier", "type", "priority", "steps", "expected"] as const).some((role) => cells.has(role));

const continuesRow = (cells: Cells): boolean =>
  cells.blankId && !cells.has("story") && (cells.has("scenario") || cells.has("description"));

/** A row that only names a requirement or a group, for the rows below it. */
function groupFrom(cells: Cells, draft: ScenarioDraft, above: ScenarioDraft): ScenarioDraft {
  if (cells.has("story") || cells.ids.requirements.length > 0) return draft;
  const group = draftFrom(above, { story: cells.first, text: "" });
  applyHead(group, readHead(cells.first));
  return group;
}

function readRow(cells: Cells, above: ScenarioDraft): ScenarioDraft {
  const continues = continuesRow(cells);
  const inherited = cells.blankId ? above.ids : cells.ids;
  const draft = draftFrom(above, {
    ids: { ...inherited, own: cells.ids.own },
    story: cells.text("story") || (cells.blankId && continues ? above.story : ""),
    tiers: continues ? above.tiers : [],
    priority: continues ? above.priority : null,
    notes: ["type", "tier", "note"].map((role) => cells.text(role as Role)).filter((text) => text !== ""),
    preconditions: linesOf(cells.raw("preconditions")),
    steps: linesOf(cells.raw("steps")),
    expected: linesOf(cells.raw("expected")),
    upstream: cells.text("upstream"),
    gap: cells.text("gap"),
    downstream: yesOrNo(cells.text("downstream")),
  });
  draft.references = referencesIn(cells.text("scenario"));
  if (draft.references.length > 0) {
    draft.story ||= cells.text("description");
    draft.text = draft.story || cells.text("scenario");
  } else {
    const parts = [cells.text("scenario"), cells.text("description")].filter((part) => part !== "");
    const text = parts.join(" — ");
    const head = readHead(LETTER.test(text) ? text : draft.story);
    applyHead(draft, head);
    draft.text = head.rest;
  }
  const tiers = [tiersInField(cells.text("tier")), tiersInField(cells.text("type"))].find(
    (found) => found.length > 0,
  );
  draft.tiers = tiers ?? draft.tiers;
  draft.priority = priorityIn(cells.text("priority")) ?? draft.priority;
  return draft;
}

/** Columns that count scenarios instead of naming them. */
const COUNT = /\b(?:count|number of|no\. of|total|how many)\b|^#\s*of\b/i;

const roleOf = (name: string): Role | undefined =>
  (Object.keys(ROLES) as Role[]).find((role) => ROLES[role].test(name));

/** Roles of the columns; null when no column can hold a scenario. */
function columnsOf(header: TableRow | undefined, rows: readonly TableRow[]): Columns | null {
  const columns = new Map<number, Role>();
  for (const [index, cell] of (header?.children ?? []).entries()) {
    const name = oneLine(textOf(cell));
    const role = COUNT.test(name) ? undefined : roleOf(name);
    if (role !== undefined) columns.set(index, role);
  }
  for (const [index, role] of columns) {
    if (role === "requirement") columns.set(index, holdsIds(rows, index) ? "id" : "story");
  }
  return holdsScenarios(new Set(columns.values())) ? columns : null;
}

/** A legend (`Tier | Description`) or a list of requirements is no scenario table. */
function holdsScenarios(roles: ReadonlySet<Role>): boolean {
  if (roles.has("scenario")) return roles.size > 1;
  const graded = roles.has("tier") || roles.has("type") || roles.has("priority");
  const both = roles.has("priority") && (roles.has("tier") || roles.has("type"));
  return (roles.has("description") || roles.has("story")) && (both || (graded && roles.has("id")));
}

const isMapping = (columns: Columns): boolean => {
  const roles = new Set(columns.values());
  const graded = roles.has("tier") || roles.has("type") || roles.has("priority");
  return graded || (roles.has("scenario") && roles.has("id"));
};

/** A "Requirement" column holds ids or summaries: most of its cells tell. */
function holdsIds(rows: readonly TableRow[], index: number): boolean {
  const cells = rows.flatMap((row) => row.children[index] ?? []);
  const filled = cells.filter((cell) => oneLine(textOf(cell)) !== "");
  const ids = filled.filter((cell) => {
    const { requirements, placeholder } = idsOfCell(cell);
    const text = oneLine(textOf(cell));
    return (requirements.length > 0 || placeholder !== null) && text.length <= 60 && !isStory(text);
  });
  return filled.length > 0 && ids.length * 2 > filled.length;
}
