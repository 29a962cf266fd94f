import { summaryOf } from "../python/literals.ts";
import { moduleFrom, type PythonFunction, type PythonModule } from "../python/module.ts";
import type { PythonParser } from "../python/parser.ts";
import { type Use, usesOf } from "../python/uses.ts";
import { classesOf } from "./classes.ts";
import { readConfig } from "./config.ts";
import { fixturesOf, isFixture } from "./fixtures.ts";
import type { Constant, Conventions, Helper, SuiteIndex } from "./model.ts";
import { baseName, directoryOf, isConftest, isTestFile, moduleOf } from "./paths.ts";
import { countRequests, ownerOf, type Requests } from "./requests.ts";
import { sightOf } from "./visibility.ts";

export interface SuiteSources {
  /** Every Python file of the repository: path → text. */
  readonly python: ReadonlyMap<string, string>;
  /** pytest.ini, pyproject.toml, … at the root, where present. */
  readonly config: ReadonlyMap<string, string>;
}

/** Indexes a pytest repository statically: nothing of it is imported or run. */
export function indexSuite(python: PythonParser, sources: SuiteSources): SuiteIndex {
  const config = readConfig(sources.config);
  const modules = new Map<string, PythonModule>();
  const uses = new Map<string, ReadonlyMap<number, readonly Use[]>>();
  for (const [file, text] of [...sources.python].sort(([a], [b]) => (a < b ? -1 : 1))) {
    python.parse(text, (root) => {
      modules.set(file, moduleFrom(root));
      if (offers(file)) uses.set(file, usesOf(root));
    });
  }
  const sight = sightOf(modules, config);
  const entries = [...modules];
  const offering = entries.filter(([file]) => offers(file));
  const requestsOf = countRequests(
    offering.map(([file, module]) => ({ module, uses: uses.get(file) ?? new Map() })),
  );
  const bodyOf = (file: string, { line, qualname }: PythonFunction): Body => {
    const used = uses.get(file)?.get(line) ?? [];
    return {
      calls: used.filter(({ called }) => called).map(({ name }) => name),
      reads: used.filter(({ called }) => !called).map(({ name }) => name),
      requests: requestsOf(used, ownerOf(qualname)),
    };
  };
  const nameOf = (file: string): string => moduleOf(file, config.pythonpath);
  return {
    files: modules.size,
    fixtures: entries.flatMap(([file, module]) => fixturesOf(file, module, sight)),
    helpers: offering.flatMap(([file, module]) => helpersOf(file, nameOf(file), module, bodyOf)),
    classes: offering.flatMap(([file, module]) => classesOf(file, nameOf(file), module)),
    constants: offering.flatMap(([file, module]) => constantsOf(file, nameOf(file), module)),
    markers: config.markers,
    conventions: conventionsOf(entries, config),
    directories: [...new Set(entries.map(([file]) => directoryOf(file)))].sort(),
    testDirectories: [
      ...new Set(entries.flatMap(([file]) => (isTestFile(file) ? [directoryOf(file)] : []))),
    ].sort(),
    packages: entries
      .flatMap(([file]) => (baseName(file) === "__init__.py" ? [directoryOf(file)] : []))
      .sort(),
    unreadable: entries.flatMap(([file, module]) =>
      module.errorLine === null ? [] : [{ file, line: module.errorLine }],
    ),
  };
}

const isPublic = (qualname: string): boolean => qualname.split(".").every((part) => !part.startsWith("_"));

/** Files whose functions and classes a test may use. */
const offers = (file: string): boolean => !isTestFile(file) && !isConftest(file);

interface Body {
  readonly calls: readonly string[];
  readonly reads: readonly string[];
  readonly requests: Requests;
}

function helpersOf(
  file: string,
  module: string,
  source: PythonModule,
  bodyOf: (file: string, definition: PythonFunction) => Body,
): Helper[] {
  return source.functions
    .filter((definition) => isPublic(definition.qualname) && !isFixture(definition) && !isExtra(definition))
    .map((definition) => {
      const member = definition.qualname.includes(".");
      const property = definition.decorators.some((text) =>
        /^(?:functools\.)?(?:cached_)?property\b/.test(text),
      );
      const parameters = definition.parameters.filter(
        (parameter, position) => !(member && position === 0 && /^(?:self|cls)$/.test(parameter.name)),
      );
      return {
        module,
        qualname: definition.qualname,
        kind: member ? (property ? "property" : "method") : "function",
        signature: signatureOf(definition),
        parameters,
        returns: definition.returns,
        contextManager: definition.decorators.some((text) => /\bcontextmanager\b/.test(text)),
        ...bodyOf(file, definition),
        doc: summaryOf(definition.doc),
        file,
        line: definition.line,
      };
    });
}

/** A second definition of a name that callers see once: the setter of a property, a typed variant of a function. */
const isExtra = (definition: PythonFunction): boolean =>
  definition.decorators.some((text) => /\.(?:setter|deleter)$|^(?:\w+\.)?overload$/.test(text));

/** The signature, its parts as written: `(vm: VirtualMachine, *, timeout: int = 60) -> None`. */
function signatureOf({ parameters, returns }: PythonFunction): string {
  const shown = parameters.flatMap(({ name, type, default: value, kind }, position) => {
    const star = kind === "varargs" ? "*" : kind === "varkwargs" ? "**" : "";
    const annotated = type === null ? `${star}${name}` : `${star}${name}: ${type}`;
    const whole = value === null ? annotated : `${annotated}${type === null ? "=" : " = "}${value}`;
    const before = parameters.slice(0, position).every((other) => other.kind === "positional");
    return kind === "keyword" && before ? ["*", whole] : [whole];
  });
  return `(${shown.join(", ")})${returns === null ? "" : ` -> ${returns}`}`;
}

const CONSTANT = /^(?:\w+\.)?[A-Z][A-Z0-9_]*$/;

function constantsOf(file: string, module: string, source: PythonModule): Constant[] {
  return source.assignments
    .filter(({ name }) => CONSTANT.test(name) && isPublic(name))
    .map(({ name, value, line }) => ({ module, name, value: value.slice(0, 120), file, line }));
}

function conventionsOf(
  entries: readonly (readonly [string, PythonModule])[],
  config: ReturnType<typeof readConfig>,
): Conventions {
  const tests = entries.filter(([file]) => isTestFile(file));
  const functions = tests.flatMap(([, module]) =>
    module.functions.filter((definition) => /(?:^|\.)test_/.test(definition.qualname)),
  );
  const calls = tests.reduce(
    (sum, [, module]) => ({ total: sum.total + module.calls.total, named: sum.named + module.calls.named }),
    { total: 0, named: 0 },
  );
  const found = new Set(tests.map(([file]) => directoryOf(file).split("/")[0] ?? ""));
  return {
    testRoots: config.testpaths.length > 0 ? config.testpaths : [...found].filter((dir) => dir !== ""),
    strictMarkers: config.strictMarkers,
    keywordArguments: calls.total === 0 ? 0 : calls.named / calls.total,
    testClasses: most(functions, ({ qualname }) => qualname.includes(".")),
    annotatedTests: most(functions, ({ returns }) => returns === "None"),
    lineLength: config.lineLength,
  };
}

const most = <T>(items: readonly T[], is: (item: T) => boolean): boolean =>
  items.filter(is).length * 2 > items.length;
