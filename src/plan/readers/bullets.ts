import type { List, ListItem } from "mdast";
import { leadingIds } from "../ids.ts";
import { oneLine } from "../markdown.ts";
import { type Head, readHead } from "../tags.ts";
import {
  applyHead,
  applyItem,
  applyLabel,
  draftFrom,
  isStory,
  itemsOf,
  type ScenarioDraft,
  saysNone,
  startsWithVerb,
} from "./draft.ts";
import { type LabelKey, labelledSegments, type Segment } from "./labels.ts";

/** How much a bullet without a label must look like a scenario to be one. */
export type BulletMode = "labelled" | "usual" | "every";

interface Scope {
  /** What scenarios of this list inherit. */
  readonly group: ScenarioDraft;
  /** The scenarios that a following `*Priority:*` or `*Tier:*` bullet belongs to. */
  current: ScenarioDraft[];
  readonly drafts: ScenarioDraft[];
  readonly mode: BulletMode;
}

const ABOUT_SCENARIO = new Set<LabelKey>([
  "tier",
  "type",
  "priority",
  "preconditions",
  "steps",
  "expected",
  "downstream",
  "upstream",
  "gap",
]);

/**
 * Scenarios written as bullets: a requirement with `*Test Scenario:*` children, a requirement that is the
 * scenario, or plain bullets (`- [Tier 2] Verify …`). Tier, priority and steps are nested or follow as siblings.
 */
export function readList(list: List, group: ScenarioDraft, mode: BulletMode = "usual"): ScenarioDraft[] {
  const scope: Scope = { group: draftFrom(group, {}), current: [], drafts: [], mode };
  for (const item of list.children) readItem(item, scope);
  return scope.drafts;
}

function readItem(item: ListItem, scope: Scope): void {
  const [lead, ...others] = item.children;
  const lists = item.children.filter((child) => child.type === "list");
  if (lead?.type !== "paragraph") {
    for (const list of lists) addAll(scope, readList(list, scope.group, scope.mode));
    return;
  }
  const [head, ...tail] = labelledSegments(lead);
  if (head === undefined) return;
  const more = others.flatMap((child) => (child.type === "paragraph" ? labelledSegments(child) : []));
  const nested: Nested = { lists, segments: [...tail, ...more].filter((segment) => segment.key !== null) };

  if (head.key === "scenario") readScenario(head, nested, scope);
  else if (head.key === "requirement" && (lists.length > 0 || scope.current.length > 0))
    readRequirement(head, nested, scope);
  else if (head.key !== null && head.key !== "note") readAttribute(item, scope);
  else readUnlabelled(head, nested, scope);
}

interface Nested {
  readonly lists: readonly List[];
  /** Labelled stretches after the first one of the same item. */
  readonly segments: readonly Segment[];
}

function addAll(scope: Scope, drafts: ScenarioDraft[]): void {
  scope.drafts.push(...drafts);
  if (drafts.length > 0) scope.current = drafts;
}

function readAttribute(item: ListItem, scope: Scope): void {
  for (const draft of scope.current.length > 0 ? scope.current : [scope.group]) applyItem(draft, item);
}

/** `*Test Scenario:* [Tier 2] Verify …`, or `*Test Scenarios:*` with one bullet each below it. */
function readScenario(head: Segment, nested: Nested, scope: Scope): void {
  if (head.text === "" && nested.lists.length > 0) {
    const group = draftFrom(scope.group, {});
    for (const segment of nested.segments) applyLabel(group, segment.key ?? "note", segment.text, []);
    addAll(
      scope,
      nested.lists.flatMap((list) => readList(list, group, "every")),
    );
    return;
  }
  const draft = draftFrom(scope.group, {
    form: "bullet",
    line: head.line,
    labelled: true,
    number: head.number,
  });
  const tags = readHead(oneLine(head.text));
  applyHead(draft, tags);
  draft.text = tags.rest;
  addAll(scope, [draft, ...detail(draft, nested, scope)]);
  scope.current = [draft];
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
    applyLabel(group, "requirement", head.text, []);
  } else {
    for (const draft of scope.current) applyLabel(draft, "requirement", head.text, []);
  }
}

function readUnlabelled(segment: Segment, nested: Nested, scope: Scope): void {
  const text = oneLine(segment.label === null ? segment.text : `${segment.label}: ${segment.text}`);
  const head = readHead(text);
  const inside = survey(nested);
  if (isScenario(head, nested, inside, scope.mode)) {
    const draft = draftFrom(scope.group, { form: "bullet", line: segment.line });
    applyHead(draft, head);
    draft.text = head.rest;
    if (isStory(head.rest)) draft.story = head.rest;
    addAll(scope, [draft, ...detail(draft, nested, scope)]);
    scope.current = [draft];
    return;
  }
  const group = draftFrom(scope.group, {});
  applyHead(group, head);
  if (head.ids.requirements.length > 0 || isStory(head.rest) || group.story === "") group.story = head.rest;
  for (const { key, text: value } of nested.segments) applyLabel(group, key ?? "note", value, []);
  // Below a requirement, plain bullets are its scenarios where nothing else is.
  const plain = head.ids.requirements.length > 0 && !inside.scenarios && !inside.tests && !inside.attributes;
  const mode = plain && scope.mode === "usual" ? "every" : scope.mode;
  addAll(
    scope,
    nested.lists.flatMap((list) => readList(list, group, mode)),
  );
}

/** What the bullets below an item are. */
interface Survey {
  readonly scenarios: boolean;
  readonly tests: boolean;
  readonly attributes: boolean;
}

function survey(nested: Nested): Survey {
  const below = nested.lists.flatMap((list) => list.children).map(leadOf);
  return {
    scenarios:
      below.some((segment) => segment?.key === "scenario") ||
      nested.lists.some((list) => hasDeepScenario(list, 3)),
    tests: below.some((segment) => segment?.key === null && looksLikeTest(readHead(segment.text))),
    attributes: [...below, ...nested.segments].some(
      (segment) => segment?.key != null && ABOUT_SCENARIO.has(segment.key),
    ),
  };
}

const leadOf = (item: ListItem): Segment | undefined => {
  const [lead] = item.children;
  return lead?.type === "paragraph" ? labelledSegments(lead)[0] : undefined;
};

const hasDeepScenario = (list: List, levels: number): boolean =>
  levels > 0 &&
  list.children.some((item) =>
    item.children.some(
      (child) =>
        child.type === "list" &&
        (child.children.some((deep) => leadOf(deep)?.key === "scenario") ||
          hasDeepScenario(child, levels - 1)),
    ),
  );

const looksLikeTest = (head: Head): boolean =>
  startsWithVerb(head.rest) || (head.tagged && head.tiers.length > 0);

function isScenario(head: Head, nested: Nested, inside: Survey, mode: BulletMode): boolean {
  if (inside.scenarios || head.rest === "" || saysNone(head.rest)) return false;
  const traced = head.ids.requirements.length > 0 || head.ids.own !== null || head.ids.placeholder !== null;
  if (inside.attributes) return looksLikeTest(head) || (!inside.tests && (mode !== "labelled" || traced));
  if (mode === "labelled") return false;
  if (looksLikeTest(head)) return true;
  if (nested.lists.length > 0) return mode === "every" && !inside.tests;
  return mode === "every" || (traced && isStory(head.rest)) || head.ids.own !== null;
}

/** Reads what stands below a scenario. Other scenarios found there are returned; loose bullets extend its text. */
function detail(draft: ScenarioDraft, nested: Nested, scope: Scope): ScenarioDraft[] {
  for (const { key, text } of nested.segments) applyLabel(draft, key ?? "note", text, []);
  const found: ScenarioDraft[] = [];
  const loose: string[] = [];
  for (const item of nested.lists.flatMap((list) => list.children)) {
    const lead = leadOf(item);
    if (lead?.key === "scenario") {
      found.push(...readList({ type: "list", children: [item] }, scope.group, scope.mode));
    } else if (!applyItem(draft, item)) {
      loose.push(...itemsOf({ type: "list", children: [item] }).filter((text) => !saysNone(text)));
    }
  }
  if (loose.length > 0) draft.text = `${draft.text.replace(/[:.]$/, "")}: ${loose.join("; ")}`;
  return found;
}
