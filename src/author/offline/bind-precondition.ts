import type { Fixture } from "../../suite/model.ts";
import type { BindContext, Bound } from "./bind.ts";
import { type Candidate, type Catalogue, fitness } from "./catalogue.ts";
import { type Scope, withFixture } from "./scope.ts";
import { stems } from "./words.ts";

const CONFIDENT = 0.6;
/** A fixture that shares its machine with other tests must not be changed by this one. */
const SCOPE_BONUS: Readonly<Record<Fixture["scope"], number>> = {
  function: 0.04,
  class: 0.03,
  module: 0,
  package: 0,
  session: 0,
};
const RELATED_BONUS = 0.08;
/** Words that tell one machine from another: the phrase and the fixture must agree on them. */
const TELLING =
  /^(?:run|stop|paus|halt|start|migrat|unprivileg|window|linux|rhel|fedora|two|three|hotplug|user|snapshot|restor)$/;

/** Binds "Running VM with two disks" to the visible fixture that says so by name, docstring and type. */
export function bindPrecondition(text: string, scope: Scope, context: BindContext): Bound {
  const phrase = stems(text);
  const visible = new Set(context.visible);
  const ranked = context.catalogue.fixtures
    .filter(({ item }) => visible.has(item) && !item.autouse && item.type !== null)
    .filter((candidate) => agrees(phrase, candidate))
    .map((candidate) => ({ candidate, score: score(phrase, candidate, scope, context.catalogue) }))
    .sort((a, b) => b.score - a.score || a.candidate.item.name.localeCompare(b.candidate.item.name));
  const best = ranked[0];
  if (best === undefined || best.score < CONFIDENT) {
    const near = best ? ` (nearest: ${best.candidate.item.name}, ${best.score.toFixed(2)})` : "";
    return { ok: false, reason: `no fixture in sight gives "${text}"${near}` };
  }
  const fixture = best.candidate.item;
  return {
    ok: true,
    binding: { section: "precondition", text, target: fixture.name, score: round(best.score) },
    scope: withFixture(scope, fixture),
    imports: [],
    before: [],
    lines: [],
  };
}

function agrees(phrase: readonly string[], candidate: Candidate<Fixture>): boolean {
  const telling = phrase.filter((word) => TELLING.test(word));
  const known = (word: string): boolean => candidate.name.includes(word) || candidate.about.has(word);
  // "running" may be in the docstring, but a name that says "paused" is about another machine.
  return telling.every(known) && candidate.name.every((word) => !TELLING.test(word) || phrase.includes(word));
}

function score(
  phrase: readonly string[],
  candidate: Candidate<Fixture>,
  scope: Scope,
  catalogue: Catalogue,
): number {
  const fixture = candidate.item;
  const related = scope.fixtures.some(
    (known) => fixture.params.includes(known.name) || known.params.includes(fixture.name),
  );
  return fitness(phrase, candidate, catalogue) + SCOPE_BONUS[fixture.scope] + (related ? RELATED_BONUS : 0);
}

const round = (value: number): number => Math.round(Math.min(1, value) * 100) / 100;
