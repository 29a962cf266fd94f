import type { List, ListItem } from "mdast";
import { type FoundIds, idsInCell } from "../ids.ts";
import { oneLine, textOf } from "../markdown.ts";
import { type Head, priorityIn, readHead, tiersInField } from "../tags.ts";
import { type LabelKey, labelledSegments } from "./labels.ts";

/**
 * What a reader gathers about one scenario before the rules of `scenario.ts` are applied. A group (a heading, a
 * requirement bullet) has one too: what its scenarios inherit.
 */
export interface ScenarioDraft {
  form: "bullet" | "row" | "block";
  line: number;
  /** The plan itself calls it a scenario: by a label or as a row of a scenario table. */
  labelled: boolean;
  /** `Scenario 3` → `3`. */
  number: string | null;
  ids: FoundIds;
  /** Numbers of the scenarios that the text only points to. */
  references: readonly number[];
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
  labelled: false,
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

/** A scenario that inherits from its group. */
export const draftFrom = (group: ScenarioDraft, own: Partial<ScenarioDraft>): ScenarioDraft => ({
  ...group,
  ...own,
});

/** Lays the ids and tags found at the head of a text over a draft. */
export function applyHead(draft: ScenarioDraft, head: Head): void {
  const named = head.ids.requirements.length > 0 || head.ids.own !== null || head.ids.placeholder !== null;
  if (named) {
    // A scenario's own number says nothing about what it traces to, so the group's requirement stays.
    const inherits = head.ids.requirements.length === 0 && head.ids.placeholder === null;
    draft.ids = inherits ? { ...draft.ids, own: head.ids.own } : head.ids;
  }
  if (head.tiers.length > 0) draft.tiers = head.tiers;
  draft.priority = head.priority ?? draft.priority;
  draft.notes = [...draft.notes, ...head.words];
}

/** Applies a labelled value, such as `*Priority:* P0` or `*Steps:*` with a list below it. */
export function applyLabel(
  draft: ScenarioDraft,
  key: LabelKey,
  text: string,
  items: readonly string[],
): void {
  const values = [...linesOf(text), ...items];
  switch (key) {
    case "tier":
    case "type": {
      const tiers = tiersInField(text);
      if (tiers.length > 0 && (key === "tier" || draft.tiers.length === 0)) draft.tiers = tiers;
      draft.notes = [...draft.notes, text];
      break;
    }
    case "priority":
      draft.priority = priorityIn(text) ?? draft.priority;
      break;
    case "requirement": {
      const head = readHead(oneLine(text));
      const found = head.rest === "" ? head.ids : idsInCell(head.rest);
      const ids = head.ids.requirements.length > 0 ? head.ids : found;
      const any = ids.requirements.length > 0 || ids.placeholder !== null;
      if (any) draft.ids = { ...ids, own: ids.own ?? draft.ids.own };
      if (draft.story === "" && ids !== found) draft.story = head.rest;
      break;
    }
    case "story":
      if (draft.story === "") draft.story = oneLine(values.join(" "));
      break;
    case "title":
      if (draft.text === "") draft.text = oneLine(text);
      break;
    case "downstream":
      draft.downstream = /^\W*(?:yes|required|needed|true)\b/i.test(text)
        ? true
        : /^\W*(?:no|none|false|not)\b/i.test(text)
          ? false
          : null;
      break;
    case "upstream":
      draft.upstream = oneLine(values.join(" "));
      break;
    case "gap":
      draft.gap = oneLine(values.join(" "));
      break;
    case "execution":
    case "note":
      draft.notes = [...draft.notes, oneLine(text)];
      break;
    case "preconditions":
    case "steps":
    case "expected":
      draft[key] = [...draft[key], ...values];
      break;
    case "scenario":
      break;
  }
}

/** One entry per line; a line's own bullet or number goes. */
export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .reduce<string[]>((lines, line) => {
      const starts = /^\s*(?:[-*•]\s|\d{1,3}[.)]\s)/.test(line);
      // A wrapped line continues the entry before it; only an enumeration starts a new one.
      if (lines.length === 0 || starts) lines.push(line.replace(/^\s*(?:[-*•]|\d{1,3}[.)])\s+/, ""));
      else lines[lines.length - 1] += ` ${line}`;
      return lines;
    }, [])
    .map(oneLine)
    .filter((line) => line !== "");

/** One entry per bullet or numbered item, nested ones after the item they stand under. */
export const itemsOf = (list: List): string[] => list.children.flatMap(itemEntries);

function itemEntries(item: ListItem): string[] {
  const own = item.children.filter((child) => child.type !== "list" && child.type !== "code");
  const text = oneLine(own.map((child) => textOf(child)).join(" "));
  const nested = item.children.flatMap((child) => (child.type === "list" ? itemsOf(child) : []));
  return text === "" ? nested : [text, ...nested];
}

/** Applies every labelled segment of an item's first paragraph; lists below belong to the last label. */
export function applyItem(draft: ScenarioDraft, item: ListItem): boolean {
  const [lead, ...rest] = item.children;
  if (lead?.type !== "paragraph") return false;
  const segments = labelledSegments(lead);
  const items = rest.flatMap((child) => (child.type === "list" ? itemsOf(child) : []));
  for (const [index, segment] of segments.entries()) {
    if (segment.key === null || segment.key === "scenario") continue;
    applyLabel(draft, segment.key, segment.text, index === segments.length - 1 ? items : []);
  }
  return segments[0]?.key != null && segments[0].key !== "scenario";
}

/** True when the text opens like a test, not like a story: `Verify …`, `Confirm that …`. */
export const startsWithVerb = (text: string): boolean =>
  /^(?:verify|validate|confirm|check|ensure|assert|test(?! (?:scenario|case|plan|suite|environment|strategy|tier)))(?:s|ing)?\b/i.test(
    text.trim(),
  );

export const isStory = (text: string): boolean => /^as (?:an?|the)\b/i.test(text.trim());

/** A line that says there is nothing: `None`, `N/A — covered by the parent`. */
export const saysNone = (text: string): boolean =>
  /^(?:none|n\/?a|not applicable|nothing|no (?:new|additional)\b|-+|—)(?:$|[\s.,;:—–-])/i.test(text.trim());
