import type { Heading, List, RootContent, Table } from "mdast";
import { lineOf, oneLine, textOf } from "../markdown.ts";
import { boldTitle, withoutNumeral } from "../sections.ts";
import { readHead } from "../tags.ts";
import { applyHead, applyItem, applyLabel, draftFrom, type ScenarioDraft } from "./draft.ts";
import { keyOf, type LabelKey, labelledSegments, type Segment } from "./labels.ts";
import { isStory, itemsOf, linesOf } from "./phrases.ts";

/** A heading or bold line and what stands below it, up to the next one. */
export interface Block {
  /** Without numeral and markup. */
  readonly title: string;
  /** Labelled stretches of the title's paragraph; the first may be the `Scenario 3` label itself. */
  readonly segments: readonly Segment[];
  /** 1–6 for headings, 7 for a bold line, 8 for a bold `Scenario N`. */
  readonly depth: number;
  readonly line: number;
  readonly nodes: readonly RootContent[];
}

/** Labels whose presence below a title makes it a scenario, whatever the title says. */
const DETAILS = new Set<LabelKey>(["steps", "expected", "preconditions"]);
const GRADES = new Set<LabelKey>(["tier", "priority"]);

/** The title a node opens a block with, or null for content. `Steps` and the like as headings are content. */
export function blockTitle(node: RootContent): Omit<Block, "nodes"> | null {
  if (node.type !== "heading" && node.type !== "paragraph") return null;
  const segments = labelledSegments(node);
  const [first] = segments;
  const line = lineOf(node);
  if (node.type === "heading") {
    const text = withoutNumeral(oneLine(textOf(node)));
    const key = keyOfHeading(node);
    const content = key !== "note" && key !== "scenario" && key !== "requirement";
    return content
      ? null
      : { title: text, segments: scenarioFromHeading(text, line) ?? segments, depth: node.depth, line };
  }
  if (first === undefined) return null;
  if (first.key === "id" || segments.some(({ key }) => key === "scenario"))
    return { title: first.text, segments, depth: 8, line };
  const bold = boldTitle(node);
  if (bold !== null && keyOf(bold) === "note") {
    return { title: bold, segments, depth: readHead(`${bold} — `).ids.own === null ? 7 : 8, line };
  }
  const opens = node.children[0]?.type === "strong" || node.children[0]?.type === "link";
  const text = oneLine(first.label === null ? first.text : `${first.label}: ${first.text}`);
  const head = readHead(text);
  if (!(opens || isStory(head.rest)) || (head.ids.requirements.length === 0 && head.ids.own === null))
    return null;
  return { title: text, segments, depth: head.ids.own === null ? 7 : 8, line };
}

/** `Scenario 3: Reset a VM` in a heading, where nothing is emphasised. */
function scenarioFromHeading(text: string, line: number): Segment[] | null {
  const paragraph = {
    type: "paragraph" as const,
    children: [{ type: "strong" as const, children: [{ type: "text" as const, value: text }] }],
  };
  const [segment] = labelledSegments(paragraph);
  return segment?.key === "scenario" ? [{ ...segment, line }] : null;
}

/**
 * True for a block that is one scenario, false for one that is a group of them or something else. `grades` says
 * that a tier or priority is enough, because nothing else in the block can have it.
 */
export function isScenarioBlock(block: Block, grades: boolean): boolean {
  const [first] = block.segments;
  const numbered = first?.key === "scenario" && (first.number !== null || first.text !== "");
  const own = first?.key === "id" || readHead(`${block.title} — `).ids.own !== null;
  const marks = (key: LabelKey): boolean => DETAILS.has(key) || (grades && GRADES.has(key));
  return numbered || own || block.nodes.some((node) => hasLabel(node, marks));
}

function hasLabel(node: RootContent, marks: (key: LabelKey) => boolean): boolean {
  if (node.type === "list") {
    return node.children.some(({ children: [lead] }) => lead !== undefined && hasLabel(lead, marks));
  }
  if (node.type === "heading") return marks(keyOfHeading(node));
  return node.type === "paragraph" && labelledSegments(node).some(({ key }) => key !== null && marks(key));
}

const keyOfHeading = (heading: Heading): LabelKey => keyOf(oneLine(textOf(heading)).replace(/\s*:$/, ""));

/** One scenario written as a block: a title, then labelled paragraphs, lists or a table of steps. */
export function readBlock(block: Block, group: ScenarioDraft): ScenarioDraft {
  const [first, ...tail] = block.segments;
  const titled = first?.key === "scenario";
  const draft = draftFrom(group, { form: "block", line: block.line, number: titled ? first.number : null });
  const head = readHead(first?.key === "id" ? "" : oneLine(titled ? first.text : block.title));
  applyHead(draft, head);
  draft.text = head.rest;
  for (const { key, text } of first?.key === "id" ? block.segments : tail)
    applyLabel(draft, key ?? "note", text);

  let pending: LabelKey | null = tail.at(-1)?.key ?? null;
  for (const node of block.nodes) {
    if (node.type === "heading") pending = keyOfHeading(node);
    else if (node.type === "paragraph") pending = readParagraph(draft, labelledSegments(node), pending);
    else if (node.type === "list") readBlockList(draft, node, pending);
    else if (node.type === "table") readStepTable(draft, node);
  }
  if (draft.text === "") draft.text = draft.story;
  return draft;
}

function readParagraph(
  draft: ScenarioDraft,
  segments: readonly Segment[],
  pending: LabelKey | null,
): LabelKey | null {
  let last = pending;
  for (const { key, text } of segments) {
    if (key !== null) {
      applyLabel(draft, key, text, []);
      last = key;
    } else if (last !== null && DETAILS.has(last)) {
      applyLabel(draft, last, text, []);
    } else if (draft.text === "") {
      draft.text = oneLine(text);
    }
  }
  return last;
}

/** Labelled bullets apply by label; the others belong to the label before the list, or are the steps. */
function readBlockList(draft: ScenarioDraft, list: List, pending: LabelKey | null): void {
  const loose = list.children.filter((item) => !applyItem(draft, item));
  const items = itemsOf({ type: "list", children: loose });
  if (pending !== null && DETAILS.has(pending)) applyLabel(draft, pending, "", items);
  else if (draft.steps.length === 0) draft.steps = items;
}

/** `Step | Action | Expected` columns, or rows of `Priority | P0`. */
function readStepTable(draft: ScenarioDraft, table: Table): void {
  const [header, ...rows] = table.children;
  const keys = (header?.children ?? []).map((cell) =>
    keyOf(oneLine(textOf(cell)).replace(/^(?:test )?step action$/i, "action")),
  );
  for (const row of rows) {
    const cells = row.children.map((cell) => textOf(cell));
    const rowKey = keyOf(oneLine(cells[0] ?? "").replace(/\s*:$/, ""));
    if (rowKey !== "note" && rowKey !== "scenario" && cells.length === 2) {
      applyLabel(draft, rowKey, oneLine(cells[1] ?? ""), []);
      continue;
    }
    for (const [index, cell] of cells.entries()) {
      const key = keys[index];
      const number = /^\W*\d*\W*$/.test(cell);
      if (key !== undefined && DETAILS.has(key) && !number) applyLabel(draft, key, "", linesOf(cell));
    }
  }
}
