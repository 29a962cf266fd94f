import type { DescribedTest } from "../../description/model.ts";
import type { PythonParser } from "../../python/parser.ts";
import type { SuiteIndex } from "../../suite/model.ts";
import { bareName } from "../../suite/types.ts";

/** A negative test got its refusal, but of another kind than the draft expected. */
export interface MistakenRefusal {
  /** 1-based line of the `with pytest.raises(…)`. */
  readonly line: number;
  readonly from: string;
  readonly to: string;
  /** Where the suite has `to`. */
  readonly module: string;
  /** The statement that was refused, as written. */
  readonly attempt: string;
  /** HTTP status of the refusal. */
  readonly status: number;
}

/** Words by which a plan names the kind of refusal itself; then the kind is part of the oracle. */
const NAMED_KIND =
  /\b(?:forbidden|permission|unauthori[sz]ed|unauthenticated|not found|does not exist|conflict|invalid|quota|webhook|\d{3}|\w+(?:Error|Exception))\b/i;

/**
 * Whether the outcome leaves open which refusal it must be. "Request is rejected" does; "Request is forbidden" does not:
 * there another kind of refusal contradicts the plan.
 */
export const leavesKindOpen = (test: DescribedTest): boolean =>
  test.negative && test.expected.length > 0 && test.expected.every((line) => !NAMED_KIND.test(line));

/** Refusals that judge the request itself; 401 and 403 speak about the user, 404 about the object, 5xx about the server. */
const JUDGES_REQUEST = new Set([400, 405, 409, 412, 422]);

/** Refusals at all: of the request, of the user, of the object. 401 says nobody was asked, 429 that nobody answered. */
const REFUSES = new Set([...JUDGES_REQUEST, 403, 404]);

/**
 * Finds out whether a failed negative test was refused after all, though not as it expected. Everything must hold: the
 * error came out of the `pytest.raises` body, the cluster answered with a status that refuses, and the raised class is one
 * of the suite's own, beside the expected one and not above it.
 */
export function otherRefusal(
  python: PythonParser,
  suite: SuiteIndex,
  source: string,
  failure: { readonly file: string; readonly message: string; readonly detail: string },
): MistakenRefusal | null {
  const raised = bareName(/^\s*([\w.]+)\s*(?::|$)/.exec(failure.message)?.[1] ?? "");
  const status = Number(/\b([45]\d\d)\b/.exec(failure.message)?.[1] ?? 0);
  const classes = new Map(suite.classes.map((definition) => [definition.name, definition]));
  const module = classes.get(raised)?.module;
  if (module === undefined || !REFUSES.has(status)) return null;
  const lines = linesIn(failure.file, failure.detail);
  return python.parse(source, (root) => {
    for (const node of root.descendantsOfType("with_statement")) {
      const expected = /^with pytest\.raises\((\w+)\)/.exec(node.text)?.[1];
      const body = node.childForFieldName("body");
      if (expected === undefined || !body || expected === raised) continue;
      const [start, end] = [body.startPosition.row + 1, body.endPosition.row + 1];
      if (!lines.some((line) => line >= start && line <= end)) continue;
      if (!standBeside(expected, raised, classes)) continue;
      return {
        line: node.startPosition.row + 1,
        from: expected,
        to: raised,
        module,
        attempt: body.text.trim(),
        status,
      };
    }
    return null;
  });
}

/**
 * The other refusal is a mistake of the test: the outcome leaves the kind open, and the request itself was judged. Where
 * the plan names the kind, the same answer contradicts the plan.
 */
export const isMistaken = (test: DescribedTest, { status }: MistakenRefusal): boolean =>
  leavesKindOpen(test) && JUDGES_REQUEST.has(status);

type Classes = ReadonlyMap<string, { readonly bases: readonly string[] }>;

function basesOf(name: string, classes: Classes): string[] {
  const found: string[] = [];
  const queue = [...(classes.get(name)?.bases ?? [])].map(bareName);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (found.includes(next)) continue;
    found.push(next);
    queue.push(...(classes.get(next)?.bases ?? []).map(bareName));
  }
  return found;
}

/**
 * Whether one of the suite's own errors may take the place of another: both are special cases of one error of the suite,
 * and the new one is not the wider of the two.
 */
export function isOtherRefusal(suite: SuiteIndex, from: string, to: string): boolean {
  return standBeside(from, to, new Map(suite.classes.map((definition) => [definition.name, definition])));
}

function standBeside(from: string, to: string, classes: Classes): boolean {
  const above = basesOf(from, classes).filter((base) => classes.has(base));
  const beside = basesOf(to, classes).some((base) => above.includes(base));
  return classes.has(to) && beside && !above.includes(to);
}

/** Lines of the test file that the traceback goes through. */
function linesIn(file: string, detail: string): number[] {
  const escaped = file.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = new RegExp(String.raw`(?:^|[\s/"])${escaped}(?:", line |:)(\d+)`, "gm");
  return [...detail.matchAll(pattern)].map(([, line]) => Number(line));
}
