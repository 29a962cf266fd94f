import type { Heading, Html, List, ListItem, Node, Paragraph, RootContent, Table } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { inputError } from "../errors.ts";
import { isSection, SECTIONS } from "./docstring-text.ts";
import { COVERAGE_HEADING, ORACLE_COMMENT, STANDALONE_HEADING } from "./markdown.ts";
import {
  codesOf,
  type GroupPart,
  groupOf,
  itemText,
  newPart,
  type Part,
  planOf,
  sectionOf,
} from "./markdown-parts.ts";
import { plainText } from "./markdown-text.ts";
import { type TestDescription, testId, type UncoveredScenario } from "./model.ts";
import { GROUP_NAME, TEST_NAME } from "./names.ts";
import { normalDescription } from "./normal.ts";
import { oracles } from "./oracle.ts";
import { type DescriptionFinding, LineIndex, type ReadDescription } from "./read.ts";

/**
 * Reads a Markdown STD back, also after people edited it: other list markers, wrapped lines, emphasis.
 * @throws TestgenError `description.markdown` with the line when headings do not make groups and tests
 */
export function readMarkdownDescription(text: string, path: string): TestDescription {
  return readMarkdownFile(text, path).description;
}

/** As `readMarkdownDescription`, with lines and findings. */
export function readMarkdownFile(text: string, path: string): ReadDescription {
  const root = unified().use(remarkParse).use(remarkGfm).parse(text);
  const file = new MarkdownReading(path);
  for (const node of root.children) file.read(node);
  return file.finish();
}

class MarkdownReading {
  readonly #path: string;
  readonly #head = newPart("");
  readonly #groups: GroupPart[] = [];
  readonly #uncovered: UncoveredScenario[] = [];
  readonly #lines = new LineIndex();
  readonly #findings: DescriptionFinding[] = [];
  #title: string | null = null;
  /** What the file records, by `testId`. */
  readonly #oracles = new Map<string, string>();
  #part: Part = this.#head;
  /** Section whose list comes next; null before the first label, "" below an unknown one. */
  #section: string | null = null;
  #inCoverage = false;

  constructor(path: string) {
    this.#path = path;
  }

  read(node: RootContent): void {
    if (node.type === "heading") this.#heading(node);
    else if (node.type === "paragraph") this.#paragraph(node);
    else if (node.type === "list") this.#list(node);
    else if (node.type === "table" && this.#inCoverage) this.#coverage(node);
    else if (node.type === "html") this.#comment(node);
    else if (node.type !== "thematicBreak" && node.type !== "definition") this.#stray(node);
  }

  #heading(node: Heading): void {
    const text = plainText(node.children).trim();
    const line = lineOf(node);
    if (node.depth >= 4) {
      this.#label(text.replace(/:$/, ""), line);
      return;
    }
    this.#section = null;
    this.#inCoverage = node.depth === 2 && text === COVERAGE_HEADING;
    if (node.depth === 1) this.#startFile(text, line);
    else if (node.depth === 3) this.#startTest(text.replaceAll("`", ""), line);
    else if (!this.#inCoverage) {
      this.#startGroup(text === STANDALONE_HEADING ? "" : text.replaceAll("`", ""), line);
    }
  }

  #startFile(title: string, line: number): void {
    if (this.#title !== null) throw this.#broken(line, "a second title", "one file describes one plan");
    this.#title = title;
  }

  #startGroup(name: string, line: number): void {
    if (name !== "" && !GROUP_NAME.test(name)) {
      throw this.#broken(line, `heading ${JSON.stringify(name)} names no group`, "name it like TestVmReset");
    }
    const group = { ...newPart(name), name, tests: [] };
    this.#groups.push(group);
    this.#part = group;
    this.#lines.set(line, name);
  }

  #startTest(name: string, line: number): void {
    const group = this.#groups.at(-1);
    if (group === undefined) throw this.#broken(line, "a test outside any group", "put a heading of level 2");
    if (!TEST_NAME.test(name)) {
      throw this.#broken(
        line,
        `heading ${JSON.stringify(name)} names no test`,
        "name it like test_vm_is_running",
      );
    }
    const test = { ...newPart(testId(group, { name })), name };
    group.tests.push(test);
    this.#part = test;
    this.#lines.set(line, test.where);
  }

  #label(name: string, line: number): void {
    this.#section = isSection(name) ? name : "";
    if (isSection(name)) this.#lines.set(line, this.#part.where, name.toLowerCase());
    else {
      const message = `section ${JSON.stringify(name)} is none of ${SECTIONS.join(", ")}`;
      this.#findings.push({ rule: "section-name", message, where: this.#part.where, line });
    }
  }

  #paragraph(node: Paragraph): void {
    const [only, ...others] = node.children;
    const label =
      only?.type === "strong" && others.length === 0 ? /^(.+):$/.exec(plainText(only.children)) : null;
    const part = this.#part;
    const plan = part === this.#head ? planLine(node) : null;
    if (plan !== null) part.fields.set("STP", plan);
    else if (label) this.#label(label[1] ?? "", lineOf(node));
    else if (
      part !== this.#head &&
      part.summary === null &&
      part.fields.size === 0 &&
      this.#section === null
    ) {
      part.summary = plainText(node.children);
    } else this.#stray(node);
  }

  #list(node: List): void {
    const name = this.#section;
    if (name === null) this.#fields(node);
    if (name === null || name === "") return;
    const items = this.#part.sections.get(name) ?? [];
    for (const item of node.children) {
      this.#lines.set(lineOf(item), this.#part.where, name.toLowerCase(), items.length);
      items.push(itemText(item, name));
    }
    this.#part.sections.set(name, items);
  }

  /** `- **Scenario:** CNV-1-2` */
  #fields(node: List): void {
    for (const item of node.children) {
      const [paragraph] = item.children;
      const label = paragraph?.type === "paragraph" ? paragraph.children[0] : undefined;
      if (paragraph?.type !== "paragraph" || label?.type !== "strong") this.#stray(item);
      else {
        const name = plainText(label.children).replace(/:$/, "");
        this.#part.fields.set(name, { ...paragraph, children: paragraph.children.slice(1) });
      }
    }
  }

  #coverage(node: Table): void {
    for (const row of node.children.slice(1)) {
      const [scenario, text, tests, reason] = row.children;
      if (!scenario || !tests || tests.children.some((child) => child.type === "inlineCode")) continue;
      this.#lines.set(lineOf(row), "", "uncovered", this.#uncovered.length);
      this.#uncovered.push({
        scenario: plainText(scenario.children),
        text: plainText(text?.children ?? []),
        reason: plainText(reason?.children ?? []),
      });
    }
  }

  #comment(node: Html): void {
    if (!node.value.includes(ORACLE_COMMENT)) return;
    for (const [, id = "", oracle = ""] of node.value.matchAll(/^([\w:]+) ([0-9a-f]{64})$/gm)) {
      this.#oracles.set(id, oracle);
    }
  }

  #stray(node: RootContent | ListItem): void {
    this.#findings.push({
      rule: "stray-text",
      message: "text outside the sections is not part of the description",
      where: this.#part.where,
      line: lineOf(node),
    });
  }

  finish(): ReadDescription {
    if (this.#title === null) throw this.#broken(1, "no title", "begin with a heading of level 1");
    const description = normalDescription({
      plan: planOf(this.#head),
      title: this.#title,
      preconditions: sectionOf(this.#head, "Preconditions"),
      markers: codesOf(this.#head, "Markers"),
      groups: this.#groups.map(groupOf),
      uncovered: this.#uncovered,
    });
    this.#compare(oracles(description));
    return { description, lines: this.#lines, findings: this.#findings };
  }

  /** A file that records oracles records one for each of its tests, and for no other. */
  #compare(current: Record<string, string>): void {
    if (this.#oracles.size === 0) return;
    for (const where of new Set([...Object.keys(current), ...this.#oracles.keys()])) {
      if (this.#oracles.get(where) === current[where]) continue;
      const line = this.#lines.find(where, "expected");
      const message = "the expected results differ from the oracle that the file records";
      this.#findings.push({
        rule: "oracle-changed",
        message,
        where,
        ...(line === undefined ? {} : { line }),
      });
    }
  }

  #broken(line: number, what: string, hint: string): Error {
    return inputError({ code: "description.markdown", message: `${this.#path}:${line}: ${what}`, hint });
  }
}

function lineOf(node: Node): number {
  return node.position?.start.line ?? 0;
}

/** `STP: https://…` as people write it, without a bullet; null for any other paragraph. */
function planLine(node: Paragraph): Paragraph | null {
  const [first, ...rest] = node.children;
  if (first?.type === "strong" && /^STP:?$/.test(plainText(first.children)))
    return { ...node, children: rest };
  const told = first?.type === "text" ? /^STP:\s*/.exec(first.value) : null;
  if (first?.type !== "text" || told === null) return null;
  return { ...node, children: [{ ...first, value: first.value.slice(told[0].length) }, ...rest] };
}
