import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JUNIT_MAX_BYTES, readJunit } from "../../src/checks/junit/junit.ts";

const readText = (text: string) => readJunit({ path: "attack.xml", bytes: new TextEncoder().encode(text) });
const suite = (inner: string) => `<testsuites><testsuite name="s">${inner}</testsuite></testsuites>`;

function refusal(text: string): string {
  const file = readText(text);
  return file.ok ? "accepted" : file.error.code;
}

const LAUGHS = Array.from({ length: 10 }, (_, i) =>
  i === 0 ? '<!ENTITY l0 "lol">' : `<!ENTITY l${i} "${`&l${i - 1};`.repeat(10)}">`,
).join("");

describe("readJunit under attack", () => {
  it.each([
    ["billion laughs", `<!DOCTYPE x [${LAUGHS}]>${suite('<testcase name="&l9;"/>')}`, "junit.doctype"],
    [
      "external entity",
      `<!DOCTYPE x [<!ENTITY e SYSTEM "https://example.com/">]>${suite("&e;")}`,
      "junit.doctype",
    ],
    ["DOCTYPE after a comment", `<!-- a --><!DOCTYPE x>${suite("")}`, "junit.doctype"],
    ["undeclared entity", suite('<testcase name="&secret;"/>'), "junit.entity"],
    ["deep nesting", `${"<testsuite>".repeat(5000)}${"</testsuite>".repeat(5000)}`, "junit.too-complex"],
    ["two million elements", suite("<b/>".repeat(2_000_000)), "junit.too-complex"],
    [
      "a thousand attributes",
      suite(`<b ${Array.from({ length: 1000 }, (_, i) => `a${i}=""`).join(" ")}/>`),
      "junit.too-complex",
    ],
    ["an endless tag", suite(`<testcase name="${"x".repeat(3_000_000)}"/>`), "junit.too-complex"],
    ["NUL", suite('<testcase name="a\u0000b"/>'), "junit.invalid-xml"],
    ["terminal escapes", suite("<testcase name='\u001b[31m'/>"), "junit.invalid-xml"],
    ["a reserved JavaScript name", suite("<__proto__/>"), "junit.invalid-xml"],
    ["two documents in one", `${suite("")}${suite("")}`, "junit.invalid-xml"],
    ["two roots without content", "<testsuites/><testsuites/>", "junit.invalid-xml"],
    ["text behind the root", `${suite("")}more`, "junit.invalid-xml"],
    ["wrong nesting", "<testsuites><testsuite></testsuites></testsuite>", "junit.invalid-xml"],
    ["an unclosed comment", "<testsuites><!-- ", "junit.invalid-xml"],
    ["an unclosed CDATA section", "<testsuites><![CDATA[ ", "junit.invalid-xml"],
    ["no XML", "collected 0 items", "junit.invalid-xml"],
    ["nothing", "", "junit.empty"],
  ])("refuses %s", (_, text, code) => {
    expect(refusal(text)).toBe(code);
  });

  it("refuses 50 MB by size, and one byte too many", () => {
    for (const size of [50_000_000, JUNIT_MAX_BYTES + 1]) {
      const file = readJunit({ path: "big.xml", bytes: new Uint8Array(size) });
      expect(file).toMatchObject({ ok: false, error: { code: "junit.too-large" } });
    }
  });

  it("reads what only looks like an attack", () => {
    const file = readText(
      suite(
        '<testcase name="a > b"><failure><![CDATA[<!DOCTYPE html> &amp; ]] <b>]]></failure></testcase><!-- <!DOCTYPE -->',
      ),
    );
    expect(file.cases).toMatchObject([{ name: "a > b", detail: "<!DOCTYPE html> &amp; ]] <b>" }]);
  });

  it("shows forbidden numeric references as replacement characters and decodes once", () => {
    const file = readText(suite('<testcase name="&#0;&#x1B;&#xD800;&#x110000;&#65;&amp;lt;"/>'));
    expect(file.cases).toMatchObject([{ name: "\ufffd\ufffd\ufffd\ufffdA&lt;" }]);
  });

  it("caps the text it keeps of a case", () => {
    const file = readText(
      suite(`<testcase name="a"><failure message="m">${"x".repeat(1_000_000)}</failure></testcase>`),
    );
    expect(file.cases[0]?.detail.length).toBeLessThanOrEqual(64 * 1024);
  });
});

const FIXTURES = new URL("../../fixtures/junit/", import.meta.url);
const valid = readdirSync(FIXTURES)
  .map((name) => readFileSync(new URL(name, FIXTURES), "utf8"))
  .filter((text) => readText(text).ok);

describe("readJunit: properties", () => {
  it("answers any bytes with a result", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc.string({ unit: "binary", maxLength: 2000 }).map(encode),
    );
    fc.assert(
      fc.property(bytes, (input) => {
        expect(typeof readJunit({ path: "any", bytes: input }).ok).toBe("boolean");
      }),
      { numRuns: 500 },
    );
  });

  it("answers any soup of markup with a result", () => {
    const piece = fc.constantFrom(
      "<testsuites>",
      "</testsuites>",
      '<testsuite name="a">',
      "</testsuite>",
      '<testcase name="t" classname="c" time="1">',
      "</testcase>",
      "<failure/>",
      '<error message="failed on teardown with &quot;x&quot;"/>',
      "<flakyFailure/>",
      "<![CDATA[",
      "]]>",
      "<!--",
      "-->",
      "&#10;",
      "&lt;",
      "<!DOCTYPE a>",
      "<?xml?>",
      "text",
      '"',
      "<",
      ">",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const file = readText(pieces.join(""));
        const { tests, passed, failed, errors, skipped, flaky } = file.totals;
        expect(passed + failed + errors + skipped).toBe(tests);
        expect(flaky).toBeLessThanOrEqual(passed);
      }),
      { numRuns: 1000 },
    );
  });

  it("never reads a truncated file as one with fewer cases", () => {
    expect(valid.length).toBeGreaterThan(8);
    fc.assert(
      fc.property(fc.constantFrom(...valid), fc.nat(), (text, cut) => {
        const whole = readText(text);
        const part = readText(text.slice(0, cut % text.length));
        if (part.ok) expect(part.cases).toEqual(whole.cases);
      }),
      { numRuns: 1000 },
    );
  });

  it("refuses every cut at the end of an element", () => {
    for (const text of valid) {
      const whole = readText(text);
      for (const { index } of text.matchAll(/>/g)) {
        const part = readText(text.slice(0, index + 1));
        if (part.ok) expect(part.cases).toEqual(whole.cases);
      }
    }
  });
});

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
