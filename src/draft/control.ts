import { applyEdits, type Edit } from "../python/edits.ts";
import type { Node, PythonParser } from "../python/parser.ts";
import { statementOf } from "../python/query.ts";
import type { TraceEntry } from "./model.ts";

/** A test file whose tests do nothing but look, and the tests it was made for. */
export interface Control {
  readonly source: string;
  /** The entries whose every step was found and taken out. */
  readonly entries: readonly TraceEntry[];
}

/**
 * The control of an experiment: the same tests with every step taken out. What still passes there was true before the
 * steps, and its pass says nothing about them. A test in which a step's call cannot be found is left as it is.
 */
export function withoutSteps(python: PythonParser, source: string, entries: readonly TraceEntry[]): Control {
  return python.parse(source, (root) => {
    const functions = root.descendantsOfType("function_definition");
    const edits: Edit[] = [];
    const done: TraceEntry[] = [];
    for (const entry of entries) {
      const name = entry.nodeid.split("::").slice(1).join(".");
      const body = functions.find((node) => qualnameOf(node) === name)?.childForFieldName("body");
      const found = body ? stepEdits(body, entry) : null;
      if (found === null) continue;
      edits.push(...found);
      done.push(entry);
    }
    return { source: applyEdits(source, edits), entries: done };
  });
}

/** One edit for each step of the test; null when a step is not found, or is the outcome at the same time. */
function stepEdits(body: Node, { bindings }: TraceEntry): Edit[] | null {
  const calls = body.descendantsOfType("call").sort((a, b) => a.startIndex - b.startIndex);
  const steps = bindings.filter(({ section }) => section === "step");
  const edits: Edit[] = [];
  for (const { target } of steps) {
    const name = target.split(".").at(-1);
    // Steps come before outcomes, so the first call that is left is the step.
    const at = calls.findIndex((call) => calleeOf(call) === name);
    const [call] = at === -1 ? [] : calls.splice(at, 1);
    const edit = call && removal(call);
    if (!edit) return null;
    edits.push(edit);
  }
  return steps.length === 0 ? null : edits;
}

/** Takes the statement of a call out: `pass` in its place, or the body of its `with` without the `with`. */
function removal(call: Node): Edit | null {
  const statement = statementOf(call);
  const block = statement?.childForFieldName("body");
  if (statement?.type === "with_statement" && block && call.endIndex <= block.startIndex) {
    const head = statement.text.slice(0, block.startIndex - statement.startIndex);
    return {
      start: statement.startIndex,
      end: statement.startIndex + head.trimEnd().length,
      text: "if True:",
    };
  }
  if (statement?.type !== "expression_statement") return null;
  return { start: statement.startIndex, end: statement.endIndex, text: "pass" };
}

/** `reset_vm` of `reset_vm(…)`, `reset` of `vm.reset(…)`. */
function calleeOf(call: Node): string | undefined {
  const callee = call.childForFieldName("function");
  return callee?.type === "attribute" ? callee.childForFieldName("attribute")?.text : callee?.text;
}

function qualnameOf(node: Node): string {
  const names: string[] = [];
  for (let current: Node | null = node; current; current = current.parent) {
    if (/^(?:function|class)_definition$/.test(current.type)) {
      names.unshift(current.childForFieldName("name")?.text ?? "");
    }
  }
  return names.join(".");
}
