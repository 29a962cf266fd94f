import { summaryOf } from "../python/literals.ts";
import type { PythonFunction, PythonModule } from "../python/module.ts";
import type { Fixture } from "./model.ts";
import { directoryOf, isConftest, isTestFile, moduleOf } from "./paths.ts";
import { yieldedType } from "./types.ts";

const FIXTURE = /^(?:pytest\.|pytest_asyncio\.)?fixture\b/;
const SCOPES = ["function", "class", "module", "package", "session"] as const;

/** The fixtures of one file. `plugins` are the modules that some conftest registers for every test. */
export function fixturesOf(file: string, module: PythonModule, plugins: ReadonlySet<string>): Fixture[] {
  return module.functions.flatMap((definition) => {
    const decorator = definition.decorators.find((text) => FIXTURE.test(text));
    return decorator === undefined ? [] : [fixtureOf(file, definition, decorator, plugins)];
  });
}

function fixtureOf(
  file: string,
  definition: PythonFunction,
  decorator: string,
  plugins: ReadonlySet<string>,
): Fixture {
  const name = /\bname\s*=\s*["']([^"']+)["']/.exec(decorator)?.[1];
  const scope = /\bscope\s*=\s*["'](\w+)["']/.exec(decorator)?.[1];
  return {
    name: name ?? definition.qualname.split(".").at(-1) ?? definition.qualname,
    file,
    line: definition.line,
    scope: SCOPES.find((known) => known === scope) ?? "function",
    autouse: /\bautouse\s*=\s*True\b/.test(decorator),
    params: definition.parameters.map((parameter) => parameter.name).filter((param) => param !== "self"),
    type: yieldedType(definition.returns),
    doc: summaryOf(definition.doc),
    visibleFrom: visibility(file, plugins),
  };
}

function visibility(file: string, plugins: ReadonlySet<string>): string | null {
  if (isConftest(file)) return directoryOf(file);
  if (plugins.has(moduleOf(file))) return "";
  return isTestFile(file) ? file : null;
}

/** Modules that conftest files list in `pytest_plugins`. */
export function registeredPlugins(files: ReadonlyMap<string, PythonModule>): Set<string> {
  const plugins = new Set<string>();
  for (const [file, module] of files) {
    if (!isConftest(file)) continue;
    for (const assignment of module.assignments) {
      if (assignment.name !== "pytest_plugins") continue;
      for (const [, name] of assignment.value.matchAll(/["']([\w.]+)["']/g)) if (name) plugins.add(name);
    }
  }
  return plugins;
}

/** Whether a test in `testFile` can ask for the fixture. */
export function isVisible(fixture: Fixture, testFile: string): boolean {
  if (fixture.visibleFrom === null) return false;
  return (
    fixture.visibleFrom === "" ||
    fixture.visibleFrom === testFile ||
    testFile.startsWith(`${fixture.visibleFrom}/`)
  );
}
