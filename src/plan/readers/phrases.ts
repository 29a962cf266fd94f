import type { List, ListItem } from "mdast";
import { oneLine, textOf } from "../markdown.ts";

/** True when the text opens like a test, not like a story: `Verify …`, `Confirm that …`. */
export const startsWithVerb = (text: string): boolean =>
  /^(?:verify|validate|confirm|check|ensure|assert|make(?= sure\b)|test(?! (?:scenario|case|plan|suite|environment|strategy|tier|automation|coverage|result|data|framework|lane|execution|code)))(?:s|ing)?\b/i.test(
    text.trim(),
  );

/** True when the text says what to verify, at its start or after what to do: `Stop a VM and check that it is gone`. */
export const verifies = (text: string): boolean =>
  startsWithVerb(text) ||
  /(?:\b(?:and|then)|[,;.:])\s+(?:then\s+)?(?:verify|validate|confirm|check|ensure|assert|make sure)\b/i.test(
    text,
  );

export const isStory = (text: string): boolean => /^as (?:an?|the)\b/i.test(text.trim());

const NONE =
  /^(?:none|n\/?a|not applicable|nothing|-+|—)(?:$|\s*[.,;:(—–-]|\s+(?:required|needed|identified|planned|reviewed|for|at)\b)/i;
const NO_TESTS =
  /^no (?:(?:new|additional|dedicated|specific|further|known|functional) )+(?:tests?|scenarios?|coverage|limitations?)\b/i;

/** A text that says there is nothing: `None`, `N/A — covered by the parent`; not `None of the VMs is deleted`. */
export const saysNone = (text: string): boolean => NONE.test(text.trim()) || NO_TESTS.test(text.trim());

/** One entry per enumerated line; a wrapped line continues the entry before it. */
export function linesOf(text: string): string[] {
  const entries: string[] = [];
  for (const line of text.includes("\n") ? text.split("\n") : numberedIn(text)) {
    const bare = line.replace(/^\s*(?:[-*•]|\(?\d{1,3}[.)]|\(?[a-h]\))\s+/, "");
    if (entries.length === 0 || bare !== line) entries.push(bare);
    else entries.push(`${entries.pop()} ${line}`);
  }
  return entries.map(oneLine).filter((entry) => entry !== "");
}

/** `1) Start it 2) Stop it` in one line, cut before each number; the line itself where they do not count up. */
function numberedIn(line: string): string[] {
  const cuts: number[] = [];
  for (const { 0: mark, 1: digits, index } of line.matchAll(/(?:^|\s)(\d{1,3})[.)](?=\s)/g))
    if (Number(digits) === cuts.length + 1) cuts.push(index + mark.search(/\d/));
  if (cuts.length < 2 || line.slice(0, cuts[0]).trim() !== "") return [line];
  return cuts.map((cut, index) => line.slice(cut, cuts[index + 1]));
}

/**
 * The tests a text lists, one to a line; empty where a line is none. In a numbered or bulleted list a line may start
 * with what to do, if each says what to verify; otherwise the lines are the steps of one test. A wrapped line
 * continues the one before it.
 */
export function testsOf(text: string): string[] {
  const paragraphs = text.split(/\n\s*\n/).flatMap((part) => linesOf(part).join(" ") || []);
  const listed = paragraphs.length > 1 ? paragraphs : linesOf(text);
  const split = text.split("\n").map(oneLine);
  const lines = (listed.length > 1 ? listed : split).filter((line) => line !== "");
  const bare = lines.map((line) => line.replace(/^(?:\[[^\]]{0,60}\]\s*)+/, ""));
  const tests =
    bare.every(startsWithVerb) ||
    (listed.length > 1 && bare.every((line, index) => verifies(line) && (index === 0 || !refersBack(line))));
  return lines.length > 1 && tests ? lines : [];
}

/** `Stop it and verify …` goes on with what the line before has started. */
const refersBack = (line: string): boolean => /^\w+ (?:it|them)\b/i.test(line);

/** One entry per bullet or numbered item, nested ones after the item they stand under. */
export const itemsOf = (list: List): string[] => list.children.flatMap(itemEntries);

function itemEntries(item: ListItem): string[] {
  const own = item.children.filter((child) => child.type !== "list" && child.type !== "code");
  const text = oneLine(own.map((child) => textOf(child)).join(" "));
  const nested = item.children.flatMap((child) => (child.type === "list" ? itemsOf(child) : []));
  return text === "" ? nested : [text, ...nested];
}
