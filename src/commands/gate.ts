import { readStdFile } from "../description/lint.ts";
import { oracleOf } from "../description/oracle.ts";
import { oracleOfDocstring } from "../description/read-docstring.ts";
import { judge } from "../draft/gate.ts";
import type { GateReason } from "../draft/model.ts";
import { readModule } from "../python/module.ts";
import { loadPython, type PythonParser } from "../python/parser.ts";
import { readTextDocument } from "../workspace/read-file.ts";
import { readNamed } from "./document.ts";
import { at, type Io, json, say } from "./io.ts";

/** `testgen gate BEFORE AFTER`: would this edit of a test be accepted. Exit 1 when not. */
export async function gateCommand(
  io: Io,
  before: string,
  after: string,
  options: { description?: string; json?: boolean },
): Promise<number> {
  const python = await loadPython();
  const path = "test_edit.py";
  // An empty file after the edit is an answer (everything is gone), before it there is nothing to judge.
  const content = await readTextDocument(io.cwd, after);
  const decision = judge(python, {
    before: [{ path, content: await readNamed(io, before) }],
    after: [{ path, content }],
  });
  const described =
    options.description === undefined
      ? []
      : await againstDescription(io, python, options.description, content);
  const reasons = [...decision.reasons, ...described];
  const accepted = decision.accepted && described.length === 0;
  if (options.json) io.out(json({ accepted, reasons }));
  else if (accepted) io.out("accepted");
  else for (const { rule, message, line } of reasons) say(io, `${at(after, line)}: ${rule}: ${message}`);
  return accepted ? 0 : 1;
}

/** Tests of the file whose docstring no longer says what the description demands. */
async function againstDescription(
  io: Io,
  python: PythonParser,
  path: string,
  content: string,
): Promise<GateReason[]> {
  const { description } = readStdFile(python, { path, text: await readNamed(io, path) });
  const functions = new Map(readModule(python, content).functions.map((one) => [one.qualname, one]));
  return description.groups.flatMap((group) =>
    group.tests.flatMap((test) => {
      // A test that stays described stands in a class of its own beside the implemented ones.
      const found =
        functions.get(group.name === "" ? test.name : `${group.name}.${test.name}`) ??
        functions.get(`${group.name || "Test"}Described.${test.name}`);
      if (found !== undefined && oracleOfDocstring(found.doc) === oracleOf(test)) return [];
      const what = found === undefined ? "is not in the file" : "says something else than the description";
      return [{ rule: "oracle-changed", message: `${test.name} ${what}.`, line: found?.line ?? 0 }];
    }),
  );
}
