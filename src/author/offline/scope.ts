import { pythonString } from "../../python/literals.ts";
import type { Fixture, Helper, Parameter } from "../../suite/model.ts";
import { alternatives, bareName } from "../../suite/types.ts";
import type { Catalogue } from "./catalogue.ts";
import { snakeCase, stems } from "./words.ts";

/** A value that the test can name: a fixture, or what an earlier step returned. */
export interface Value {
  readonly expression: string;
  /** Bare class name, "" when unknown. */
  readonly type: string;
  readonly words: readonly string[];
}

/** What a test has in hand while it is being written. */
export interface Scope {
  readonly values: readonly Value[];
  /** Fixtures the test asks for, in order. */
  readonly fixtures: readonly Fixture[];
}

export const emptyScope: Scope = { values: [], fixtures: [] };

export function withFixture(scope: Scope, fixture: Fixture): Scope {
  if (scope.fixtures.some((known) => known.name === fixture.name)) return scope;
  return {
    fixtures: [...scope.fixtures, fixture],
    values: [...scope.values, valueNamed(fixture.name, fixture.type)],
  };
}

export const withValue = (scope: Scope, name: string, type: string | null): Scope => ({
  ...scope,
  values: [...scope.values, valueNamed(name, type)],
});

const valueNamed = (expression: string, type: string | null): Value => ({
  expression,
  type: bareName(alternatives(type)[0] ?? ""),
  words: stems(expression),
});

export interface Filled {
  /** `vm=running_vm, timeout=30`: everything that must be given, named. */
  readonly arguments: readonly string[];
  readonly scope: Scope;
}

interface Request {
  readonly phrase: string;
  readonly visible: readonly Fixture[];
  readonly catalogue: Catalogue;
}

/**
 * Finds a value for each required parameter of a helper, by type first, then by name; literals come from the phrase.
 * Null when one cannot be filled: then the helper does not fit. It never invents a value except a unique name.
 */
export function fillArguments(helper: Helper, scope: Scope, request: Request): Filled | null {
  const literals = literalsOf(request.phrase);
  const given: string[] = [];
  let current = scope;
  for (const parameter of helper.parameters) {
    if (parameter.kind === "varargs" || parameter.kind === "varkwargs") continue;
    const optional = parameter.default !== null;
    const literal = takeLiteral(parameter, literals, optional, request.catalogue);
    if (literal !== null) {
      given.push(`${parameter.name}=${literal}`);
      continue;
    }
    if (optional) continue;
    const found = fill(parameter, current, request);
    if (found === null) return null;
    given.push(`${parameter.name}=${found.expression}`);
    current = found.scope;
  }
  // A quoted value that no parameter takes would silently be left out of the test.
  return literals.length > 0 ? null : { arguments: given, scope: current };
}

interface Found {
  readonly expression: string;
  readonly scope: Scope;
}

function fill(parameter: Parameter, scope: Scope, request: Request): Found | null {
  const types = alternatives(parameter.type).map(bareName);
  const fits = (type: string): boolean =>
    type !== "" && request.catalogue.lineage(type).some((name) => types.includes(name));
  const inHand = bestValue(
    scope.values.filter((value) => fits(value.type)),
    parameter,
    request.phrase,
  );
  if (inHand) return { expression: inHand.expression, scope };
  for (const value of scope.values) {
    const member = memberOfType(value, types, request.catalogue);
    if (member) return { expression: `${value.expression}.${member}`, scope };
  }
  const related = scope.fixtures.flatMap((fixture) => fixture.params);
  const fixture = request.visible
    .filter((candidate) => candidate.type !== null && fits(bareName(candidate.type)))
    .filter((candidate) => !needsState(candidate))
    .map((candidate) => ({ candidate, score: nameScore(candidate.name, parameter.name, related) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.candidate.name.length - b.candidate.name.length)[0]?.candidate;
  if (fixture) return { expression: fixture.name, scope: withFixture(scope, fixture) };
  if (types.includes("str") && /(?:^|_)name$/.test(parameter.name)) {
    return { expression: pythonString(snakeCase(request.phrase, 40).replaceAll("_", "-")), scope };
  }
  return null;
}

/** Machines in some state are chosen by a precondition, never slipped in as an argument. */
const needsState = (fixture: Fixture): boolean => /Virtual|Machine|Snapshot|Restore/.test(fixture.type ?? "");

function nameScore(fixture: string, parameter: string, related: readonly string[]): number {
  const words = new Set(stems(fixture));
  const shared = stems(parameter).filter((word) => words.has(word)).length;
  return shared + (related.includes(fixture) ? 2 : 0) + (fixture === parameter ? 1 : 0);
}

function bestValue(values: readonly Value[], parameter: Parameter, phrase: string): Value | null {
  const wanted = new Set([...stems(parameter.name), ...stems(phrase)]);
  const score = (value: Value): number => value.words.filter((word) => wanted.has(word)).length;
  // The latest value wins a tie: a step speaks of what was just made.
  return [...values].reverse().sort((a, b) => score(b) - score(a))[0] ?? null;
}

function memberOfType(value: Value, types: readonly string[], catalogue: Catalogue): string | null {
  for (const owner of catalogue.lineage(value.type)) {
    const property = (catalogue.members.get(owner) ?? []).find(
      ({ item }) =>
        item.kind === "property" &&
        alternatives(item.returns)
          .map(bareName)
          .some((type) => types.includes(type)),
    );
    if (property) return property.item.qualname.split(".").at(-1) ?? null;
  }
  return null;
}

interface Literal {
  readonly kind: "str" | "int";
  readonly text: string;
}

/** Quoted values and plain numbers of a phrase, in order. */
export function literalsOf(phrase: string): Literal[] {
  return [...phrase.matchAll(/["“]([^"“”]*)["”]|(?<![\w.-])(\d+)(?![\w.-])/g)].map(([, quoted, number]) =>
    quoted === undefined ? { kind: "int", text: number ?? "" } : { kind: "str", text: quoted },
  );
}

function takeLiteral(
  parameter: Parameter,
  literals: Literal[],
  optional: boolean,
  catalogue: Catalogue,
): string | null {
  const types = alternatives(parameter.type).map(bareName);
  const textual = (type: string): boolean =>
    /^(?:str|Literal)$/.test(type) || catalogue.lineage(type).some((name) => name.endsWith("Enum"));
  const index = literals.findIndex(({ kind }) =>
    kind === "int"
      ? types.includes("int") || types.includes("float")
      : parameter.type === null || types.some(textual),
  );
  const literal = literals[index];
  // An optional parameter takes a literal only when nothing else will.
  if (literal === undefined || (optional && /timeout|sleep|interval|retries/.test(parameter.name)))
    return null;
  literals.splice(index, 1);
  return literal.kind === "int" ? literal.text : pythonString(literal.text);
}
