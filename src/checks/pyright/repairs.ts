import type { Draft, Patch } from "../../draft/model.ts";
import { applyEdits, type Edit } from "../../python/edits.ts";
import { importEdit } from "../../python/imports.ts";
import { pythonString, stringContent } from "../../python/literals.ts";
import { firstError } from "../../python/module.ts";
import type { Node, PythonParser } from "../../python/parser.ts";
import { functionOf, indentOf, nodeAt, statementOf } from "../../python/query.ts";
import type { SuiteIndex } from "../../suite/model.ts";
import type { TypeFinding } from "./run-pyright.ts";

/** What a rule proposes for one diagnostic. */
interface Answer {
  readonly edits: readonly Edit[];
  readonly summary: string;
}

type Rule = (finding: TypeFinding, root: Node, suite: SuiteIndex) => Answer | null;

/**
 * Answers pyright's diagnostics by rule: narrows an Optional with an assertion, replaces a literal by the suite's
 * constant, imports a name the index knows, corrects a misspelt name when only one is near. All answers of a round are
 * one patch per draft; what does not parse afterwards is not proposed.
 */
export function repairTypes(
  python: PythonParser,
  suite: SuiteIndex,
  draft: Draft,
  findings: readonly TypeFinding[],
): Patch | null {
  const summaries: string[] = [];
  const files = draft.files.flatMap((file) => {
    const own = findings.filter((finding) => finding.file === file.path);
    if (own.length === 0) return [];
    const content = python.parse(file.content, (root) => {
      const answers = own.flatMap((finding) => {
        for (const rule of RULES) {
          const answer = rule(finding, root, suite);
          if (answer) return [answer];
        }
        return [];
      });
      summaries.push(...answers.map((answer) => answer.summary));
      return applyEdits(file.content, unique(answers.flatMap((answer) => answer.edits)));
    });
    const sound = python.parse(content, (root) => firstError(root) === null || !root.hasError);
    return content !== file.content && sound ? [{ path: file.path, content }] : [];
  });
  if (files.length === 0) return null;
  return { files, summary: [...new Set(summaries)].join("; "), by: "rule:types" };
}

function unique(edits: readonly Edit[]): Edit[] {
  const seen = new Map(edits.map((edit) => [`${edit.start}:${edit.end}:${edit.text}`, edit]));
  return [...seen.values()];
}

/** `Argument of type "X | None"`, `"a" is not a known attribute of "None"`: bind the value and assert that it is there. */
const narrowOptional: Rule = (finding, root) => {
  const optionalArgument =
    finding.rule === "reportArgumentType" && /"None" is not assignable to/.test(finding.message);
  if (!optionalArgument && !/^reportOptional(?:MemberAccess|Subscript|Iterable|Operand)$/.test(finding.rule))
    return null;
  const node = nodeAt(root, finding);
  if (node === null) return null;
  const expression = optionalArgument ? argumentValue(node) : subjectOf(node);
  const statement = expression && statementOf(expression);
  if (!expression || !statement || functionOf(expression) === null) return null;
  const indent = indentOf(statement);
  const reason = pythonString(`${expression.text} is None`);
  if (expression.type === "identifier") {
    const line = `assert ${expression.text} is not None, ${reason}\n${indent}`;
    return { edits: [insert(statement, line)], summary: `asserts that ${expression.text} is not None` };
  }
  const name = localName(expression);
  if (name === null) return null;
  const lines = `${name} = ${expression.text}\n${indent}assert ${name} is not None, ${reason}\n${indent}`;
  return {
    edits: [insert(statement, lines), { start: expression.startIndex, end: expression.endIndex, text: name }],
    summary: `binds ${expression.text} and asserts that it is not None`,
  };
};

const insert = (statement: Node, text: string): Edit => ({
  start: statement.startIndex,
  end: statement.startIndex,
  text,
});

const argumentValue = (node: Node): Node | null =>
  node.type === "keyword_argument" ? node.childForFieldName("value") : node;

/** The object in front of the attribute or index that pyright points at. */
function subjectOf(node: Node): Node | null {
  const parent = node.parent;
  if (parent?.type === "attribute" && parent.childForFieldName("attribute")?.id === node.id) {
    return parent.childForFieldName("object");
  }
  return node;
}

/** `running_vm.instance` is bound to `instance`, `find_event(…)` to `event`; null when that would hide another name. */
function localName(expression: Node): string | null {
  const source =
    expression.type === "attribute"
      ? expression.childForFieldName("attribute")?.text
      : expression.type === "call"
        ? expression.childForFieldName("function")?.text.split(".").at(-1)
        : undefined;
  const name = source?.replace(/^(?:get|find|fetch|latest)_/, "");
  if (name === undefined || !/^[a-z_]\w*$/.test(name)) return null;
  const scope = functionOf(expression);
  const parameters = scope?.childForFieldName("parameters")?.text ?? "";
  return new RegExp(String.raw`\b${name}\b`).test(parameters) ? `${name}_found` : name;
}

/** `"Running"` where an enumeration is wanted: the member with that value. */
const literalToConstant: Rule = (finding, root, suite) => {
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
const missingImport: Rule = (finding, root, suite) => {
  if (finding.rule !== "reportUndefinedVariable") return null;
  const name = /^"(\w+)" is not defined/.exec(finding.message)?.[1];
  if (name === undefined) return null;
  const modules = modulesOf(name, suite);
  const [module] = modules;
  if (module === undefined || modules.length !== 1) return null;
  const edit = importEdit(root, module, name);
  return edit && { edits: [edit], summary: `imports ${name} from ${module}` };
};

/** `from a import name` where the name lives elsewhere. */
const movedImport: Rule = (finding, root, suite) => {
  const name = /^"(\w+)" is unknown import symbol/.exec(finding.message)?.[1];
  const node = name === undefined ? null : nodeAt(root, finding);
  const statement = node && statementOf(node);
  if (name === undefined || statement?.type !== "import_from_statement") return null;
  const modules = modulesOf(name, suite);
  const [module] = modules;
  if (module === undefined || modules.length !== 1) return null;
  const names = statement.childrenForFieldName("name").flatMap((child) => (child ? [child.text] : []));
  const rest = names.filter((other) => other !== name);
  const from = statement.childForFieldName("module_name")?.text ?? "";
  const kept = rest.length > 0 ? `from ${from} import ${rest.join(", ")}\n` : "";
  return {
    edits: [
      { start: statement.startIndex, end: statement.endIndex, text: `${kept}from ${module} import ${name}` },
    ],
    summary: `imports ${name} from ${module} instead of ${from}`,
  };
};

function modulesOf(name: string, suite: SuiteIndex): string[] {
  const owners = [
    ...suite.helpers.filter((helper) => helper.kind === "function" && helper.qualname === name),
    ...suite.classes.filter((definition) => definition.name === name),
    ...suite.constants.filter((constant) => constant.name === name),
  ].map((owner) => owner.module);
  return [...new Set(owners)];
}

/** `No parameter named "x"`, `Cannot access attribute "x" for class "C"`: the one name that is near. */
const misspelt: Rule = (finding, root, suite) => {
  const parameter = /^No parameter named "(\w+)"/.exec(finding.message)?.[1];
  const attribute = /^Cannot access attribute "(\w+)" for class "(?:type\[)?(\w+)/.exec(finding.message);
  const wrong = parameter ?? attribute?.[1];
  const node = wrong === undefined ? null : nodeAt(root, finding);
  if (wrong === undefined || node === null || node.text !== wrong) return null;
  const offered =
    parameter === undefined ? membersOf(attribute?.[2] ?? "", suite) : parametersAt(node, suite);
  const near = offered.filter((name) => name !== wrong && distance(name, wrong) <= 2);
  const [right] = near;
  if (right === undefined || near.length !== 1) return null;
  return {
    edits: [{ start: node.startIndex, end: node.endIndex, text: right }],
    summary: `${wrong} is spelt ${right}`,
  };
};

const membersOf = (className: string, suite: SuiteIndex): string[] => [
  ...new Set(
    [...suite.helpers.map((helper) => helper.qualname), ...suite.constants.map((constant) => constant.name)]
      .filter((qualname) => qualname.startsWith(`${className}.`))
      .map((qualname) => qualname.slice(className.length + 1)),
  ),
];

function parametersAt(node: Node, suite: SuiteIndex): string[] {
  let call: Node | null = node;
  while (call && call.type !== "call") call = call.parent;
  const name = call?.childForFieldName("function")?.text.split(".").at(-1);
  const helpers = suite.helpers.filter((helper) => helper.qualname.split(".").at(-1) === name);
  return [...new Set(helpers.flatMap((helper) => helper.parameters.map((parameter) => parameter.name)))];
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

const RULES: readonly Rule[] = [narrowOptional, literalToConstant, missingImport, movedImport, misspelt];
