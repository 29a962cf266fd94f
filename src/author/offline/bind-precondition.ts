import type { Fixture } from "../../suite/model.ts";
import type { BindContext, Bound } from "./bind.ts";
import { CONFIDENT } from "./calls.ts";
import { type Candidate, type Catalogue, fitness, unspoken } from "./catalogue.ts";
import { isMachine, isThing } from "./nouns.ts";
import { contradicts, type Scope, withFixture } from "./scope.ts";
import { isVerbStem } from "./verbs.ts";
import { NOT, snakeCase, stems, wordsFor } from "./words.ts";

/** A fixture that shares its machine with other tests must not be changed by this one. */
const SCOPE_BONUS: Readonly<Record<Fixture["scope"], number>> = {
  function: 0.04,
  class: 0.03,
  module: 0,
  package: 0,
  session: 0,
};
const RELATED_BONUS = 0.08;
/** Words in a fixture's name, beside verbs, that tell one thing from another. */
const TELLING = /^(?:run|halt|un.+|not|window|linux|rhel|fedora|\d+)$/;
/** Words for users who may not do everything; what belongs to them is only meant when the phrase says so. */
const LIMITED = /^(?:unprivileg|developer|anonym\w*|user|token)$/;

/** Binds "Running VM with two disks" to the visible fixture that says so by name, docstring and type. */
export function bindPrecondition(text: string, scope: Scope, context: BindContext): Bound {
  const phrase = stems(text);
  const { catalogue, visible } = context;
  const offered = new Set(visible);
  const ranked = catalogue.fixtures
    .filter(({ item }) => offered.has(item) && !item.autouse && item.type !== null)
    .filter((candidate) => addsNothing(phrase, candidate) && !contradicts(scope, candidate.item, context))
    .filter((candidate) => isSuch(phrase, candidate) && countsTheSame(text, candidate.item))
    .map((candidate) => ({
      fixture: candidate.item,
      lost: unspoken(phrase, candidate),
      score: score(phrase, candidate, scope, catalogue),
      literal: snakeCase(text).startsWith(candidate.item.name) ? 1 : 0,
      more: candidate.about.size,
    }))
    // Equal fit: the one that is called so, then the one that has least else to say.
    .sort(
      (a, b) =>
        b.score - a.score ||
        b.literal - a.literal ||
        a.more - b.more ||
        (a.fixture.name < b.fixture.name ? -1 : 1),
    );
  const best = ranked.find((one) => one.score >= CONFIDENT && one.lost.length === 0);
  if (best === undefined) {
    const [near] = ranked;
    const lost = wordsFor(text, near?.lost ?? []).join(", ");
    const why = lost !== "" ? `, which says nothing of ${lost}` : "";
    const hint =
      near && near.score > 0 ? ` (nearest: ${near.fixture.name}, ${near.score.toFixed(2)}${why})` : "";
    return { ok: false, reason: `no fixture in sight gives "${text}"${hint}` };
  }
  return {
    ok: true,
    binding: {
      section: "precondition",
      text,
      target: best.fixture.name,
      score: Math.round(Math.min(1, best.score) * 100) / 100,
    },
    scope: withFixture(scope, best.fixture),
    imports: [],
    before: [],
    lines: [],
  };
}

/** A name that says "paused" is about another machine than the phrase that does not. Running is what machines are for. */
function addsNothing(phrase: readonly string[], candidate: Candidate<Fixture>): boolean {
  const telling = (word: string): boolean => TELLING.test(word) || isVerbStem(word);
  const open = !phrase.some(telling);
  const limited = [...candidate.name, ...candidate.about].some(
    (word) => LIMITED.test(word) && word !== "user",
  );
  return (
    (!limited || phrase.some((word) => LIMITED.test(word))) &&
    (candidate.name.includes(NOT) || !phrase.includes(NOT)) &&
    candidate.name.every((word) => !telling(word) || phrase.includes(word) || (open && word === "run"))
  );
}

/** What the phrase is about is what the fixture hands over: "guest that is shut down" is no machine. */
function isSuch(phrase: readonly string[], { name, item }: Candidate<Fixture>): boolean {
  const subject = phrase.find((word) => isMachine(word) || isThing(word));
  return subject === undefined || name.includes(subject) || stems(item.type ?? "").includes(subject);
}

const CLAUSE =
  /[,:;]|\s(?:and|or|on|in|of|to|from|with|without|at|by|that|which|for|is|are|was|has|behind)\s/i;

/** What is counted in a text: "two CPU cores on one socket" has `2 core`. The last word says of what there are two. */
const countedIn = (text: string): string[] =>
  text
    .replaceAll("_", " ")
    .split(CLAUSE)
    .flatMap((part) => {
      const words = stems(part);
      const at = words.findIndex((word) => /^\d+$/.test(word));
      return at < 0 || at === words.length - 1 ? [] : [`${words[at]} ${words.at(-1)}`];
    });

/** The fixture has as many of the same: two cores are no two sockets. */
function countsTheSame(text: string, { name, doc }: Fixture): boolean {
  const given = [...countedIn(name), ...doc.split(/(?<=[.:,])\s/).flatMap(countedIn)];
  return countedIn(text).every((one) => given.includes(one));
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
