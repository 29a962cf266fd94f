import { docstringLiteral, testDocstring } from "../../../description/docstring.ts";
import type { DescribedTest } from "../../../description/model.ts";
import { describedTest } from "../../../draft/described-class.ts";
import type { Fixture } from "../../../suite/model.ts";
import { textOf } from "../bind/body.ts";
import type { Catalogue } from "../bind/catalogue.ts";
import type { BoundTest, Import } from "../bind/model.ts";
import { layOut } from "./render.ts";

const INDENT = "    ";
const SCOPE_ORDER: readonly Fixture["scope"][] = ["session", "package", "module", "class", "function"];
const BUILTIN = new Set(["str", "int", "float", "bool"]);

type Implemented = Extract<BoundTest, { ok: true }>;

export interface TestLayout {
  /** Columns of a line. */
  readonly width: number;
  /** The suite's tests say what they return. */
  readonly annotated: boolean;
  readonly catalogue: Catalogue;
}

/** The lines of one test function; a test that is not bound has its docstring only. */
export function testLines(
  test: DescribedTest,
  bound: BoundTest,
  depth: number,
  { width, annotated, catalogue }: TestLayout,
): string[] {
  if (!bound.ok) return describedTest(test, { inClass: depth > 0, width });
  const indent = INDENT.repeat(depth);
  const inner = indent + INDENT;
  const docstring = docstringLiteral(testDocstring(test, { width: width - inner.length }), inner);
  const self = depth > 0 ? ["self"] : [];
  const asked = named(bound).map((fixture) => {
    const annotation = annotationOf(fixture, catalogue);
    return annotation === null ? fixture.name : `${fixture.name}: ${annotation.text}`;
  });
  const silent = ordered(unused(bound)).map(({ name }) => `"${name}"`);
  const decorators = [
    ...test.markers.map((marker) => `pytest.mark.${marker}`),
    ...(silent.length > 0 ? [`pytest.mark.usefixtures(${silent.join(", ")})`] : []),
  ];
  const end = annotated ? " -> None:" : ":";
  const header = layOut([`def ${test.name}(${[...self, ...asked].join(", ")})`], depth, width - end.length);
  return [
    ...decorators.map((decorator) => `${indent}@${decorator}`),
    ...header.slice(0, -1),
    `${header.at(-1)}${end}`,
    ...docstring,
    ...layOut(bound.body, depth + 1, width),
  ];
}

/** Whether the test asks for fixtures by marker. */
export const usesMarks = (bound: Implemented): boolean => unused(bound).length > 0;

/** What the annotations of the test's parameters need. */
export const parameterImports = (bound: Implemented, catalogue: Catalogue): Import[] =>
  named(bound).flatMap((fixture) => annotationOf(fixture, catalogue)?.imports ?? []);

const ordered = (fixtures: readonly Fixture[]): Fixture[] =>
  [...fixtures].sort((a, b) => SCOPE_ORDER.indexOf(a.scope) - SCOPE_ORDER.indexOf(b.scope));

/** Fixtures that the body names, session first: what lives longest is asked for first. */
const named = (bound: Implemented): Fixture[] => {
  const silent = unused(bound);
  return ordered(bound.fixtures).filter((fixture) => !silent.includes(fixture));
};

/** Fixtures whose value the body never names: they are asked for by marker. */
function unused(bound: Implemented): Fixture[] {
  const text = bound.body.map(textOf).join("\n");
  return bound.fixtures.filter(({ name }) => !new RegExp(String.raw`\b${name}\b`).test(text));
}

/** The parameter's annotation: pyright knows nothing of fixtures, so without it nothing would be checked. */
function annotationOf(fixture: Fixture, catalogue: Catalogue): { text: string; imports: Import[] } | null {
  const type = fixture.type ?? "";
  if (BUILTIN.has(type)) return { text: type, imports: [] };
  const definition = catalogue.classes.get(type);
  return definition ? { text: type, imports: [{ module: definition.module, name: type }] } : null;
}
