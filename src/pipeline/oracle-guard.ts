import type { TestDescription } from "../description/model.ts";
import { oracleOf } from "../description/oracle.ts";
import { oracleOfDocstring } from "../description/read-docstring.ts";
import type { Draft } from "../draft/model.ts";
import { TestgenError } from "../errors.ts";
import { readModule } from "../python/module.ts";
import type { PythonParser } from "../python/parser.ts";
import { testsByNodeid } from "./gatekeeper.ts";

/**
 * A draft whose docstring no longer says what the description demands must not run: its pass would prove something else.
 * @throws TestgenError `oracle.changed`
 */
export function refuseChangedOracles(python: PythonParser, description: TestDescription, draft: Draft): void {
  const docs = new Map<string, string>();
  for (const file of draft.files) {
    if (!file.path.endsWith(".py")) continue;
    for (const { qualname, doc } of readModule(python, file.content).functions) {
      docs.set(`${file.path}::${qualname.replaceAll(".", "::")}`, doc);
    }
  }
  for (const [nodeid, test] of testsByNodeid(description, draft)) {
    const doc = docs.get(nodeid);
    if (doc !== undefined && oracleOfDocstring(doc) === oracleOf(test)) continue;
    throw new TestgenError("defect", {
      code: "oracle.changed",
      message: `${nodeid}: its docstring does not say what the description demands${doc === undefined ? " (the test is gone)" : ""}.`,
      hint: "Nothing was run. The description is the authority: restore the test's docstring from it.",
    });
  }
}
