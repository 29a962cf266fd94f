import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isVisible } from "../../src/suite/fixtures.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";
import { askPython } from "../python/python3.ts";
import { indexOf } from "./suites.ts";

const fixture = (...names: string[]): string =>
  `import pytest\n${names.map((name) => `\n@pytest.fixture\ndef ${name}():\n    return 1\n`).join("")}`;

/** A test that tells which of all fixtures it can have. */
const PROBE = `
import json, os, pytest

def test_probe(request):
    seen = []
    for name in os.environ["PROBE_NAMES"].split():
        try:
            request.getfixturevalue(name)
            seen.append(name)
        except pytest.FixtureLookupError:
            pass
    with open(os.environ["PROBE_OUT"], "a") as out:
        out.write(json.dumps([request.node.nodeid, seen]) + "\\n")
`;

/** Every way in which pytest gets to know a fixture, and some in which it does not. */
const SUITE: Record<string, string> = {
  "pytest.ini":
    "[pytest]\ntestpaths = tests\npythonpath = ./src/\naddopts = -p plugins.by_option -p no:cacheprovider\n",
  "conftest.py": `${fixture("in_root")}
pytest_plugins = [
    "plugins.listed",
    # "plugins.commented_out",
    "extra.from_src",
]
class NotCollected:
    @pytest.fixture
    def in_class_of_conftest(self): ...
`,
  "plugins/__init__.py": "",
  "plugins/listed.py": `${fixture("in_plugin")}
pytest_plugins = ("plugins.listed_by_plugin", "plugins.package")
from plugins.imported import imported_by_plugin
from .imported import renamed as other
`,
  "plugins/listed_by_plugin.py": fixture("in_plugin_of_plugin"),
  "plugins/package/__init__.py": "from .parts import *\nfrom .. import unregistered\n",
  "plugins/package/parts.py": fixture("in_part_of_package"),
  "plugins/imported.py": fixture("imported_by_plugin", "not_imported", "renamed"),
  "plugins/commented_out.py": fixture("in_commented_out"),
  "plugins/unregistered.py": fixture("in_unregistered"),
  "plugins/by_option.py": fixture("in_option"),
  "src/extra/from_src.py": fixture("in_src"),
  "tests/conftest.py": `${fixture("in_tests")}\npytest_plugins = "beside_conftest"\n`,
  "tests/beside_conftest.py": fixture("in_neighbour"),
  "tests/test_probe.py": PROBE,
  "tests/virt/conftest.py": `${fixture("in_virt")}\nfrom plugins.shared import *\n`,
  "tests/virt/test_probe_virt.py": `${fixture("in_test_file")}${PROBE}
class TestOwn:
    @pytest.fixture
    def in_class(self): ...
`,
  "tests/virt/deep/test_probe_deep.py": PROBE,
  "tests/virtual/test_probe_virtual.py": PROBE,
  "tests/storage/conftest.py": fixture("in_storage"),
  "tests/storage/test_probe_storage.py": PROBE,
  "plugins/shared.py": fixture("in_shared"),
};

let folder: string;
let index: SuiteIndex;
let truth: Map<string, readonly string[]>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "testgen-visibility-"));
  for (const [path, text] of Object.entries(SUITE)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  index = await indexOf(SUITE);
  const names = index.fixtures.map(({ name }) => name);
  const script = `
import pytest
os.environ["PROBE_NAMES"], os.environ["PROBE_OUT"] = " ".join(data), os.path.abspath("out.jsonl")
assert pytest.main(["-q"]) == 0
with open("out.jsonl") as lines:
    answer = [json.loads(line) for line in lines]`;
  truth = new Map(
    askPython<[string, string[]][]>(script, names, folder).map(([nodeid, seen]) => [
      nodeid.split("::")[0] ?? "",
      seen,
    ]),
  );
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe("which tests see a fixture", () => {
  it("is what pytest says when each test asks for each fixture", () => {
    expect(truth.size).toBe(5);
    const ours = [...truth.keys()].map((file) => [
      file,
      index.fixtures
        .filter((one) => isVisible(one, file))
        .map(({ name }) => name)
        .sort(),
    ]);
    expect(ours).toEqual([...truth].map(([file, seen]) => [file, [...seen].sort()]));
  });

  it("is said by the directory, the file, or nothing", () => {
    const from = Object.fromEntries(index.fixtures.map(({ name, visibleFrom }) => [name, visibleFrom]));
    expect(from).toEqual({
      in_root: "",
      in_plugin: "",
      in_plugin_of_plugin: "",
      in_part_of_package: "",
      imported_by_plugin: "",
      in_option: "",
      in_src: "",
      in_neighbour: "",
      in_tests: "tests",
      in_virt: "tests/virt",
      in_shared: "tests/virt",
      in_storage: "tests/storage",
      in_test_file: "tests/virt/test_probe_virt.py",
      in_class: null,
      in_class_of_conftest: null,
      in_commented_out: null,
      in_unregistered: null,
      not_imported: null,
      renamed: null,
    });
  });

  it("ends with modules that import each other", async () => {
    const { fixtures } = await indexOf({
      "a/conftest.py": "from b.conftest import *\n",
      "b/conftest.py": `from a.conftest import *\nfrom shared import *\n${fixture("own")}`,
      "shared.py": `from a.conftest import *\n${fixture("shared")}`,
    });
    expect(fixtures.map(({ name }) => name).sort()).toEqual(["own", "shared"]);
    expect(fixtures.every(({ visibleFrom }) => visibleFrom === "a" || visibleFrom === "b")).toBe(true);
  });
});
