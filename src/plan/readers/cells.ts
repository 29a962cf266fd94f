import type { TableCell, TableRow } from "mdast";
import type { FoundIds } from "../ids.ts";
import { oneLine, textOf } from "../markdown.ts";
import { type Columns, type Grade, idsOfCell, type Role } from "./columns.ts";

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
  readonly sayings: readonly string[];
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
  const sayings: string[] = [];
  let struck = false;
  for (const [index, cell] of row.children.entries()) {
    const role = columns.roles.get(index);
    const grade = columns.grades.get(index);
    const raw = all[index] ?? "";
    if (grade !== undefined && CHOSEN.test(oneLine(raw))) grades.push(grade);
    if (role === "scenario" || role === "description") {
      struck ||= isStruck(cell);
      if (raw.trim() !== "") sayings.push(raw.trim());
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
  const text = (role: Role): string => oneLine(raws.get(role) ?? "");
  return {
    filled: all.some((raw) => LETTER.test(raw)),
    text,
    has: (role) => LETTER.test(raws.get(role) ?? ""),
    raw: (role) => raws.get(role) ?? "",
    ids,
    noIds: ![...columns.roles.values()].includes("id") && ids.requirements.length === 0,
    // The number of a row says nothing about what it traces to.
    blankId: [...columns.roles.values()].includes("id") ? blank.id : blank.own,
    first: oneLine(all.find((raw) => raw.trim() !== "") ?? ""),
    tiers: grades.flatMap(({ tier }) => tier ?? []),
    priority: grades.find(({ priority }) => priority !== null)?.priority ?? null,
    sayings,
    struck: struck && !LETTER.test(text("scenario")) && !LETTER.test(text("description")),
  };
}

const isStruck = (cell: TableCell): boolean => cell.children.some(({ type }) => type === "delete");

/** What a column of scenario ids holds numbers the scenario, whatever it looks like; a tracker's key is traced to as well. */
const ownOf = ({ requirements, own, placeholder }: FoundIds, tracked: boolean): FoundIds => ({
  requirements: tracked ? requirements : [],
  own: own ?? requirements[0] ?? null,
  placeholder,
});
