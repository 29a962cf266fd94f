import { inputError } from "../errors.ts";
import type { PythonParser } from "../python/parser.ts";
import { readJsonDescription } from "./json.ts";
import { type TestDescription, testId } from "./model.ts";
import { normalDescription } from "./normal.ts";
import { type DescriptionFinding, LineIndex, type ReadDescription } from "./read.ts";
import { readDocstringFile } from "./read-docstring.ts";
import { readMarkdownFile } from "./read-markdown.ts";
import { checkLine, checkMarkers, checkTest, checkWhole, type Say } from "./rules.ts";

export type { DescriptionFinding } from "./read.ts";

/** Checks a description by the community's rules. No finding means none that a machine can see. */
export function lintDescription(
  description: TestDescription,
  lines: LineIndex = new LineIndex(),
): DescriptionFinding[] {
  const normal = normalDescription(description);
  const findings: DescriptionFinding[] = [];
  const say: Say = (rule, message, where, section, index) => {
    const line = lines.find(where, section, index);
    findings.push({ rule, message, where, ...(line === undefined ? {} : { line }) });
  };
  checkWhole(normal, say);
  const shared = normal.markers ?? [];
  checkMarkers(shared, [], "", say);
  normal.preconditions?.forEach((line, index) => {
    checkLine(line, "", "preconditions", index, say);
  });
  for (const group of normal.groups) {
    checkMarkers(group.markers, shared, group.name, say);
    checkLine(group.summary, group.name, undefined, 0, say);
    group.preconditions.forEach((line, index) => {
      checkLine(line, group.name, "preconditions", index, say);
    });
    for (const test of group.tests) {
      const where = testId(group, test);
      checkTest(test, where, say);
      checkMarkers(test.markers, [...shared, ...group.markers], where, say);
      checkLine(test.summary, where, undefined, 0, say);
      for (const section of ["preconditions", "steps", "expected"] as const) {
        test[section].forEach((line, index) => {
          checkLine(line, where, section, index, say);
        });
      }
    }
  }
  return findings;
}

/**
 * Checks an STD file of any form, told by its extension (`.md`, `.py`, `.json`); findings carry lines, in their order.
 * @throws TestgenError `description.form` for another extension, or what reading that form throws
 */
export function checkStdFile(
  python: PythonParser,
  file: { readonly path: string; readonly text: string },
): DescriptionFinding[] {
  const read = readStdFile(python, file);
  const silent = new Set(
    read.findings.filter(({ rule }) => rule === "docstring-missing").map(({ where }) => where),
  );
  const linted = lintDescription(read.description, read.lines).filter(({ where }) => !silent.has(where));
  return [...read.findings, ...linted].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
}

/** Reads an STD file of any form with its lines. */
export function readStdFile(
  python: PythonParser,
  { path, text }: { readonly path: string; readonly text: string },
): ReadDescription {
  if (/\.(?:md|markdown)$/i.test(path)) return readMarkdownFile(text, path);
  if (/\.pyi?$/i.test(path)) return readDocstringFile(python, text, path);
  if (/\.json$/i.test(path)) {
    return { description: readJsonDescription(text, path), lines: new LineIndex(), findings: [] };
  }
  throw inputError({
    code: "description.form",
    message: `${path}: not a description`,
    hint: "a description is a .md, .py or .json file",
  });
}
