import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { lintPlan } from "../src/plan/lint.ts";
import { planOf } from "./plan/plans.ts";

const page = (name: string): string => readFileSync(new URL(`../docs/${name}`, import.meta.url), "utf8");

/** The cells of the rows of the first table after a text. */
function rowsAfter(text: string, mark: string): string[][] {
  const lines = text.slice(text.indexOf(mark)).split("\n");
  const table = lines.slice(lines.findIndex((line) => line.startsWith("|")));
  return table
    .slice(
      2,
      table.findIndex((line) => !line.startsWith("|")),
    )
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe("docs/plans.md", () => {
  const text = page("plans.md");

  test("the example plan is read as the page says", () => {
    const [, example = ""] = /```markdown\n([\s\S]*?)```/.exec(text) ?? [];
    const plan = planOf(example);
    const read = plan.scenarios.map(({ id, tier, priority, negative, notGenerable }) => [
      id,
      tier === null ? "none" : [tier].flat().join(", "),
      priority ?? "none",
      negative ? "yes" : "no",
      notGenerable === null ? "yes" : `no: ${notGenerable}`,
    ]);
    expect(read).toEqual(rowsAfter(text, "is read as"));
    expect(plan.warnings).toEqual([]);
  });

  test("every rule of the advice is there", () => {
    const named = rowsAfter(text, "advice, never a stop").map(([rule = ""]) => rule.replaceAll("`", ""));
    const source = readFileSync(new URL("../src/plan/lint.ts", import.meta.url), "utf8");
    const [, union = ""] = /type LintRule =([\s\S]*?);/.exec(source) ?? [];
    expect(named.sort()).toEqual([...union.matchAll(/"([a-z-]+)"/g)].map(([, rule]) => rule).sort());
    expect(
      lintPlan(planOf("### Test Scenarios\n\n- Verify a is up")).map(({ rule }) => named.includes(rule)),
    ).toEqual([true, true, true]);
  });
});

test("docs/descriptions.md names every rule of the description's lint", () => {
  const folder = new URL("../src/description/", import.meta.url);
  const source = readdirSync(folder)
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");
  const rules = [...source.matchAll(/(?:\b(?:say|complain)\(\s*|\brule: )"([a-z-]+)"/g)].map(
    ([, rule]) => rule,
  );
  const named = rowsAfter(page("descriptions.md"), "Exit 1 with findings").flatMap(([cell = ""]) =>
    [...cell.matchAll(/`([a-z-]+)`/g)].map(([, rule]) => rule),
  );
  expect([...new Set(rules)].sort()).toEqual(named.sort());
});
