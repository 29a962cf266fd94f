import type { Node } from "../../python/parser.ts";
import { nodeAt } from "../../python/query.ts";
import type { SuiteIndex } from "../../suite/model.ts";
import { bareName } from "../../suite/types.ts";
import type { Rule } from "./rule.ts";

/** `No parameter named "x"`, `Cannot access attribute "x" for class "C"`: the one name that is near. */
export const misspelt: Rule = (finding, root, suite) => {
  const parameter = /^No parameter named "(\w+)"/.exec(finding.message)?.[1];
  const attribute = /^Cannot access attribute "(\w+)" for class "(?:type\[)?(\w+)/.exec(finding.message);
  const wrong = parameter ?? attribute?.[1];
  const node = wrong === undefined ? null : nodeAt(root, finding);
  if (wrong === undefined || node === null || node.text !== wrong) return null;
  const offered =
    parameter === undefined ? membersOf(attribute?.[2] ?? "", suite) : parametersAt(node, suite);
  const [right, ...others] = offered.filter((name) => isNear(name, wrong));
  if (right === undefined || others.length > 0) return null;
  return {
    edits: [{ start: node.startIndex, end: node.endIndex, text: right }],
    summary: `${wrong} is spelt ${right}`,
  };
};

/** Members of the class and of its bases that the suite knows. */
function membersOf(className: string, suite: SuiteIndex): string[] {
  const lineage = [className];
  for (const name of lineage) {
    const bases = suite.classes.find((definition) => definition.name === name)?.bases ?? [];
    lineage.push(...bases.map(bareName).filter((base) => !lineage.includes(base)));
  }
  const qualnames = [
    ...suite.helpers.map(({ qualname }) => qualname),
    ...suite.constants.map(({ name }) => name),
  ];
  return [
    ...new Set(
      qualnames.flatMap((qualname) => {
        const [owner = "", member, ...deeper] = qualname.split(".");
        return member !== undefined && deeper.length === 0 && lineage.includes(owner) ? [member] : [];
      }),
    ),
  ];
}

function parametersAt(node: Node, suite: SuiteIndex): string[] {
  let call: Node | null = node;
  while (call && call.type !== "call") call = call.parent;
  const name = call?.childForFieldName("function")?.text.split(".").at(-1);
  const helpers = suite.helpers.filter((helper) => helper.qualname.split(".").at(-1) === name);
  return [...new Set(helpers.flatMap((helper) => helper.parameters.map((parameter) => parameter.name)))];
}

/** Prefixes that turn a word into its opposite, or into doing it once more: `unpause` is no slip of `pause`. */
const PREFIX = /^(?:un|dis|de|in|non|not|no|re)_?/;

function isNear(name: string, wrong: string): boolean {
  if (name === wrong || name.replace(PREFIX, "") === wrong || wrong.replace(PREFIX, "") === name)
    return false;
  return distance(name, wrong) <= (Math.min(name.length, wrong.length) < 5 ? 1 : 2);
}

/** Edits between two names (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitute = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitute, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
