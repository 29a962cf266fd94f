import { pythonString } from "../python/literals.ts";
import type { DescribedGroup, DescribedTest, TestDescription } from "./model.ts";
import { checkNames } from "./names.ts";
import { normalDescription, normalGroup, normalTest } from "./normal.ts";
import { descriptionOracle } from "./oracle.ts";
import { writeTraceComments } from "./trace-comments.ts";
import { wrapText } from "./wrap.ts";

export interface DocstringOptions {
  /** Columns for the text itself, without the indentation that the caller adds. */
  readonly width: number;
}

/** Line length of the target community's formatter. */
const LINE_LENGTH = 120;
const INDENT = "    ";

/**
 * The placeholder module: docstrings only, `__test__ = False`. What a docstring has no place for (digest and oracle,
 * scenarios without a test) stands in comments below the module's docstring.
 * `readDocstringDescription` gives `normalDescription(description)` back.
 * @throws TestgenError `description.name`
 */
export function docstringDescription(description: TestDescription, { width = LINE_LENGTH } = {}): string {
  checkNames(description);
  const normal = normalDescription(description);
  const pytest = normal.groups.some((group) => group.tests.some((test) => test.polarion !== undefined));
  const head = [
    ...docstringLiteral(moduleDocstring(normal, { width }), ""),
    "",
    ...traceComments(normal, width),
    "",
    ...(pytest ? ["import pytest", ""] : []),
    "__test__ = False",
  ];
  const groups = normal.groups.flatMap((group) => ["", "", ...groupLines(group, width)]);
  return `${[...head, ...groups].join("\n")}\n`;
}

/** Text lines of the module's docstring. */
export function moduleDocstring(description: TestDescription, { width }: DocstringOptions): string[] {
  const normal = normalDescription(description);
  const link = normal.plan.url ?? normal.plan.path;
  return blocks([
    paragraph(normal.title, width),
    link === "" ? [] : `STP: ${link}`.length <= width ? [`STP: ${link}`] : ["STP:", link],
    section("Markers", normal.markers, width),
    section("Preconditions", normal.preconditions, width),
  ]);
}

/** Text lines of a class docstring, without indentation. */
export function groupDocstring(group: DescribedGroup, { width }: DocstringOptions): string[] {
  const normal = normalGroup(group);
  return blocks([
    paragraph(normal.summary, width),
    section("Markers", normal.markers, width),
    section("Parametrize", normal.parametrize, width),
    section("Preconditions", normal.preconditions, width),
  ]);
}

/**
 * Text lines of a test's docstring, without indentation: the same in the placeholder and in the implemented test.
 * The scenario stands in the test's own `STP:` line, the one trace line that the community's grammar knows.
 */
export function testDocstring(test: DescribedTest, { width }: DocstringOptions): string[] {
  const normal = normalTest(test);
  const tag = normal.negative ? "[NEGATIVE] " : "";
  return blocks([
    paragraph(`${tag}${normal.summary}`.trimEnd(), width),
    normal.scenario === "" ? [] : [`STP: scenario ${normal.scenario}`],
    section("Markers", normal.markers, width),
    section("Parametrize", normal.parametrize, width),
    section("Preconditions", normal.preconditions, width),
    section("Steps", normal.steps, width),
    section("Expected", normal.expected, width),
  ]);
}

/** Source lines of a docstring with quotes, escapes and indentation; none for no text. */
export function docstringLiteral(lines: readonly string[], indent: string): string[] {
  if (lines.length === 0) return [];
  const escaped = lines.map((line) => line.replaceAll("\\", "\\\\").replaceAll('"""', '\\"\\"\\"'));
  return [`"""`, ...escaped, `"""`].map((line) => (line === "" ? "" : indent + line));
}

function paragraph(text: string, width: number): string[] {
  return text === "" ? [] : wrapText(text, width);
}

function section(name: string, items: readonly string[] | undefined, width: number): string[] {
  if (items === undefined || items.length === 0) return [];
  const marker = (index: number) => (name === "Steps" ? `${index + 1}. ` : "- ");
  return [`${name}:`, ...items.flatMap((item, index) => wrapText(item, width, INDENT + marker(index)))];
}

/** Joins what is there with one blank line between. */
function blocks(parts: readonly string[][]): string[] {
  return parts
    .filter((part) => part.length > 0)
    .flatMap((part, index) => (index === 0 ? part : ["", ...part]));
}

function groupLines(group: DescribedGroup, width: number): string[] {
  if (group.name === "") {
    return group.tests.flatMap((test, index) => [
      ...(index === 0 ? [] : ["", ""]),
      ...testLines(test, "", width),
    ]);
  }
  const doc = docstringLiteral(groupDocstring(group, { width: width - INDENT.length }), INDENT);
  const tests = group.tests.map((test) => testLines(test, INDENT, width));
  return [`class ${group.name}:`, ...body(blocks([doc, ...tests]), INDENT)];
}

function testLines(test: DescribedTest, indent: string, width: number): string[] {
  const inner = indent + INDENT;
  const doc = docstringLiteral(testDocstring(test, { width: width - inner.length }), inner);
  return [
    ...(test.polarion === undefined
      ? []
      : [`${indent}@pytest.mark.polarion(${pythonString(test.polarion)})`]),
    `${indent}def ${test.name}(${indent === "" ? "" : "self"}):`,
    ...body(doc, inner),
  ];
}

function body(lines: string[], indent: string): string[] {
  return lines.length > 0 ? lines : [`${indent}pass`];
}

function traceComments(description: TestDescription, width: number): string[] {
  const { plan, uncovered } = description;
  const trace = {
    path: plan.url === undefined ? null : plan.path,
    digest: plan.digest,
    oracle: descriptionOracle(description),
    uncovered,
  };
  return writeTraceComments(trace, width).map((line) => `# ${line}`.trimEnd());
}
