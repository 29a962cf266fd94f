import type { CaseResult, Phase } from "../model.ts";

/** How pytest names a test in JUnit: path and classes joined with dots, then the function with its parameters. */
export interface JunitAddress {
  readonly classname: string;
  readonly name: string;
}

/** What became of one planned node id. */
export interface PlannedResult {
  readonly nodeid: string;
  /** The worst of `cases`; `missing` when the file says nothing about this test. */
  readonly status: CaseResult["status"] | "missing";
  readonly flaky: boolean;
  readonly cases: readonly CaseResult[];
}

const PYTHON_NAME = /^[^\W\d]\w*(?:\[.*\])?$/su;
const TEST_MODULE = /^test_|_test$/;
const CLASS_NAME = /^_*[A-Z]\w*$/;

/** `tests/test_x.py::TestY::test_z[a]` → classname `tests.test_x.TestY`, name `test_z[a]`, as pytest writes it. */
export function addressOf(nodeid: string): JunitAddress {
  const bracket = nodeid.indexOf("[");
  const params = bracket === -1 ? "" : nodeid.slice(bracket);
  const plain = bracket === -1 ? nodeid : nodeid.slice(0, bracket);
  const [path = "", ...names] = plain.split("::");
  const module = path.replaceAll("\\", "/").replace(/^\.\//, "").replaceAll("/", ".").replace(/\.py$/, "");
  const parts = [module, ...names];
  return { classname: parts.slice(0, -1).join("."), name: `${parts.at(-1)}${params}` };
}

/**
 * The node id of a test case, or null when it cannot be told. The `file` attribute (JUnit family xunit1) says where the
 * path ends and the classes begin; without it the last part that looks like a test module does, if only class names
 * follow. A failed collection has the node id of its file.
 */
export function nodeidOf(entry: {
  readonly classname: string;
  readonly name: string;
  readonly file?: string;
  readonly when: Phase;
}): string | null {
  const file = (entry.file ?? "").replaceAll("\\", "/");
  if (entry.classname === "") {
    if (entry.when !== "collection") return null;
    if (addressOf(file).name === entry.name && file.endsWith(".py")) return file;
    return splitByName(entry.name, "")?.path ?? null;
  }
  if (!PYTHON_NAME.test(entry.name)) return null;
  const split = splitByFile(entry.classname, file) ?? splitByName(entry.classname, file);
  return split === null ? null : [split.path, ...split.classes, entry.name].join("::");
}

interface Split {
  readonly path: string;
  readonly classes: readonly string[];
}

/** The longest end of `file` that `classname` starts with: `file` may be absolute or relative to another root. */
function splitByFile(classname: string, file: string): Split | null {
  if (!file.endsWith(".py")) return null;
  const parts = file
    .slice(0, -3)
    .split("/")
    .filter((part) => part !== "" && part !== ".");
  const names = classname.split(".");
  for (let from = 0; from < parts.length; from += 1) {
    const tail = parts.slice(from);
    if (tail.every((part, index) => part === names[index])) {
      return { path: `${tail.join("/")}.py`, classes: names.slice(tail.length) };
    }
  }
  return null;
}

function splitByName(classname: string, file: string): Split | null {
  // A file that is no Python file: the dots are those of another language.
  if (file !== "" && !file.endsWith(".py")) return null;
  const names = classname.split(".");
  const at = names.findLastIndex((part) => TEST_MODULE.test(part));
  if (at === -1 || !names.slice(at + 1).every((part) => CLASS_NAME.test(part))) return null;
  return { path: `${names.slice(0, at + 1).join("/")}.py`, classes: names.slice(at + 1) };
}

/**
 * What became of each planned node id, in the order of the plan, and the cases nobody planned.
 * A node id without `[…]` stands for all its parameter sets, one with `[…]` for exactly that set; a class or file stands
 * for everything in it. When a file could not be collected, that error is the result of all its tests. Entries that are
 * no tests (`synthetic`) match nothing and are among the unplanned.
 */
export function matchPlanned(
  cases: readonly CaseResult[],
  plannedNodeids: readonly string[],
): { readonly planned: readonly PlannedResult[]; readonly unplanned: readonly CaseResult[] } {
  const used = new Set<CaseResult>();
  const planned = plannedNodeids.map((nodeid): PlannedResult => {
    const found = cases.filter((one) => one.synthetic === undefined && belongs(one, nodeid));
    for (const one of found) used.add(one);
    return { nodeid, status: worstOf(found), flaky: found.some((one) => one.flaky), cases: found };
  });
  return { planned, unplanned: cases.filter((one) => !used.has(one)) };
}

function belongs(one: CaseResult, nodeid: string): boolean {
  const { classname, name } = addressOf(nodeid);
  if (one.when === "collection" && one.classname === "") {
    return one.name === addressOf(nodeid.split("::")[0] ?? "").name;
  }
  if (one.classname === classname) {
    return one.name === name || (!name.endsWith("]") && one.name.startsWith(`${name}[`));
  }
  const inside = classname === "" ? name : `${classname}.${name}`;
  return one.classname === inside || one.classname.startsWith(`${inside}.`);
}

function worstOf(cases: readonly CaseResult[]): PlannedResult["status"] {
  const order = ["error", "failed", "skipped", "passed"] as const;
  return order.find((status) => cases.some((one) => one.status === status)) ?? "missing";
}
