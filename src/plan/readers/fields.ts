import type { Paragraph, Table, TableRow } from "mdast";
import { isIdList } from "../ids.ts";
import { oneLine, textOf } from "../markdown.ts";
import { type Head, readHead } from "../tags.ts";
import { applyLabel, type ScenarioDraft } from "./draft.ts";
import { keyOf, type LabelKey } from "./labels.ts";

/** `Field | Value`: each row is a label and what it says. The first row may be one too. */
export function isFieldTable({ children }: Table): boolean {
  const rows = children.filter((row) => !["note", "scenario"].includes(keyOfRow(row)));
  return (
    rows.length > 1 &&
    rows.length * 2 >= children.length &&
    children.every((row) => row.children.length === 2)
  );
}

export const keysOf = ({ children }: Table): LabelKey[] => children.map(keyOfRow);

const keyOfRow = ({ children: [first] }: TableRow): LabelKey =>
  keyOf(first === undefined ? "" : oneLine(textOf(first)).replace(/\s*:$/, ""));

/** A paragraph that is nothing but tier, priority and ids: `Tier 2, P0, CNV-1`. Null for any other. */
export function gradesIn(node: Paragraph): Head | null {
  const text = oneLine(textOf(node)).replace(/^[[(](.*)[\])]$/, "$1");
  const pieces = text.length > LONGEST_TAGS ? [] : text.split(/\s*(?:[,;|/·•]|\]\s*\[|\s[-–—]\s)\s*/);
  const graded = pieces.some((piece) => GRADE.test(piece));
  if (!graded || !pieces.every((piece) => GRADE.test(piece) || isIdList(piece))) return null;
  return readHead(pieces.map((piece) => `[${piece}]`).join(" "));
}

const LONGEST_TAGS = 80;
const GRADE = /^(?:(?:tier[ -]?|t)[1-3](?: \([^)]*\))?|(?:priority )?p[0-4])$/i;

/** `Tier | 2`, `Steps | 1. Start it 2. Stop it`; a scenario in a row is what the block describes. */
export function readFields(draft: ScenarioDraft, { children }: Table, prose: string[]): void {
  for (const row of children) {
    const key = keyOfRow(row);
    const text = textOf(row.children[1] ?? row);
    if (key === "scenario" && draft.text !== "") prose.push(oneLine(text));
    else if (key === "scenario") draft.text = oneLine(text);
    else if (key !== "note") applyLabel(draft, key, text);
  }
}
