import { codeSpan, markdownText } from "./markdown-text.ts";
import { type DescribedGroup, type DescribedTest, type TestDescription, testId } from "./model.ts";
import { checkNames } from "./names.ts";
import { normalDescription } from "./normal.ts";
import { oracles } from "./oracle.ts";

export const COVERAGE_HEADING = "Coverage";
export const STANDALONE_HEADING = "Tests outside a class";
/** First line of the comment that records the oracles. */
export const ORACLE_COMMENT = "testgen:oracle sha256";

/**
 * The Markdown STD of one plan, for review. `readMarkdownDescription` gives `normalDescription(description)` back.
 * @throws TestgenError `description.name`
 */
export function markdownDescription(description: TestDescription): string {
  checkNames(description);
  const normal = normalDescription(description);
  const blocks = [
    `# ${markdownText(normal.title, "heading")}`.trimEnd(),
    planBlock(normal),
    ...sectionBlocks("Preconditions", normal.preconditions),
    `## ${COVERAGE_HEADING}`,
    coverageTable(normal),
    ...normal.groups.flatMap(groupBlocks),
    oracleComment(normal),
  ];
  return `${blocks.filter((block) => block !== "").join("\n\n")}\n`;
}

function planBlock({ plan, markers }: TestDescription): string {
  const path = codeSpan(plan.path);
  const link = plan.url === undefined ? path : `[${path}](<${plan.url.replace(/[\\<>&]/g, "\\$&")}>)`;
  return fieldList([
    ["STP", link],
    ["STP sha256", codeSpan(plan.digest)],
    ["Markers", codeList(markers)],
  ]);
}

function coverageTable(description: TestDescription): string {
  const cell = (text: string) => markdownText(text, "cell");
  const covered = new Map<string, { summary: string; tests: string[] }>();
  for (const group of description.groups) {
    for (const test of group.tests) {
      const row = covered.get(test.scenario) ?? { summary: test.summary, tests: [] };
      row.tests.push(codeSpan(testId(group, test)));
      covered.set(test.scenario, row);
    }
  }
  const rows = [
    ...Array.from(covered, ([scenario, { summary, tests }]) => [
      cell(scenario),
      cell(summary),
      tests.join(", "),
      "",
    ]),
    ...description.uncovered.map(({ scenario, text, reason }) => [
      cell(scenario),
      cell(text),
      "none",
      cell(reason),
    ]),
  ];
  const lines = [["Scenario", "What it shows", "Test", "Why there is none"], Array(4).fill("---"), ...rows];
  return lines
    .map((cells) => `|${cells.map((text) => (text === "" ? " " : ` ${text} `)).join("|")}|`)
    .join("\n");
}

function groupBlocks(group: DescribedGroup): string[] {
  return [
    `## ${group.name === "" ? STANDALONE_HEADING : group.name}`,
    markdownText(group.summary, "block"),
    fieldList([["Markers", codeList(group.markers)]]),
    ...sectionBlocks("Parametrize", group.parametrize),
    ...sectionBlocks("Preconditions", group.preconditions),
    ...group.tests.flatMap(testBlocks),
  ];
}

function testBlocks(test: DescribedTest): string[] {
  const summary = markdownText(test.summary, test.negative ? "inline" : "block");
  return [
    `### ${test.name}`,
    test.negative ? `**[NEGATIVE]** ${summary}`.trimEnd() : summary,
    fieldList([
      ["Scenario", markdownText(test.scenario, "inline")],
      ["Polarion", markdownText(test.polarion ?? "", "inline")],
      ["Markers", codeList(test.markers)],
    ]),
    ...sectionBlocks("Parametrize", test.parametrize),
    ...sectionBlocks("Preconditions", test.preconditions),
    ...sectionBlocks("Steps", test.steps),
    ...sectionBlocks("Expected", test.expected),
  ];
}

/** A label and its list, or nothing when the list is empty. */
function sectionBlocks(name: string, items: readonly string[] | undefined): string[] {
  if (items === undefined || items.length === 0) return [];
  const marker = (index: number) => (name === "Steps" ? `${index + 1}.` : "-");
  const lines = items.map((item, index) => `${marker(index)} ${markdownText(item, "block")}`);
  return [`**${name}:**`, lines.join("\n")];
}

function fieldList(fields: readonly (readonly [string, string])[]): string {
  return fields
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `- **${name}:** ${value}`)
    .join("\n");
}

function codeList(items: readonly string[] | undefined): string {
  return (items ?? []).map(codeSpan).join(", ");
}

/** The frozen oracles: names are identifiers and hashes hex, so nothing can end the comment early. */
function oracleComment(description: TestDescription): string {
  const lines = Object.entries(oracles(description)).map(([id, oracle]) => `${id} ${oracle}`);
  return ["<!--", ORACLE_COMMENT, ...lines, "-->"].join("\n");
}
