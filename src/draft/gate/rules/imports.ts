import type { GateReason } from "../../model.ts";
import { isTest } from "../collection.ts";
import { type FileView, fixtureMark } from "../file-view.ts";
import { type FilePair, type Judgement, reason } from "../judgement.ts";
import { usesAlike } from "../spelling.ts";
import { importsOf, isBuiltin } from "../syntax/scope.ts";
import type { Definition } from "../syntax/source.ts";
import { type Block, type ImportedName, statementsIn } from "../syntax/statement.ts";

/** Modules that a test has no honest use for. */
const FORBIDDEN =
  /^(unittest|mock|pytest_mock|_pytest|builtins|importlib|ctypes|atexit|gc|inspect|signal|marshal|site|code|runpy)(\.|$)/;

/** Imports may come, go and move; they may not bring stand-ins, or give a used name another meaning. */
export function judgeImports({ before, after }: FilePair, judgement: Judgement): GateReason[] {
  const known = allImports(before).map((name) => name.module);
  const names = allImports(after);
  const added = names.filter((name) => FORBIDDEN.test(name.module) && !known.includes(name.module));
  const stars = (view: FileView): string[] =>
    allImports(view)
      .filter((name) => name.name === "*")
      .map((name) => name.module);
  return [
    ...added.map((name) => reason("import-forbidden", `module \`${name.module}\` was imported`, 0)),
    ...stars(after)
      .filter((module) => !stars(before).includes(module))
      .map((module) =>
        reason("import-forbidden", `\`from ${module} import *\` can replace any name that the tests use`, 0),
      ),
    ...names.flatMap((name) => judgeOrigin(name, before, judgement)),
    ...importsOf(after.source.body)
      .filter((name) => !importsOf(before.source.body).some((other) => other.as === name.as))
      .flatMap((name) => judgeBinding(name, { before, after })),
  ];
}

/** An import must not take a name that the file defines, or that its tests know as a fixture. */
function judgeBinding({ as }: ImportedName, { before, after }: FilePair): GateReason[] {
  const defined = after.source.body.some(
    (statement) =>
      ((statement.kind === "function" || statement.kind === "class") && statement.definition.name === as) ||
      (statement.kind === "assign" && statement.targets.some((target) => target.value === as)),
  );
  const asked = [...before.definitions.values()].some(({ function: { parameters } }) =>
    parameters.some((parameter) => parameter.name === as),
  );
  if (asked) {
    return [reason("fixture-replaced", `\`${as}\` was imported, in place of the fixture of that name`, 0)];
  }
  return defined
    ? [reason("name-shadowed", `\`${as}\` was imported, in place of what the file itself defines`, 0)]
    : [];
}

function allImports(view: FileView): ImportedName[] {
  const inFunctions = [...view.definitions.values()].flatMap(({ function: { body } }) => nestedImports(body));
  return [...importsOf(view.source.body), ...inFunctions];
}

function nestedImports(block: Block): ImportedName[] {
  return [...statementsIn(block)].flatMap((statement) => {
    if (statement.kind === "import") return [...statement.names];
    return statement.kind === "function" || statement.kind === "class"
      ? nestedImports(statement.definition.body)
      : [];
  });
}

/** A name that the tests use must not come from a function that the same edit wrote. */
function judgeOrigin(name: ImportedName, before: FileView, judgement: Judgement): GateReason[] {
  const imported = name.name;
  if (imported === null || imported === "*") return [];
  const had = importsOf(before.source.body).some(
    (other) => other.as === name.as && other.name === imported && other.module === name.module,
  );
  const used = usesAlike(before.content, name.as);
  if (had || !used) return [];
  const provided = judgement.after.some((view) => {
    const stem = view.path
      .replace(/(\/__init__)?\.py$/, "")
      .split("/")
      .at(-1);
    if (stem !== name.module.split(".").at(-1)) return false;
    const known = judgement.before.find((other) => other.path === view.path);
    return view.scope.lookup(imported) !== null && (known?.scope.lookup(imported) ?? null) === null;
  });
  if (!provided) return [];
  const message = `\`${name.as}\`, which tests already use, now comes from \`${name.module}\`, which the edit wrote`;
  return [reason("import-rebound", message, 0)];
}

/** A new function or class must not take the place of a name that the file already uses. */
export function judgeShadowing({ before, after }: FilePair, definition: Definition): GateReason[] {
  const { name } = definition.function;
  if (isTest(definition) || fixtureMark(after, definition)) return [];
  const used = usesAlike(before.content, name);
  if (!used && !isBuiltin(name) && before.scope.lookup(name) === null) return [];
  return [
    reason("name-shadowed", `\`${name}\`, which the file already uses, is defined anew by the edit`, 0),
  ];
}
