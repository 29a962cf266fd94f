import { docstringLiteral, groupDocstring, moduleDocstring } from "../../description/docstring.ts";
import { type DescribedGroup, type DescribedTest, testId } from "../../description/model.ts";
import { describedClass } from "../../draft/described-class.ts";
import type { Draft, TraceEntry } from "../../draft/model.ts";
import { newPackages } from "../../draft/placement.ts";
import { generatedMark } from "../../draft/stamp.ts";
import { isVisible } from "../../suite/fixtures.ts";
import type { SuiteIndex } from "../../suite/model.ts";
import type { DraftRequest } from "../author.ts";
import { buildCatalogue } from "./bind/catalogue.ts";
import type { BindContext, BoundTest, Import } from "./bind/model.ts";
import { bindTest } from "./bind.ts";
import { clashes } from "./draft/clashes.ts";
import { renderImports } from "./draft/render.ts";
import { parameterImports, type TestLayout, testLines, usesMarks } from "./draft/test-code.ts";

const INDENT = "    ";

interface Written {
  readonly test: DescribedTest;
  readonly bound: BoundTest;
}

/**
 * Writes the test file of a description. A test whose every line is bound is implemented; any other stays described
 * (`__test__ = False`, docstring only), with the reason in the trace. No name is used that the suite does not have.
 * The test file comes first; a directory that is new to the suite gets its `__init__.py` behind it.
 */
export function draftTests({ description, suite, path }: DraftRequest): Draft {
  const context: BindContext = {
    catalogue: buildCatalogue(suite),
    visible: suite.fixtures.filter((fixture) => isVisible(fixture, path)),
  };
  const bind = binder(context);
  const groups = description.groups.map((group) => ({
    group: { ...group, markers: known(group.markers, suite) },
    tests: group.tests.map(
      (test): Written => ({
        test: { ...test, markers: known(test.markers, suite) },
        bound: bind(test, [...(description.preconditions ?? []), ...group.preconditions], group),
      }),
    ),
  }));
  const implemented = groups.flatMap(({ tests }) =>
    tests.flatMap(({ test, bound }) => (bound.ok ? [{ test, bound }] : [])),
  );
  const sections = groups.flatMap(({ group, tests }) => sectionsOf(group, tests, implemented.length > 0));
  const layout: TestLayout = {
    width: suite.conventions.lineLength,
    annotated: suite.conventions.annotatedTests,
    catalogue: context.catalogue,
  };
  const marked =
    groups.some(
      ({ group, tests }) => group.markers.length + tests.flatMap(({ test }) => test.markers).length > 0,
    ) || implemented.some(({ bound }) => usesMarks(bound));
  const imports: Import[] = [
    ...implemented.flatMap(({ bound }) => [...bound.imports, ...parameterImports(bound, context.catalogue)]),
    ...(marked ? [{ module: "pytest", name: "" }] : []),
  ];
  const lines = [
    `# ${generatedMark(description.plan.path)}`,
    ...docstringLiteral(moduleDocstring(description, { width: layout.width }), ""),
    ...blankBefore(renderImports(imports, layout.width)),
    ...(implemented.length === 0 ? ["", "__test__ = False"] : []),
    ...sections.flatMap((section) => ["", "", ...sectionLines(section, layout)]),
  ];
  return {
    files: [
      { path, content: `${lines.join("\n")}\n` },
      ...newPackages(path, suite).map((file) => ({ path: file, content: "" })),
    ],
    trace: sections.flatMap((section) => section.tests.map((entry) => traceOf(section, entry, path))),
  };
}

/** Binds one test after the other; a name that would mean two things in the file leaves the later test described. */
function binder(
  context: BindContext,
): (test: DescribedTest, shared: readonly string[], group: DescribedGroup) => BoundTest {
  const taken: Import[] = [];
  return (test, shared, group) => {
    const preconditions = [...new Set([...shared, ...test.preconditions])];
    const parametrize = [...(group.parametrize ?? []), ...(test.parametrize ?? [])];
    const bound = bindTest({ ...test, preconditions, parametrize }, context);
    if (!bound.ok) return bound;
    const imports = [...bound.imports, ...parameterImports(bound, context.catalogue)];
    const reason = clashes(imports, taken, bound.fixtures);
    if (reason !== null) return { ok: false, reason, bindings: bound.bindings };
    taken.push(...imports);
    return bound;
  };
}

/** With strict markers, one that the suite does not register would break the whole file. */
const known = (markers: readonly string[], { markers: registered, conventions }: SuiteIndex): string[] =>
  markers.filter(
    (marker) =>
      !conventions.strictMarkers || registered.some(({ name }) => name === marker.replace(/\(.*$/s, "")),
  );

const blankBefore = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ["", ...lines]);

/** A class of the file: a group's implemented tests, or those that stay described. */
interface Section {
  readonly name: string;
  readonly group: DescribedGroup;
  readonly tests: readonly Written[];
  readonly off: boolean;
}

/**
 * Described tests stand in a class of their own beside the implemented ones: one `__test__ = False` switches them off,
 * in a way that type checkers accept. When nothing at all is implemented the module is switched off instead.
 */
function sectionsOf(group: DescribedGroup, tests: readonly Written[], mixed: boolean): Section[] {
  const done = tests.filter(({ bound }) => bound.ok);
  const open = tests.filter(({ bound }) => !bound.ok);
  const described = `${group.name || "Test"}Described`;
  if (done.length === 0) {
    return [{ name: mixed && group.name === "" ? described : group.name, group, tests: open, off: mixed }];
  }
  const implemented = { name: group.name, group, tests: done, off: false };
  return open.length === 0
    ? [implemented]
    : [implemented, { name: described, group, tests: open, off: true }];
}

function sectionLines({ name, group, tests, off }: Section, layout: TestLayout): string[] {
  const { width } = layout;
  const markers = group.markers.map((marker) => `@pytest.mark.${marker}`);
  if (off) {
    const described = tests.map(({ test }) => test);
    return [...markers, ...describedClass(name, group, described, width)];
  }
  const inClass = name !== "";
  const bodies = tests.map(({ test, bound }) => testLines(test, bound, inClass ? 1 : 0, layout));
  if (!inClass) return bodies.flatMap((body, index) => (index > 0 ? ["", "", ...body] : body));
  return [
    ...markers,
    `class ${name}:`,
    ...docstringLiteral(groupDocstring(group, { width: width - INDENT.length }), INDENT),
    ...bodies.flatMap((body) => ["", ...body]),
  ];
}

function traceOf({ name, group }: Section, { test, bound }: Written, path: string): TraceEntry {
  return {
    test: testId(group, test),
    scenario: test.scenario,
    nodeid: [path, ...(name === "" ? [] : [name]), test.name].join("::"),
    status: bound.ok ? "implemented" : "described",
    reason: bound.ok ? null : bound.reason,
    bindings: bound.bindings,
  };
}
