import type { List, ListItem } from "mdast";
import { type Head, readHead } from "../tags.ts";
import { type LabelKey, labelledSegments, numbersTest, type Segment } from "./labels.ts";
import { isStory, saysNone, startsWithVerb } from "./phrases.ts";

/** How much a bullet without a label must look like a scenario to be one. */
export type BulletMode = "labelled" | "usual" | "every";

/** What belongs to a bullet besides the start of its first paragraph. */
export interface Nested {
  readonly lists: readonly List[];
  /** Labelled stretches after the first one of the same item. */
  readonly segments: readonly Segment[];
  /** Some of the first paragraph is struck out. */
  readonly struck?: boolean;
}

/** What the bullets below an item are. */
export interface Survey {
  readonly scenarios: boolean;
  readonly tests: boolean;
  /** Every one that has no label is a test. */
  readonly onlyTests: boolean;
  readonly attributes: boolean;
}

/** Labels that only a scenario has. */
const ABOUT_SCENARIO: ReadonlySet<LabelKey> = new Set([
  ...(["tier", "type", "priority", "downstream", "upstream", "gap"] as const),
  ...(["preconditions", "steps", "expected"] as const),
]);

/** Requirements nest groups and scenarios at most this deep. */
const LEVELS = 3;

export const isAboutScenario = (key: LabelKey | null | undefined): boolean =>
  key != null && ABOUT_SCENARIO.has(key);

export function leadOf(item: ListItem): Segment | undefined {
  const [lead] = item.children;
  return lead?.type === "paragraph" ? labelledSegments(lead)[0] : undefined;
}

export function survey({ lists, segments }: Nested): Survey {
  const below = lists.flatMap((list) => list.children).map(leadOf);
  const plain = below.filter((segment) => segment?.key == null);
  const tests = plain.filter((segment) => segment !== undefined && looksLikeTest(readHead(segment.text)));
  return {
    scenarios: lists.some((list) => holdsScenario(list, LEVELS)),
    tests: tests.length > 0,
    onlyTests: tests.length > 0 && tests.length === plain.length,
    attributes: [...below, ...segments].some((segment) => isAboutScenario(segment?.key)),
  };
}

/** A label that calls it a scenario or numbers it as one: `*Test Scenario:*`, `*TC2:*`. */
const leadsScenario = (item: ListItem): boolean => {
  const lead = leadOf(item);
  return lead?.key === "scenario" || numbersTest(lead?.label ?? "");
};

const holdsScenario = (list: List, levels: number): boolean =>
  levels > 0 &&
  list.children.some(
    (item) =>
      leadsScenario(item) ||
      item.children.some((child) => child.type === "list" && holdsScenario(child, levels - 1)),
  );

const looksLikeTest = (head: Head): boolean =>
  startsWithVerb(head.rest) ||
  (head.tagged && head.tiers.length > 0) ||
  (head.graded && startsWithVerb(head.rest.replace(/^[^:]{1,100}:\s/, ""))) ||
  (head.graded && !isStory(head.rest) && head.ids.requirements.length === 0);

/** Whether an item without a label is a scenario itself, and not a requirement, a group or prose. */
export function isScenario(head: Head, nested: Nested, inside: Survey, mode: BulletMode): boolean {
  if (inside.scenarios || head.rest === "" || saysNone(head.rest)) return false;
  // A story above tests is what they are for, whatever tier it gives them.
  if (inside.onlyTests && isStory(head.rest)) return false;
  const { requirements, own, placeholder } = head.ids;
  const traced = requirements.length > 0 || own !== null || placeholder !== null;
  if (inside.attributes) return looksLikeTest(head) || (!inside.tests && (mode !== "labelled" || traced));
  if (mode === "labelled") return false;
  if (looksLikeTest(head)) return true;
  if (nested.lists.length > 0) return mode === "every" && !inside.tests;
  return mode === "every" || (traced && isStory(head.rest)) || own !== null;
}
