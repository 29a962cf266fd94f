import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJunit } from "../../src/checks/junit/junit.ts";
import { redactJunit } from "../../src/checks/junit/redact-junit.ts";
import { makeRedactor } from "../../src/process/redact.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const SECRET = `p&ss<w>"o'rd`;
const redact = (text: string): string => text.replaceAll(SECRET, "***");
const escaped = (text: string): string => text.replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

describe("a result file without secrets", () => {
  it("is left as it is when there is none in it", () => {
    const text = `<?xml version="1.0" encoding='UTF-8'?>\n<testsuite a="" b='x > y' c="a="><testcase name="&lt;t&gt;"/>"quoted"</testsuite>`;
    expect(redactJunit(bytes(text), redact)).toBeNull();
  });

  it.each([
    ["an attribute", `<testsuite a="=" name="${escaped(SECRET)}" b="2"/>`],
    ["an attribute in single quotes", `<testsuite name = '${escaped(SECRET)}'/>`],
    ["text", `<testsuite><system-out>a ${escaped(SECRET)}\nb</system-out></testsuite>`],
    ["text in quotes", `<testsuite>"${escaped(SECRET)}"</testsuite>`],
    ["CDATA", `<testsuite><![CDATA[ > ${SECRET} ]]></testsuite>`],
    ["a comment", `<testsuite><!-- ${SECRET} --></testsuite>`],
    ["what is no XML", `Traceback: ${SECRET}`],
    ["a file that was cut off", `<testsuite><testcase>${SECRET}`],
  ])("has none in %s", (_, text) => {
    const clean = redactJunit(bytes(text), redact) ?? "";
    expect(clean).toContain("***");
    expect(clean).not.toContain("rd");
    expect(readJunit({ path: "a.xml", bytes: bytes(clean) }).ok).toBe(
      readJunit({ path: "a.xml", bytes: bytes(text) }).ok,
    );
  });

  it("says UTF-8 when it was written in something else", () => {
    const text = '<?xml version="1.0" encoding="utf-16"?><testsuite name="é token-1"/>';
    const clean = redactJunit(Buffer.from(`\ufeff${text}`, "utf16le"), (value) =>
      value.replace("token-1", "***"),
    );
    expect(clean).toBe('<?xml version="1.0" encoding="utf-8"?><testsuite name="é ***"/>');
  });

  it("is XML still, whatever stands in it and whatever a redactor makes of it", () => {
    const real = makeRedactor(["hunter2hunter2"]);
    const words = fc.array(
      fc.constantFrom("hunter2hunter2", "://u:", "a@b", '"', "'", "<", ">", "&", "=", "\n", " ", "]]", "é"),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(words, words, (message, detail) => {
        const text = `<testsuite><testcase classname="a" name="t" time="1"><failure message="${escaped(message.join(""))}">${escaped(detail.join(""))}</failure></testcase></testsuite>`;
        const clean = redactJunit(bytes(text), real) ?? text;
        expect(clean).not.toContain("hunter2");
        expect(readJunit({ path: "a.xml", bytes: bytes(clean) })).toMatchObject({
          ok: true,
          cases: [{ classname: "a", name: "t", status: "failed" }],
        });
      }),
    );
  });
});
