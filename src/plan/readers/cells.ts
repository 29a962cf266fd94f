import type { TableCell, TableRow } from "mdast";
import type { FoundIds } from "../ids.ts";
import { oneLine, textOf } from "../markdown.ts";
import { type Columns, type Grade, idsOfCell, type Role } from "./columns.ts";
import type { Labelled } from "./draft.ts";
import { type LabelKey, labelledSegments, numbersTest } from "./labels.ts";

/** One row, by what its columns hold. */
export interface Cells {
  readonly filled: boolean;
  readonly text: (role: Role) => string;
  readonly has: (role: Role) => boolean;
  readonly raw: (role: Role) => string;
  readonly ids: FoundIds;
  /** No column holds ids. */
  readonly noIds: boolean;
  /** The cell of the id column is blank or a ditto mark. */
  readonly blankId: boolean;
  readonly first: string;
  /** What the columns of marks say. */
  readonly tiers: readonly number[];
  readonly priority: string | null;
  /** The scenario was there and is struck out. */
  readonly struck: boolean;
  /** The cells that say what the scenario is, in order, without the blank ones. */
  readonly sayings: readonly Saying[];
  /** The row has steps and results and the table no column for a text. */
  readonly spelled: boolean;
  /** Steps and results are clauses: `Given`, `When`, `Then`. */
  readonly clauses: boolean;
}

/** What one cell says: a test, or each of several, with what labels in the cell add to it. */
export type Saying = readonly Told[];
export interface Told {
  readonly text: string;
  /** `Scenario 3:` → `3`. */
  readonly number: string | null;
  readonly details: readonly Labelled[];
}

export const LETTER = /[\p{L}\p{N}]/u;
/** A cell of a column of marks that is marked. */
const CHOSEN = /^(?:\[?[x✓✔✅☑●•]\uFE0F?\]?|y|yes)$/iu;
const DITTO = /^(?:["”″'`]+|〃|-+|—|–|↑|\^|same(?: as above)?|ditto)$/i;

/** Reads a row by the roles of its table's columns. */
export function cellsOf(row: TableRow, columns: Columns): Cells {
  const all = row.children.map((cell) => textOf(cell));
  const raws = new Map<Role, string>();
  let ids: FoundIds = { requirements: [], own: null, placeholder: null };
  const blank = { id: true, own: true };
  const grades: Grade[] = [];
  const sayings: Saying[] = [];
  let struck = false;
  for (const [index, cell] of row.children.entries()) {
    const role = columns.roles.get(index);
    const grade = columns.grades.get(index);
    const raw = all[index] ?? "";
    if (grade !== undefined && CHOSEN.test(oneLine(raw))) grades.push(grade);
    if (role === "scenario" || role === "description") {
      struck ||= isStruck(cell);
      if (raw.trim() !== "") sayings.push(sayingOf(cell, raw.trim()));
    }
    if (role === "id" || role === "own") {
      const found = role === "id" ? idsOfCell(cell) : ownOf(idsOfCell(cell), columns.tracked);
      blank[role] &&= raw.trim() === "" || DITTO.test(oneLine(raw));
      ids = {
        requirements: [...ids.requirements, ...found.requirements],
        own: ids.own ?? found.own,
        placeholder: ids.placeholder ?? found.placeholder,
      };
    } else if (role !== undefined && raw.trim() !== "") {
      raws.set(role, raws.has(role) ? `${raws.get(role)}\n${raw}` : raw);
    }
  }
  const roles = new Set(columns.roles.values());
  const has = (role: Role): boolean => LETTER.test(raws.get(role) ?? "");
  const text = (role: Role): string => oneLine(raws.get(role) ?? "");
  return {
    filled: all.some((raw) => LETTER.test(raw)),
    text,
    has,
    raw: (role) => raws.get(role) ?? "",
    ids,
    noIds: ![...columns.roles.values()].includes("id") && ids.requirements.length === 0,
    // The number of a row says nothing about what it traces to.
    blankId: roles.has("id") ? blank.id : blank.own,
    first: oneLine(all.find((raw) => raw.trim() !== "") ?? ""),
    tiers: grades.flatMap(({ tier }) => tier ?? []),
    priority: grades.find(({ priority }) => priority !== null)?.priority ?? null,
    sayings,
    spelled: !roles.has("scenario") && !roles.has("description") && has("steps") && has("expected"),
    clauses: columns.clauses,
    struck: struck && !LETTER.test(text("scenario")) && !LETTER.test(text("description")),
  };
}

const DETAILS = ["preconditions", "steps", "expected", "tier", "priority"] as const;

/** Splits a cell at its labels: `**Scenario:** …<br>**Steps:** …`. A cell without a text before its details stays whole. */
function sayingOf(cell: TableCell, raw: string): Saying {
  const whole = [{ text: raw.replace(/^[-*•]\s+/, ""), number: null, details: [] }];
  if (!raw.includes(":") && !cell.children.some(({ type }) => type === "strong" || type === "emphasis"))
    return whole;
  const told: { text: string; number: string | null; details: Labelled[] }[] = [];
  let labelled = false;
  for (const { key, label, number, text } of labelledSegments({
    type: "paragraph",
    children: cell.children,
  })) {
    const last = told.at(-1);
    const opens = key === "scenario" || numbersTest(label ?? "");
    labelled ||= opens || isDetail(key);
    if (opens || (last === undefined && !isDetail(key))) {
      told.push({ text: key === "note" ? `${label}: ${text}` : text, number, details: [] });
    } else if (last === undefined) {
      return whole;
    } else if (isDetail(key)) {
      last.details.push({ key, text, items: [] });
    } else {
      last.text += ` ${label}: ${text}`;
    }
  }
  return labelled && told.every(({ text }) => text !== "") ? told : whole;
}

const isDetail = (key: LabelKey | null): key is (typeof DETAILS)[number] =>
  DETAILS.some((detail) => detail === key);

const isStruck = (cell: TableCell): boolean => cell.children.some(({ type }) => type === "delete");

/** What a column of scenario ids holds numbers the scenario, whatever it looks like; a tracker's key is traced to as well. */
const ownOf = ({ requirements, own, placeholder }: FoundIds, tracked: boolean): FoundIds => ({
  requirements: tracked ? requirements : [],
  own: own ?? requirements[0] ?? null,
  placeholder,
});
