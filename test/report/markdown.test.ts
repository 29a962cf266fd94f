import fc from "fast-check";
import { toString as textOf } from "mdast-util-to-string";
import { describe, expect, test } from "vitest";
import {
  code,
  duration,
  fenced,
  html,
  inline,
  oneLine,
  plural,
  shorten,
  table,
  visible,
} from "../../src/report/markdown.ts";
import { hostile, kindsOf, parsed } from "./page.ts";

const NOTHING = "\u200b";

describe("free text in Markdown", () => {
  test.each([
    ["a | b || c", "a | b || c"],
    ["`code` and ```fence```", "`code` and ```fence```"],
    ["*bold* _it_ **b** ~~gone~~", "*bold* _it_ **b** ~~gone~~"],
    ["</details><b>x</b> <!-- m -->", "</details><b>x</b> <!-- m -->"],
    ["&lt;b&gt; &#64;alice &amp;", `&lt;b&gt; &#${NOTHING}64;alice &amp;`],
    ["@alice and @acme/team", `@${NOTHING}alice and @${NOTHING}acme/team`],
    ["fixes #123, GH-7, acme/x#9; # 1", `fixes #${NOTHING}123, GH-${NOTHING}7, acme/x#${NOTHING}9; # 1`],
    ["[x](javascript:alert(1)) [y]", "[x](javascript:alert(1)) [y]"],
    ["![i](http://evil.example/x.png)", `![i](http:${NOTHING}//evil.example/x.png)`],
    [
      "see https://evil.example www.evil.example",
      `see https:${NOTHING}//evil.example www${NOTHING}.evil.example`,
    ],
    ["mail bob@evil.example", `mail bob@${NOTHING}evil.example`],
    ["# heading", "# heading"],
    ["- item", "- item"],
    ["+ item", "+ item"],
    ["1. item", "1. item"],
    ["12) item", "12) item"],
    ["---", "---"],
    ["> quote", "> quote"],
    ["a\\", "a\\"],
    ["a\\*b*", "a\\*b*"],
    ["$x$ costs $5", "$x$ costs $5"],
    ["two\n\n# lines\r\nhere", "two # lines here"],
  ])("%j is shown as it is written", (text, shown) => {
    const page = parsed(inline(text));
    expect(kindsOf(page)).toEqual(["paragraph", "text"]);
    expect(textOf(page)).toBe(shown);
  });

  test("anything stays one paragraph of plain text", () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: "binary" })), (text) => {
        const page = parsed(`x ${inline(text, 100_000)}`);
        expect(kindsOf(page)).toEqual(["paragraph", "text"]);
        expect(textOf(page).replaceAll(NOTHING, "")).toBe(`x ${oneLine(text, 100_000)}`.trim());
        const alone = inline(text);
        if (alone !== "") expect(kindsOf(parsed(alone))).toEqual(["paragraph", "text"]);
      }),
    );
  });
});

describe("free text in a summary", () => {
  test("HTML is escaped, Markdown is left alone: it has no meaning there", () => {
    expect(html("test_a[x*y] <b> & @bob #7")).toBe("test_a[x*y] &lt;b&gt; &amp; @&#8203;bob #&#8203;7");
  });
});

describe("inline code", () => {
  test.each([
    "test_x[a|b]",
    "a\\|b",
    "|",
    "`tick`",
    "``",
    "a`b``c```d",
    "</code><b>",
    "@alice #1 https://evil.example",
    "back\\slash\\",
    "*x* _y_",
  ])("%j survives a table cell and a paragraph", (text) => {
    const cell = parsed(table(["a", "b"], [[code(text), "end"]]));
    const [, row] = cell.children[0]?.type === "table" ? cell.children[0].children : [];
    expect(row?.children.map((one) => textOf(one, { includeHtml: false }).replaceAll(NOTHING, ""))).toEqual([
      text,
      "end",
    ]);
    expect(textOf(parsed(code(text)), { includeHtml: false }).replaceAll(NOTHING, "")).toBe(text);
  });

  test("anything stays in its cell", () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: "binary" })), (text) => {
        const [block] = parsed(table(["a", "b"], [[code(text), inline(text)]])).children;
        const rows = block?.type === "table" ? block.children : [];
        expect(rows.map((row) => row.children.length)).toEqual([2, 2]);
      }),
    );
  });
});

describe("a block of foreign text", () => {
  test.each(["```", "````\nx\n```", "~~~", "</details>", "<!-- testgen:ci/stp -->", "a\n\n# b", "\t| a |"])(
    "%j does not get out",
    (text) => {
      const page = parsed(`${fenced(text, "text")}\n\nafter`);
      expect(page.children).toMatchObject([
        { type: "code", lang: "text", value: text },
        { type: "paragraph" },
      ]);
    },
  );

  test("anything stays one block", () => {
    fc.assert(
      fc.property(
        fc.oneof(hostile, fc.string({ unit: "binary" })),
        fc.integer({ min: 60, max: 400 }),
        (text, limit) => {
          expect(parsed(`${fenced(text, "", limit)}\n\nafter`).children.map(({ type }) => type)).toEqual([
            "code",
            "paragraph",
          ]);
        },
      ),
    );
  });
});

describe("what cannot be seen", () => {
  test.each([
    ["\u001b[31mred\u001b[0m \u001b]8;;http://evil\u0007link\u001b]8;;\u0007", "red link"],
    ["nul\0 bell\u0007 back\b", "nul bell back"],
    ["\u202eright to left\u202c \u200bzero\ufeff \u{e0041}tag", "right to left zero tag"],
    ["a\r\nb\rc", "a\nb\nc"],
    ["half \ud83d", "half \ufffd"],
    ["tab\tkept 日本 🧪", "tab\tkept 日本 🧪"],
  ])("%j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});

describe("cutting", () => {
  test("one line is never longer than asked, and never ends in half a character", () => {
    expect(oneLine("🧪🧪🧪", 4)).toBe("🧪…");
    expect(oneLine("🧪🧪🧪", 5)).toBe("🧪🧪…");
    expect(oneLine("🧪🧪🧪", 6)).toBe("🧪🧪🧪");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 30 }), (text, limit) => {
        const line = oneLine(text, limit);
        expect(line.length).toBeLessThanOrEqual(limit);
        expect(line.isWellFormed()).toBe(true);
      }),
    );
  });

  test("a long text keeps its beginning and its last lines", () => {
    const lines = Array.from({ length: 500 }, (_, index) => `line ${index}`);
    const short = shorten(lines.join("\n"), 300);
    expect(short.length).toBeLessThanOrEqual(300);
    expect(short).toMatch(/^line 0\nline 1\n/);
    expect(short).toMatch(/\n… \d+ characters left out …\n/);
    expect(short).toMatch(/\nline 498\nline 499$/);
    for (const line of short.split("\n")) expect(line).toMatch(/^(?:line \d+|… \d+ characters left out …)$/);
  });

  test("one endless line is cut too", () => {
    const short = shorten(`begin${"x".repeat(10_000)}end`, 200);
    expect(short.length).toBeLessThanOrEqual(200);
    expect(short).toMatch(/^begin.*end$/s);
  });

  test("anything fits, and what fits is left alone", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 60, max: 2000 }), (text, limit) => {
        const short = shorten(text, limit);
        expect(short.length).toBeLessThanOrEqual(limit);
        if (text.length <= limit) expect(short).toBe(text);
      }),
    );
  });
});

test("durations", () => {
  expect(
    [0, 49, 1_450, 59_949, 59_950, 119_600, 125_000, 3_599_400, 3_600_000, 7_500_000].map(duration),
  ).toEqual([
    "0.0 s",
    "0.0 s",
    "1.4 s",
    "59.9 s",
    "1 min 0 s",
    "2 min 0 s",
    "2 min 5 s",
    "59 min 59 s",
    "1 h 0 min",
    "2 h 5 min",
  ]);
});

test("plurals", () => {
  expect([plural(0, "run"), plural(1, "run"), plural(2, "retry", "retries")]).toEqual([
    "0 runs",
    "1 run",
    "2 retries",
  ]);
});
