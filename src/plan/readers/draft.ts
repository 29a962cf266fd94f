import type { List, ListItem } from "mdast";
import { type FoundIds, idsIn, idsInCell } from "../ids.ts";
import { oneLine } from "../markdown.ts";
import { type Head, priorityIn, readHead, tiersInField } from "../tags.ts";
import { type LabelKey, labelledSegments } from "./labels.ts";
import { itemsOf, linesOf } from "./phrases.ts";
import type { Procedure } from "./procedure.ts";

/**
 * What a reader gathers about one scenario before the rules of `scenario.ts` are applied. A group (a heading, a
 * requirement bullet) has one too: what its scenarios inherit.
 */
export interface ScenarioDraft {
  form: "bullet" | "row" | "block";
  line: number;
  /** Line of the table that it is a row of; null for other forms. */
  table: number | null;
  /** The plan itself calls it a scenario: by a label or as a row of a scenario table. */
  labelled: boolean;
  /** It stands under a heading that promises a mapping of requirements to tests. */
  mapping: boolean;
  /** Its text is struck out: it is no scenario any more. */
  struck: boolean;
  /** `Scenario 3` → `3`. */
  number: string | null;
  ids: FoundIds;
  /** Numbers of the scenarios, or the title of the one, that the text only points to. */
  references: readonly (number | string)[];
  story: string;
  text: string;
  tiers: readonly number[];
  priority: string | null;
  /** What the plan says besides: test type, automation, group headings, tags. */
  notes: readonly string[];
  downstream: boolean | null;
  upstream: string;
  gap: string;
  preconditions: readonly string[];
  steps: readonly string[];
  expected: readonly string[];
}

export const emptyDraft = (): ScenarioDraft => ({
  form: "bullet",
  line: 0,
  table: null,
  labelled: false,
  mapping: false,
  struck: false,
  number: null,
  ids: { requirements: [], own: null, placeholder: null },
  references: [],
  story: "",
  text: "",
  tiers: [],
  priority: null,
  notes: [],
  downstream: null,
  upstream: "",
  gap: "",
  preconditions: [],
  steps: [],
  expected: [],
});

/** A scenario, or a group inside a group, that inherits. */
export const draftFrom = (group: ScenarioDraft, own: Partial<ScenarioDraft> = {}): ScenarioDraft => ({
  ...group,
  ...own,
});

/** Lays the ids and tags found at the head of a text over a draft. */
export function applyHead(draft: ScenarioDraft, head: Head): void {
  const { requirements, own, placeholder } = head.ids;
  if (requirements.length > 0 || placeholder !== null) draft.ids = head.ids;
  // A scenario's own number says nothing about what it traces to, so the group's requirement stays.
  else if (own !== null) draft.ids = { ...draft.ids, own };
  if (head.tiers.length > 0) draft.tiers = head.tiers;
  draft.priority = head.priority ?? draft.priority;
  draft.notes = [...draft.notes, ...head.words];
}

/** Applies a labelled value, such as `*Priority:* P0` or `*Steps:*` with a list below it. */
export function applyLabel(
  draft: ScenarioDraft,
  key: LabelKey,
  text: string,
  items: readonly string[] = [],
): void {
  const whole = oneLine([text, ...items].join(" "));
  switch (key) {
    case "tier":
    case "type": {
      const tiers = tiersInField(whole);
      if (tiers.length > 0 && (key === "tier" || draft.tiers.length === 0)) draft.tiers = tiers;
      draft.priority ??= priorityIn(whole);
      draft.notes = [...draft.notes, whole];
      break;
    }
    case "priority":
      draft.priority = priorityIn(whole) ?? draft.priority;
      break;
    case "requirement":
      applyRequirement(draft, whole);
      break;
    case "id": {
      const found = idsIn(text);
      if (found.own !== null) draft.ids = { ...draft.ids, own: found.own };
      else if (found.requirements.length > 0) draft.ids = { ...found, own: draft.ids.own };
      break;
    }
    case "story":
      draft.story ||= whole;
      break;
    case "title":
      draft.text ||= whole;
      break;
    case "downstream":
      draft.downstream = yesOrNo(text);
      break;
    case "upstream":
    case "gap":
      draft[key] = whole;
      break;
    case "execution":
    case "note":
      draft.notes = [...draft.notes, oneLine(text)];
      break;
    case "preconditions":
    case "steps":
    case "expected":
      draft[key] = [...draft[key], ...linesOf(text), ...items];
      break;
    case "scenario":
      break;
  }
}

function applyRequirement(draft: ScenarioDraft, text: string): void {
  const head = readHead(text);
  const named = head.ids.requirements.length > 0 || head.ids.placeholder !== null;
  const ids = named ? head.ids : idsInCell(text);
  if (ids.requirements.length > 0 || ids.placeholder !== null) {
    draft.ids = { ...ids, own: ids.own ?? draft.ids.own };
    if (named) draft.story ||= head.rest;
  } else {
    draft.story ||= text;
  }
}

export function yesOrNo(text: string): boolean | null {
  if (/^\W*(?:yes|y|required|needed|true)\b/i.test(text)) return true;
  return /^\W*(?:no|n|none|false|not)\b/i.test(text) ? false : null;
}

/** A label, what follows it and the items of the list below it. */
export interface Labelled {
  readonly key: LabelKey;
  readonly text: string;
  readonly items: readonly string[];
}

/**
 * The entries of a list as `itemsOf` gives them, and the labels that follow an entry in the next line of its own
 * paragraph: by CommonMark they are its text where no blank line ends the list, and their author meant a new label.
 */
export function entriesOf(list: List): { items: string[]; labels: Labelled[] } {
  const items: string[] = [];
  const labels: Labelled[] = [];
  for (const item of list.children) {
    const [lead, ...rest] = item.children;
    const [own, ...more] = lead?.type === "paragraph" ? labelledSegments(lead) : [];
    if (own === undefined || own.key !== null || more.length === 0) {
      items.push(...itemsOf({ type: "list", children: [item] }));
      continue;
    }
    items.push(oneLine(own.text));
    const below = rest.flatMap((child) => (child.type === "list" ? itemsOf(child) : []));
    for (const [index, { key, text }] of more.entries())
      labels.push({ key: key ?? "note", text, items: index === more.length - 1 ? below : [] });
  }
  return { items, labels };
}

/** Takes over what a list without labels says to do and to show. */
export function applyProcedure(draft: ScenarioDraft, { preconditions, steps, expected }: Procedure): void {
  draft.preconditions = [...draft.preconditions, ...preconditions];
  draft.steps = [...draft.steps, ...steps];
  draft.expected = [...draft.expected, ...expected];
}

/** The labelled values of an item; a list below belongs to the last label. Empty when it starts without a label. */
export function labelsOf(item: ListItem): Labelled[] {
  const [lead, ...rest] = item.children;
  if (lead?.type !== "paragraph") return [];
  const segments = labelledSegments(lead);
  if (segments[0]?.key == null || segments[0].key === "scenario") return [];
  const below = rest.flatMap((child) => (child.type === "list" ? entriesOf(child) : []));
  const labels = segments.map(({ key, text }, index) => ({
    key: key ?? "note",
    text,
    items: index === segments.length - 1 ? below.flatMap(({ items }) => items) : [],
  }));
  return [...labels, ...below.flatMap((list) => list.labels)];
}

/** Applies every label of an item; false when it has none. */
export function applyItem(draft: ScenarioDraft, item: ListItem): boolean {
  const labels = labelsOf(item);
  for (const { key, text, items } of labels) applyLabel(draft, key, text, items);
  return labels.length > 0;
}
