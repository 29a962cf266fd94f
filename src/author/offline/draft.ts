import {
  docstringLiteral,
  groupDocstring,
  moduleDocstring,
  testDocstring,
} from "../../description/docstring.ts";
import { type DescribedGroup, type DescribedTest, testId } from "../../description/model.ts";
import type { Draft, TraceEntry } from "../../draft/model.ts";
import { GENERATED_MARK } from "../../draft/placement.ts";
import { isVisible } from "../../suite/fixtures.ts";
import type { Fixture } from "../../suite/model.ts";
import type { DraftRequest } from "../author.ts";
import { type BindContext, type BoundTest, bindTest, type Import, type Statement } from "./bind.ts";
import { buildCatalogue, type Catalogue } from "./catalogue.ts";
import { layOut, renderImports } from "./render.ts";

const INDENT = "    ";
const SCOPE_ORDER: readonly Fixture["scope"][] = ["session", "package", "module", "class", "function"];

interface Written {
  readonly test: DescribedTest;
  readonly bound: BoundTest;
}

/**
 * Writes the test file of a description. A test whose every line is bound is implemented; any other stays described
 * (`__test__ = False`, docstring only), with the reason in the trace. No name is used that the suite does not have.
 */
export function draftTests(request: DraftRequest): Draft {
  const { description, suite, path } = request;
  const context: BindContext = {
    catalogue: buildCatalogue(suite),
    visible: suite.fixtures.filter((fixture) => isVisible(fixture, path)),
  };
  const width = suite.conventions.lineLength;
  const groups = description.groups.map((group) => ({
    group,
    tests: group.tests.map((test): Written => ({ test, bound: bindTest(test, context) })),
  }));
  const written = groups.flatMap(({ tests }) => tests);
  const implemented = written.flatMap(({ bound }) => (bound.ok ? [bound] : []));
  const layout: Layout = { width, catalogue: context.catalogue };
  const sections = groups.flatMap(({ group, tests }) => sectionsOf(group, tests, implemented.length > 0));
  const marks = [
    ...groups.flatMap(({ group }) => group.markers),
    ...written.flatMap(({ test }) => test.markers),
  ];
  const imports: Import[] = implemented.flatMap((bound) => [
    ...bound.imports,
    ...named(bound).flatMap((fixture) => annotationOf(fixture, context.catalogue)?.imports ?? []),
  ]);
  const needsPytest = marks.length > 0 || implemented.some((bound) => unused(bound).length > 0);
  const lines = [
    `# ${GENERATED_MARK}${oneLine(description.plan.path)}`,
    ...docstringLiteral(moduleDocstring(description, { width }), ""),
    ...blankBefore(
      renderImports(needsPytest ? [...imports, { module: "pytest", name: "" }] : imports, width),
    ),
    ...(implemented.length === 0 ? ["", "__test__ = False"] : []),
    ...sections.flatMap((section) => ["", "", ...sectionLines(section, layout)]),
  ];
  return {
    files: [{ path, content: `${lines.join("\n")}\n` }],
    trace: sections.flatMap((section) => section.tests.map((entry) => traceOf(section, entry, path))),
  };
}

const oneLine = (text: string): string => text.replace(/[\r\n]+/g, " ");
const blankBefore = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ["", ...lines]);

interface Layout {
  readonly width: number;
  readonly catalogue: Catalogue;
}

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
  if (done.length === 0) return [{ name: group.name, group, tests: open, off: mixed }];
  const implemented = { name: group.name, group, tests: done, off: false };
  if (open.length === 0) return [implemented];
  return [implemented, { name: `${group.name || "Test"}Described`, group, tests: open, off: true }];
}

function sectionLines({ name, group, tests, off }: Section, layout: Layout): string[] {
  const inClass = name !== "";
  const depth = inClass ? 1 : 0;
  const head = inClass
    ? [
        ...group.markers.map(markerLine),
        `class ${name}:`,
        ...docstringLiteral(groupDocstring(group, { width: layout.width - INDENT.length }), INDENT),
        ...(off ? ["", `${INDENT}__test__ = False`] : []),
      ]
    : [];
  const bodies = tests.map((entry) => testLines(entry, depth, layout));
  return [...head, ...bodies.flatMap((body, index) => (index > 0 || inClass ? ["", ...body] : body))];
}

function testLines({ test, bound }: Written, depth: number, { width, catalogue }: Layout): string[] {
  const indent = INDENT.repeat(depth);
  const inner = indent + INDENT;
  const docstring = docstringLiteral(testDocstring(test, { width: width - inner.length }), inner);
  const self = depth > 0 ? ["self"] : [];
  if (!bound.ok) return [`${indent}def ${test.name}(${self.join(", ")}):`, ...docstring];
  const silent = unused(bound);
  const asked = named(bound).map((fixture) => {
    const annotation = annotationOf(fixture, catalogue);
    return annotation === null ? fixture.name : `${fixture.name}: ${annotation.text}`;
  });
  const decorators = [
    ...test.markers.map((marker) => `${indent}${markerLine(marker)}`),
    ...(silent.length > 0
      ? [
          `${indent}@pytest.mark.usefixtures(${ordered(silent)
            .map(({ name }) => `"${name}"`)
            .join(", ")})`,
        ]
      : []),
  ];
  const [signature = "", ...wrapped] = layOut(
    [`def ${test.name}(${[...self, ...asked].join(", ")})`],
    depth,
    width - 1,
  );
  const header = [signature, ...wrapped];
  header.push(`${header.pop()}:`);
  return [...decorators, ...header, ...docstring, ...layOut(bound.body, depth + 1, width)];
}

const markerLine = (marker: string): string => `@pytest.mark.${marker}`;

const ordered = (fixtures: readonly Fixture[]): Fixture[] =>
  [...fixtures].sort((a, b) => SCOPE_ORDER.indexOf(a.scope) - SCOPE_ORDER.indexOf(b.scope));

/** Fixtures that the body names, session first: what lives longest is asked for first. */
const named = (bound: Extract<BoundTest, { ok: true }>): Fixture[] => {
  const silent = unused(bound);
  return ordered(bound.fixtures).filter((fixture) => !silent.includes(fixture));
};

/** The parameter's annotation: pyright knows nothing of fixtures, so without it nothing would be checked. */
function annotationOf(fixture: Fixture, catalogue: Catalogue): { text: string; imports: Import[] } | null {
  const type = fixture.type ?? "";
  if (BUILTIN.has(type)) return { text: type, imports: [] };
  const definition = catalogue.classes.get(type);
  return definition ? { text: type, imports: [{ module: definition.module, name: type }] } : null;
}

const BUILTIN = new Set(["str", "int", "float", "bool"]);

/** Fixtures whose value the body never names: they are asked for by marker. */
function unused(bound: Extract<BoundTest, { ok: true }>): Fixture[] {
  const text = bound.body.map(textOf).join("\n");
  return bound.fixtures.filter(({ name }) => !new RegExp(String.raw`\b${name}\b`).test(text));
}

const textOf = (statement: Statement): string =>
  typeof statement === "string" ? statement : [statement.head, ...statement.body.map(textOf)].join("\n");

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
