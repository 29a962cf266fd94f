import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJsonDescription } from "../../src/description/json.ts";
import { markdownDescription } from "../../src/description/markdown.ts";
import { normalDescription } from "../../src/description/normal.ts";
import { oracles } from "../../src/description/oracle.ts";
import { readMarkdownDescription, readMarkdownFile } from "../../src/description/read-markdown.ts";
import { TestgenError } from "../../src/errors.ts";
import { nastyDescription } from "./arbitrary.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures", "descriptions");
const fixture = (name: string) => readFileSync(join(fixtures, name), "utf8");
const vmReset = readJsonDescription(fixture("vm-reset.json"), "vm-reset.json");
const markdown = fixture("vm-reset.md");

describe("the Markdown form", () => {
  it("is the reviewed golden file", () => {
    expect(markdownDescription(vmReset)).toBe(markdown);
  });

  it("reads back without loss", () => {
    expect(readMarkdownDescription(markdown, "vm-reset.md")).toEqual(vmReset);
  });

  it("keeps any description whatever its texts say", () => {
    fc.assert(
      fc.property(nastyDescription, (description) => {
        const file = readMarkdownFile(markdownDescription(description), "std.md");
        expect(file.description).toEqual(normalDescription(description));
        expect(file.findings).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("means the same after an editor reformatted it", () => {
    const edited = markdown
      .replaceAll(/^- /gm, "* ")
      .replaceAll(/^(\d)\. /gm, "$1) ")
      .replaceAll("Boot time of the guest is later", "Boot time of the guest\n  is **later**")
      .replaceAll("\n\n", "\n\n\n");
    const read = readMarkdownFile(edited, "vm-reset.md");
    expect(oracles(read.description)).toEqual(oracles(vmReset));
    expect(read.findings).toEqual([]);
  });

  it("names the test whose expected result was changed", () => {
    const edited = markdown.replace('- VM is "Running"', '- VM is "Paused"');
    const { findings } = readMarkdownFile(edited, "vm-reset.md");
    const line = edited.split("\n").indexOf("**Expected:**") + 1;
    expect(findings).toMatchObject([
      { rule: "oracle-changed", where: "TestVmReset::test_vm_is_running_after_reset", line },
    ]);
  });

  it("names a test that is gone, and one that is new", () => {
    const edited = markdown.replace(
      "### test_file_is_preserved_after_reset",
      "### test_file_is_gone_after_reset",
    );
    const changed = readMarkdownFile(edited, "vm-reset.md").findings.map(
      ({ rule, where }) => `${rule} ${where}`,
    );
    expect(changed).toEqual([
      "oracle-changed TestVmReset::test_file_is_gone_after_reset",
      "oracle-changed TestVmReset::test_file_is_preserved_after_reset",
    ]);
  });

  it("reports sections and prose that the description has no place for", () => {
    const edited = markdown
      .replace("**Expected:**", "**Checks:**")
      .replace("**Steps:**", "Mind the gap.\n\n**Steps:**");
    const rules = readMarkdownFile(edited, "vm-reset.md").findings.map(({ rule }) => rule);
    expect(rules).toEqual(["stray-text", "section-name", "oracle-changed"]);
  });

  it.each([
    ["no title", "## TestX\n", "std.md:1: no title"],
    ["two titles", "# A\n\n# B\n", "std.md:3: a second title"],
    ["a test without a group", "# A\n\n### test_x\n", "std.md:3: a test outside any group"],
    ["code for a name", "# A\n\n## TestX\n\n### test_x(): import os\n", "std.md:5: heading"],
    ["a group that pytest would not collect", "# A\n\n## Reset tests\n", "std.md:3: heading"],
  ])("refuses a file with %s and says where", (_, text, message) => {
    expect(() => readMarkdownDescription(text, "std.md")).toThrowError(
      expect.objectContaining({ message: expect.stringContaining(message), kind: "input" }),
    );
  });

  it("never writes a name that is not an identifier", () => {
    const group = vmReset.groups[0];
    const groups = group ? [{ ...group, name: "TestX:\n    import os" }] : [];
    expect(() => markdownDescription({ ...vmReset, groups })).toThrowError(TestgenError);
  });
});
