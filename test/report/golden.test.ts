import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { viewOf } from "../../src/journal/view.ts";
import { renderComment, renderSummary } from "../../src/report/comment.ts";
import { planText } from "../../src/report/text.ts";
import { stories } from "./stories.ts";
import { record } from "./story.ts";

/** Written anew only by `UPDATE_GOLDEN=1 npx vitest run test/report`; look at the difference before you commit it. */
const GOLDEN = join(import.meta.dirname, "..", "..", "fixtures", "golden");
const UPDATE = process.env.UPDATE_GOLDEN === "1";
const context = { jobUrl: "https://github.example/acme/virt-tests/actions/runs/7", marker: "testgen:ci/stp" };

function expectGolden(name: string, text: string): void {
  const path = join(GOLDEN, name);
  if (UPDATE) {
    mkdirSync(GOLDEN, { recursive: true });
    writeFileSync(path, `${text}\n`);
  }
  expect(`${text}\n`).toBe(readFileSync(path, "utf8"));
}

describe("the comment", () => {
  test.each(Object.keys(stories))("%s", (name) => {
    expectGolden(`${name}.md`, renderComment(viewOf(record(stories[name] ?? [])), context));
  });

  test("every golden file has its story", () => {
    const files = Object.keys(stories).flatMap((name) => [`${name}.md`]);
    expect(
      readdirSync(GOLDEN)
        .filter((file) => file.endsWith(".md"))
        .sort(),
    ).toEqual(files.sort());
  });
});

test.each(Object.keys(stories))("the job summary of %s is the comment without its marker", (name) => {
  const view = viewOf(record(stories[name] ?? []));
  expect(`<!-- ${context.marker} -->\n${renderSummary(view, context)}`).toBe(renderComment(view, context));
});

test.each(["partial", "infra", "cancelled", "changed"])("the terminal shows %s", (name) => {
  const plans = viewOf(record(stories[name] ?? [])).plans.map(planText);
  expectGolden(`${name}.txt`, plans.join("\n\n"));
});
