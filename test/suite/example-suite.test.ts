import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { readModule } from "../../src/python/module.ts";
import { loadPython } from "../../src/python/parser.ts";
import { CONFIG_FILES } from "../../src/suite/config.ts";
import { isVisible } from "../../src/suite/fixtures.ts";
import { indexSuite } from "../../src/suite/index-suite.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";
import { isTestFile } from "../../src/suite/paths.ts";
import { askPython } from "../python/python3.ts";
import { askAst, type ModuleTruth } from "../python/truth.ts";
import { EXAMPLE_SUITE, pythonFiles } from "./suites.ts";

/** What pytest itself collects: items with every fixture they use, and its list of fixtures. */
interface PytestTruth {
  readonly items: readonly { nodeid: string; fixtures: readonly string[] }[];
  readonly fixtures: readonly { name: string; scope: string; file: string }[];
  readonly markers: readonly string[];
}

const PYTEST = `
import contextlib, io, re, pytest

class Spy:
    def pytest_collection_finish(self, session):
        self.items = [{"nodeid": item.nodeid, "fixtures": list(item.fixturenames)} for item in session.items]
        self.markers = session.config.getini("markers")

spy = Spy()
assert pytest.main(["--collect-only", "-q", "-p", "no:cacheprovider"], plugins=[spy]) == 0
listing = io.StringIO()
with contextlib.redirect_stdout(listing):
    assert pytest.main(["--fixtures", "-v", "-p", "no:cacheprovider"]) == 0
line = re.compile(r"^(\\w+)(?: \\[(\\w+) scope\\])? -- (.+):\\d+$", re.MULTILINE)
fixtures = [
    {"name": name, "scope": scope or "function", "file": file}
    for name, scope, file in line.findall(listing.getvalue())
    if os.path.exists(file) and not os.path.isabs(file) and not file.startswith("..")
]
answer = {"items": spy.items, "fixtures": fixtures, "markers": spy.markers}`;

const files = pythonFiles(EXAMPLE_SUITE);
let index: SuiteIndex;
let ast: Record<string, ModuleTruth>;
let pytest: PytestTruth;

beforeAll(async () => {
  const config = new Map(
    CONFIG_FILES.flatMap((name) => {
      try {
        return [[name, readFileSync(join(EXAMPLE_SUITE, name), "utf8")]];
      } catch {
        return [];
      }
    }),
  );
  index = indexSuite(await loadPython(), { python: files, config });
  ast = askAst(files);
  pytest = askPython(PYTEST, null, EXAMPLE_SUITE);
});

const sorted = <T>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

describe("the index of the example suite", () => {
  it("reads every file as Python's own parser does", async () => {
    expect(Object.keys(ast).length).toBeGreaterThan(90);
    const python = await loadPython();
    for (const [path, text] of files) {
      const { calls: _, errorLine, ...module } = readModule(python, text);
      expect({ path, errorLine, ...module }).toEqual({ path, errorLine: null, ...ast[path] });
    }
    expect(index.files).toBe(files.size);
    expect(index.unreadable).toEqual([]);
  });

  it("has the fixtures that the decorators in the source define", () => {
    const truth = Object.entries(ast).flatMap(([file, { functions }]) =>
      functions.flatMap(({ qualname, decorators, parameters, line }) => {
        const decorator = decorators.find((text) => text.startsWith("pytest.fixture"));
        if (decorator === undefined) return [];
        return {
          name: qualname,
          file,
          line,
          scope: /scope="(\w+)"/.exec(decorator)?.[1] ?? "function",
          autouse: decorator.includes("autouse=True"),
          params: parameters.map(({ name }) => name),
        };
      }),
    );
    expect(truth.length).toBeGreaterThan(30);
    const ours = index.fixtures.map(({ name, file, line, scope, autouse, params }) => ({
      ...{ name, file, line, scope, autouse, params },
    }));
    expect(sorted(ours)).toEqual(sorted(truth));
  });

  it("knows the fixtures that pytest lists, with their scopes and files", () => {
    const ours = index.fixtures
      .filter(({ visibleFrom }) => visibleFrom !== null)
      .map(({ name, scope, file }) => ({ name, scope, file }));
    expect(pytest.fixtures.length).toBeGreaterThan(30);
    expect(sorted(ours)).toEqual(sorted(pytest.fixtures));
  });

  it("lets every collected test see every fixture that pytest gives it", () => {
    const known = new Set(index.fixtures.map(({ name }) => name));
    for (const { nodeid, fixtures } of pytest.items) {
      const file = nodeid.split("::")[0] ?? "";
      const visible = new Set(
        index.fixtures.filter((fixture) => isVisible(fixture, file)).map(({ name }) => name),
      );
      const hidden = fixtures.filter((name) => known.has(name) && !visible.has(name));
      expect({ nodeid, hidden }).toEqual({ nodeid, hidden: [] });
    }
  });

  it("reads the test functions that pytest collects", async () => {
    const python = await loadPython();
    const ours = [...files]
      .filter(([path]) => isTestFile(path))
      .flatMap(([path, text]) =>
        readModule(python, text)
          .functions.filter(({ qualname }) => /(?:^|\.)test/.test(qualname))
          .map(({ qualname }) => `${path}::${qualname.replaceAll(".", "::")}`),
      );
    const collected = new Set(pytest.items.map(({ nodeid }) => nodeid.replace(/\[.*$/s, "")));
    expect(sorted(ours)).toEqual(sorted([...collected]));
  });

  it("offers the public functions and methods with the parameters that they have", () => {
    const truth = Object.entries(ast)
      .filter(([file]) => !isTestFile(file) && !file.endsWith("conftest.py"))
      .flatMap(([file, { functions }]) =>
        functions
          .filter(({ decorators }) => !decorators.some((text) => /fixture|\.setter$/.test(text)))
          .filter(({ qualname }) => !/(?:^|\.)_/.test(qualname))
          .map(({ qualname, parameters }) => ({
            module: file.replace(/(?:\/__init__)?\.py$/, "").replaceAll("/", "."),
            qualname,
            parameters: parameters.filter(({ name }) => name !== "self" && name !== "cls"),
          })),
      );
    expect(truth.length).toBeGreaterThan(100);
    const ours = index.helpers.map(({ module, qualname, parameters }) => ({ module, qualname, parameters }));
    expect(sorted(ours)).toEqual(sorted(truth));
  });

  it("knows the markers that are registered", () => {
    const names = index.markers.map(({ name }) => name);
    const registered = pytest.markers.map((line) => line.split(/[:(]/)[0]?.trim() ?? "");
    expect(names.length).toBeGreaterThan(25);
    expect(registered).toEqual(expect.arrayContaining(names));
    expect(index.conventions).toMatchObject({ testRoots: ["tests"], strictMarkers: true, lineLength: 120 });
  });
});
