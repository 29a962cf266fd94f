import type { Edit } from "../python/edits.ts";
import {
  addImports,
  type ImportedName,
  importedNames,
  isImport,
  nameNodes,
  renderImport,
} from "./imports.ts";
import type { CompiledLesson, ImportPattern } from "./pattern.ts";
import { contains, type Syntax } from "./syntax.ts";
import { type Place, type Violation, violationAt } from "./violation.ts";

/** Violations of a lesson about imports, wherever in the file they stand. */
export function matchImports(
  { lesson, reason }: CompiledLesson,
  pattern: ImportPattern,
  place: Place,
): Violation[] {
  return place.nodes.filter(isImport).flatMap((statement) =>
    importedNames(statement).flatMap((name, index) => {
      const wrong = pattern.wrong.find((other) => other.module === name.module && other.name === name.name);
      if (!wrong) return [];
      const target = pattern.correct.find((other) => other.as === wrong.as);
      const wanted = target && { ...target, as: name.as };
      const outcome =
        reason ?? (wanted ? importEdits(statement, index, name, wanted, place) : "no such name");
      return [violationAt(lesson, statement, {}, outcome, place)];
    }),
  );
}

/** A statement that imports nothing else becomes the correct one; from a longer one only the name is taken out. */
function importEdits(
  statement: Syntax,
  index: number,
  name: ImportedName,
  wanted: ImportedName,
  { source, file }: Place,
): Edit[] | string {
  const names = nameNodes(statement);
  const node = names[index];
  if (!node || names.length === 1) {
    return [{ start: statement.start, end: statement.end, text: renderImport(wanted) }];
  }
  const next = names[index + 1];
  const removal = next
    ? { start: node.start, end: next.start, text: "" }
    : { start: names[index - 1]?.end ?? node.start, end: node.end, text: "" };
  if (file.comments.some((comment) => contains(removal, comment)))
    return "a comment stands inside the import";
  const added = addImports(source, file, [wanted], name);
  return typeof added === "string" ? added : [removal, ...added];
}
