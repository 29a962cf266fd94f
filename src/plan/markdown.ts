import type { ListItem, Nodes, Paragraph, Root, RootContent, Table } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { type Processor, unified } from "unified";
import { type Chunk, splitChunks } from "./chunks.ts";
import { withoutDenseMarks } from "./guard.ts";
import type { PlanLink, PlanWarning } from "./model.ts";

/** What plans do not need, and bare addresses, which cost quadratic time here and are found in the text below. */
const UNUSED = [
  ...["gfmFootnoteDefinition", "gfmFootnoteCall", "gfmPotentialFootnoteCall"],
  ...["wwwAutolink", "protocolAutolink", "emailAutolink"],
];
const BARE_ADDRESS = /https?:\/\/[^\s<>()"'`|]*[^\s<>()"'`|.,;:!?]/g;

/** `~10 s and ~5 s` are approximations; only `~~` strikes out. */
const markdown = unified()
  .use(remarkParse)
  .use(remarkGfm, { singleTilde: false })
  .use(withoutUnused)
  .freeze();

function withoutUnused(this: Processor): void {
  const data = this.data();
  data.micromarkExtensions = [...(data.micromarkExtensions ?? []), { disable: { null: UNUSED } }];
  const extensions = (data.fromMarkdownExtensions ?? []).flat();
  data.fromMarkdownExtensions = extensions.map((extension) => ({ ...extension, transforms: [] }));
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
    const plain = withoutDenseMarks(chunk.text);
    if (plain !== null) {
      const message = "too many emphasis or link marks in one place; they are read as plain text";
      warnings.push({ line: chunk.offset + 1, message });
    }
    const root = markdown.parse(plain ?? chunk.text);
    shiftLines(root, chunk.offset);
    append(children, root.children.flatMap(liftLazyTitles), chunk);
  }
  return { root: { type: "root", children }, warnings };
}

function shiftLines(node: Nodes, offset: number): void {
  if (offset === 0) return;
  if (node.position !== undefined) {
    node.position.start.line += offset;
    node.position.end.line += offset;
  }
  if ("children" in node) for (const child of node.children) shiftLines(child, offset);
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
 * The text of a node without markup. A hard break and `<br>` become a line break, `<li>` a bullet, other
 * HTML and struck out text disappear, a link keeps its text only unless `withTargets` is set, which writes `text (target)`.
 */
export function textOf(node: Nodes, withTargets = false): string {
  switch (node.type) {
    case "text":
      return node.value.replace(FOOTNOTE_CALL, "");
    case "inlineCode":
      return node.value;
    case "break":
      return "\n";
    case "html":
      return HTML_BREAKS.find(([tag]) => tag.test(node.value))?.[1] ?? "";
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

/** Marks of notes at the foot of the page. */
const FOOTNOTE_CALL = /\[\^[^\]\s]{1,40}\]|(?<=[\p{L}\p{N}])[†‡]/gu;

/** What a table cell has for lines and lists. */
const HTML_BREAKS: readonly (readonly [RegExp, string])[] = [
  [/^<li\b/i, "\n- "],
  [/^<br\b|^<\/(?:ul|ol|p)>/i, "\n"],
];

const BLOCK_CONTAINERS = new Set(["root", "list", "listItem", "blockquote", "table", "tableRow"]);

export const lineOf = (node: Nodes): number => node.position?.start.line ?? 0;

export const oneLine = (text: string): string => text.replace(/\s+/g, " ").trim();

/** Every link below a node, bare addresses included. */
export function linksOf(node: Nodes): PlanLink[] {
  if (node.type === "link") return [{ text: oneLine(textOf(node)), target: node.url, line: lineOf(node) }];
  if (node.type === "text") {
    return [...node.value.matchAll(BARE_ADDRESS)].map(({ 0: target, index }) => {
      const line = lineOf(node) + node.value.slice(0, index).split("\n").length - 1;
      return { text: target, target, line };
    });
  }
  return "children" in node ? node.children.flatMap(linksOf) : [];
}
