import type { Fixture } from "../../../suite/model.ts";
import { alternatives, bareName } from "../../../suite/types.ts";
import { stems } from "../words.ts";
import type { Catalogue } from "./catalogue.ts";

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

/** `scope` with the fixtures that `other` asks for as well. */
export const withFixturesOf = (scope: Scope, other: Scope): Scope =>
  other.fixtures.reduce(withFixture, scope);

const valueNamed = (expression: string, type: string | null): Value => ({
  expression,
  type: bareName(alternatives(type)[0] ?? ""),
  words: stems(expression),
});

/** Every fixture that this one asks for, directly or not, among those in sight. */
function askedBy(fixture: Fixture, visible: readonly Fixture[]): Fixture[] {
  const found: Fixture[] = [];
  const queue = [...fixture.params];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const next = visible.find((candidate) => candidate.name === name);
    if (next === undefined || found.includes(next)) continue;
    found.push(next);
    queue.push(...next.params);
  }
  return found;
}

/**
 * The fixture is about another object than the one the test has: the snapshot of a stopped machine beside a running one.
 * Only objects that are made for one test count; clients and namespaces are shared by all.
 */
export function contradicts(
  scope: Scope,
  fixture: Fixture,
  { catalogue, visible }: { readonly catalogue: Catalogue; readonly visible: readonly Fixture[] },
): boolean {
  const own = (one: Fixture): boolean => one.scope === "function" && catalogue.classes.has(one.type ?? "");
  const known = scope.fixtures.flatMap((one) => [one, ...askedBy(one, visible)]).filter(own);
  return askedBy(fixture, visible)
    .filter(own)
    .some(
      (asked) =>
        known.some((one) => one.type === asked.type) && !known.some((one) => one.name === asked.name),
    );
}

/** Words that Python keeps for itself, in lower case. */
const KEYWORDS = new Set(
  (
    "and as assert async await break class continue def del elif else except finally for from global if import in is lambda " +
    "nonlocal not or pass raise return try while with yield match case type self"
  ).split(" "),
);

/** The first of the names that hides nothing the test may need, else the last one with a number. */
export function freeName(names: readonly string[], scope: Scope, catalogue: Catalogue): string {
  const taken = new Set([
    ...scope.values.map((value) => value.expression),
    ...catalogue.functions.map(({ item }) => item.qualname),
  ]);
  const free = (name: string): boolean => name !== "" && !taken.has(name) && !KEYWORDS.has(name);
  const found = names.find(free);
  if (found !== undefined) return found;
  const base = names.at(-1) || "value";
  for (let count = 2; ; count += 1) if (free(`${base}_${count}`)) return `${base}_${count}`;
}
