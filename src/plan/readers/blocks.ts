import type { Heading, List, Paragraph, RootContent, Table } from "mdast";
import { leadingIds } from "../ids.ts";
import { lineOf, oneLine, textOf } from "../markdown.ts";
import { boldTitle, withoutNumeral } from "../sections.ts";
import { isTag, readHead } from "../tags.ts";
import {
  applyHead,
  applyItem,
  applyLabel,
  applyProcedure,
  draftFrom,
  entriesOf,
  type ScenarioDraft,
} from "./draft.ts";
import { gradesIn, isFieldTable, keysOf, readFields } from "./fields.ts";
import { keyOf, type LabelKey, labelledSegments, type Segment } from "./labels.ts";
import { isStory, linesOf, startsWithVerb } from "./phrases.ts";
import { clausesIn, clausesOf, demandsIn, procedureOf } from "./procedure.ts";
import { leadOf } from "./survey.ts";

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
  if (first.key !== null && first.key !== "note") return null;
  const bold = boldTitle(node);
  if (bold !== null && keyOf(bold) === "note") {
    return { title: bold, segments, depth: readHead(`${bold} — `).ids.own === null ? 7 : 8, line };
  }
  const opens =
    node.children[0]?.type === "strong" ||
    node.children[0]?.type === "link" ||
    (isTest(node) && leadsWithId(first));
  const text = oneLine(first.label === null ? first.text : `${first.label}: ${first.text}`);
  const head = readHead(text);
  if (!(opens || isStory(head.rest)) || (head.ids.requirements.length === 0 && head.ids.own === null))
    return null;
  const title = text.replace(/^\d{1,3}[.)]\s+/, "");
  return { title, segments, depth: head.ids.own === null ? 7 : 8, line };
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
  const marks = (key: LabelKey): boolean => DETAILS.has(key) || (grades && GRADES.has(key));
  return (
    isScenarioTitle(block) ||
    (grades && saysTest(block.title)) ||
    block.nodes.some((node) => hasLabel(node, marks) || isProcedure(node, block.title) || isOneSentence(node))
  );
}

/** A title that calls itself a scenario or numbers itself as one. */
export function isScenarioTitle({ title, segments: [first] }: Block): boolean {
  const numbered = first?.key === "scenario" && (first.number !== null || !isGroupTitle(first));
  return numbered || first?.key === "id" || readHead(`${title} — `).ids.own !== null;
}

/** `[CNV-1] [Tier 2] Verify …`, `Verify … (P0)`: a sentence that is a test, with what only a scenario has. */
function saysTest(text: string): boolean {
  const { tagged, graded, tiers, priority, ids, rest } = readHead(text);
  const traced = ids.requirements.length > 0 || ids.own !== null;
  if (startsWithVerb(rest)) return graded || tagged || traced || priority !== null;
  return tagged && tiers.length > 0 && rest !== "" && !isStory(rest) && (traced || priority !== null);
}

/** A paragraph that is a scenario, or a table of fields that names one. */
export const standsAlone = (node: RootContent): boolean =>
  (node.type === "paragraph" && isTest(node)) ||
  (node.type === "table" &&
    isFieldTable(node) &&
    keysOf(node).some((key) => key === "scenario" || key === "title"));

export function readAlone(node: RootContent, group: ScenarioDraft): ScenarioDraft {
  const title = node.type === "paragraph" ? oneLine(textOf(node)) : "";
  const nodes = node.type === "paragraph" ? [] : [node];
  return readBlock({ title, segments: [], depth: 8, line: lineOf(node), nodes }, group);
}

/** `[CNV-1] …`, `TC-3: …`; an id after the sentence may be that of the scenario it describes. */
const leadsWithId = ({ text }: Segment): boolean =>
  leadingIds(oneLine(text).replace(/^\[([^\]]{1,120})\]/, "$1 —")) !== null;

/** `Tests for this are …` is prose in a paragraph. */
function isTest(paragraph: Paragraph): boolean {
  const [segment, ...more] = labelledSegments(paragraph);
  if (segment === undefined || segment.label !== null || more.length > 0) return false;
  const text = oneLine(segment.text);
  return saysTest(text) && !/^test/i.test(text);
}

/** `Test Scenarios`, `Test Scenarios - Tier 1 (Functional)`: what stands below, and not a test by that name. */
function isGroupTitle({ label, text }: Segment): boolean {
  const plain = readHead(text).rest;
  return plain === "" || isTag(plain) || /\b(?:scenario|case)(?:s|\(s\))\b/i.test(label ?? "");
}

/** `Given a, when b, then c` below a title. */
const isOneSentence = (node: RootContent): boolean =>
  node.type === "paragraph" && clausesIn(textOf(node)) !== null;

function hasLabel(node: RootContent, marks: (key: LabelKey) => boolean): boolean {
  if (node.type === "list") {
    return node.children.some(({ children: [lead] }) => lead !== undefined && hasLabel(lead, marks));
  }
  if (node.type === "heading") return marks(keyOfHeading(node));
  if (node.type === "table") return isFieldTable(node) && keysOf(node).some(marks);
  if (node.type === "paragraph" && marks("tier") && gradesIn(node) !== null) return true;
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

  const prose: string[] = [];
  let pending: LabelKey | null = tail.at(-1)?.key ?? null;
  for (const node of block.nodes) {
    if (node.type === "heading") pending = keyOfHeading(node);
    else if (node.type === "paragraph") pending = readParagraph(draft, node, pending, prose);
    else if (node.type === "list") pending = readBlockList(draft, node, pending);
    else if (node.type === "table" && isFieldTable(node)) readFields(draft, node, prose);
    else if (node.type === "table") readStepTable(draft, node);
  }
  readProse(draft, prose);
  const described = [draft.story === group.story ? "" : draft.story, ...prose].find(startsWithVerb);
  if (described !== undefined && draft.expected.length === 0 && !startsWithVerb(draft.text)) {
    draft.story = draft.text;
    draft.text = described;
  }
  if (draft.text === "") draft.text = draft.story;
  return draft;
}

/** `Given …`, `When …` and `Then …` in paragraphs of their own, or in one sentence. */
function readProse(draft: ScenarioDraft, prose: readonly string[]): void {
  if (draft.steps.length > 0 || draft.expected.length > 0) return;
  const procedure = clausesOf(prose) ?? prose.map(clausesIn).find((found) => found !== null) ?? null;
  if (procedure !== null) applyProcedure(draft, procedure);
  else draft.expected = demandsIn(prose);
}

function readParagraph(
  draft: ScenarioDraft,
  paragraph: Paragraph,
  pending: LabelKey | null,
  prose: string[],
): LabelKey | null {
  const grades = gradesIn(paragraph);
  if (grades !== null) {
    const { own } = draft.ids;
    applyHead(draft, grades);
    draft.ids = { ...draft.ids, own: draft.ids.own ?? own };
    return pending;
  }
  let last = pending;
  for (const { key, text } of labelledSegments(paragraph)) {
    if (key !== null) {
      applyLabel(draft, key, text, []);
      last = key;
    } else if (last !== null && DETAILS.has(last)) {
      applyLabel(draft, last, text, []);
    } else if (draft.text === "") {
      draft.text = oneLine(text);
    } else {
      const head = readHead(oneLine(text));
      if (draft.tiers.length === 0) draft.tiers = head.tiers;
      draft.priority ??= head.priority;
      prose.push(head.rest);
    }
  }
  return last;
}

/** Labelled bullets apply by label; the others belong to the label before the list, or are the steps. */
function readBlockList(draft: ScenarioDraft, list: List, pending: LabelKey | null): LabelKey | null {
  const loose = list.children.filter((item) => !applyItem(draft, item));
  const { items, labels } = entriesOf({ type: "list", children: loose });
  const unlabelled = pending === null || !DETAILS.has(pending);
  const procedure =
    unlabelled && draft.steps.length + draft.expected.length === 0 ? procedureOf(items) : null;
  if (!unlabelled) applyLabel(draft, pending, "", items);
  else if (procedure !== null) applyProcedure(draft, procedure);
  else if (draft.steps.length === 0) draft.steps = items;
  for (const { key, text, items: below } of labels) applyLabel(draft, key, text, below);
  return labels.at(-1)?.key ?? pending;
}

/** The label that a list right below it belongs to, where that is one of the details of a scenario. */
export function opensDetail(node: RootContent): boolean {
  const lead = node.type === "list" ? node.children.at(-1)?.children[0] : node;
  if (lead?.type !== "paragraph" && lead?.type !== "heading") return false;
  if (lead.type === "heading") return DETAILS.has(keyOfHeading(lead));
  const last = labelledSegments(lead).at(-1);
  return last?.key != null && DETAILS.has(last.key) && last.text === "";
}

/** A list without anything that makes one of its items a scenario of its own. */
export const isLoose = (list: List): boolean =>
  list.children.every((item) => {
    const lead = leadOf(item);
    if (lead?.key === "scenario") return false;
    const { tagged, ids } = readHead(lead?.text ?? "");
    return !tagged && ids.requirements.length === 0 && ids.own === null;
  });

/** Numbered steps that end in what to verify, below a title that names neither a tier nor tests. */
export const isProcedure = (node: RootContent, title: string): boolean =>
  node.type === "list" &&
  node.ordered === true &&
  isLoose(node) &&
  !/\btier\b|\btests?\b|\bscenarios?\b|\bcases?\b/i.test(title) &&
  procedureOf(entriesOf(node).items) !== null;

/** `Step | Action | Expected` columns. */
function readStepTable(draft: ScenarioDraft, table: Table): void {
  const [header, ...rows] = table.children;
  const keys = (header?.children ?? []).map((cell) =>
    keyOf(oneLine(textOf(cell)).replace(/^(?:test )?step action$/i, "action")),
  );
  for (const row of rows) {
    for (const [index, cell] of row.children.map((child) => textOf(child)).entries()) {
      const key = keys[index];
      const number = /^\W*\d*\W*$/.test(cell);
      if (key !== undefined && DETAILS.has(key) && !number) applyLabel(draft, key, "", linesOf(cell));
    }
  }
}
