import type { List, RootContent, Table } from "mdast";
import { isPlaceholder } from "./ids.ts";
import { oneLine, textOf } from "./markdown.ts";
import { segmentsOf } from "./readers/labels.ts";
import { partsOf, type Section, subtreeOf } from "./sections.ts";

const PLAN_SUFFIX = /\s*[-–—:|]*\s*\(?(?:quality engineering plan|software test plan|test plan|stp)\)?\s*$/i;
const PLAN_PREFIX =
  /^\(?(?:quality engineering plan|software test plan|test plan|stp)\)?\s*(?:[-–—:|]+|\bfor\b|\bof\b)\s*/i;
/** First headings that name the kind of document and not the feature. */
const GENERIC = /^(?:openshift[- ]virtualization(?:[- ]tests)?|cnv|software)?(?:\s*[-–—]\s*)?(?:\(stp\))?$/i;

/** The feature's name: the heading that ends in "Quality Engineering Plan", else the first that says something. */
export function titleOf(sections: readonly Section[], path: string): string {
  const headings = sections.filter((section) => section.depth > 0);
  const named = headings.find((section) => /quality engineering plan/i.test(section.title));
  const candidates =
    named === undefined ? headings.filter((section) => section.depth <= 2).slice(0, 2) : [named];
  for (const { title } of candidates) {
    const feature = title.replace(PLAN_SUFFIX, "").replace(PLAN_PREFIX, "").trim();
    if (!GENERIC.test(feature) && !/^metadata\b/i.test(feature)) return feature;
  }
  return (path.split("/").at(-1) ?? path).replace(/\.(?:md|markdown)$/i, "");
}

/** Labels and values of a section written as bullets (`- **Label:** value`) or as a table. */
export function recordOf(
  sections: readonly Section[],
  kind: "metadata" | "environment",
): Record<string, string> {
  const record = new Map<string, string>();
  // What stands below a bold line, such as the document conventions, is about something else.
  const [part] = partsOf(subtreeOf(sections, kind)[0]?.nodes ?? []);
  for (const node of part?.title === null ? part.nodes : []) {
    const entries =
      node.type === "list" ? listEntries(node) : node.type === "table" ? tableEntries(node) : [];
    for (const [label, value] of entries) {
      if (!record.has(label) && value !== "" && !isPlaceholder(value)) record.set(label, value);
    }
  }
  return Object.fromEntries(record);
}

function listEntries(list: List): [string, string][] {
  return list.children.flatMap((item): [string, string][] => {
    const [lead, ...rest] = item.children;
    if (lead?.type !== "paragraph") return [];
    const [segment] = segmentsOf(lead, true);
    if (segment?.label == null) return [];
    const nested = rest.flatMap((node) =>
      node.type === "list" ? node.children.map((child) => oneLine(textOf(child, true))) : [],
    );
    const values = [segment.text, ...nested]
      .map(oneLine)
      .filter((value) => value !== "" && !isPlaceholder(value));
    return [[segment.label, values.join("; ")]];
  });
}

function tableEntries(table: Table): [string, string][] {
  return table.children.slice(1).map((row) => {
    const [label = "", ...values] = row.children.map((cell) =>
      oneLine(textOf(cell, true).replaceAll("\n", "; ")),
    );
    return [label.replace(/\s*:$/, ""), values.filter((value) => /\w/.test(value)).join(" — ")];
  });
}

/** The paragraphs and lists of the feature overview as plain text, one block per line. */
export function overviewOf(sections: readonly Section[]): string {
  const blocks = (subtreeOf(sections, "overview")[0]?.nodes ?? []).filter(isProse);
  return blocks
    .map((node) => oneLine(textOf(node)))
    .filter((text) => text !== "" && !isPlaceholder(text))
    .join("\n");
}

const isProse = (node: RootContent): boolean => node.type === "paragraph" || node.type === "list";
