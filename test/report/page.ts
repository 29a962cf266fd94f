import fc from "fast-check";
import type { Nodes, Root } from "mdast";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { visit } from "unist-util-visit";

const processor = unified().use(remarkParse).use(remarkGfm);

/** A page as GitHub reads it. */
export const parsed = (markdown: string): Root => processor.parse(markdown);

/** The kinds of all nodes below the root, in order. */
export function kindsOf(page: Root): string[] {
  const kinds: string[] = [];
  visit(page, (node) => {
    if (node.type !== "root") kinds.push(node.type);
  });
  return kinds;
}

const BLOCKS = new Set([
  "blockquote",
  "code",
  "definition",
  "footnoteDefinition",
  "heading",
  "html",
  "list",
  "listItem",
  "paragraph",
  "table",
  "tableCell",
  "tableRow",
  "thematicBreak",
]);

/** The page without its words: blocks only, one a line, indented by depth. */
export function skeletonOf(page: Root): string {
  const lines: string[] = [];
  const walk = (node: Nodes, depth: number): void => {
    const isBlock = BLOCKS.has(node.type) && !(node.type === "html" && !isBlockHtml(node.value));
    if (isBlock) lines.push(`${" ".repeat(depth)}${node.type}${node.type === "heading" ? node.depth : ""}`);
    if ("children" in node) for (const child of node.children) walk(child, depth + 1);
  };
  walk(page, 0);
  return lines.join("\n");
}

const isBlockHtml = (text: string): boolean => /^<(?:!--|\/?details)/.test(text);

const TOKENS = [
  "|",
  "`",
  "```",
  "~~~",
  "````js",
  "</details>",
  "<details>",
  "</summary>",
  "</sub>",
  "<b>",
  "<script>alert(1)</script>",
  "<!-- testgen:ci/stp -->",
  "<!--",
  "-->",
  "@alice",
  "@acme/team",
  "#123",
  "GH-12",
  "acme/virt-tests#5",
  "[x](javascript:alert(1))",
  "![i](http://evil.example/x.png)",
  "<https://evil.example>",
  "https://evil.example/?q=1",
  "www.evil.example",
  "bob@evil.example",
  "[x]: http://evil.example",
  "[^1]",
  "[^1]: note",
  "\u202e",
  "\u200b",
  "\u001b[31m",
  "\0",
  "\n",
  "\r",
  "\n\n",
  "\n```\n",
  "# ",
  "- ",
  "- [ ] ",
  "1. ",
  "> ",
  "\n| a | b |\n|---|---|\n",
  "\n===\n",
  "---",
  "***",
  "\\",
  "&lt;",
  "&#64;alice",
  "$x$",
  "~~",
  "*",
  "_",
  "    indented",
  "\t",
  " ",
  "🧪",
  "\ud83d",
  "日本",
  "x".repeat(500),
  "word",
];

/** Text made of everything that has a meaning to Markdown, HTML, GitHub or a terminal. */
export const hostile = fc.array(fc.constantFrom(...TOKENS), { maxLength: 12 }).map((parts) => parts.join(""));
