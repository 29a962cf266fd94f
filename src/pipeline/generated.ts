import { readStdFile } from "../description/lint.ts";
import type { TestDescription } from "../description/model.ts";
import type { ReadDescription } from "../description/read.ts";
import { authorshipOf, GENERATED_MARK } from "../draft/stamp.ts";
import type { PythonParser } from "../python/parser.ts";
import { baseName } from "../suite/paths.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { Settings } from "./effects.ts";

/** Files of the repository that begin with testgen's mark, path → text. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** What testgen wrote in earlier runs, for whatever plan: tests wherever they stand, descriptions below `std-path`. */
export async function generatedFiles(
  workspace: Workspace,
  { stdPath }: Pick<Settings, "stdPath">,
): Promise<GeneratedFiles> {
  const markdown = (await workspace.filesBelow(stdPath)).filter((path) => path.endsWith(".md"));
  const texts = [...(await workspace.pythonFiles()), ...(await workspace.textFiles(markdown))];
  return new Map(
    texts.filter(([, text]) => text.slice(0, 10 + GENERATED_MARK.length).includes(GENERATED_MARK)),
  );
}

/** The generated files of one plan; also those that people changed since. */
export interface OwnFiles {
  readonly tests: readonly string[];
  readonly descriptions: readonly string[];
  /** Descriptions in the form that `std-format` does not ask for now. */
  readonly outdated: readonly string[];
}

export function filesOf(
  generated: GeneratedFiles,
  { stdPath, stdFormat }: Pick<Settings, "stdPath" | "stdFormat">,
  ...plans: readonly string[]
): OwnFiles {
  const own = [...generated].flatMap(([path, text]) =>
    authorshipOf(text, ...plans) === "foreign" ? [] : [path],
  );
  const folder = stdPath.replace(/^(?:\.\/)+|\/+$/g, "");
  const inStd = (path: string): boolean =>
    folder === "" || folder === "." ? !isTest(path) : path.startsWith(`${folder}/`);
  const extension = stdFormat === "docstring" ? ".py" : ".md";
  return {
    tests: own.filter((path) => isTest(path) && !inStd(path)),
    descriptions: own.filter((path) => inStd(path) && path.endsWith(extension)),
    outdated: own.filter((path) => inStd(path) && !path.endsWith(extension)),
  };
}

const isTest = (path: string): boolean => /^test_.*\.py$/.test(baseName(path));

/** A description that testgen wrote from a plan; null when there is none that can be read. */
export interface EarlierDescription {
  readonly path: string;
  readonly description: TestDescription;
  /** Nobody changed it since. */
  readonly untouched: boolean;
}

/** The description of one of the plans, one that nobody changed before one that people edited. */
export function earlierDescription(
  python: PythonParser,
  generated: GeneratedFiles,
  paths: readonly string[],
  ...plans: readonly string[]
): EarlierDescription | null {
  const found = paths.flatMap((path): EarlierDescription[] => {
    const text = generated.get(path) ?? "";
    const read = readDescription(python, path, text);
    if (read === null) return [];
    // A stamp can be made to fit an edit; then the oracles tell.
    const told = read.findings.some(({ rule }) => rule === "oracle-changed");
    const untouched = authorshipOf(text, ...plans) === "ours" && !told;
    return [{ path, description: read.description, untouched }];
  });
  return found.find(({ untouched }) => untouched) ?? found[0] ?? null;
}

/** The path of the plan whose bytes have this sha256, as the description generated from it says; null when none does. */
export function planOfDigest(python: PythonParser, generated: GeneratedFiles, digest: string): string | null {
  const plans = [...generated].flatMap(([path, text]) => {
    const plan = text.includes(digest) ? readDescription(python, path, text)?.description.plan : undefined;
    return plan?.digest === digest ? [plan.path] : [];
  });
  return plans[0] ?? null;
}

/** Null for what people made of it, when that is no description any more. */
function readDescription(python: PythonParser, path: string, text: string): ReadDescription | null {
  try {
    return readStdFile(python, { path, text });
  } catch {
    return null;
  }
}
