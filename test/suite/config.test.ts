import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONFIG_FILES, type PytestConfig, readConfig } from "../../src/suite/config.ts";
import { askPython } from "../python/python3.ts";

const read = (files: Readonly<Record<string, string>>): PytestConfig =>
  readConfig(new Map(Object.entries(files)));

/** Repositories whose settings pytest itself is asked about. */
const REPOSITORIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "no settings": {},
  "pytest.ini in the dialect's corners": {
    "pytest.ini": `# comment
; another one
[other]
markers = wrong: from another section
[pytest]  # comment
testpaths =
    tests
    # not a path
    "with space/tests" more
markers :
    one: the first
  ; not a marker

    polarion(id): has an id: really
	tabbed
    plain   # part of the text
Markers = not_this: names are case-sensitive
pythonpath=. ./src/ 'a b'
addopts = -q --strict-markers
`,
  },
  "an empty pytest.ini hides pyproject.toml": {
    "pytest.ini": "",
    "pyproject.toml": "[tool.pytest.ini_options]\nmarkers = ['hidden: x']\n",
  },
  "an empty .pytest.ini hides tox.ini": {
    ".pytest.ini": "[unrelated]\n",
    "tox.ini": "[pytest]\nmarkers = hidden: x\n",
  },
  "pyproject.toml with lists": {
    "pyproject.toml":
      '[tool.pytest.ini_options]\ntestpaths = ["tests", "more tests"]\nmarkers = ["one: x", "two"]\npythonpath = ["src"]\naddopts = ["--strict-markers"]\n',
  },
  "pyproject.toml with strings": {
    "pyproject.toml":
      '[tool.pytest.ini_options]\ntestpaths = "tests  \'more tests\'"\nmarkers = """\n  one: x\n  two: y\n"""\naddopts = "-ra -q"\n',
  },
  "pyproject.toml without pytest, then tox.ini": {
    "pyproject.toml": "[tool.ruff]\nline-length = 100\n",
    "tox.ini": "[tox]\nenvlist = py\n[pytest]\ntestpaths = tests\nmarkers = from_tox: x\n",
  },
  "setup.cfg": {
    "tox.ini": "[tox]\n",
    "setup.cfg": "[metadata]\nname = x\n[tool:pytest]\ntestpaths = a b\nmarkers =\n  from_setup: x\n",
  },
  "strict settings are not strict markers": {
    "pytest.ini": "[pytest]\naddopts = --strict-config\n",
  },
  "strict in general": { "pytest.ini": "[pytest]\naddopts = -q --strict\n" },
};

describe("readConfig", () => {
  it("reads what pytest itself reads", () => {
    const script = `
import pathlib, tempfile, pytest

class Spy:
    def pytest_configure(self, config):
        self.config = config

def settings(files):
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder).resolve()
        for name, text in files.items():
            (root / name).write_text(text, encoding="utf-8")
        # A name of its own: one process remembers what it imported.
        test = f"test_{root.name.replace('-', '_')}.py"
        (root / test).write_text("import pytest\\n@pytest.mark.unknown_mark\\ndef test_it(): ...\\n")
        os.chdir(root)
        spy = Spy()
        code = pytest.main(["-q", "-p", "no:cacheprovider", "--rootdir", ".", test], plugins=[spy])
        config = spy.config
        os.chdir("/")
        return {
            "testpaths": list(config.getini("testpaths")),
            "markers": config.getini("markers"),
            "pythonpath": [str(path.relative_to(root)) for path in config.getini("pythonpath")],
            "strictMarkers": code != 0,
        }

builtin = set(settings({})["markers"])
answer = {name: settings(files) for name, files in data.items()}
for found in answer.values():
    found["markers"] = [line for line in found["markers"] if line not in builtin]`;
    const truth = askPython<Record<string, { markers: string[] }>>(script, REPOSITORIES);
    const ours = Object.entries(REPOSITORIES).map(([name, files]) => {
      const { testpaths, markers, pythonpath, strictMarkers } = read(files);
      return [name, { testpaths, markers: markers.map((marker) => marker.name), pythonpath, strictMarkers }];
    });
    const expected = Object.entries(truth).map(([name, found]) => [
      name,
      { ...found, markers: found.markers.map((line) => line.split(":")[0]?.split("(")[0]?.trim()) },
    ]);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(expected));
  });

  it("keeps what a marker means", () => {
    const { markers } = read({
      "pytest.ini": "[pytest]\nmarkers =\n  polarion(id): the id: of a test\n  bare\n",
    });
    expect(markers).toEqual([
      { name: "polarion", doc: "the id: of a test" },
      { name: "bare", doc: "" },
    ]);
  });

  it("knows the settings of newer versions of pytest", () => {
    const native = '[tool.pytest]\nmarkers = ["one: x"]\nstrict_markers = true\n';
    expect(read({ "pyproject.toml": native })).toMatchObject({
      markers: [{ name: "one" }],
      strictMarkers: true,
    });
    const own = '[pytest]\ntestpaths = ["tests"]\nstrict = true\n';
    expect(read({ "pytest.toml": own, "pytest.ini": "[pytest]\ntestpaths = no\n" })).toMatchObject({
      testpaths: ["tests"],
      strictMarkers: true,
    });
  });

  it.each([
    ["strict_markers = true", true],
    ["strict_markers = Yes", true],
    ["strict_markers = off", false],
    ["strict = 1", true],
    ["strict = true\nstrict_markers = false", false],
    ["addopts = --strict-markers\nstrict_markers = false", true],
    ["addopts = --strict-markers-of-my-own", false],
  ])("takes %j for strict: %j", (lines, strict) => {
    expect(read({ "pytest.ini": `[pytest]\n${lines}\n` }).strictMarkers).toBe(strict);
  });

  it("lists the plugins that are loaded with -p", () => {
    const addopts = "addopts = -p tests.plugin -pother.plugin -p no:cacheprovider --pdb -k 'a -p b'";
    expect(read({ "tox.ini": `[pytest]\n${addopts}\n` }).plugins).toEqual(["tests.plugin", "other.plugin"]);
  });

  it("reads ruff's line length wherever pytest's settings are", () => {
    expect(read({ "pytest.ini": "", "pyproject.toml": "[tool.ruff]\nline-length = 120\n" }).lineLength).toBe(
      120,
    );
    expect(read({ "pyproject.toml": "[tool.ruff]\nline-length = 'long'\n" }).lineLength).toBe(88);
    expect(read({}).lineLength).toBe(88);
  });

  it("passes over a file that cannot be parsed", () => {
    const broken = {
      "pyproject.toml": "[tool.pytest.ini_options\n",
      "tox.ini": "[pytest]\nmarkers = found\n",
    };
    expect(read(broken).markers).toEqual([{ name: "found", doc: "" }]);
  });

  it("never throws, whatever the files say", () => {
    const word = fc.constantFrom(
      ..."[pytest] [tool:pytest] [tool.pytest.ini_options] [tool.ruff] [pytest [] markers testpaths addopts pythonpath strict line-length __proto__ constructor".split(
        " ",
      ),
      ...[
        "=",
        ":",
        "\n",
        "\n  ",
        "#",
        ";",
        '"',
        "'",
        "[",
        "]",
        "{",
        "}",
        "1",
        "true",
        "-p",
        "\\",
        "\0",
        "\r",
        "\ufeff",
      ],
    );
    const text = fc.oneof(
      fc.array(word, { maxLength: 30 }).map((words) => words.join("")),
      fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")),
      fc.string({ unit: "binary" }),
    );
    const files = fc.dictionary(fc.constantFrom(...CONFIG_FILES), text);
    fc.assert(
      fc.property(files, (some) => {
        const config = readConfig(new Map(Object.entries(some)));
        for (const { name, doc } of config.markers)
          expect([typeof name, typeof doc]).toEqual(["string", "string"]);
        expect([...config.testpaths, ...config.pythonpath]).not.toContain("");
      }),
      { numRuns: 500 },
    );
  });

  it("is done with a line of a million blanks", () => {
    const blanks = " ".repeat(1_000_000);
    expect(read({ "pytest.ini": `[pytest]\nmarkers${blanks}\ntestpaths = a${blanks}b\n` }).testpaths).toEqual(
      ["a", "b"],
    );
  });
});
