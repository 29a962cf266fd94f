import { createHash } from "node:crypto";
import { withoutEmphasis } from "./emphasis.ts";
import { type DescribedTest, type TestDescription, testId } from "./model.ts";
import { normalText } from "./normal.ts";

/**
 * sha256 (hex) over what a test must show: its `expected` lines in order and `negative`.
 *
 * The same after reformatting: white space and wrapping, list markers, a trailing full stop, curly or straight quotes,
 * Markdown emphasis and backticks, backslashes doubled by a Python literal. Different for any other change of a word,
 * number, quoted value, letter case or the order of lines.
 */
export function oracleOf(test: Pick<DescribedTest, "expected" | "negative">): string {
  const lines = test.expected.map(canonicalLine).filter((line) => line !== "");
  return sha256(JSON.stringify([test.negative, lines]));
}

/** The oracle of each test by `testId`. */
export function oracles(description: TestDescription): Record<string, string> {
  return Object.fromEntries(entries(description));
}

/** One hash for all tests of a description, whatever order they stand in. */
export function descriptionOracle(description: TestDescription): string {
  const sorted = entries(description)
    .map(([id, oracle]) => `${id} ${oracle}`)
    .sort();
  return sha256(JSON.stringify(sorted));
}

function entries(description: TestDescription): [string, string][] {
  return description.groups.flatMap((group) =>
    group.tests.map((test): [string, string] => [testId(group, test), oracleOf(test)]),
  );
}

const LIST_MARKER = /^(?:(?:[-*+•]|\d{1,3}[.)])(?: |$))+/;

function canonicalLine(line: string): string {
  const text = normalText(line)
    .normalize("NFC")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/\\+(["']?)/g, (_, quote: string) => quote || "\\")
    .replace(LIST_MARKER, "");
  return withoutFullStop(normalText(withoutEmphasis(text.replaceAll("`", "")).replace(LIST_MARKER, "")));
}

function withoutFullStop(text: string): string {
  let end = text.length;
  while (text[end - 1] === "." || text[end - 1] === " ") end -= 1;
  return text.slice(0, end);
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
