import type { Import, PythonModule } from "../python/module.ts";
import type { PytestConfig } from "./config.ts";
import { directoryOf, isConftest, isTestFile } from "./paths.ts";

/** Directory or test file whose tests see a fixture that `file` defines as `name`; "" = every test, null = none. */
export type Sight = (file: string, name: string) => string | null;

type Modules = ReadonlyMap<string, PythonModule>;

/**
 * pytest takes fixtures from what a conftest holds (for its directory), from what a plugin holds (for every test) and
 * from the test file itself. What such a module imports, it holds as well.
 * A fixture that conftests of several directories import is said to be visible from one of them.
 */
export function sightOf(modules: Modules, config: Pick<PytestConfig, "pythonpath" | "plugins">): Sight {
  const conftests = [...modules.keys()].filter(isConftest);
  const roots = [
    ...new Set(["", ...config.pythonpath, ...conftests.map((file) => importRoot(modules, file))]),
  ];
  const resolve = (module: string, importer: string): string | null =>
    module.startsWith(".") ? relative(modules, module, importer) : absolute(modules, module, roots);
  const plugins = pluginFiles(modules, conftests, config.plugins, resolve);
  const directories = new Map<string, string>();
  const held = [
    ...conftests.map((file) => ({ file, name: "*", from: directoryOf(file) })),
    ...plugins.map((file) => ({ file, name: "*", from: "" })),
  ];
  for (const { file, name, from } of held) {
    if (!isWider(from, directories.get(`${file}:${name}`))) continue;
    directories.set(`${file}:${name}`, from);
    for (const one of modules.get(file)?.imports ?? []) {
      const imported = importedAs(one, name);
      const source = imported === null ? null : resolve(one.module, file);
      if (imported !== null && source !== null) held.push({ file: source, name: imported, from });
    }
  }
  return (file, name) => {
    const [whole, alone] = [directories.get(`${file}:*`), directories.get(`${file}:${name}`)];
    const seen = alone !== undefined && isWider(alone, whole) ? alone : whole;
    return seen ?? (isTestFile(file) ? file : null);
  };
}

const isWider = (directory: string, known: string | undefined): boolean =>
  known === undefined || (directory === "" ? known !== "" : known.startsWith(`${directory}/`));

/** What an import brings of `wanted` (a name, or `*`): that name, everything, or null for nothing. */
function importedAs({ name, as }: Import, wanted: string): string | null {
  if (name === "*") return wanted;
  if (name !== as) return null;
  return wanted === "*" || wanted === name ? name : null;
}

/** Files of the modules that conftests list in `pytest_plugins` and `-p` names, and of those that these list in turn. */
function pluginFiles(
  modules: Modules,
  conftests: readonly string[],
  named: readonly string[],
  resolve: (module: string, importer: string) => string | null,
): string[] {
  const listed = (file: string): string[] =>
    pluginNames(modules.get(file)).flatMap((name) => resolve(name, "") ?? []);
  const files = new Set([...named.flatMap((name) => resolve(name, "") ?? []), ...conftests.flatMap(listed)]);
  // A set visits what is added to it on the way.
  for (const file of files) for (const other of listed(file)) files.add(other);
  return [...files];
}

/** Strings in the assignments to `pytest_plugins`; a name in a comment is not loaded. */
const pluginNames = (module: PythonModule | undefined): string[] =>
  (module?.assignments ?? [])
    .filter(({ name }) => name === "pytest_plugins")
    .flatMap(({ value }) =>
      [...value.matchAll(/#[^\n]*|["']([\w.]+)["']/g)].flatMap(([, name]) => name ?? []),
    );

/** The folder that pytest puts on `sys.path` for a conftest: the first one above its packages. */
function importRoot(modules: Modules, conftest: string): string {
  let directory = directoryOf(conftest);
  while (directory !== "" && modules.has(`${directory}/__init__.py`)) directory = directoryOf(directory);
  return directory;
}

function absolute(modules: Modules, module: string, roots: readonly string[]): string | null {
  for (const root of roots) {
    const file = fileAt(modules, root === "." ? "" : root, module);
    if (file !== null) return file;
  }
  return null;
}

function relative(modules: Modules, module: string, importer: string): string | null {
  const dots = /^\.+/.exec(module)?.[0].length ?? 0;
  let directory = directoryOf(importer);
  for (let up = 1; up < dots; up += 1) directory = directoryOf(directory);
  return fileAt(modules, directory, module.slice(dots));
}

function fileAt(modules: Modules, directory: string, module: string): string | null {
  const path = [directory, ...module.split(".")].filter((part) => part !== "").join("/");
  return [`${path}.py`, `${path}/__init__.py`].find((file) => modules.has(file)) ?? null;
}
