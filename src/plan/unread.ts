import type { Code, List, ListItem, RootContent } from "mdast";
import { lineOf } from "./markdown.ts";
import type { PlanWarning } from "./model.ts";
import { gherkinParagraphs } from "./readers/gherkin.ts";

/** A line that a scenario would have: a label, or a tier in a bullet or a table row. */
const LIKE_SCENARIO =
  /^[ \t]*[-*+\d.) \t]*[*_]{0,3}(?:negative )?(?:test )?scenarios?\b[^:\n]{0,60}:|^[ \t]*(?:[-*+|]|\d{1,3}[.)])[^\n]*\bTier[ -]?[1-3]\b/im;
/** A heading; in most languages it would be a comment. */
const HEADING = /^[ \t]*#{1,6}[ \t][^\n]*\bscenarios?\b/im;

/**
 * Warns of what looks as if scenarios were in it and is not read: code, also the rest of a plan behind a fence that is
 * never closed, and tables written in HTML. `read` are the nodes in which scenarios are looked for, `lines` those of the plan.
 */
export function unreadWarnings(
  nodes: readonly RootContent[],
  read: ReadonlySet<RootContent>,
  lines: readonly string[],
): PlanWarning[] {
  return nodes.flatMap((node, index) => {
    const line = lineOf(node);
    if (node.type === "list") return codeIn(node).flatMap((code) => nestedWarnings(code, lines));
    if (node.type === "html" && read.has(node) && /<t[dr]\b/i.test(node.value))
      return [{ line, message: "a table in HTML is not read: write it as a Markdown table" }];
    // An endless fence is parsed in parts that follow one another.
    if (node.type !== "code" || nodes[index - 1]?.type === "code" || !looksLost(node)) return [];
    if (read.has(node) && gherkinParagraphs(node) !== null) return [];
    return [{ line, message: "this code block looks as if it held scenarios: code is not read" }];
  });
}

const codeIn = (node: List | ListItem): Code[] =>
  node.children.flatMap((child) =>
    child.type === "code" ? [child] : child.type === "list" || child.type === "listItem" ? codeIn(child) : [],
  );

/** Code below a bullet ends with the bullet, closed or not, and takes what is indented as deep with it. */
function nestedWarnings(code: Code, lines: readonly string[]): PlanWarning[] {
  const at = (line: number | undefined): string => lines[(line ?? 0) - 1] ?? "";
  const open = FENCE.test(at(code.position?.start.line)) && !FENCE_ALONE.test(at(code.position?.end.line));
  const line = lineOf(code);
  if (LIKE_SCENARIO.test(code.value))
    return [{ line, message: "this code block looks as if it held scenarios: code is not read" }];
  return open ? [{ line, message: "this code block is never closed: it ends with its bullet" }] : [];
}

const FENCE = /`{3}|~{3}/;
const FENCE_ALONE = /^[\s>]*(?:`{3,}|~{3,})\s*$/;

const looksLost = ({ lang, value }: Code): boolean =>
  LIKE_SCENARIO.test(value) || (lang == null && HEADING.test(value));
