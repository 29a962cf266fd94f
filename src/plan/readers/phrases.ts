import type { List, ListItem } from "mdast";
import { oneLine, textOf } from "../markdown.ts";

/** True when the text opens like a test, not like a story: `Verify …`, `Confirm that …`. */
export const startsWithVerb = (text: string): boolean =>
  /^(?:verify|validate|confirm|check|ensure|assert|test(?! (?:scenario|case|plan|suite|environment|strategy|tier)))(?:s|ing)?\b/i.test(
    text.trim(),
  );

export const isStory = (text: string): boolean => /^as (?:an?|the)\b/i.test(text.trim());

/** A text that says there is nothing: `None`, `N/A — covered by the parent`. */
export const saysNone = (text: string): boolean =>
  /^(?:none|n\/?a|not applicable|nothing|no (?:new|additional)\b|-+|—)(?:$|[\s.,;:—–-])/i.test(text.trim());

/** One entry per enumerated line; a wrapped line continues the entry before it. */
export function linesOf(text: string): string[] {
  const entries: string[] = [];
  for (const line of text.split("\n")) {
    const bare = line.replace(/^\s*(?:[-*•]|\d{1,3}[.)])\s+/, "");
    if (entries.length === 0 || bare !== line) entries.push(bare);
    else entries.push(`${entries.pop()} ${line}`);
  }
  return entries.map(oneLine).filter((entry) => entry !== "");
}

/** One entry per bullet or numbered item, nested ones after the item they stand under. */
export const itemsOf = (list: List): string[] => list.children.flatMap(itemEntries);

function itemEntries(item: ListItem): string[] {
  const own = item.children.filter((child) => child.type !== "list" && child.type !== "code");
  const text = oneLine(own.map((child) => textOf(child)).join(" "));
  const nested = item.children.flatMap((child) => (child.type === "list" ? itemsOf(child) : []));
  return text === "" ? nested : [text, ...nested];
}
