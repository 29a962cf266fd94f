import type { Code, Paragraph, PhrasingContent } from "mdast";
import { lineOf } from "../markdown.ts";

const LANGUAGE = /^(?:gherkin|feature|cucumber)$/i;
const SCENARIO = /^\s*(?:Scenario(?: Outline| Template)?|Example):\s*(.*)$/i;
const STEP = /^\s*(?:(Given|When|Then|And|But)\b|\*(?=\s))\s*(\S.*)$/;
const OTHER = /^\s*(Feature|Rule|Background|Examples|Scenarios):/i;
const TAGS = /^\s*(?:@[\w.-]+\s*)+(?:#.*)?$/;
const DOC_STRING = /^\s*(?:"""|```)/;

/** A line of a scenario, as a paragraph of the plan would have it. */
interface Written {
  readonly title: string;
  readonly line: number;
  readonly steps: string[];
}

/**
 * The scenarios of a Gherkin block (`Scenario:`, `Given`, `When`, `Then`), as the paragraphs that would say the same
 * outside of code: a bold `Scenario: …` with its tags in brackets, then its clauses. Steps of a `Background` stand
 * before every scenario's own. Null for any other code.
 * @see https://cucumber.io/docs/gherkin/reference/
 */
export function gherkinParagraphs(code: Code): Paragraph[] | null {
  const lines = code.value.split("\n");
  const told = code.lang == null ? lines.some((line) => /^\s*Then\b/.test(line)) : LANGUAGE.test(code.lang);
  if (!told || !lines.some((line) => SCENARIO.test(line))) return null;
  const scenarios: Written[] = [];
  const background: string[] = [];
  let shared: string[] = [];
  let tags: string[] = [];
  let steps: string[] | null = null;
  let quoted = false;
  for (const [index, line] of lines.entries()) {
    if (DOC_STRING.test(line)) quoted = !quoted;
    if (quoted) continue;
    const [, name] = SCENARIO.exec(line) ?? [];
    const [, other] = OTHER.exec(line) ?? [];
    const [, word = "And", text = ""] = STEP.exec(line) ?? [];
    if (TAGS.test(line)) {
      tags.push(...(line.match(/(?<=@)[\w.-]+/g) ?? []));
    } else if (name !== undefined) {
      steps = [...background];
      scenarios.push({
        title: [...[...shared, ...tags].map(bracketed), name.trim()].join(" "),
        // The fence itself stands before the first line of the code.
        line: lineOf(code) + index + 1,
        steps,
      });
      tags = [];
    } else if (other !== undefined) {
      if (/^(?:feature|rule)$/i.test(other)) shared = tags;
      steps = /^background$/i.test(other) ? background : null;
      tags = [];
    } else if (text !== "") {
      steps?.push(`${word} ${text.trim()}`);
    }
  }
  return scenarios.flatMap(({ title, line, steps: clauses }) => [
    paragraph({ type: "strong", children: [{ type: "text", value: `Scenario: ${title}` }] }, line),
    ...(clauses.length === 0 ? [] : [paragraph({ type: "text", value: clauses.join("\n") }, line + 1)]),
  ]);
}

/** `@tier2` as the tag that plans write: `[Tier 2]`. */
function bracketed(tag: string): string {
  const tier = /^(?:tier|t)[-_]?([1-3])$/i.exec(tag)?.[1];
  return tier === undefined ? `[${tag}]` : `[Tier ${tier}]`;
}

function paragraph(child: PhrasingContent, line: number): Paragraph {
  const point = { line, column: 1 };
  return { type: "paragraph", children: [child], position: { start: point, end: point } };
}
