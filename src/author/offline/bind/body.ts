/** Statements of a test body, not yet laid out; a block holds what follows under a `with`. */
export type Statement = string | { readonly head: string; readonly body: readonly Statement[] };

/** What one step became. */
export interface StepCode {
  readonly lines: readonly string[];
  /** `with …:` that the rest of the test stands in, or null. */
  readonly opens: string | null;
}

export interface Parts {
  /** Values that are compared later, read before the first step. */
  readonly before: readonly string[];
  readonly steps: readonly StepCode[];
  readonly outcomes: readonly string[];
  /** `pytest.raises(…)` for the last step, or null. */
  readonly refusal: string | null;
}

/** Puts a body together; null when the step that must be refused is no single statement. */
export function assemble({ before, steps, outcomes, refusal }: Parts): Statement[] | null {
  let inner: Statement[] = [...outcomes];
  for (const [index, step] of [...steps.entries()].reverse()) {
    const refused = refusal !== null && index === steps.length - 1;
    if (refused) {
      const [attempt, ...others] = step.lines;
      if (attempt === undefined || others.length > 0 || step.opens !== null) return null;
      // Nothing is returned by what is refused.
      inner = [{ head: `with ${refusal}:`, body: [withoutTarget(attempt)] }, ...inner];
    } else if (step.opens !== null) {
      inner = [...step.lines, { head: step.opens, body: inner }];
    } else {
      inner = [...step.lines.map((line) => (isUsed(line, inner) ? line : withoutTarget(line))), ...inner];
    }
  }
  return [...before, ...inner];
}

const TARGET = /^([a-z_]\w*) = /;
const withoutTarget = (line: string): string => line.replace(TARGET, "");

/** Whether the name that a line assigns is used by what follows. */
function isUsed(line: string, following: readonly Statement[]): boolean {
  const name = TARGET.exec(line)?.[1];
  return name !== undefined && new RegExp(String.raw`\b${name}\b`).test(following.map(textOf).join("\n"));
}

/** The statement as text, its block included. */
export const textOf = (statement: Statement): string =>
  typeof statement === "string" ? statement : [statement.head, ...statement.body.map(textOf)].join("\n");
