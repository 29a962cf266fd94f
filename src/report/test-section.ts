import type { PlanView } from "../journal/view.ts";
import type { Detail } from "./detail.ts";
import { excerpt } from "./excerpt.ts";
import { testName } from "./figures.ts";
import { code, details, fenced, html, inline, more, table, visible } from "./markdown.ts";

type Test = PlanView["tests"][number];

const STATUS: Readonly<Record<Test["status"], string>> = {
  passed: "✅ passed",
  healed: "🩹 passed after healing",
  flaky: "🎲 flaky",
  failed: "❌ failed",
  described: "📝 described only",
  "not-run": "➖ not executed",
};

const statusOf = ({ status, verdict }: Test): string =>
  status === "passed" && verdict === "retry" ? "🔁 passed after retry" : STATUS[status];

const isOpen = ({ status }: Test): boolean =>
  status === "failed" || status === "flaky" || status === "not-run";

/** Every test with its result, one a row. */
export function testTable({ tests }: PlanView, { tests: limit }: Detail): string[] {
  if (tests.length === 0 || limit === 0) return [];
  // When there is no room for all, those that need a look go first.
  const ordered =
    tests.length <= limit ? tests : [...tests.filter(isOpen), ...tests.filter((test) => !isOpen(test))];
  const rows = ordered
    .slice(0, limit)
    .map((test) => [
      code(testName(test.nodeid)),
      inline(test.scenario),
      statusOf(test),
      test.status === "failed" ? (test.verdict ?? "unknown") : "",
      test.attempts === 0 ? "" : String(test.attempts),
    ]);
  return [table(["Test", "Scenario", "Result", "Verdict", "Runs"], rows), ...more(tests, limit, "test")];
}

/** Why a test had to be run again, so that a reader can tell a hiccup from a product that is not steady. */
export function retried({ tests }: PlanView, { tests: limit }: Detail): string[] {
  const some = tests.filter(
    ({ verdict, status, message }) => verdict === "retry" && status === "passed" && message,
  );
  if (some.length === 0 || limit === 0) return [];
  const lines = some
    .slice(0, limit)
    .map(({ nodeid, message }) => `- ${code(testName(nodeid))}: ${inline(message, 300)}`);
  return [["**Passed when run again:**", "", ...lines].join("\n")];
}

/** What is said of each failure, whatever else is known. */
function meaningOf({ status, verdict, message }: Test): string {
  if (status === "flaky") return inline(message, 600);
  return VERDICTS[verdict ?? "unknown"] ?? "";
}

const VERDICTS: Readonly<Record<string, string>> = {
  "product-bug": "The product contradicts the plan. The test was left as it is.",
  infra: "The environment stopped it. Nothing was changed.",
  retry: "It kept failing for a passing reason. Nothing was changed.",
  heal: "The test is at fault, but no edit was found that does not weaken it.",
  unknown: "Nobody can tell whose fault it is: a person must look. Nothing was changed.",
};

/** What is known of each test that did not pass, collapsed. */
export function diagnostics(plan: PlanView, { diagnostics: limit, diagnosticCharacters }: Detail): string[] {
  const open = plan.tests.filter(isOpen);
  if (open.length === 0 || limit === 0) return [];
  const sections = open
    .slice(0, limit)
    .map((test) =>
      details(
        `<b>${html(testName(test.nodeid))}</b>: ${test.verdict ?? test.status} (${html(test.category)})`,
        [
          meaningOf(test),
          `**Signal:** ${code(test.signal || "none")}`,
          ...(test.suggestion === "" ? [] : [`**What to do:** ${inline(test.suggestion, 600)}`]),
          ...oracle(plan, test.nodeid),
          fenced(
            excerpt(visible(test.detail || test.message).trimEnd(), diagnosticCharacters),
            "text",
            diagnosticCharacters,
          ),
        ]
          .filter((part) => part !== "")
          .join("\n\n"),
      ),
    );
  return ["#### Diagnostics", ...sections, ...more(open, limit, "failure")];
}

/** What the plan demands of the test that failed: the words a product bug is measured by. */
function oracle(plan: PlanView, nodeid: string): string[] {
  const bindings = plan.trace.find((entry) => entry.nodeid === nodeid)?.bindings ?? [];
  const expected = bindings
    .filter((binding) => binding.section === "expected")
    .map((binding) => inline(binding.text));
  return expected.length === 0 ? [] : [`**Expected by the plan:** ${expected.join("; ")}`];
}
