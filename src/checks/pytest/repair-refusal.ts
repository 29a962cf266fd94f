import type { Draft, Patch } from "../../draft/model.ts";
import type { Lesson } from "../../graveyard/model.ts";
import { applyEdits, type Edit } from "../../python/edits.ts";
import { importEdit } from "../../python/imports.ts";
import type { Node, PythonParser } from "../../python/parser.ts";
import { functionOf } from "../../python/query.ts";
import { withoutLeftImports } from "../../python/unused-imports.ts";
import type { MistakenRefusal } from "./refusal.ts";

/** Lets the test expect the refusal that the cluster really gave; everything else stays as it is. */
export function repairRefusal(
  python: PythonParser,
  draft: Draft,
  path: string,
  mistakes: readonly MistakenRefusal[],
): Patch | null {
  const file = draft.files.find((candidate) => candidate.path === path);
  if (file === undefined || mistakes.length === 0) return null;
  const content = python.parse(file.content, (root) => {
    const edits = mistakes.flatMap((mistake) => {
      const name = expectedErrorAt(root, mistake);
      return name ? [{ start: name.startIndex, end: name.endIndex, text: mistake.to }] : [];
    });
    const imports = mistakes.flatMap(({ to, module }) => {
      const edit = importEdit(root, module, to);
      return edit ? [edit] : [];
    });
    return applyEdits(file.content, [...edits, ...distinct(imports)]);
  });
  const said = [
    ...new Set(mistakes.map(({ from, to, status }) => `${from} → ${to} (the cluster answered ${status})`)),
  ];
  return {
    files: [
      {
        path,
        content: withoutLeftImports(python, file.content, content),
      },
    ],
    by: "rule:expected-exception",
    summary: `expects the refusal that was given: ${said.join(", ")}`,
  };
}

const distinct = (edits: readonly Edit[]): Edit[] => [
  ...new Map(edits.map((edit) => [`${edit.start}:${edit.end}:${edit.text}`, edit])).values(),
];

function expectedErrorAt(root: Node, { line, from }: MistakenRefusal): Node | null {
  const statement = root
    .descendantsOfType("with_statement")
    .find((node) => node.startPosition.row + 1 === line);
  const call = statement
    ?.descendantsOfType("call")
    .find((node) => node.childForFieldName("function")?.text === "pytest.raises");
  return (
    call?.childForFieldName("arguments")?.namedChildren.find((argument) => argument.text === from) ?? null
  );
}

/**
 * What is learned from it: the same call is refused with that error, next time from the start. Null when more than one
 * statement stood in the block: then nobody can say which of them was refused.
 */
export function refusalLesson(
  python: PythonParser,
  mistake: MistakenRefusal,
  context: { readonly date: string; readonly nodeid: string; readonly source: string },
): Lesson | null {
  const attempt = generalise(python, context.source, mistake);
  if (attempt === null) return null;
  const code = (error: string): string => `with pytest.raises(${error}):\n    ${attempt}`;
  const call = attempt.replaceAll(/\$\w+\.?/g, "").replace(/\(.*$/s, "");
  return {
    title: `${call} is refused with ${mistake.to}, not ${mistake.from}`,
    category: "AssertionError",
    date: context.date,
    test: context.nodeid,
    whatWentWrong: `The test expected \`${mistake.from}\`, but the cluster refused the request with HTTP status ${mistake.status}, which the suite raises as \`${mistake.to}\`.`,
    wrongCode: code(mistake.from),
    // A lesson must bring what its code needs, else nobody could apply it.
    correctCode: `from ${mistake.module} import ${mistake.to}\n\n${code(mistake.to)}`,
    lessonLearned: `A request that does not fit is answered with ${mistake.status} here; the plan only demands that it is refused.`,
    howToAvoid: `Expect \`${mistake.to}\` for this call.`,
    source: { file: "", line: 0 },
  };
}

/** The refused call with the test's own values (parameters, locals) replaced by `$NAME`; null when it is no single one. */
function generalise(python: PythonParser, source: string, mistake: MistakenRefusal): string | null {
  const locals = python.parse(source, (root) => {
    const statement = root
      .descendantsOfType("with_statement")
      .find((node) => node.startPosition.row + 1 === mistake.line);
    const scope = statement && functionOf(statement);
    const parameters = scope?.childForFieldName("parameters")?.namedChildren ?? [];
    const assigned = scope?.descendantsOfType("assignment") ?? [];
    return new Set([
      ...parameters.map((node) => /^\w+/.exec(node.text)?.[0] ?? ""),
      ...assigned.map((node) => node.childForFieldName("left")?.text ?? ""),
    ]);
  });
  return python.parse(mistake.attempt, (root) => {
    if (root.namedChildCount !== 1) return null;
    const nodes = root
      .descendantsOfType("identifier")
      .filter((node) => locals.has(node.text) && !isNameOnly(node));
    const names = placeholders(nodes.map((node) => node.text));
    const edits = nodes.map((node) => ({
      start: node.startIndex,
      end: node.endIndex,
      text: names.get(node.text) ?? node.text,
    }));
    return applyEdits(mistake.attempt, edits);
  });
}

/** A keyword or a member's name is not the local of the same name. */
function isNameOnly({ id, parent }: Node): boolean {
  if (parent?.type === "keyword_argument") return parent.childForFieldName("name")?.id === id;
  return parent?.type === "attribute" && parent.childForFieldName("attribute")?.id === id;
}

/** `running_vm` becomes `$VM`: the last word says what it is. Two that would be the same keep their whole names. */
function placeholders(locals: readonly string[]): Map<string, string> {
  const names = [...new Set(locals)];
  const short = (name: string): string => (name.split("_").at(-1) ?? "").toUpperCase().replace(/[^A-Z]/g, "");
  return new Map(
    names.map((name) => {
      const alone = names.filter((other) => short(other) === short(name)).length === 1;
      return [name, `$${alone && short(name) !== "" ? short(name) : name.toUpperCase()}`];
    }),
  );
}
