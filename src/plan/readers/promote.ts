import type { List, ListItem, Paragraph, PhrasingContent } from "mdast";
import { oneLine } from "../markdown.ts";
import { type Head, readHead } from "../tags.ts";
import { labelledSegments, namesTest, type Segment } from "./labels.ts";
import { isStory, itemsOf, startsWithVerb, verifies } from "./phrases.ts";

/** Labels that elsewhere say what a scenario must show; below a user story they are all that is said about its test. */
const OUTCOME = /^(?:verifications?|validations?)$/i;
/** Labels that elsewhere say where a test is; what follows has to read like one. */
const COVERAGE = /^(?:test )?(?:coverage|checks?)$/i;

/**
 * The list below a requirement, with the label of a scenario before what is its scenario but is called otherwise:
 * `*Test:* Verify …`. A list that has scenarios stays as it is, and so does one below a text that is a test itself.
 */
export function promoteTests(list: List, head: Head): List {
  const leads = list.children.map(segmentOf);
  if (isTest(head) || leads.some((lead) => lead?.key === "scenario")) return list;
  const steps = leads.some((lead) => lead?.key === "steps");
  let promoted = false;
  const children = list.children.map((item, index): ListItem => {
    const lead = leads[index];
    const [paragraph, ...rest] = item.children;
    if (lead == null || paragraph?.type !== "paragraph") return item;
    const said = lead.text === "" ? testsBelow(item) : lead.text;
    if (!isScenarioOf({ ...lead, text: said }, head, steps)) return item;
    promoted = true;
    return { ...item, children: [relabelled(paragraph, lead), ...rest] };
  });
  return promoted ? { ...list, children } : list;
}

/** A paragraph of its own below a requirement, likewise. */
export function promoteParagraph(paragraph: Paragraph, head: Head): Paragraph {
  const [lead] = labelledSegments(paragraph);
  return lead !== undefined && isStory(head.rest) && isScenarioOf(lead, head, false)
    ? relabelled(paragraph, lead)
    : paragraph;
}

/** What stands after the first stretch of a requirement's own paragraph, likewise. */
export function promoteSegments(segments: readonly Segment[], head: Head): Segment[] {
  const steps = segments.some(({ key }) => key === "steps");
  const told = isTest(head) || segments.some(({ key }) => key === "scenario");
  return segments.map((segment) =>
    !told && isScenarioOf(segment, head, steps) ? { ...segment, key: "scenario" } : segment,
  );
}

/** The first of the tests in the list below a label; empty where not all are. */
function testsBelow({ children }: ListItem): string {
  const items = children.flatMap((child) => (child.type === "list" ? itemsOf(child) : []));
  return items.every((text) => verifies(readHead(text).rest)) ? (items[0] ?? "") : "";
}

const isTest = ({ rest, tiers }: Head): boolean =>
  startsWithVerb(rest) || (tiers.length > 0 && !isStory(rest));

function segmentOf({ children: [lead] }: ListItem): Segment | null {
  if (lead?.type !== "paragraph") return null;
  const [segment] = labelledSegments(lead);
  if (segment === undefined || segment.label !== null) return segment ?? null;
  const [, label, text = ""] = PLAIN.exec(segment.text) ?? [];
  return label === undefined ? segment : { ...segment, label, key: "note", text };
}

/** `Test: Verify …`, without emphasis. */
const PLAIN = /^([A-Za-z][A-Za-z ]{2,30}?)\s*:\s+(\S[\s\S]*)$/;

function isScenarioOf({ key, label, text }: Segment, head: Head, steps: boolean): boolean {
  const said = readHead(oneLine(text));
  if (label === null || !/\s/.test(said.rest)) return false;
  const asked = verifies(said.rest) || said.tiers.length > 0;
  if (namesTest(label))
    return key === "note" && (asked || isStory(head.rest) || head.ids.requirements.length > 0);
  if (!isStory(head.rest) || steps) return false;
  return OUTCOME.test(label) || (COVERAGE.test(label) && asked);
}

/** The paragraph as the template would have it. */
function relabelled(paragraph: Paragraph, { label }: Segment): Paragraph {
  let open = label ?? "";
  const replace = (node: PhrasingContent): PhrasingContent => {
    if (node.type === "text" && open !== "" && node.value.includes(open)) {
      const value = node.value.replace(open, "Test Scenario");
      open = "";
      return { ...node, value };
    }
    return "children" in node ? ({ ...node, children: node.children.map(replace) } as PhrasingContent) : node;
  };
  return { ...paragraph, children: paragraph.children.map(replace) };
}
