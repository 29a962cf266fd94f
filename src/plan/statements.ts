import type { List, ListItem, RootContent, Table } from "mdast";
import { isPlaceholder } from "./ids.ts";
import { lineOf, oneLine, textOf } from "./markdown.ts";
import type { Statement } from "./model.ts";
import { labelledSegments } from "./readers/labels.ts";
import { saysNone } from "./readers/phrases.ts";
import { isKind, partsOf, type Section } from "./sections.ts";
import { readHead } from "./tags.ts";

/** Sections in which a bold line such as `**Test Environment**` means something else. */
const FOREIGN = ["risks", "signOff", "review"] as const;

/**
 * The statements of every section, and every part below a bold line, whose title is of the kind: one per bullet
 * or table row. Sub-bullets with a label (`*Rationale:*`, `*Sign-off:*`) are about the statement and left out.
 */
export function statementsOf(
  sections: readonly Section[],
  kind: "goals" | "limitations" | "outOfScope" | "entryCriteria" | "scope",
): Statement[] {
  return sections.flatMap((section) => {
    if (section.depth === 0 || FOREIGN.some((foreign) => isKind(section.title, foreign))) return [];
    return partsOf(section.nodes)
      .filter((part) => isKind(part.title ?? section.title, kind))
      .flatMap((part) => part.nodes.flatMap(statementsIn));
  });
}

function statementsIn(node: RootContent): Statement[] {
  const found = node.type === "list" ? fromList(node) : node.type === "table" ? fromTable(node) : [];
  return found.filter(({ text }) => /[\p{L}\p{N}]/u.test(text) && !isPlaceholder(text) && !saysNone(text));
}

const fromList = (list: List): Statement[] =>
  list.children.map((item) => statement(itemText(item), lineOf(item)));

const fromTable = (table: Table): Statement[] =>
  table.children
    .slice(1)
    .map((row) => statement(oneLine(row.children.map((cell) => textOf(cell))[0] ?? ""), lineOf(row)));

function statement(text: string, line: number): Statement {
  const head = readHead(text.replace(/^\[\s?[xX]?\s?\]\s*/, ""));
  return { text: head.rest, line, priority: head.priority };
}

function itemText(item: ListItem): string {
  const texts = item.children.map((child) => {
    if (child.type !== "list") return oneLine(textOf(child));
    const plain = child.children.filter((nested) => !isLabelled(nested)).map(itemText);
    return plain.join("; ");
  });
  return texts.filter((text) => text !== "").join(" ");
}

function isLabelled(item: ListItem): boolean {
  const [lead] = item.children;
  return (
    lead?.type === "paragraph" &&
    lead.children[0]?.type === "emphasis" &&
    labelledSegments(lead)[0]?.label != null
  );
}
