import type { ListItem, Nodes, Paragraph, Root, RootContent, Table } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { type Processor, unified } from "unified";
import { visit } from "unist-util-visit";
import { type Chunk, splitChunks } from "./chunks.ts";
import type { PlanLink, PlanWarning } from "./model.ts";

/** More inline delimiters than this in one chunk (60 lines) is no writing, and costs the parser quadratic time. */
const MOST_DELIMITERS = 800;
const MOST_DELIMITERS_IN_LINE = 200;
const DELIMITERS = /\*+|(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])|~+|!?\[|\]\(/gu;

/** `~10 s and ~5 s` are approximations; only `~~` strikes out. */
const GFM = { singleTilde: false };
const full = unified().use(remarkParse).use(remarkGfm, GFM).freeze();
const withoutInline = unified().use(remarkParse).use(remarkGfm, GFM).use(disableInline).freeze();

function disableInline(this: Processor): void {
  const data = this.data();
  const names = ["attention", "strikethrough", "labelStartImage", "labelStartLink", "labelEnd", "gfmFootnoteCall", "gfmPotentialFootnoteCall"];
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: names } }];
}

export interface ParsedMarkdown {
  /** Positions are lines of the plan. */
  readonly root: Root;
  readonly warnings: readonly PlanWarning[];
}

/** Parses GitHub flavoured Markdown in time linear in the number of lines. Never throws. */
export function parseMarkdown(lines: readonly string[]): ParsedMarkdown {
  const warnings: PlanWarning[] = [];
  const children: RootContent[] = [];
  for (const chunk of splitChunks(lines)) {
    const dense = isDense(chunk.text);
    if (dense) {
      const message = "too many emphasis or link marks in one place; they are read as plain characters";
      warnings.push({ line: chunk.offset + 1, message });
    }
    const root = (dense ? withoutInline : full).parse(chunk.text);
    shiftLines(root, chunk.offset);
    append(children, root.children.flatMap(liftLazyTitles), chunk);
  }
  return { root: { type: "root", children }, warnings };
}

function isDense(text: string): boolean {
  const count = (part: string): number => part.match(DELIMITERS)?.length ?? 0;
  if (count(text) <= MOST_DELIMITERS_IN_LINE) return false;
  return (
    count(text) > MOST_DELIMITERS || text.split("\n").some((line) => count(line) > MOST_DELIMITERS_IN_LINE)
  );
}

function shiftLines(root: Root, offset: number): void {
  if (offset === 0) return;
  visit(root, (node) => {
    if (node.position === undefined) return;
    node.position.start.line += offset;
    node.position.end.line += offset;
  });
}

function append(children: RootContent[], added: RootContent[], chunk: Chunk): void {
  const [first, ...rest] = added;
  const last = children.at(-1);
  if (chunk.continuesTable && first?.type === "table" && last?.type === "table") {
    (last as Table).children.push(...first.children.slice(1));
    children.push(...rest);
  } else {
    children.push(...added);
  }
}

/**
 * A bold line right below a list item, without a blank line between, is by CommonMark the item's text. Its author
 * meant a title: where it starts in the first column it becomes a paragraph of its own and ends the list.
 */
function liftLazyTitles(node: RootContent): RootContent[] {
  if (node.type !== "list") return [node];
  const parts: RootContent[] = [];
  let items: ListItem[] = [];
  for (const item of node.children) {
    items.push(item);
    const title = takeLazyTitle(item);
    if (title === null) continue;
    parts.push({ ...node, children: items }, title);
    items = [];
  }
  if (parts.length === 0) return [node];
  return items.length === 0 ? parts : [...parts, { ...node, children: items }];
}

function takeLazyTitle(item: ListItem): Paragraph | null {
  const paragraph = lastParagraph(item);
  const [before, title] = paragraph?.children.slice(-2) ?? [];
  const lazy = title?.type === "strong" && title.position?.start.column === 1;
  if (!lazy || before?.type !== "text" || !before.value.endsWith("\n")) return null;
  paragraph?.children.pop();
  return { type: "paragraph", children: [title], ...(title.position && { position: title.position }) };
}

function lastParagraph(node: Nodes): Paragraph | null {
  if (node.type === "paragraph") return node;
  const last = "children" in node ? node.children.at(-1) : undefined;
  return last === undefined ? null : lastParagraph(last);
}

/**
 * The text of a node without markup. A hard break and `<br>` become a line break, other HTML and struck
 * out text disappear, a link keeps its text only unless `withTargets` is set, which writes `text (target)`.
 */
export function textOf(node: Nodes, withTargets = false): string {
  switch (node.type) {
    case "text":
    case "inlineCode":
      return node.value;
    case "break":
      return "\n";
    case "html":
      return /^<br\s*\/?>/i.test(node.value) ? "\n" : "";
    case "delete":
      return "";
    case "image":
      return node.alt ?? "";
    case "link": {
      const text = node.children.map((child) => textOf(child, withTargets)).join("");
      const bare =
        text === "" || node.url === text || node.url === `http://${text}` || node.url === `mailto:${text}`;
      return withTargets && !bare ? `${text} (${node.url})` : text || node.url;
    }
    default: {
      if (!("children" in node)) return "";
      const separator = BLOCK_CONTAINERS.has(node.type) ? "\n" : "";
      return node.children.map((child) => textOf(child, withTargets)).join(separator);
    }
  }
}

const BLOCK_CONTAINERS = new Set([
  "root",
  "list",
  "listItem",
  "blockquote",
  "table",
  "tableRow",
  "footnoteDefinition",
]);

export const lineOf = (node: Nodes): number => node.position?.start.line ?? 0;

export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Every link of the plan, bare addresses included. */
export function linksOf(root: Root): PlanLink[] {
  const links: PlanLink[] = [];
  visit(root, "link", (node) => {
    links.push({ text: oneLine(textOf(node)), target: node.url, line: lineOf(node) });
  });
  return links;
}
