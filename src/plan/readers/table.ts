import type { Table, TableRow } from "mdast";
import { referencesIn, titleReferenceIn } from "../ids.ts";
import { lineOf, oneLine, textOf } from "../markdown.ts";
import { priorityIn, readHead, tiersInField } from "../tags.ts";
import { type Cells, cellsOf, LETTER, type Saying } from "./cells.ts";
import { columnsOf, isMapping, type Role } from "./columns.ts";
import { applyHead, applyLabel, draftFrom, type ScenarioDraft, yesOrNo } from "./draft.ts";
import { isStory, linesOf, saysNone, startsWithVerb, testsOf } from "./phrases.ts";

/**
 * Scenarios written as rows of a requirements table, or null when the table is about something else. A blank id
 * inherits the id above it; where the summary is blank too, the row continues the one above and inherits all.
 * With `strict` the table must name an id, tier or priority besides the scenario.
 */
export function readTable(table: Table, group: ScenarioDraft, strict = false): ScenarioDraft[] | null {
  const [header, ...rows] = headed(table);
  const columns = columnsOf(header, rows);
  if (columns === null || (strict && !isMapping(columns))) return null;
  const drafts: ScenarioDraft[] = [];
  let above = draftFrom(group, {});
  for (const [index, row] of rows.entries()) {
    const cells = cellsOf(row, columns);
    if (cells.struck) drafts.push(struckRow(cells, group, lineOf(row)));
    if (!cells.filled || cells.struck || /^\W*\d+\W*$/.test(cells.text("scenario"))) continue;
    const last = drafts.at(-1);
    if (last !== undefined && goesOn(cells)) {
      last.steps = [...last.steps, ...linesOf(cells.raw("steps"))];
      last.expected = [...last.expected, ...linesOf(cells.raw("expected"))];
      continue;
    }
    const next = rows[index + 1];
    const draft = readRow(cells, above, group);
    const opensGroup = cells.text("scenario") === "" && cells.text("description") === "" && isBare(cells);
    if (
      opensGroup &&
      (!cells.has("story") || (next !== undefined && isBelow(cellsOf(next, columns), cells)))
    ) {
      above = groupFrom(cells, draft, above);
      continue;
    }
    above = draft;
    if (saysNone(draft.text)) continue;
    for (const one of scenariosOf(draft, cells))
      drafts.push({ ...one, form: "row", table: lineOf(table), labelled: true, line: lineOf(row) });
  }
  return drafts;
}

/** The rows from the header on: an export writes a blank one above it where the source had none marked. */
function headed({ children }: Table): TableRow[] {
  const blank = children[0]?.children.every((cell) => !LETTER.test(textOf(cell))) ?? false;
  return blank ? children.slice(1) : children;
}

/** Neither tier nor priority nor anything to do: the row cannot be a scenario of its own. */
const isBare = (cells: Cells): boolean =>
  !(["tier", "type", "priority", "steps", "expected"] as const).some((role) => cells.has(role));

const continuesRow = (cells: Cells): boolean =>
  cells.blankId &&
  !cells.has("story") &&
  (cells.has("scenario") || cells.has("description") || cells.spelled);

/** One more step of the scenario above: nothing else is filled in. */
const goesOn = (cells: Cells): boolean =>
  (cells.has("steps") || cells.has("expected")) &&
  cells.blankId &&
  cells.ids.own === null &&
  !(["scenario", "description", "story", "tier", "type", "priority"] as const).some((role) =>
    cells.has(role),
  ) &&
  cells.tiers.length === 0;

/** The row stands under `head`, which names a requirement, even where it tells a story of its own. */
const isBelow = (cells: Cells, head: Cells): boolean =>
  continuesRow(cells) || (head.ids.requirements.length > 0 && cells.blankId && cells.has("scenario"));

const struckRow = (cells: Cells, group: ScenarioDraft, line: number): ScenarioDraft =>
  draftFrom(readRow(cells, group, group), { form: "row", labelled: true, line, struck: true });

/** One draft for every test that the row's scenario cell lists. */
function scenariosOf(draft: ScenarioDraft, cells: Cells): ScenarioDraft[] {
  const tests = cells.sayings.length === 1 ? testsIn(cells.sayings[0] ?? []) : [];
  if (tests.length < 2) return [draft];
  const paired = draft.expected.length === tests.length;
  return tests.map(({ text, number, details }, index) => {
    const head = readHead(oneLine(text));
    const one = draftFrom(draft, {
      text: head.rest,
      number,
      ids: { ...draft.ids, own: index === 0 ? draft.ids.own : null },
    });
    applyHead(one, head);
    if (paired) one.expected = draft.expected.slice(index, index + 1);
    for (const { key, text: value } of details) applyLabel(one, key, value);
    return one;
  });
}

/** The labelled tests of a cell, or those that its one text lists. */
function testsIn(saying: Saying): Saying {
  const [only, ...more] = saying;
  if (only === undefined || more.length > 0 || only.details.length > 0) return saying;
  return testsOf(only.text).map((text) => ({ ...only, text }));
}

/** What a row is about: a description that verifies something says more than the title before it. */
function titleAndText(sayings: readonly Saying[]): { title: string; text: string } {
  const texts = sayings.map((saying) => oneLine(saying.map(({ text }) => text).join(" ")));
  const tests = texts.filter((text) => startsWithVerb(readHead(text).rest));
  if (tests.length !== 1 || texts.length < 2) return { title: "", text: texts.join(" — ") };
  return { title: texts.filter((text) => !tests.includes(text)).join(" — "), text: tests.join("") };
}

/** What a row says that has only steps and results: the sentence that they make. */
function spelledOut({ clauses }: Cells, { preconditions, steps, expected }: ScenarioDraft): string {
  const [given, when, then] = [preconditions, steps, expected].map((lines) => lines.join("; "));
  if (clauses) return `${given === "" ? "When" : `Given ${given}, when`} ${when}, then ${then}`;
  return steps.length > MOST_STEPS ? (then ?? "") : `${when} — ${then}`;
}

/** A text that names more steps than these is none to read. */
const MOST_STEPS = 3;

/** The titles that rows of a table point to instead of telling a scenario: `See Acceptance 1 details below`. */
export const titlesPointedTo = (table: Table): string[] =>
  table.children.flatMap(({ children }) =>
    children.flatMap((cell) => titleReferenceIn(oneLine(textOf(cell))) ?? []),
  );

/** A row that only names a requirement or a group, for the rows below it. */
function groupFrom(cells: Cells, draft: ScenarioDraft, above: ScenarioDraft): ScenarioDraft {
  if (cells.has("story") || cells.ids.requirements.length > 0) return draft;
  const group = draftFrom(above, { story: cells.first, text: "" });
  applyHead(group, readHead(cells.first));
  return group;
}

const NOTES: readonly Role[] = ["type", "tier", "note"];

function readRow(cells: Cells, above: ScenarioDraft, group: ScenarioDraft): ScenarioDraft {
  const continues = continuesRow(cells);
  // A story that starts or ends with a key traces the row where no column does: `As a user, … (CNV-1)`.
  const told = readHead(cells.text("story"));
  const traced = cells.noIds && told.ids.requirements.length > 0;
  const inherited = traced ? told.ids : cells.blankId ? above.ids : cells.ids;
  const draft = draftFrom(above, {
    ids: { ...inherited, own: cells.ids.own },
    story: (traced ? told.rest : cells.text("story")) || (cells.blankId && continues ? above.story : ""),
    tiers: (continues ? above : group).tiers,
    priority: (continues ? above : group).priority,
    notes: [...group.notes, ...NOTES.map(cells.text).filter((text) => text !== "")],
    preconditions: linesOf(cells.raw("preconditions")),
    steps: linesOf(cells.raw("steps")),
    expected: linesOf(cells.raw("expected")),
    upstream: cells.text("upstream"),
    gap: cells.text("gap"),
    downstream: yesOrNo(cells.text("downstream")),
  });
  const title = titleReferenceIn(cells.text("scenario"));
  draft.references = title === null ? referencesIn(cells.text("scenario")) : [title];
  if (draft.references.length > 0 && title === null) {
    draft.story ||= cells.text("description");
    draft.text = draft.story || cells.text("scenario");
  } else {
    const { title: summary, text } = titleAndText(cells.sayings);
    draft.story ||= summary;
    const untold = cells.spelled && (draft.story === "" || isStory(draft.story));
    const head = readHead(LETTER.test(text) ? text : untold ? spelledOut(cells, draft) : draft.story);
    applyHead(draft, head);
    // What stands in the id column traces the row; a key before its text is only a name for it.
    if (inherited.requirements.length > 0) draft.ids = { ...inherited, own: cells.ids.own ?? head.ids.own };
    draft.text = head.rest;
    const [only, ...more] = cells.sayings.flat();
    if (only !== undefined && more.length === 0) {
      draft.number = only.number;
      for (const { key, text: value } of only.details) applyLabel(draft, key, value);
    }
  }
  const tiers = [tiersInField(cells.text("tier")), tiersInField(cells.text("type"))].find(
    (found) => found.length > 0,
  );
  draft.tiers = tiers ?? (cells.tiers.length > 0 ? cells.tiers : draft.tiers);
  draft.priority =
    priorityIn(cells.text("priority") || cells.text("tier")) ?? cells.priority ?? draft.priority;
  return draft;
}
