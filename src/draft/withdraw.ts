import {
  type DescribedGroup,
  type DescribedTest,
  type TestDescription,
  testId,
} from "../description/model.ts";
import { applyEdits, type Edit } from "../python/edits.ts";
import type { Node, PythonParser } from "../python/parser.ts";
import { withoutLeftImports } from "../python/unused-imports.ts";
import { describedClass, describedTest } from "./described-class.ts";
import type { Draft, TraceEntry } from "./model.ts";

/** A test on its way back to its description, with where it stands and what it says. */
interface Leaving {
  readonly entry: TraceEntry;
  readonly group: DescribedGroup;
  readonly test: DescribedTest;
}

/**
 * Takes implemented tests back to described ones: docstring only, in a class that is switched off. The other tests keep
 * every byte; imports that nobody needs any more go.
 * @param reasons why, by node id
 * @param width columns of a line
 */
export function withdraw(
  python: PythonParser,
  draft: Draft,
  description: TestDescription,
  { reasons, width }: { readonly reasons: ReadonlyMap<string, string>; readonly width: number },
): Draft {
  const leaving = leavingOf(draft, description, reasons);
  if (leaving.length === 0) return draft;
  const moved = new Map<string, string>();
  const files = draft.files.map((file) => {
    const own = leaving.filter(({ entry }) => entry.nodeid.startsWith(`${file.path}::`));
    if (own.length === 0) return file;
    const content = python.parse(file.content, (root) => {
      const edits: Edit[] = [];
      for (const name of new Set(own.map(({ entry }) => classOf(entry)))) {
        const tests = own.filter(({ entry }) => classOf(entry) === name);
        const { className, edits: some } = leave(root, name, tests, width);
        edits.push(...some);
        for (const { entry, test } of tests)
          moved.set(entry.nodeid, `${file.path}::${className}::${test.name}`);
      }
      return applyEdits(file.content, edits);
    });
    return { ...file, content: withoutLeftImports(python, file.content, content) };
  });
  const trace = draft.trace.map((entry): TraceEntry => {
    const nodeid = moved.get(entry.nodeid);
    if (nodeid === undefined) return entry;
    return { ...entry, nodeid, status: "described", reason: reasons.get(entry.nodeid) ?? null };
  });
  return { files, trace };
}

function leavingOf(
  draft: Draft,
  description: TestDescription,
  reasons: ReadonlyMap<string, string>,
): Leaving[] {
  const described = description.groups.flatMap((group) => group.tests.map((test) => ({ group, test })));
  return draft.trace
    .filter(({ nodeid, status }) => status === "implemented" && reasons.has(nodeid))
    .flatMap((entry) => {
      const found = described.find(({ group, test }) => testId(group, test) === entry.test);
      return found ? [{ entry, ...found }] : [];
    });
}

/** The class that a node id names; "" for a test outside any class. */
const classOf = ({ nodeid }: TraceEntry): string => nodeid.split("::").slice(1, -1).join("::");

/** The edits that take tests out of one class, and the name of the class that holds them afterwards. */
function leave(
  root: Node,
  name: string,
  tests: readonly Leaving[],
  width: number,
): { readonly className: string; readonly edits: Edit[] } {
  const owner = name === "" ? root : classNode(root, name);
  const block = owner?.childForFieldName("body") ?? root;
  const names = new Set(tests.map(({ test }) => test.name));
  const functions = block.namedChildren.filter((node) => definedName(node)?.startsWith("test"));
  const leavers = functions.filter((node) => names.has(definedName(node) ?? ""));
  const whole = name !== "" && leavers.length === functions.length && owner?.parent;
  if (whole) {
    const outer = owner.parent?.type === "decorated_definition" ? owner.parent : owner;
    const text = placeholders(name, tests, width).join("\n");
    return { className: name, edits: [{ start: outer.startIndex, end: outer.endIndex, text }] };
  }
  const className = `${name || "Test"}Described`;
  const existing = classNode(root, className)?.childForFieldName("body");
  const added = existing
    ? tests.flatMap(({ test }) => ["", ...describedTest(test, { inClass: true, width })])
    : ["", "", ...placeholders(className, tests, width)];
  const at = (existing ?? (name === "" ? root.lastNamedChild : owner) ?? root).endIndex;
  return {
    className,
    edits: [...leavers.map(removal), { start: at, end: at, text: added.map((line) => `\n${line}`).join("") }],
  };
}

const classNode = (root: Node, name: string): Node | undefined =>
  root.descendantsOfType("class_definition").find((node) => node.childForFieldName("name")?.text === name);

/** Name of a function, decorated or not. */
function definedName(node: Node): string | undefined {
  const definition = node.type === "decorated_definition" ? node.childForFieldName("definition") : node;
  return definition?.type === "function_definition" ? definition.childForFieldName("name")?.text : undefined;
}

/** A definition with the blank lines in front of it. */
const removal = (node: Node): Edit => {
  const before = node.previousNamedSibling;
  const next = node.nextNamedSibling;
  if (before) return { start: before.endIndex, end: node.endIndex, text: "" };
  return { start: node.startIndex, end: next?.startIndex ?? node.endIndex, text: "" };
};

/** The class that the tests leave for; they all come from one group. */
const placeholders = (name: string, tests: readonly Leaving[], width: number): string[] =>
  tests.slice(0, 1).flatMap(({ group }) =>
    describedClass(
      name,
      group,
      tests.map(({ test }) => test),
      width,
    ),
  );
