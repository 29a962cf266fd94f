import type { Draft } from "../draft/model.ts";
import type { Placement } from "../draft/placement.ts";
import { findSmells } from "../draft/smells.ts";
import { inputError, TestgenError } from "../errors.ts";
import type { PythonParser } from "../python/parser.ts";
import type { Described } from "./1-describe.ts";
import type { Explored } from "./2-explore.ts";
import type { Effects } from "./effects.ts";
import { type PhaseResult, runPhase } from "./phase.ts";

/** Phase 3: description and suite → code. */
export const draftPhase = (
  effects: Effects,
  path: string,
  { plan, description }: Described,
  { suite, lessons }: Explored,
  placement: Placement,
): Promise<Draft> =>
  runPhase(effects, path, "draft", async (): Promise<PhaseResult<Draft>> => {
    if (suite.files === 0) {
      throw inputError({
        code: "suite.empty",
        message: `${effects.workspace.root} has no Python files: there is no suite to write tests for.`,
        hint: "Set `working-directory` (action) or --repo (command line) to the root of the pytest repository.",
      });
    }
    const draft = await effects.author.draft({ plan, description, suite, lessons, path: placement.test });
    refuseVacuous(effects.python, draft);
    const implemented = draft.trace.filter((entry) => entry.status === "implemented").length;
    effects.journal.append({
      type: "drafted",
      plan: path,
      files: draft.files.map((file) => file.path),
      trace: draft.trace.map((entry) => ({ ...entry, bindings: [...entry.bindings] })),
    });
    return {
      value: draft,
      facts: {
        lines: draft.files.reduce((sum, file) => sum + file.content.split("\n").length - 1, 0),
        implemented,
        described: draft.trace.length - implemented,
      },
    };
  });

/**
 * A test that cannot fail is worse than none: it must not even be looked at by the later phases.
 * @throws TestgenError `draft.vacuous`
 */
function refuseVacuous(python: PythonParser, draft: Draft): void {
  const nodeids = new Set(
    draft.trace.flatMap(({ status, nodeid }) => (status === "implemented" ? [nodeid] : [])),
  );
  for (const file of draft.files) {
    if (!file.path.endsWith(".py")) continue;
    const smell = findSmells(python, file.content).find(
      ({ severity, test }) => severity === "block" && nodeids.has(`${file.path}::${test}`),
    );
    if (smell === undefined) continue;
    throw new TestgenError("defect", {
      code: "draft.vacuous",
      message: `${file.path}:${smell.line}: the author wrote a test that proves nothing: ${smell.message}`,
      hint: "Nothing of this draft is kept. Run again, with another author if it was a model.",
    });
  }
}
