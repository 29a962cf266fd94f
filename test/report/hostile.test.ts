import fc from "fast-check";
import type { Root } from "mdast";
import { visit } from "unist-util-visit";
import { describe, expect, test } from "vitest";
import { type EventBody, eventBody } from "../../src/journal/events.ts";
import { viewOf } from "../../src/journal/view.ts";
import { renderComment, renderSummary } from "../../src/report/comment.ts";
import { visible } from "../../src/report/markdown.ts";
import { planText } from "../../src/report/text.ts";
import { hostile, parsed, skeletonOf } from "./page.ts";
import { stories } from "./stories.ts";
import { record } from "./story.ts";

const context = { jobUrl: "https://github.example/acme/virt-tests/actions/runs/7", marker: "testgen:ci/stp" };
const COMMIT = "https://github.example/acme/virt-tests/commit/89abcdef0123456789abcdef0123456789abcdef";

/** Fields that are ours: closed sets of words, or what GitHub itself answered. */
const OURS = new Set(["type", "kind", "phase", "status", "verdict", "outcome", "section", "commit", "url"]);

/** The story told in foreign words: every text that comes from outside is `text`, told apart by number where it names something. */
function told(story: readonly EventBody[], text: string): readonly EventBody[] {
  const names = new Map<string, string>();
  const named = (name: string): string => {
    const known = names.get(name) ?? `${text}${names.size}`;
    names.set(name, known);
    return known;
  };
  const walk = (value: unknown, field: string): unknown => {
    if (typeof value === "string") {
      if (OURS.has(field) || value === "") return value;
      if (field === "nodeid") return `${named(value)}.py::${named(value)}`;
      return field === "plan" || field === "plans" ? named(value) : text;
    }
    if (Array.isArray(value)) return value.map((item) => walk(item, field));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, name === "facts" ? inner : walk(inner, name)]),
    );
  };
  return story.map((event) => eventBody.parse(walk(event, "")));
}

const pageOf = (story: readonly EventBody[]): Root => parsed(renderComment(viewOf(record(story)), context));

/** What GitHub would make a link, a mention or a reference of, once the page is rendered. */
const LIVE = /@\w|#\d|GH-\d|:\/\/|www\./i;
const OWN_HTML =
  /^(?:<!-- testgen:ci\/stp -->(?:\n## .*)?|<details><summary>(?:<b>[^<>]*<\/b>)?[^<>]*<\/summary>|<\/details>|<br>|<\/?sub>|<\/?code>)$/;

function expectHarmless(page: Root): void {
  const markers: number[] = [];
  visit(page, (node) => {
    if (node.type === "html") {
      expect(node.value).toMatch(OWN_HTML);
      expect(node.value.replace(/&#8203;/g, "\u200b").replace("<!-- testgen:ci/stp -->", "")).not.toMatch(
        LIVE,
      );
      if (node.value.includes("<!--")) markers.push(node.position?.start.offset ?? -1);
    }
    if (node.type === "link") expect([context.jobUrl, COMMIT]).toContain(node.url);
    if (node.type === "text") expect(node.value).not.toMatch(LIVE);
    expect(node.type).not.toMatch(
      /^(?:image|imageReference|linkReference|definition|footnote.*|blockquote|thematicBreak|strong.?Emphasis)$/,
    );
  });
  expect(markers).toEqual([0]);
}

const endings = Object.keys(stories);

describe("foreign text", () => {
  test.each(endings)("changes nothing of the page of %s but its words", (name) => {
    const story = stories[name] ?? [];
    const plain = skeletonOf(pageOf(told(story, "word")));
    fc.assert(
      fc.property(
        hostile.filter((text) => visible(text).trim() !== ""),
        (text) => {
          const page = pageOf(told(story, text));
          expectHarmless(page);
          expect(skeletonOf(page)).toBe(plain);
        },
      ),
      { numRuns: 40 },
    );
  });

  test.each([
    ["10 kB of a name", "name_".repeat(2_000)],
    ["10 kB of backticks", "`".repeat(10_000)],
    ["10 kB of pipes", "|".repeat(10_000)],
    ["10 kB of emoji", "🧪".repeat(5_000)],
    ["10 kB of mentions", "@alice ".repeat(1_500)],
    ["10 kB of line breaks", `x${"\n".repeat(10_000)}y`],
    ["a closed block and our marker", "```\n</details>\n<!-- testgen:ci/stp -->\n# Owned @everyone"],
  ])("%s", (_, text) => {
    for (const name of endings) {
      const comment = renderComment(viewOf(record(told(stories[name] ?? [], text))), context);
      expect(comment.length).toBeLessThanOrEqual(65_536);
      expect(comment.isWellFormed()).toBe(true);
      expectHarmless(parsed(comment));
    }
  });

  test("the job summary holds no marker at all", () => {
    for (const name of endings) {
      const summary = renderSummary(
        viewOf(record(told(stories[name] ?? [], "<!-- testgen:ci/stp --> </details>"))),
        context,
      );
      visit(parsed(summary), "html", (node) => expect(node.value).not.toContain("<!--"));
    }
  });

  test("the terminal is told nothing that it would obey", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { plans } = viewOf(record(told(stories.partial ?? [], `${text}x`)));
        const lines = plans.map(planText).join("\n").split("\n");
        for (const line of lines) expect(line).toBe(visible(line));
        expect(lines.length).toBe(
          viewOf(record(stories.partial ?? []))
            .plans.map(planText)
            .join("\n")
            .split("\n").length,
        );
      }),
    );
  });
});
