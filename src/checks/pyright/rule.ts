import type { Edit } from "../../python/edits.ts";
import type { Node } from "../../python/parser.ts";
import type { SuiteIndex } from "../../suite/model.ts";
import type { TypeFinding } from "./run-pyright.ts";

/** What a rule proposes for one diagnostic. */
export interface Answer {
  readonly edits: readonly Edit[];
  readonly summary: string;
}

/** Answers one diagnostic in the file whose root it is given, or null when it knows no answer. */
export type Rule = (finding: TypeFinding, root: Node, suite: SuiteIndex) => Answer | null;
