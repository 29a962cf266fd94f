import type { List, RootContent } from "mdast";
import { gradeOfGroup, isAside, isNotNow, isTierTitle } from "./groups.ts";
import { titleKey } from "./ids.ts";
import { lineOf, oneLine, textOf } from "./markdown.ts";
import {
  type Block,
  blockTitle,
  isLoose,
  isProcedure,
  isScenarioBlock,
  isScenarioTitle,
  opensDetail,
  readAlone,
  readBlock,
  standsAlone,
} from "./readers/blocks.ts";
import { readList, readSegments } from "./readers/bullets.ts";
import { namesScenarios } from "./readers/columns.ts";
import { applyHead, applyLabel, draftFrom, emptyDraft, type ScenarioDraft } from "./readers/draft.ts";
import { gherkinParagraphs } from "./readers/gherkin.ts";
import { type LabelKey, labelledSegments } from "./readers/labels.ts";
import { isStory } from "./readers/phrases.ts";
import { carryClauses } from "./readers/procedure.ts";
import { promoteParagraph, promoteTests } from "./readers/promote.ts";
import { type BulletMode, leadOf } from "./readers/survey.ts";
import { readTable, titlesPointedTo } from "./readers/table.ts";
import type { Section } from "./sections.ts";
import { type Head, readHead, tiersIn } from "./tags.ts";

const GROUP_NOTE = /\b(?:negative|manual|out[- ]of[- ]scope|not in scope|upstream)\b/i;

const INHERITED = new Set<LabelKey>(["requirement", "tier", "type", "priority"]);

/** Prose with one of these says where the tests are instead of naming scenarios. */
const SAYS_ELSEWHERE =
  /\b(?:no (?:new|additional|dedicated|specific|further)|none|n\/a|not applicable|existing|parent|regression|suites?|covered (?:by|in)|see)\b/i;

/** `Everything will be tested in tier-2, because …`, up to the end of the clause. */
const EVERYTHING =
  /\b(?:everything|all (?:of )?(?:the |these |following )*(?:tests?|scenarios?|test cases?))\b([^.;,]{0,80})/i;

/**
 * The scenarios below one heading, in order of appearance, in whatever mixture of bullets, tables and blocks.
 * A group's heading (`Tier 2`, `CNV-123 — As a user …`, `Negative scenarios`) is inherited by what it holds.
 * Where nothing looks like a scenario, plain bullets are taken for them, unless the prose points elsewhere.
 */
export function readScenarios(sections: readonly Section[]): ScenarioDraft[] {
  const blocks = blocksOf(sections);
  const found = readBlocks(blocks, "usual");
  const texts = blocks.flatMap(({ nodes }) => nodes).map((node) => textOf(node));
  if (found.length > 0 || texts.some((text) => SAYS_ELSEWHERE.test(text))) return found;
  return readBlocks(blocks, "every");
}

/** For plans without a heading that names scenarios: only what is labelled as a scenario counts. */
export function readLabelled(sections: readonly Section[]): ScenarioDraft[] {
  return readBlocks(blocksOf(sections), "labelled");
}

function readBlocks(blocks: readonly Block[], mode: BulletMode): ScenarioDraft[] {
  const groups: { depth: number; group: ScenarioDraft }[] = [];
  const pointedTo = new Set(
    blocks.flatMap(({ nodes }) =>
      nodes.flatMap((node) => (node.type === "table" ? titlesPointedTo(node) : [])),
    ),
  );
  let told = false;
  return blocks.map(withTests).flatMap((block, index) => {
    while ((groups.at(-1)?.depth ?? -1) >= block.depth) groups.pop();
    const outer = groups.at(-1)?.group ?? emptyDraft();
    const target = pointedTo.has(titleKey(block.title));
    // Bold lines after a title that a table points to go on with it; a heading ends it.
    told = target || (told && block.depth > 6);
    if (told) return target ? [readBlock(block, outer)] : [];
    const group = groupOf(block, outer);
    const nodes = index === 0 ? scenarioNodes(block) : withoutDetails(block);
    const inner = readNodes(nodes, group, mode);
    const inline = block.segments.findIndex((segment) => segment.key === "scenario") > 0;
    if (inline) return [...readSegments(block.segments, outer, mode), ...inner];
    const single =
      index > 0 && isScenarioBlock(block, inner.length === 0) && !inner.some((draft) => stands(draft, group));
    if (single && (mode !== "labelled" || block.segments[0]?.key === "scenario"))
      return [readBlock(block, outer)];
    groups.push({ depth: block.depth, group });
    if (mode === "labelled") return inner;
    return nodes.some(standsAlone) ? readNodes(nodes, group, mode, true) : inner;
  });
}

/** Below a heading that names a requirement, as below a bullet that does; also beside such a bullet. */
function withTests(block: Block): Block {
  const head = readHead(block.title);
  if (isScenarioTitle(block) || block.nodes.some(opensDetail)) return block;
  const nodes = block.nodes.map((node) =>
    node.type === "list" ? promoteTests(node, leadsFlatList(node) ?? head) : node,
  );
  return { ...block, nodes };
}

/** The story that a list starts with where its scenarios stand beside it and not below it. */
function leadsFlatList({ children: [first] }: List): Head | null {
  const lead = first?.children.length === 1 ? leadOf(first) : undefined;
  const head = lead?.key === null ? readHead(lead.text) : null;
  return head !== null && isStory(head.rest) ? head : null;
}

/** What can hold scenarios of its own below a title: not the list below `Steps:` nor the steps themselves. */
const withoutDetails = (block: Block): RootContent[] =>
  scenarioNodes(block).filter((node, index, nodes) => {
    const { title } = block;
    const before = nodes[index - 1];
    if (node.type !== "list" || !isLoose(node)) return true;
    return !isProcedure(node, title) && (before === undefined || !opensDetail(before));
  });

/** Below `Dependencies` and the like a table has to name scenarios to hold any. */
const scenarioNodes = ({ title, nodes }: Block): RootContent[] =>
  isAside(title) ? nodes.filter((node) => node.type !== "table" || namesScenarios(node)) : [...nodes];

/** A bullet that is labelled, tiered or traced by itself stands alone; others are a block's own details. */
const stands = (draft: ScenarioDraft, group: ScenarioDraft): boolean =>
  draft.labelled || draft.tiers !== group.tiers || draft.ids !== group.ids;

/**
 * Lists and tables, each under what the paragraphs before it say (`**Requirement:** CNV-1`, `Tier: 2`). With `alone`,
 * paragraphs and tables of fields that are a scenario each are read too: they belong to no block.
 */
function readNodes(
  nodes: readonly RootContent[],
  outer: ScenarioDraft,
  mode: BulletMode,
  alone = false,
): ScenarioDraft[] {
  let group = outer;
  return nodes.flatMap((node) => {
    if (alone && standsAlone(node)) return [readAlone(node, group)];
    if (node.type === "list") return readList(node, group, mode);
    if (node.type === "table") return readTable(node, group, mode === "labelled") ?? [];
    const segments = node.type === "paragraph" ? labelledSegments(node) : [];
    if (segments.some(({ key }) => key !== null && INHERITED.has(key))) group = draftFrom(outer);
    for (const { key, text } of segments)
      if (key !== null && INHERITED.has(key)) applyLabel(group, key, text);
    const [, everything = ""] = EVERYTHING.exec(segments.map(({ text }) => text).join(" ")) ?? [];
    const tiers = tiersIn(everything);
    if (tiers.length === 1) group = draftFrom(group, { tiers });
    return [];
  });
}

function groupOf(block: Block, outer: ScenarioDraft): ScenarioDraft {
  const head = readHead(block.title);
  const group = draftFrom(outer);
  applyHead(group, head);
  const grade = gradeOfGroup(block.title);
  const tiers = head.tiers.length > 0 ? head.tiers : readHead(`[${block.title}]`).tiers;
  // A heading over several tiers does not say which of them a scenario has.
  group.tiers = tiers.length === 1 ? tiers : outer.tiers;
  group.priority = head.priority ?? grade.priority ?? outer.priority;
  if (GROUP_NOTE.test(block.title) || isNotNow(block.title)) group.notes = [...group.notes, block.title];
  if (head.ids.requirements.length > 0 || isStory(head.rest)) group.story = head.rest;
  group.mapping = outer.mapping || /\bmapping\b|\bmatrix\b/i.test(block.title);
  return group;
}

/** Splits sections at every heading and bold line. The first block is what stands directly below the opening. */
function blocksOf(sections: readonly Section[]): Block[] {
  const blocks: (Block & { nodes: RootContent[] })[] = [];
  for (const section of sections) {
    const heading = section.heading === null ? [] : [section.heading];
    const nodes = [...heading, ...section.nodes.flatMap(unwrapped)];
    for (const [index, given] of nodes.entries()) {
      const labelled = given.type === "paragraph" && labelledSegments(given)[0]?.label != null;
      const node = labelled ? promoteParagraph(given, readHead(blocks.at(-1)?.title ?? "")) : given;
      const title = tierTitle(node, nodes[index + 1]) ?? blockTitle(node);
      if (title !== null) blocks.push({ ...title, nodes: [] });
      else if (blocks.length === 0)
        blocks.push({ title: "", segments: [], depth: 0, line: 1, nodes: [node] });
      else blocks.at(-1)?.nodes.push(node);
    }
  }
  return blocks;
}

/** `*Tier 2*` or `Tier 2 tests:` in a line of its own, above what holds scenarios. */
function tierTitle(node: RootContent, next: RootContent | undefined): Omit<Block, "nodes"> | null {
  const title = node.type === "paragraph" ? oneLine(textOf(node)) : "";
  const holds = next?.type === "table" || (next?.type === "list" && !isLoose(next));
  if (!isTierTitle(title) || !(holds || (next?.type === "list" && /\b(?:test|scenario)/i.test(title))))
    return null;
  return { title: title.replace(/\s*:$/, ""), segments: [], depth: 7, line: lineOf(node) };
}

/** A quote around scenarios is decoration, and so is a code fence around Gherkin; a quote around prose stays one. */
function unwrapped(node: RootContent): RootContent[] {
  if (node.type === "code") return gherkinParagraphs(node) ?? [node];
  if (node.type === "list") carryClauses(node);
  const scenarios =
    node.type === "blockquote" && node.children.some(({ type }) => type === "list" || type === "table");
  return scenarios ? node.children : [node];
}
