import type { List, ListItem } from "mdast";
import { groupTitled } from "../groups.ts";
import { leadingIds } from "../ids.ts";
import { oneLine } from "../markdown.ts";
import { readHead, withLineTags } from "../tags.ts";
import {
  applyHead,
  applyItem,
  applyLabel,
  applyProcedure,
  draftFrom,
  labelsOf,
  type ScenarioDraft,
} from "./draft.ts";
import { type LabelKey, labelledSegments, type Segment } from "./labels.ts";
import { isStory, itemsOf, saysNone, startsWithVerb } from "./phrases.ts";
import { procedureOf } from "./procedure.ts";
import { promoteSegments, promoteTests } from "./promote.ts";
import { type BulletMode, isScenario, leadOf, type Nested, type Survey, survey } from "./survey.ts";

interface Scope {
  /** What scenarios of this list inherit. */
  readonly group: ScenarioDraft;
  /** The scenarios that a following `*Priority:*` or `*Tier:*` belongs to. */
  current: ScenarioDraft[];
  /** Such a label has followed: the next scenario starts a new run. */
  closed: boolean;
  readonly drafts: ScenarioDraft[];
  readonly mode: BulletMode;
}

const scopeOf = (group: ScenarioDraft, mode: BulletMode): Scope => ({
  group: draftFrom(group),
  current: [],
  closed: false,
  drafts: [],
  mode,
});

/**
 * Scenarios written as bullets: a requirement with `*Test Scenario:*` children, a requirement that is the
 * scenario, or plain bullets (`- [Tier 2] Verify …`). Tier, priority and steps are nested or follow as siblings;
 * a tier or priority that follows several scenarios counts for each that has none.
 */
export function readList(list: List, group: ScenarioDraft, mode: BulletMode = "usual"): ScenarioDraft[] {
  const scope = scopeOf(group, mode);
  for (const [index, item] of list.children.entries()) {
    const next = list.children[index + 1];
    const leads = next !== undefined && leadOf(next)?.key === "scenario" && isBareStory(item);
    if (leads) openGroup(item, scope);
    else readItem(item, scope);
  }
  return scope.drafts;
}

/** A requirement whose scenarios follow beside it and not below it. */
function isBareStory(item: ListItem): boolean {
  const [segment, ...more] = item.children.length === 1 ? segmentsIn(item) : [];
  if (segment === undefined || more.length > 0 || (segment.key !== null && segment.key !== "note"))
    return false;
  const head = readHead(textWithLabel(segment));
  return head.ids.requirements.length > 0 || isStory(head.rest);
}

function openGroup(item: ListItem, scope: Scope): void {
  const [segment] = segmentsIn(item);
  scope.current = [];
  scope.group.story = "";
  if (segment !== undefined) lay(scope.group, segment);
}

const segmentsIn = (item: ListItem): Segment[] => {
  const [lead] = item.children;
  return lead?.type === "paragraph" ? labelledSegments(lead) : [];
};

/** As `readList`, for one paragraph: `**[CNV-1]** — As a user … *Test Scenario:* … *Priority:* P0`. */
export function readSegments(
  segments: readonly Segment[],
  group: ScenarioDraft,
  mode: BulletMode = "usual",
): ScenarioDraft[] {
  return segmentScope(segments, group, mode).drafts;
}

function readItem(item: ListItem, scope: Scope): void {
  const [lead, ...rest] = item.children;
  const lists = item.children.filter((child) => child.type === "list");
  if (lead?.type !== "paragraph") {
    for (const list of lists) addGroup(scope, readList(list, scope.group, scope.mode));
    return;
  }
  const more = rest.flatMap((child) => (child.type === "paragraph" ? labelledSegments(child) : []));
  const [head, ...others] = joinToLabels([...labelledSegments(lead), ...more]);
  if (head === undefined) return;
  const tail = others.length === 0 ? [] : promoteSegments(others, readHead(textWithLabel(head)));
  const struck = lead.children.some(({ type }) => type === "delete");
  const nested: Nested = { lists, segments: tail.filter((segment) => segment.key !== null), struck };

  if (head.key === "scenario") {
    readScenario(head, nested, scope);
  } else if (tail.some((segment) => segment.key === "scenario")) {
    const inner = segmentScope([head, ...nested.segments], scope.group, scope.mode);
    for (const child of lists.flatMap((list) => list.children)) readItem(child, inner);
    addGroup(scope, inner.drafts);
  } else if (head.key === "requirement" && (lists.length > 0 || scope.current.length > 0)) {
    readRequirement(head, nested, scope);
  } else if (head.key !== null && head.key !== "note") {
    for (const { key, text, items } of labelsOf(item)) attach(scope, key, text, items);
  } else {
    readUnlabelled(head, nested, scope);
  }
}

/** A label that stands alone in its paragraph has its text in the next one. */
function joinToLabels(segments: readonly Segment[]): Segment[] {
  const joined: Segment[] = [];
  for (const segment of segments) {
    const last = joined.at(-1);
    const alone = last !== undefined && last.key !== null && last.text === "";
    if (alone && segment.key === null) joined[joined.length - 1] = { ...last, text: segment.text };
    else joined.push(segment);
  }
  return joined;
}

function segmentScope(segments: readonly Segment[], group: ScenarioDraft, mode: BulletMode): Scope {
  const start = segments.findIndex((segment) => segment.key === "scenario");
  const scope = scopeOf(group, mode);
  for (const segment of segments.slice(0, start)) {
    if (segment.key === null || segment.key === "note") lay(scope.group, segment);
    else applyLabel(scope.group, segment.key, segment.text);
  }
  for (const segment of segments.slice(start)) {
    if (segment.key === "scenario") readScenario(segment, { lists: [], segments: [] }, scope);
    else attach(scope, segment.key ?? "note", segment.text, []);
  }
  return scope;
}

/** Lays id, tags and story of a requirement's own text over its group. */
function lay(group: ScenarioDraft, segment: Segment): void {
  const head = readHead(textWithLabel(segment));
  applyHead(group, head);
  if (head.ids.requirements.length > 0 || isStory(head.rest) || group.story === "") group.story = head.rest;
}

const textWithLabel = ({ label, text }: Segment): string =>
  withLineTags(label === null ? text : `${oneLine(label)}: ${text}`);

function add(scope: Scope, draft: ScenarioDraft): void {
  scope.drafts.push(draft);
  if (scope.closed) scope.current = [];
  scope.current.push(draft);
  scope.closed = false;
}

function addGroup(scope: Scope, drafts: readonly ScenarioDraft[]): void {
  if (drafts.length === 0) return;
  for (const draft of drafts) scope.drafts.push(draft);
  scope.current = [...drafts];
  scope.closed = true;
}

function attach(scope: Scope, key: LabelKey, text: string, items: readonly string[]): void {
  const last = scope.current.at(-1);
  // Acceptance criteria of a requirement, before its scenarios, are not what each of them must show.
  if (last === undefined && (key === "expected" || key === "steps")) return;
  applyLabel(last ?? scope.group, key, text, items);
  for (const draft of scope.current) {
    const open =
      key === "priority"
        ? draft.priority === null
        : (key === "tier" || key === "type") && draft.tiers.length === 0;
    if (draft !== last && open) applyLabel(draft, key, text, items);
  }
  scope.closed = true;
}

/** `*Test Scenario:* [Tier 2] Verify …`, or `*Test Scenarios:*` with one bullet each below it. */
function readScenario(head: Segment, nested: Nested, scope: Scope): void {
  if (head.text === "" && nested.lists.length > 0) {
    const group = draftFrom(scope.group);
    for (const { key, text } of nested.segments) applyLabel(group, key ?? "note", text);
    addGroup(scope, readLists(nested, group, "every"));
    return;
  }
  const tags = readHead(withLineTags(head.text));
  if (tags.rest === "" && listsTests(nested.lists)) {
    const group = draftFrom(scope.group);
    applyHead(group, tags);
    addGroup(scope, readLists(nested, group, "every"));
    return;
  }
  const draft = draftFrom(scope.group, { line: head.line, labelled: true, number: head.number });
  applyHead(draft, tags);
  draft.text = tags.rest;
  draft.struck = tags.rest === "" && nested.struck === true;
  add(scope, draft);
  readDetail(draft, nested, scope);
}

/** Several bullets, each of them a test. */
function listsTests(lists: readonly List[]): boolean {
  const leads = lists.flatMap(({ children }) => children).map(leadOf);
  return (
    leads.length > 1 && leads.every((lead) => lead?.key === null && startsWithVerb(readHead(lead.text).rest))
  );
}

/** `- **Requirement:** CNV-1 — …` opens a new group where the bullets are not nested below their requirement. */
function readRequirement(head: Segment, nested: Nested, scope: Scope): void {
  const group = scope.group;
  const { ids, rest } = leadingIds(head.text) ?? { ids: null, rest: head.text };
  if (nested.lists.length > 0) {
    readUnlabelled({ ...head, label: null, key: null }, nested, scope);
  } else if (isStory(rest) || group.ids.requirements.length > 0) {
    scope.current = [];
    Object.assign(group, { story: "", ids: ids ?? group.ids });
    applyLabel(group, "requirement", head.text);
  } else {
    for (const draft of scope.current) applyLabel(draft, "requirement", head.text);
  }
}

function readUnlabelled(segment: Segment, below: Nested, scope: Scope): void {
  const text = textWithLabel(segment);
  const head = readHead(text);
  const nested = { ...below, lists: below.lists.map((list) => promoteTests(list, head)) };
  const inside = survey(nested);
  const titled = nested.lists.length > 0 ? groupTitled(text, scope.group) : null;
  if (titled !== null) {
    readGroup(titled, nested, inside, scope);
    return;
  }
  if (isScenario(head, nested, inside, scope.mode)) {
    const draft = draftFrom(scope.group, { line: segment.line, text: head.rest });
    applyHead(draft, head);
    if (isStory(head.rest)) draft.story = head.rest;
    add(scope, draft);
    readDetail(draft, nested, scope);
    return;
  }
  const group = draftFrom(scope.group);
  lay(group, segment);
  for (const { key, text } of nested.segments) applyLabel(group, key ?? "note", text);
  if (head.ids.requirements.length > 0) readGroup(group, nested, inside, scope);
  else addGroup(scope, readLists(nested, group, scope.mode));
}

/** Below a requirement or a tier, plain bullets are its scenarios where nothing else is. */
function readGroup(group: ScenarioDraft, nested: Nested, inside: Survey, scope: Scope): void {
  const plain = !inside.scenarios && !inside.tests && !inside.attributes;
  addGroup(scope, readLists(nested, group, plain && scope.mode === "usual" ? "every" : scope.mode));
}

const readLists = ({ lists }: Nested, group: ScenarioDraft, mode: BulletMode): ScenarioDraft[] =>
  lists.flatMap((list) => readList(list, group, mode));

/** Loose bullets are what to do and to verify, where they read like it; otherwise the text goes on in them. */
function extend(draft: ScenarioDraft, said: readonly string[], ordered: boolean): void {
  const spelled = draft.steps.length > 0 || draft.expected.length > 0;
  const procedure = spelled ? null : procedureOf(said);
  if (procedure !== null) {
    applyProcedure(draft, procedure);
    if (draft.text === "" || isStory(draft.text)) draft.text = procedure.expected.join("; ");
  } else if (ordered && !spelled && /[^:]$/.test(draft.text) && !said.some(startsWithVerb)) {
    draft.steps = said;
  } else {
    const text = draft.text.replace(/[:.]$/, "");
    draft.text = [...(text === "" ? [] : [text]), said.join("; ")].join(": ");
  }
}

/** Reads what stands below a scenario: labels, other scenarios, and loose bullets. */
function readDetail(draft: ScenarioDraft, nested: Nested, scope: Scope): void {
  for (const { key, text } of nested.segments) applyLabel(draft, key ?? "note", text);
  const loose: string[] = [];
  for (const item of nested.lists.flatMap((list) => list.children)) {
    if (leadOf(item)?.key === "scenario") readItem(item, scope);
    else if (!applyItem(draft, item)) loose.push(...itemsOf({ type: "list", children: [item] }));
  }
  const said = loose.filter((text) => !saysNone(text));
  if (said.length > 0)
    extend(
      draft,
      said,
      nested.lists.every(({ ordered }) => ordered === true),
    );
}
