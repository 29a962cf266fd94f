import type { Link, ListItem, Paragraph, PhrasingContent } from "mdast";
import { plainText } from "./markdown-text.ts";
import type { DescribedGroup, DescribedTest, PlanReference } from "./model.ts";

/** A part of a Markdown STD as it was read: the head of the file, a group or a test. */
export interface Part {
  /** Name for findings: "", `Group` or `Group::test`. */
  readonly where: string;
  summary: string | null;
  /** `- **Scenario:** …` by label, the label taken away. */
  readonly fields: Map<string, Paragraph>;
  readonly sections: Map<string, string[]>;
}

export interface TestPart extends Part {
  readonly name: string;
}

export interface GroupPart extends TestPart {
  readonly tests: TestPart[];
}

export function newPart(where: string): Part {
  return { where, summary: null, fields: new Map(), sections: new Map() };
}

export function groupOf(part: GroupPart): DescribedGroup {
  return {
    name: part.name,
    summary: part.summary ?? "",
    preconditions: sectionOf(part, "Preconditions"),
    markers: codesOf(part, "Markers"),
    parametrize: sectionOf(part, "Parametrize"),
    tests: part.tests.map(testOf),
  };
}

function testOf(part: TestPart): DescribedTest {
  const summary = (part.summary ?? "").trim();
  return {
    name: part.name,
    scenario: fieldOf(part, "Scenario"),
    summary,
    negative: /^\[negative\]/i.test(summary),
    preconditions: sectionOf(part, "Preconditions"),
    steps: sectionOf(part, "Steps"),
    expected: sectionOf(part, "Expected"),
    markers: codesOf(part, "Markers"),
    parametrize: sectionOf(part, "Parametrize"),
    polarion: fieldOf(part, "Polarion"),
  };
}

/** The plan as the head links it: its path as code, the address where it is a link, the digest. */
export function planOf(head: Part): PlanReference {
  const field = head.fields.get("STP")?.children ?? [];
  const link = field.find((node): node is Link => node.type === "link");
  return {
    path: codeIn(link?.children ?? field),
    digest: codeIn(head.fields.get("STP sha256")?.children ?? []),
    ...(link === undefined ? {} : { url: link.url }),
  };
}

export function sectionOf(part: Part, name: string): readonly string[] {
  return part.sections.get(name) ?? [];
}

/** Values written as code, or separated by commas. */
export function codesOf(part: Part, name: string): string[] {
  const nodes = part.fields.get(name)?.children ?? [];
  const codes = nodes.flatMap((node) => (node.type === "inlineCode" ? [node.value] : []));
  return codes.length > 0 ? codes : plainText(nodes).split(",");
}

/** Text of a list item; bullets below it are its values, as in a docstring. */
export function itemText(item: ListItem, section: string): string {
  const head: string[] = [];
  const values: string[] = [];
  for (const child of item.children) {
    if (child.type === "paragraph") head.push(plainText(child.children));
    else if (child.type === "list") values.push(...child.children.map((nested) => itemText(nested, section)));
    else if (child.type === "code" || child.type === "html") head.push(child.value);
  }
  const text = head.join(" ");
  if (values.length === 0) return text;
  return section === "Parametrize" ? `${text} [${values.join(", ")}]` : `${text} ${values.join("; ")}`;
}

function fieldOf(part: Part, name: string): string {
  return plainText(part.fields.get(name)?.children ?? []);
}

function codeIn(nodes: readonly PhrasingContent[]): string {
  const code = nodes.find((node) => node.type === "inlineCode");
  return code?.type === "inlineCode" ? code.value : plainText(nodes);
}
