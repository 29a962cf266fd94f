import type { TestPlan } from "../plan/model.ts";
import type { SuiteIndex } from "../suite/model.ts";
import { baseName, directoryOf } from "../suite/paths.ts";
import { authorshipOf } from "./stamp.ts";

export interface Placement {
  /** Repository-relative path of the test file. */
  readonly test: string;
  /** Repository-relative path of the description. */
  readonly description: string;
}

export interface PlacementOptions {
  /** Directory of descriptions, from input `std-path`. */
  readonly stdPath: string;
  readonly stdExtension: ".md" | ".py";
  /** Tells what a path holds now; null when free. */
  readonly contentOf: (path: string) => Promise<string | null>;
  /** Paths that the plan had before; what was generated from them is this plan's. */
  readonly formerPaths?: readonly string[];
  /** Files that testgen generated from the plan, wherever they stand: they are written where they are. */
  readonly generated?: { readonly tests: readonly string[]; readonly descriptions: readonly string[] };
}

/**
 * Chooses where a plan's files go: where testgen's files of this plan are, else the test directory of the owning SIG or
 * component, as the suite names it, in it the directory of the feature, and a file named after the feature. A file that
 * testgen did not write for this plan, or that people changed since, is never chosen.
 */
export async function placeFiles(
  plan: TestPlan,
  suite: SuiteIndex,
  options: PlacementOptions,
): Promise<Placement> {
  const { formerPaths = [], generated = { tests: [], descriptions: [] } } = options;
  const name = featureName(plan, suite);
  const free = async (path: string): Promise<boolean> => {
    const content = await options.contentOf(path);
    return content === null || authorshipOf(content, plan.path, ...formerPaths) === "ours";
  };
  const test = join(testDirectory(plan, suite, name), `test_${name}.py`);
  const description = join(
    options.stdPath,
    planDirectory(plan.path),
    `${fileName(plan)}${options.stdExtension}`,
  );
  return {
    test: await firstFree(knownPlace(test, generated.tests), free),
    description: await firstFree(knownPlace(description, generated.descriptions), free),
  };
}

/** The shortest of several: the others were written beside it. */
const knownPlace = (path: string, generated: readonly string[]): string =>
  generated.includes(path)
    ? path
    : (generated.toSorted((a, b) => a.length - b.length || (a < b ? -1 : 1))[0] ?? path);

/**
 * The plan as files refer to it. A path of the repository stays as it is; of one that was given from elsewhere (absolute,
 * or with `..`) what counts is the part from the last folder of plans on, else the file's name.
 */
export function planReference(path: string): string {
  const parts = path.split(/[\\/]/).filter((part) => part !== "" && part !== ".");
  if (!/^(?:[\\/]|[A-Za-z]:)/.test(path) && !parts.includes("..")) return parts.join("/");
  const root = parts.slice(0, -1).findLastIndex((part) => PLANS.test(part));
  return parts.slice(root < 0 ? -1 : root).join("/");
}

const LONGEST_NAME = 80;
const PLANS = /^(?:stps?|plans)$/i;

async function firstFree(path: string, free: (path: string) => Promise<boolean>): Promise<string> {
  for (let count = 1; ; count += 1) {
    const suffix = count === 1 ? "" : count === 2 ? "_stp" : `_stp${count - 1}`;
    const candidate = path.replace(/(?=\.\w+$)/, suffix);
    if (await free(candidate)) return candidate;
  }
}

const join = (...parts: string[]): string => parts.filter((part) => part !== "" && part !== ".").join("/");

const snake = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_|_$/g, "");

/** `stps/sig-virt/vm-reset.md` and `stps/sig-virt/vm-reset/stp.md` are both about `vm_reset`. */
function fileName(plan: TestPlan): string {
  const own = snake(baseName(plan.path).replace(/\.(?:md|markdown)$/i, "")).replace(/^stp_|_stp$/g, "");
  const parent = snake(baseName(directoryOf(plan.path)));
  const named = own === "stp" || own === "" ? parent : own;
  return (named || snake(plan.title)).slice(0, LONGEST_NAME) || "feature";
}

/** The plan's folder below the root of plans: `sig-virt`. */
function planDirectory(path: string): string {
  const parts = directoryOf(path).split("/");
  const root = parts.findLastIndex((part) => PLANS.test(part));
  return parts.slice(Math.max(0, root) + 1).join("/");
}

/** A child plan (`sig-virt/live-resize/network.md`) is about the feature that its folder names, and its own part of it. */
function featureName(plan: TestPlan, suite: SuiteIndex): string {
  const own = fileName(plan);
  const feature = childOf(plan);
  if (feature === null || own.includes(feature)) return own;
  return childOwner(plan, suite) === null ? `${feature}_${own}`.slice(0, LONGEST_NAME) : feature;
}

/** The feature's folder where a plan is one of several in it, below the folder of a SIG; otherwise null. */
function childOf({ path }: TestPlan): string | null {
  const [sig = "", feature, ...deeper] = planDirectory(path).split("/");
  const child = /^sig[-_]/i.test(sig) && feature !== undefined && deeper.length === 0;
  return child ? snake(feature) || null : null;
}

/** The SIG that a child plan is named after, when the suite has a directory of it. */
function childOwner(plan: TestPlan, suite: SuiteIndex): string | null {
  const own = fileName(plan);
  if (childOf(plan) === null || ownedBy(own, testRoot(suite), suite.directories) === undefined) return null;
  return own;
}

function testDirectory(plan: TestPlan, suite: SuiteIndex, name: string): string {
  const root = testRoot(suite);
  const { directories, testDirectories } = suite;
  const child = childOwner(plan, suite);
  const owner = child === null ? ownerOf(plan) : { name: child, sure: true };
  const own = owner === null ? undefined : ownedBy(owner.name, root, directories);
  if (owner === null || own === undefined) return owner?.sure ? join(root, owner.name) : root;
  const inner = directoryOfFeature(plan, own, suite);
  if (inner !== undefined) return inner;
  // Where every feature of the team has a directory of its own, so has this one.
  const divided = testDirectories.some((path) => isBelow(own, path)) && !testDirectories.includes(own);
  return divided ? join(own, name) : own;
}

/** Words that name places and not features. */
const PLACES = new Set(
  "cluster general libs network node nodes storage test tests upgrade utils virt vm vms".split(" "),
);

/** The directory below `base` with all words of its name in the plan's title or path, else with its name in the overview. */
function directoryOfFeature(plan: TestPlan, base: string, { directories }: SuiteIndex): string | undefined {
  const named = new Set(snake(`${plan.title} ${planDirectory(plan.path)} ${baseName(plan.path)}`).split("_"));
  const told = `_${snake(plan.overview)}_`;
  return directories
    .filter((path) => isBelow(base, path))
    .map((path) => {
      const name = snake(baseName(path));
      const words = name.split("_");
      if (words.every((word) => PLACES.has(word))) return { path, score: 0 };
      const score = words.every((word) => named.has(word)) ? 100 : told.includes(`_${name}_`) ? 1 : 0;
      return { path, score: score * words.length };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.path.length - b.path.length || (a.path < b.path ? -1 : 1))[0]
    ?.path;
}

/** "" when the tests stand at the root of the repository. */
const testRoot = (suite: SuiteIndex): string =>
  (suite.conventions.testRoots[0] ?? "tests").replace(/^(?:\.\/)+|\/+$/g, "").replace(/^\.$/, "");

const isBelow = (base: string, path: string): boolean =>
  base === "" ? path !== "" : path.startsWith(`${base}/`);

/** Directories directly below `base`, also those that only hold further ones. */
function childrenOf(base: string, directories: readonly string[]): string[] {
  const skipped = base === "" ? 0 : base.split("/").length;
  const inside = directories.filter((path) => isBelow(base, path));
  const children = inside.map((path) =>
    path
      .split("/")
      .slice(0, skipped + 1)
      .join("/"),
  );
  return [...new Set(children)].sort();
}

/** The team's directory under any of the names that suites give it: whole, cut short (`infra`) or its initials (`iuo`). */
function ownedBy(owner: string, root: string, directories: readonly string[]): string | undefined {
  const children = childrenOf(root, directories);
  const called = (fits: (name: string) => boolean): string | undefined =>
    children.filter((path) => fits(snake(baseName(path)))).sort((a, b) => a.length - b.length)[0];
  return (
    called((name) => name === owner) ??
    (owner.length < 3 ? undefined : called((name) => name.startsWith(owner))) ??
    called((name) => name.includes("_") && initials(name) === owner)
  );
}

const initials = (name: string): string =>
  name
    .split("_")
    .map((word) => word.slice(0, 1))
    .join("");

interface Owner {
  readonly name: string;
  /** It is called a SIG: a directory of its own may be made for it. */
  readonly sure: boolean;
}

/** The SIG that owns the plan: from its metadata, else from its folder. */
function ownerOf(plan: TestPlan): Owner | null {
  const said = Object.entries(plan.metadata).find(([label]) => /owning sig/i.test(label))?.[1] ?? "";
  // "[SIG name]" is what the template says.
  const named = /^\s*\[.*\]\s*$/.test(said) ? "" : said;
  const sig =
    /^\W*sig[-_ ]?([a-z0-9]+)/i.exec(named)?.[1] ?? /(?:^|\/)sig[-_]([a-z0-9_]+)/i.exec(plan.path)?.[1];
  if (sig !== undefined) return { name: snake(sig), sure: true };
  const plain = snake(/^\W*([a-z0-9]+)/i.exec(named)?.[1] ?? "");
  return plain === "" ? null : { name: plain, sure: false };
}

/**
 * An empty `__init__.py` for each directory that the file is the first to use, where the suite's test directories are
 * packages; otherwise nothing. Two test files of one name can then live side by side.
 */
export function newPackages(file: string, suite: SuiteIndex): string[] {
  const root = testRoot(suite);
  const known = suite.directories.filter((path) => path === root || isBelow(root, path));
  const packages = known.filter((path) => suite.packages.includes(path));
  if (packages.length === 0 || packages.length * 2 < known.length) return [];
  const parts = directoryOf(file).split("/");
  return parts
    .map((_, index) => parts.slice(0, index + 1).join("/"))
    .filter((path) => isBelow(root, path) && !known.some((one) => one === path || isBelow(path, one)))
    .map((path) => `${path}/__init__.py`);
}
