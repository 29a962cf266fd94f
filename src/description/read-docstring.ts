import { inputError } from "../errors.ts";
import type { PythonParser } from "../python/parser.ts";
import { type DocstringText, isSection, readDocstringText, SECTIONS } from "./docstring-text.ts";
import { type DescribedGroup, type DescribedTest, type TestDescription, testId } from "./model.ts";
import { normalDescription, normalGroup, normalTest, optionalLines } from "./normal.ts";
import { descriptionOracle, oracleOf } from "./oracle.ts";
import { dedent } from "./python-docstring.ts";
import { type DescriptionFinding, LineIndex, type ReadDescription } from "./read.ts";
import { readStdModule, type StdClass, type StdDocstring, type StdTest } from "./std-module.ts";
import { readTraceComments } from "./trace-comments.ts";

/** What a test's docstring says of a test. */
export type DocumentedTest = Omit<DescribedTest, "name" | "polarion">;

/**
 * Reads a docstring as Python holds it (`__doc__`), or with its indentation gone. For a test in normal form this is the
 * inverse of `testDocstring`. Read from the source between the quotes it gives the same oracle.
 */
export function readTestDocstring(text: string): DocumentedTest {
  const lines = text.split(/\r?\n/);
  // Text that begins with a section lost its indentation already: the margin of the other lines is the section's own.
  const clean = /^[A-Z]\w*:$/.test(lines[0] ?? "");
  return documentedTest(readDocstringText(clean ? lines : dedent(lines)));
}

/** The oracle that a docstring states: equal to `oracleOf` of the test it was written from. */
export function oracleOfDocstring(doc: string): string {
  return oracleOf(readTestDocstring(doc));
}

/**
 * Reads a placeholder module, or any test file whose docstrings follow the community's grammar.
 * @throws TestgenError `description.python` when the file is not Python
 */
export function readDocstringDescription(
  python: PythonParser,
  source: string,
  path: string,
): TestDescription {
  return readDocstringFile(python, source, path).description;
}

/** As `readDocstringDescription`, with lines and findings. */
export function readDocstringFile(python: PythonParser, source: string, path: string): ReadDescription {
  const module = readStdModule(python, source);
  if (module.errorLine !== null) {
    throw inputError({
      code: "description.python",
      message: `${path}:${module.errorLine}: not valid Python`,
      hint: "check the file with python -m py_compile",
    });
  }
  const file = new FileReading();
  const doc = file.docstring(module.doc, "", 1);
  file.planLinks.push(...doc.traces);
  const groups: DescribedGroup[] = [];
  for (const member of module.members) {
    if (member.kind === "class") groups.push(file.group(member, module.disabled));
    else {
      const outside = groups.find((group) => group.name === "");
      const test = file.test(member, "", module.disabled);
      if (outside) groups[groups.indexOf(outside)] = { ...outside, tests: [...outside.tests, test] };
      else groups.push({ name: "", summary: "", preconditions: [], markers: [], tests: [test] });
    }
  }
  const trace = readTraceComments(module.comments);
  const link = file.planLinks[0] ?? "";
  const description = normalDescription({
    plan: { path: trace.path ?? link, digest: trace.digest, ...(trace.path === null ? {} : { url: link }) },
    title: doc.summary,
    ...optionalLines("preconditions", linesOf(doc, "Preconditions")),
    ...optionalLines("markers", linesOf(doc, "Markers")),
    groups,
    uncovered: trace.uncovered,
  });
  if (trace.oracle !== null && trace.oracle !== descriptionOracle(description)) {
    file.findings.push({
      rule: "oracle-changed",
      message: "the expected results differ from the oracle that the file records",
      where: "",
    });
  }
  return { description, lines: file.lines, findings: file.findings };
}

/** What gathers while the docstrings of one file are read. */
class FileReading {
  readonly lines = new LineIndex();
  readonly findings: DescriptionFinding[] = [];
  /** What the docstrings link as the plan, outermost first. */
  readonly planLinks: string[] = [];

  group(node: StdClass, disabled: boolean): DescribedGroup {
    const doc = this.docstring(node.doc, node.name, node.line);
    this.planLinks.push(...doc.traces);
    return normalGroup({
      name: node.name,
      summary: doc.summary,
      preconditions: linesOf(doc, "Preconditions"),
      markers: linesOf(doc, "Markers"),
      ...optionalLines("parametrize", linesOf(doc, "Parametrize")),
      tests: node.tests.map((test) => this.test(test, node.name, disabled || node.disabled)),
    });
  }

  test(node: StdTest, group: string, disabled: boolean): DescribedTest {
    const where = testId({ name: group }, node);
    const doc = this.docstring(node.doc, where, node.line);
    this.planLinks.push(...doc.traces.filter((trace) => !SCENARIO.test(trace)));
    const off = disabled || node.disabled;
    if (node.doc === null) this.#say("docstring-missing", "the test has no docstring", where, node.line);
    if (!node.implemented && !off) {
      this.#say("placeholder", "an empty test needs __test__ = False", where, node.line);
    }
    if (node.implemented && off) {
      this.#say("placeholder", "an implemented test is never run: __test__ = False", where, node.line);
    }
    return normalTest({
      name: node.name,
      ...documentedTest(doc),
      ...(node.polarion === null ? {} : { polarion: node.polarion }),
    });
  }

  /** Reads a docstring and keeps where its parts stand. */
  docstring(node: StdDocstring | null, where: string, line: number): DocstringText {
    const doc = readDocstringText(node?.lines ?? []);
    const first = node?.line ?? line;
    this.lines.set(line, where);
    for (const section of doc.sections) {
      const name = section.name.toLowerCase();
      this.lines.set(first + section.line, where, name);
      section.items.forEach((item, index) => {
        this.lines.set(first + item.line, where, name, index);
      });
      if (!isSection(section.name)) {
        const message = `section ${JSON.stringify(section.name)} is none of ${SECTIONS.join(", ")}`;
        this.#say("section-name", message, where, first + section.line);
      }
    }
    return doc;
  }

  #say(rule: string, message: string, where: string, line: number): void {
    this.findings.push({ rule, message, where, line });
  }
}

const SCENARIO = /^scenario(?:\s+|$)/i;

function documentedTest(doc: DocstringText): DocumentedTest {
  const scenario = doc.traces.find((trace) => SCENARIO.test(trace)) ?? "";
  const { name: _, ...test } = normalTest({
    name: "",
    scenario: scenario.replace(SCENARIO, ""),
    summary: doc.summary,
    negative: /^\[negative\]/i.test(doc.summary),
    preconditions: linesOf(doc, "Preconditions"),
    steps: linesOf(doc, "Steps"),
    expected: linesOf(doc, "Expected"),
    markers: linesOf(doc, "Markers"),
    ...optionalLines("parametrize", linesOf(doc, "Parametrize")),
  });
  return test;
}

function linesOf(doc: DocstringText, name: (typeof SECTIONS)[number]): string[] {
  return doc.sections.flatMap((section) =>
    section.name === name ? section.items.map((item) => item.text) : [],
  );
}
