import type { Fixture } from "../../../suite/model.ts";
import { isVerbStem } from "../verbs.ts";
import { NOT, snakeCase, stems, wordsFor } from "../words.ts";
import { CONFIDENT } from "./calls.ts";
import { type Candidate, type Catalogue, fitness, unspoken } from "./catalogue.ts";
import type { BindContext, Bound } from "./model.ts";
import { isMachine, isOwnThing, isThing } from "./nouns.ts";
import { contradicts, type Scope, withFixture } from "./scope.ts";

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
    .filter((candidate) => isSuch(phrase, candidate) && hasSameActor(text, phrase, candidate.item))
    .filter((candidate) => countsTheSame(text, candidate.item) && isInState(text, candidate.item))
    .map((candidate) => ({
      fixture: candidate.item,
      lost: unspoken(phrase, candidate),
      score: score(phrase, candidate, scope, catalogue),
      literal: snakeCase(text).startsWith(candidate.item.name) ? 1 : 0,
      more: candidate.about.size,
      other: candidate.name.filter((word) => isOwnThing(word) && !phrase.includes(word)).length,
    }))
    // Equal fit: the one that is called so, then the one that has least else to say.
    .sort(
      (a, b) =>
        b.score - a.score ||
        b.literal - a.literal ||
        a.more - b.more ||
        (a.fixture.name < b.fixture.name ? -1 : 1),
    );
  const fitting = ranked.filter((one) => one.score >= CONFIDENT && one.lost.length === 0);
  // A fixture that is named after something the phrase does not ask for is the second choice.
  const best = fitting.toSorted((a, b) => a.other - b.other)[0];
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

/** What the phrase is about is what the fixture hands over: a guest is no machine, and a bridge not the machine on it. */
function isSuch(phrase: readonly string[], { name, item }: Candidate<Fixture>): boolean {
  const type = stems(item.type ?? "");
  const subject = phrase.find((word) => isMachine(word) || isThing(word));
  // "Stopped VM and a running VM" are two.
  if (phrase.filter((word) => word === "vm").length > 1 && item.type?.includes("[") !== true) return false;
  if (type.includes("vm") && !type.some(isThing) && !phrase.some(isMachine)) return false;
  if (subject === "vm" && type.some((word) => isThing(word) || word === "vmi")) return false;
  return subject === undefined || name.includes(subject) || type.includes(subject);
}

/** States that a thing is in, not what was done to it before: it has one of them. */
const PRESENT = new Set(stems("running stopped paused halted"));

/** The state in which a text says that the thing is: "Stopped VM that was running" is stopped. */
function presentState(text: string): string | undefined {
  const words = stems(text);
  const noun = words.findIndex((word) => isMachine(word) || isThing(word));
  return words.slice(0, Math.max(0, noun)).find((word) => PRESENT.has(word));
}

/** "Starting" is not "started": what goes on is called so. */
const GOES_ON = /(?:^|_)((?!running)[a-z]+ing)(?=_|$)/;

function isInState(text: string, { name, doc }: Fixture): boolean {
  const [asked, given] = [presentState(text), presentState(doc)];
  const goesOn = GOES_ON.exec(name)?.[1];
  return (
    (asked === undefined || given === undefined || asked === given) &&
    (goesOn === undefined || text.toLowerCase().includes(goesOn))
  );
}

/** How a text says who acts on a thing, and whose it is. */
const ACTED_ON = /\bacted on\b|\b(?:seen|accessed|used) (?:by|as)\b|_as_/;
const OWNED = /\b(?:created|owned|made|deployed)\b/i;

/** The machine of a user is not the machine that the user acts on. */
function hasSameActor(text: string, phrase: readonly string[], { name, doc }: Fixture): boolean {
  if (!phrase.some((word) => LIMITED.test(word))) return true;
  const said = `${name} ${doc}`;
  return ACTED_ON.test(text) ? !OWNED.test(doc) : !ACTED_ON.test(said);
}

const CLAUSE =
  /[,:;]|\s(?:and|or|on|in|of|to|from|with|without|at|by|that|which|for|is|are|was|has|behind)\s/i;

interface Counted {
  readonly count: string;
  /** Stems of what there are so many of; the last one says of what. */
  readonly nouns: readonly string[];
}

/** What is counted in a text: "two CPU cores on one socket" counts two CPU cores. */
const countedIn = (text: string): Counted[] =>
  text
    .replaceAll("_", " ")
    .split(CLAUSE)
    .flatMap((part) => {
      const words = stems(part);
      const at = words.findIndex((word) => /^\d+$/.test(word));
      const nouns = words.slice(at + 1);
      return at < 0 || nouns.length === 0 ? [] : [{ count: words[at] ?? "", nouns }];
    });

/** The fixture has as many of the same: two cores are no two sockets, and two disks no two root disks. */
function countsTheSame(text: string, { name, doc }: Fixture): boolean {
  const given = [name, doc].flatMap(countedIn);
  return countedIn(text).every(({ count, nouns }) =>
    given.some(
      (one) =>
        one.count === count &&
        one.nouns.at(-1) === nouns.at(-1) &&
        nouns.every((word) => one.nouns.includes(word)),
    ),
  );
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
