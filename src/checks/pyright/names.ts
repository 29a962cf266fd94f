import type { Edit } from "../../python/edits.ts";
import { importEdit, namesOf } from "../../python/imports.ts";
import { stringContent } from "../../python/literals.ts";
import { indentOf, nodeAt, statementOf } from "../../python/query.ts";
import type { SuiteIndex } from "../../suite/model.ts";
import { argumentValue } from "./narrow.ts";
import type { Rule } from "./rule.ts";

/** `"Running"` where an enumeration is wanted: the member with that value. */
export const literalToConstant: Rule = (finding, root, suite) => {
  const wanted = /of type "Literal\[.*?\]" cannot be assigned to parameter "\w+" of type "(\w+)"/.exec(
    finding.message,
  )?.[1];
  const node = wanted === undefined ? null : nodeAt(root, finding);
  const literal = node && argumentValue(node);
  if (wanted === undefined || literal?.type !== "string") return null;
  const value = stringContent(literal.text);
  const members = suite.constants.filter(
    (constant) => constant.name.startsWith(`${wanted}.`) && stringContent(constant.value) === value,
  );
  const [member, ...others] = members;
  if (member === undefined || others.length > 0) return null;
  const edits: Edit[] = [{ start: literal.startIndex, end: literal.endIndex, text: member.name }];
  const addition = importEdit(root, member.module, wanted);
  return { edits: addition ? [...edits, addition] : edits, summary: `${literal.text} is ${member.name}` };
};

/** A name used without import, that exactly one module of the suite offers. */
export const missingImport: Rule = (finding, root, suite) => {
  if (finding.rule !== "reportUndefinedVariable") return null;
  const name = /^"(\w+)" is not defined/.exec(finding.message)?.[1];
  const module = name === undefined ? null : moduleOf(name, suite);
  if (name === undefined || module === null) return null;
  const edit = importEdit(root, module, name);
  return edit && { edits: [edit], summary: `imports ${name} from ${module}` };
};

/** `from a import name` where the name lives elsewhere. */
export const movedImport: Rule = (finding, root, suite) => {
  const name = /^"(\w+)" is unknown import symbol/.exec(finding.message)?.[1];
  const node = name === undefined ? null : nodeAt(root, finding);
  const statement = node && statementOf(node);
  if (name === undefined || statement?.type !== "import_from_statement") return null;
  const module = moduleOf(name, suite);
  const names = namesOf(statement).map(({ text }) => text);
  // `import name as other` keeps its own name; which of them is meant elsewhere is not for a rule to say.
  if (module === null || !names.includes(name)) return null;
  const rest = names.filter((other) => other !== name);
  const from = statement.childForFieldName("module_name")?.text ?? "";
  const kept = rest.length > 0 ? `from ${from} import ${rest.join(", ")}\n${indentOf(statement)}` : "";
  return {
    edits: [
      { start: statement.startIndex, end: statement.endIndex, text: `${kept}from ${module} import ${name}` },
    ],
    summary: `imports ${name} from ${module} instead of ${from}`,
  };
};

/** The one module that offers the name; null when there is none, or a choice. */
function moduleOf(name: string, suite: SuiteIndex): string | null {
  const owners = [
    ...suite.helpers.filter((helper) => helper.kind === "function" && helper.qualname === name),
    ...suite.classes.filter((definition) => definition.name === name),
    ...suite.constants.filter((constant) => constant.name === name),
  ].map((owner) => owner.module);
  const [module, ...others] = new Set(owners);
  return others.length === 0 ? (module ?? null) : null;
}
