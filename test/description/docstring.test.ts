import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { docstringDescription, docstringLiteral, testDocstring } from "../../src/description/docstring.ts";
import { readJsonDescription } from "../../src/description/json.ts";
import type { DescribedTest } from "../../src/description/model.ts";
import { normalDescription, normalTest } from "../../src/description/normal.ts";
import { oracleOf } from "../../src/description/oracle.ts";
import {
  oracleOfDocstring,
  readDocstringDescription,
  readDocstringFile,
  readTestDocstring,
} from "../../src/description/read-docstring.ts";
import { readModule } from "../../src/python/module.ts";
import { loadPython, type PythonParser } from "../../src/python/parser.ts";
import { nastyDescription, nastyTest } from "./arbitrary.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures", "descriptions");
const fixture = (name: string) => readFileSync(join(fixtures, name), "utf8");
const vmReset = readJsonDescription(fixture("vm-reset.json"), "vm-reset.json");

let python: PythonParser;
beforeAll(async () => {
  python = await loadPython();
});

/** What a docstring holds of a test. */
function documented(test: DescribedTest): Omit<DescribedTest, "name" | "polarion"> {
  const { name: _, polarion: __, ...rest } = normalTest(test);
  return rest;
}

describe("the placeholder module", () => {
  it("is the reviewed golden file", () => {
    expect(docstringDescription(vmReset)).toBe(fixture("vm-reset.py"));
  });

  it("reads back without loss", () => {
    expect(readDocstringDescription(python, fixture("vm-reset.py"), "vm-reset.py")).toEqual(vmReset);
  });

  it("keeps any description whatever its texts say, at any width", () => {
    const width = fc.integer({ min: 20, max: 140 });
    fc.assert(
      fc.property(nastyDescription, width, (description, columns) => {
        const source = docstringDescription(description, { width: columns });
        const file = readDocstringFile(python, source, "std.py");
        expect(file.description).toEqual(normalDescription(description));
        const others = file.findings.filter(({ rule }) => rule !== "docstring-missing");
        expect(others).toEqual([]);
      }),
      { numRuns: 200 },
    );
  });

  it("is Python to Python itself, and its docstrings say the same there", () => {
    const descriptions = fc.sample(nastyDescription, { numRuns: 50, seed: 5 });
    const script = [
      "import ast, json, sys",
      "def docs(source):",
      "    tree = ast.parse(source)",
      "    tests = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]",
      "    code = [n for n in tree.body if not isinstance(n, (ast.ClassDef, ast.FunctionDef, ast.Import))]",
      "    return {'docs': [[n.name, ast.get_docstring(n) or ''] for n in tests], 'code': [ast.unparse(n) for n in code[-1:]]}",
      "json.dump([docs(source) for source in json.load(sys.stdin)], sys.stdout)",
    ].join("\n");
    const input = JSON.stringify(descriptions.map((description) => docstringDescription(description)));
    const output = execFileSync("python3", ["-c", script], { input, encoding: "utf8" });
    const modules = JSON.parse(output) as { docs: [string, string][]; code: string[] }[];
    expect(modules).toHaveLength(50);
    modules.forEach(({ docs, code }, index) => {
      expect(code).toEqual(["__test__ = False"]);
      const tests = descriptions[index]?.groups.flatMap((group) => group.tests) ?? [];
      const written = tests.map((test) => [test.name, documented(test)]);
      const read = docs.map(([name, doc]) => [name, readTestDocstring(doc)]);
      expect(new Set(read.map((entry) => JSON.stringify(entry)))).toEqual(
        new Set(written.map((entry) => JSON.stringify(entry))),
      );
    });
  });
});

describe("a test's docstring", () => {
  const lines = testDocstring(
    {
      name: "test_x",
      scenario: "CNV-1-1",
      summary: "Test that a rather long sentence is wrapped.",
      negative: true,
      preconditions: ["Running under-test VM with two networks"],
      steps: ["Migrate the VM to another worker node"],
      expected: ["Migration fails"],
      markers: ["ipv4"],
    },
    { width: 30 },
  );

  it("is wrapped at the width, continuation below the text", () => {
    expect(lines).toEqual([
      "[NEGATIVE] Test that a rather",
      "long sentence is wrapped.",
      "",
      "STP: scenario CNV-1-1",
      "",
      "Markers:",
      "    - ipv4",
      "",
      "Preconditions:",
      "    - Running under-test VM",
      "      with two networks",
      "",
      "Steps:",
      "    1. Migrate the VM to",
      "       another worker node",
      "",
      "Expected:",
      "    - Migration fails",
    ]);
  });

  it("gives the test and its oracle back, as a value and as it stands in the source", () => {
    fc.assert(
      fc.property(nastyTest, fc.integer({ min: 20, max: 120 }), (test, width) => {
        const written = testDocstring(test, { width });
        expect(readTestDocstring(written.join("\n"))).toEqual(documented(test));
        const body = [...docstringLiteral(written, "    "), "    reset(vm=running_vm)"];
        const module = readModule(python, ["def test_x(running_vm):", ...body, ""].join("\n"));
        expect(module.errorLine).toBeNull();
        expect(oracleOfDocstring(module.functions[0]?.doc ?? "")).toBe(oracleOf(test));
      }),
      { numRuns: 200 },
    );
  });
});

describe("a file written by people", () => {
  const source = [
    '"""',
    "Disk resize tests",
    "",
    "STP:",
    "https://example.com/stp/disk-resize.md",
    "",
    "Preconditions:",
    "    - Storage class that allows",
    "      expansion",
    '"""',
    "",
    "import pytest",
    "",
    "",
    '@pytest.mark.polarion("CNV-1")',
    "def test_online_resize():",
    "    '''Test that the disk of a running VM",
    "    can be expanded.",
    "",
    "    Jira: CNV-77",
    "",
    "    Parametrize:",
    "        - ip_family:",
    "            - ipv4 [Markers: ipv4]",
    "            - ipv6 [Markers: ipv6]",
    "",
    "    Expected:",
    '        VM is \\"Running\\"',
    "    '''",
    "",
    "",
    "test_online_resize.__test__ = False",
    "",
    "",
    "class TestShrink:",
    "    __test__ = False",
    "",
    "    def helper(self):",
    "        pass",
    "",
    "    def test_shrink(self):",
    '        r"""[NEGATIVE] Test that a disk cannot be shrunk below C:\\temp.',
    "",
    "        Expected:",
    "            * Resize fails",
    '        """',
    "",
  ].join("\n");

  it("is understood in the community's own variants", () => {
    const { description, findings } = readDocstringFile(python, source, "test_resize.py");
    expect(findings).toEqual([]);
    expect(description).toEqual({
      plan: { path: "https://example.com/stp/disk-resize.md", digest: "" },
      title: "Disk resize tests",
      preconditions: ["Storage class that allows expansion"],
      groups: [
        {
          name: "",
          summary: "",
          preconditions: [],
          markers: [],
          tests: [
            {
              name: "test_online_resize",
              scenario: "",
              summary: "Test that the disk of a running VM can be expanded.",
              negative: false,
              preconditions: [],
              steps: [],
              expected: ['VM is "Running"'],
              markers: [],
              parametrize: ["ip_family: [ipv4 [Markers: ipv4], ipv6 [Markers: ipv6]]"],
              polarion: "CNV-1",
            },
          ],
        },
        {
          name: "TestShrink",
          summary: "",
          preconditions: [],
          markers: [],
          tests: [
            {
              name: "test_shrink",
              scenario: "",
              summary: "Test that a disk cannot be shrunk below C:\\temp.",
              negative: true,
              preconditions: [],
              steps: [],
              expected: ["Resize fails"],
              markers: [],
            },
          ],
        },
      ],
      uncovered: [],
    });
  });

  it("is refused with the line when it is not Python", () => {
    const broken = source.replace("    __test__ = False", "    __test__ = = False");
    const line = broken.split("\n").indexOf("    __test__ = = False") + 1;
    expect(() => readDocstringDescription(python, broken, "test_resize.py")).toThrowError(
      `test_resize.py:${line}: not valid Python`,
    );
  });
});
