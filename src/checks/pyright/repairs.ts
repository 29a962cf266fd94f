import type { Draft, Patch } from "../../draft/model.ts";
import { applyEdits, type Edit } from "../../python/edits.ts";
import { firstError } from "../../python/module.ts";
import type { PythonParser } from "../../python/parser.ts";
import type { SuiteIndex } from "../../suite/model.ts";
import { literalToConstant, missingImport, movedImport } from "./names.ts";
import { narrowOptional } from "./narrow.ts";
import type { Rule } from "./rule.ts";
import type { TypeFinding } from "./run-pyright.ts";
import { misspelt } from "./spelling.ts";

const RULES: readonly Rule[] = [narrowOptional, literalToConstant, missingImport, movedImport, misspelt];

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
  const summaries = new Set<string>();
  const files = draft.files.flatMap((file) => {
    const own = findings.filter((finding) => finding.file === file.path);
    if (own.length === 0) return [];
    const answers = python.parse(file.content, (root) =>
      own.flatMap((finding) => {
        for (const rule of RULES) {
          const answer = rule(finding, root, suite);
          if (answer) return [answer];
        }
        return [];
      }),
    );
    const content = applyEdits(file.content, unique(answers.flatMap((answer) => answer.edits)));
    const sound = python.parse(content, (root) => firstError(root) === null);
    if (content === file.content || !sound) return [];
    for (const { summary } of answers) summaries.add(summary);
    return [{ path: file.path, content }];
  });
  return files.length === 0 ? null : { files, summary: [...summaries].join("; "), by: "rule:types" };
}

function unique(edits: readonly Edit[]): Edit[] {
  return [...new Map(edits.map((edit) => [`${edit.start}:${edit.end}:${edit.text}`, edit])).values()];
}
