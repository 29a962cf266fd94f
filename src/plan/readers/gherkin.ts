import type { Code, Paragraph, PhrasingContent } from "mdast";
import { isIdList } from "../ids.ts";
import { lineOf } from "../markdown.ts";
import { isTag } from "../tags.ts";

const LANGUAGE = /^(?:gherkin|feature|cucumber)$/i;
const SCENARIO = /^\s*(?:Scenario(?: Outline| Template)?|Example):\s*(.*)$/i;
const STEP = /^\s*(?:(Given|When|Then|And|But)\b|\*(?=\s))\s*(\S.*)$/;
const OTHER = /^\s*(Feature|Rule|Background|Examples|Scenarios):/i;
const TAGS = /^\s*(?:@[\w.:=/#-]+\s*)+(?:\s#.*)?$/;
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
      tags.push(...(line.match(/(?<=@)[\w.:=/#-]+/g) ?? []));
    } else if (name !== undefined) {
      steps = [...background];
      scenarios.push({
        title: [...[...shared, ...tags].flatMap(bracketed), name.trim()].join(" "),
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

/**
 * `@tier2`, `@priority:p1` and `@jira:CNV-1` as the tags that plans write: `[Tier 2]`, `[P1]`, `[CNV-1]`. Others, such as
 * `@smoke`, are a runner's and not the plan's.
 */
function bracketed(tag: string): string[] {
  const tier = /^(?:tier|t)[-_:=]?([1-3])$/i.exec(tag)?.[1];
  const priority = /^(?:prio(?:rity)?[-_:=]?)?(p[0-4])$/i.exec(tag)?.[1];
  const key = /^[a-z_-]+[:=]([A-Z][\w-]*-\d+)$/i.exec(tag)?.[1];
  if (tier !== undefined) return [`[Tier ${tier}]`];
  const plain = priority?.toUpperCase() ?? key ?? tag;
  return isTag(plain) || isIdList(plain) ? [`[${plain}]`] : [];
}

function paragraph(child: PhrasingContent, line: number): Paragraph {
  const point = { line, column: 1 };
  return { type: "paragraph", children: [child], position: { start: point, end: point } };
}
