import type { Code, Root } from "mdast";
import { lineOf } from "./markdown.ts";
import type { PlanWarning } from "./model.ts";

/** A line that a scenario would have: a label, or a tier in a bullet or a table row. */
const LIKE_SCENARIO =
  /^[ \t]*[-*+\d.) \t]*[*_]{0,3}(?:negative )?(?:test )?scenarios?\b[^:\n]{0,60}:|^[ \t]*(?:[-*+|]|\d{1,3}[.)])[^\n]*\bTier[ -]?[1-3]\b/im;
/** A heading; in most languages it would be a comment. */
const HEADING = /^[ \t]*#{1,6}[ \t][^\n]*\bscenarios?\b/im;

/**
 * Warns of code blocks that look as if scenarios were in them: code is not read, and a fence that is never closed
 * makes code of the rest of the plan.
 */
export function codeWarnings(root: Root): PlanWarning[] {
  const message = "this code block looks as if it held scenarios: code is not read";
  // An endless fence is parsed in parts that follow one another.
  return root.children
    .filter((node, index) => node.type === "code" && root.children[index - 1]?.type !== "code")
    .flatMap((node) => (node.type === "code" && looksLost(node) ? [{ line: lineOf(node), message }] : []));
}

const looksLost = ({ lang, value }: Code): boolean =>
  LIKE_SCENARIO.test(value) || (lang == null && HEADING.test(value));
