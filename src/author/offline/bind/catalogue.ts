import type { Fixture, Helper, PythonClass, SuiteIndex } from "../../../suite/model.ts";
import { alternatives, bareName } from "../../../suite/types.ts";
import { NOT, stems } from "../words.ts";

/** Something of the suite that a phrase may be bound to, with its words. */
export interface Candidate<T> {
  readonly item: T;
  /** Stems of its name. */
  readonly name: readonly string[];
  /** Stems of its docstring, owner and types. */
  readonly about: ReadonlySet<string>;
  /** Stems of what its docstring says first: what it does, without when and how else. */
  readonly gist: ReadonlySet<string>;
  /** Stems of the names of what it must be given, and of what it returns, for a helper. */
  readonly signature: ReadonlySet<string>;
  /** Stems of the object it is called on: the phrase's object needs no other word. */
  readonly on?: ReadonlySet<string>;
}

export interface Catalogue {
  readonly functions: readonly Candidate<Helper>[];
  /** Methods and properties by the class that defines them. */
  readonly members: ReadonlyMap<string, readonly Candidate<Helper>[]>;
  readonly fixtures: readonly Candidate<Fixture>[];
  readonly errors: readonly Candidate<PythonClass>[];
  readonly classes: ReadonlyMap<string, PythonClass>;
  /** How telling a word is here: rare words weigh more. */
  weight(stem: string): number;
  /** The class and all its bases that the suite knows, nearest first. */
  lineage(className: string): readonly string[];
}

export function buildCatalogue(suite: SuiteIndex): Catalogue {
  const classes = new Map(suite.classes.map((definition) => [definition.name, definition]));
  const lineage = (name: string): string[] => lineageOf(name, classes);
  const helpers = suite.helpers.map(helperCandidate);
  const fixtures = suite.fixtures.map(fixtureCandidate);
  const members = new Map<string, Candidate<Helper>[]>();
  for (const candidate of helpers) {
    if (candidate.item.kind === "function") continue;
    const owner = candidate.item.qualname.split(".").slice(0, -1).join(".");
    members.set(owner, [...(members.get(owner) ?? []), candidate]);
  }
  const frequency = new Map<string, number>();
  const all = [...helpers, ...fixtures];
  for (const candidate of all) {
    for (const word of new Set([...candidate.name, ...candidate.about])) {
      frequency.set(word, (frequency.get(word) ?? 0) + 1);
    }
  }
  return {
    functions: helpers.filter((candidate) => candidate.item.kind === "function"),
    members,
    fixtures,
    errors: suite.classes
      .filter((definition) => lineage(definition.name).some((base) => /(?:Error|Exception)$/.test(base)))
      .map((definition) =>
        candidateOf(definition, { name: definition.name, about: definition.doc, doc: definition.doc }),
      ),
    classes,
    weight: (word) => Math.log(1 + all.length / (1 + (frequency.get(word) ?? 0))),
    lineage,
  };
}

const FIRST_CLAUSE =
  /^.*?(?=[.:;](?:\s|$)|\s(?:when|after|that|which|whose|before|while|unless|although)\s|$)/s;

const candidateOf = <T>(
  item: T,
  { name, about, doc, signature = "" }: { name: string; about: string; doc: string; signature?: string },
): Candidate<T> => ({
  item,
  name: stems(name),
  about: new Set(stems(about)),
  gist: new Set(stems(FIRST_CLAUSE.exec(doc)?.[0] ?? "")),
  signature: new Set(stems(signature)),
});

function helperCandidate(helper: Helper): Candidate<Helper> {
  const parts = helper.qualname.split(".");
  const types = helper.parameters.flatMap((parameter) => alternatives(parameter.type)).map(bareName);
  const required = helper.parameters.filter((parameter) => parameter.default === null);
  const signature = [...required.map(({ name }) => name), ...alternatives(helper.returns).map(bareName)];
  const about = [helper.doc, ...parts.slice(0, -1), ...types].join(" ");
  return candidateOf(helper, {
    name: parts.at(-1) ?? "",
    about,
    doc: helper.doc,
    signature: signature.join(" "),
  });
}

const fixtureCandidate = (fixture: Fixture): Candidate<Fixture> =>
  candidateOf(fixture, {
    name: fixture.name,
    about: `${fixture.doc} ${fixture.type ?? ""}`,
    doc: fixture.doc,
  });

function lineageOf(name: string, classes: ReadonlyMap<string, PythonClass>): string[] {
  const found: string[] = [];
  const queue = [name];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    if (found.includes(next)) continue;
    found.push(next);
    queue.push(...(classes.get(next)?.bases ?? []).map(bareName));
  }
  return found;
}

/** Words that change nothing about what a test does or has to look at. "Again" and "still" are none of them. */
const FILLERS = new Set(stems("also successfully correctly properly expected intended eventually"));

export const isFiller = (stem: string): boolean => FILLERS.has(stem);

/** Words of the phrase that neither the name nor the docstring of a candidate says. */
export function unspoken(phrase: readonly string[], candidate: Candidate<unknown>): string[] {
  const said = (word: string): boolean =>
    // A docstring that says "not" somewhere does not say what the phrase denies.
    candidate.name.includes(word) || (word !== NOT && candidate.about.has(word));
  return [...new Set(phrase)].filter((word) => !isFiller(word) && !said(word));
}

/** How much of the phrase a word of the docstring is worth, where the name does not have it. */
const DOC_SHARE = 0.7;
const COVERAGE_SHARE = 0.6;

/**
 * How well a candidate fits a phrase, 0–1: how much of the phrase it covers (rare words count more), and how little
 * its name says that the phrase does not.
 */
export function fitness(
  phrase: readonly string[],
  candidate: Candidate<unknown>,
  catalogue: Catalogue,
): number {
  const wanted = new Set(phrase);
  const names = new Set(candidate.name);
  let covered = 0;
  let total = 0;
  for (const word of wanted) {
    const weight = catalogue.weight(word);
    total += weight;
    if (names.has(word) || candidate.on?.has(word)) covered += weight;
    else if (candidate.about.has(word)) covered += weight * DOC_SHARE;
  }
  return total === 0 || names.size === 0
    ? 0
    : COVERAGE_SHARE * (covered / total) + (1 - COVERAGE_SHARE) * nameShare(phrase, candidate, catalogue);
}

/** How much of what its name says the phrase says too, 0–1: the rest is the candidate's own idea. */
function nameShare(phrase: readonly string[], candidate: Candidate<unknown>, catalogue: Catalogue): number {
  const wanted = new Set(phrase);
  let said = 0;
  let asked = 0;
  for (const word of new Set(candidate.name)) {
    const weight = catalogue.weight(word);
    said += weight;
    if (wanted.has(word)) asked += weight;
  }
  return said === 0 ? 0 : asked / said;
}
