import type { Root } from "mdast";
import { lineOf } from "./markdown.ts";
import type { PlanWarning } from "./model.ts";

/** A line that a scenario would have: a label, a tier in a bullet or a table row, or a heading. */
const LIKE_SCENARIO =
  /^[ \t]*[-*+#>\d.) \t]*[*_]{0,3}(?:negative )?(?:test )?scenarios?\b[^:\n]{0,60}:|^[ \t]*(?:[-*+|]|\d{1,3}[.)])[^\n]*\bTier[ -]?[1-3]\b|^[ \t]*#{1,6}[ \t][^\n]*\bscenarios?\b/im;

/**
 * Warns of code blocks that look as if scenarios were in them: code is not read, and a fence that is never closed
 * makes code of the rest of the plan.
 */
export function codeWarnings(root: Root): PlanWarning[] {
  const message = "this code block looks as if it held scenarios: code is not read";
  // An endless fence is parsed in parts that follow one another.
  return root.children
    .filter((node, index) => node.type === "code" && root.children[index - 1]?.type !== "code")
    .flatMap((node) =>
      node.type === "code" && LIKE_SCENARIO.test(node.value) ? [{ line: lineOf(node), message }] : [],
    );
}
