import type { Table, TableCell, TableRow } from "mdast";
import { type FoundIds, idsIn, idsInCell, isIdList, isPlaceholderId } from "../ids.ts";
import { linksOf, oneLine, textOf } from "../markdown.ts";
import { isStory } from "./phrases.ts";

/** What a column holds, told from its header. The first pattern that fits decides. */
const ROLES = {
  downstream: /\b(?:downstream|d\/s)\b.*\b(?:required|needed)\b/i,
  upstream: /\bupstream\b/i,
  gap: /\bgap\b/i,
  preconditions: /\bpre-?\s?(?:conditions?|requisites?)\b|^set-?\s?up$|^given$/i,
  steps: /\b(?:steps?|procedure|actions?)\b|^when$/i,
  expected: /\bexpect|\bresults?\b|\boutcomes?\b|\b(?:acceptance|pass) criteria\b|^then$/i,
  // `Tier / Priority` holds both; the row takes its priority from there.
  tier: /\btiers?\b/i,
  priority: /\bprio|^pri\.?$/i,
  type: /\btypes?\b|\blevel$|\bcategory\b/i,
  story: /\bsummary\b|\bstor(?:y|ies)$|\brequirements? desc|\bdescription of req/i,
  own: /\b(?:scenario|test|case|tc|ts)s?\b.*\bids?\b|^(?:tc|ts)\s*#?$/i,
  id: /\bids?\b|\bjira\b|\bticket\b|\bkey\b|\bepic\b|^#$|^no\.?$|\btrac(?:es|ed|ing) to\b|\bacs?$/i,
  requirement: /\brequirements?\b|^req\b/i,
  scenario:
    /\bscenarios?\b|\btest ?cases?\b|^tests?$|\btest (?:description|objective|name|title)\b|\bwhat (?:is|to|we) test/i,
  description: /\bdescription\b|^title$|^objective$|^name$/i,
  note: /\bnotes?\b|\bcomments?\b|\bstatus\b|\bautomat|\bexecution\b|\bmethod\b|\bmanual\b|\bscope\b|\bcoverage\b/i,
} as const;

export type Role = keyof typeof ROLES;
/** A column of marks: an X below `Tier 2` or `P1`. */
export interface Grade {
  readonly tier: number | null;
  readonly priority: string | null;
}

export interface Columns {
  readonly roles: ReadonlyMap<number, Role>;
  readonly grades: ReadonlyMap<number, Grade>;
  /** `Given`, `When` and `Then`: steps and results are clauses of one sentence. */
  readonly clauses: boolean;
  /** The keys in the column of scenario ids are a tracker's, and nothing else says what the rows trace to. */
  readonly tracked: boolean;
}

/** Headers of a column that says what is tested where no other column does. */
const TESTED =
  /\bverifications?\b|\bvalidations?\b|\b(?:what|how)\b.*\b(?:test|check|verif|validat)|^checks?$/i;

/** Columns that count scenarios instead of naming them. */
const COUNT = /\b(?:count|number of|no\. of|total|how many)\b|^#\s*of\b/i;

/** Columns that may hold a priority (`P0`) or the severity of something else (`High`): the cells tell. */
const LIKE_PRIORITY = /^p$|\bimportance\b|\bseverity\b|\bcriticality\b/i;

const roleOf = (name: string): Role | undefined =>
  (Object.keys(ROLES) as Role[]).find((role) => ROLES[role].test(name));

/** Roles of the columns; null when no column can hold a scenario. */
export function columnsOf(header: TableRow | undefined, rows: readonly TableRow[]): Columns | null {
  const columns = new Map<number, Role>();
  const grades = new Map<number, Grade>();
  const names = (header?.children ?? []).map((cell) => oneLine(textOf(cell)));
  for (const [index, name] of names.entries()) {
    const grade = gradeOf(name);
    const role = COUNT.test(name) ? undefined : (roleOf(name) ?? priorityLike(name, rows, index));
    if (grade !== null && cellsBelow(rows, index).every((text) => MARK.test(text))) grades.set(index, grade);
    else if (role !== undefined && !(role === "scenario" && holdsCode(rows, index))) columns.set(index, role);
  }
  for (const [index, role] of columns) {
    if (role === "requirement") columns.set(index, holdsIds(rows, index) ? "id" : "story");
    if (role === "story" && cellsBelow(rows, index).some(isIdList) && cellsBelow(rows, index).every(isIdCell))
      columns.set(index, "id");
    // An id that stands in several rows numbers no scenario: the rows trace to it.
    if (role === "own" && repeats(rows, index)) columns.set(index, "id");
    if (role === "id" && cellsBelow(rows, index).every((text) => /^\W*\d+\W*$/.test(text)))
      columns.set(index, "own");
  }
  if (![...columns.values()].some((role) => role === "scenario" || role === "description")) {
    const tested = names.findIndex(
      (name, index) =>
        (columns.get(index) ?? "note") === "note" && TESTED.test(name) && holdsSentences(rows, index),
    );
    if (tested >= 0) columns.set(tested, "scenario");
  }
  const clauses = ["when", "then"].every((word) => names.some((name) => name.toLowerCase() === word));
  const found = { roles: columns, grades, clauses, tracked: tracksBy(columns, rows) };
  return holdsScenarios(rolesOf(found)) ? found : null;
}

const priorityLike = (name: string, rows: readonly TableRow[], index: number): Role | undefined =>
  LIKE_PRIORITY.test(name) && cellsBelow(rows, index).some((text) => /\bP[0-4]\b/.test(text))
    ? "priority"
    : undefined;

/** `test_resize`, `tests/storage/test_resize.py::TestResize`: where the test is, and not what it is. */
const CODE = /^(?:\S*\btest_\w+\S*|\S+\.py\S*)$/;
const BLANK = /^(?:-+|–|—|n\/a|tb[da]|todo|none)$/i;

function holdsCode(rows: readonly TableRow[], index: number): boolean {
  const texts = cellsBelow(rows, index).filter((text) => !BLANK.test(text));
  return texts.length > 0 && texts.every((text) => CODE.test(text));
}

const isIdCell = (text: string): boolean => isIdList(text) || isPlaceholderId(text);

const gradeOf = (name: string): Grade | null => {
  const tier = /^(?:tier|t)[\s_-]*([1-3])$/i.exec(name)?.[1];
  const priority = /^(?:priority[\s_-]*)?(p[0-4])$/i.exec(name)?.[1];
  if (tier === undefined && priority === undefined) return null;
  return { tier: tier === undefined ? null : Number(tier), priority: priority?.toUpperCase() ?? null };
};

/** What marks a cell as chosen, left empty, or not chosen. */
const MARK = /^(?:\[?[x✓✔✅☑●•]\uFE0F?\]?|y|yes|n|no|n\/a|-|–|—|❌|\[ ?\])$/iu;

const cellsBelow = (rows: readonly TableRow[], index: number): string[] =>
  rows.flatMap(({ children }) => children[index] ?? []).flatMap((cell) => oneLine(textOf(cell)) || []);

const repeats = (rows: readonly TableRow[], index: number): boolean => {
  const texts = cellsBelow(rows, index);
  return new Set(texts).size < texts.length;
};

/** A plan numbers its scenarios from one on (`NIC-1`, `NIC-2`) or pads the number; a tracker does neither. */
function tracksBy(roles: ReadonlyMap<number, Role>, rows: readonly TableRow[]): boolean {
  const own = [...roles].find(([, role]) => role === "own")?.[0];
  if (own === undefined || [...roles.values()].includes("id")) return false;
  const keys = cellsBelow(rows, own).filter((text) => isIdList(text) && idsIn(text).own === null);
  const numbers = keys.map((key) => /\d+$/.exec(key)?.[0] ?? "");
  const counted = numbers.length > 1 && numbers.every((digits, index) => Number(digits) === index + 1);
  return keys.length > 0 && !counted && !numbers.some((digits) => digits.startsWith("0"));
}

/** The roles of all columns; columns of marks grade a scenario. */
const rolesOf = ({ roles, grades }: Pick<Columns, "roles" | "grades">): ReadonlySet<Role> => {
  const marks = [...grades.values()].map(({ tier }): Role => (tier === null ? "priority" : "tier"));
  const named = [...roles.values()].map((role): Role => (role === "own" ? "id" : role));
  return new Set([...named, ...marks]);
};

/** A legend (`Tier | Description`) or a list of requirements is no scenario table. */
function holdsScenarios(roles: ReadonlySet<Role>): boolean {
  if (roles.has("scenario")) return roles.size > 1;
  const graded = roles.has("tier") || roles.has("type") || roles.has("priority");
  // Steps with a tier are a scenario each; without one they are the steps of one.
  if (roles.has("steps") && roles.has("expected") && (roles.has("tier") || roles.has("priority")))
    return true;
  const both = roles.has("priority") && (roles.has("tier") || roles.has("type"));
  return (roles.has("description") || roles.has("story")) && (both || (graded && roles.has("id")));
}

/** The header names scenarios, and does not only describe something. */
export const namesScenarios = ({ children }: Table): boolean =>
  (children[0]?.children ?? []).some((cell) => roleOf(oneLine(textOf(cell))) === "scenario");

/** The table names an id, tier or priority besides the scenario. */
export const isMapping = (columns: Columns): boolean => {
  const roles = rolesOf(columns);
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

/** More than marks and names: most cells have three words or more. */
function holdsSentences(rows: readonly TableRow[], index: number): boolean {
  const texts = cellsBelow(rows, index);
  return texts.filter((text) => /\S\s+\S+\s+\S/.test(text)).length * 2 > texts.length;
}

/** The ids of a cell; a link whose text is a name can still carry the key in its address. */
export function idsOfCell(cell: TableCell): FoundIds {
  const found = idsInCell(oneLine(textOf(cell)));
  if (found.requirements.length > 0 || found.own !== null) return found;
  const targets = linksOf(cell).map(({ target }) => /\/browse\/([A-Z][A-Z0-9]+-\d+)/.exec(target)?.[1] ?? "");
  const linked = idsIn(targets.join(" "));
  return linked.requirements.length > 0 ? linked : found;
}
