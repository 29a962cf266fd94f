import { pythonString } from "../../../python/literals.ts";
import type { Fixture, Helper, Parameter } from "../../../suite/model.ts";
import { alternatives, bareName } from "../../../suite/types.ts";
import { isVerbStem } from "../verbs.ts";
import { snakeCase, stems } from "../words.ts";
import type { Catalogue } from "./catalogue.ts";
import { contradicts, type Scope, type Value, withFixture } from "./scope.ts";

export interface Filled {
  /** `vm=running_vm, timeout=30`: everything that must be given, named. */
  readonly arguments: readonly string[];
  /** Stems of what is given: the phrase's "VM" may be an argument. */
  readonly about: readonly string[];
  /** Stems of the types of what is given. */
  readonly types: readonly string[];
  readonly scope: Scope;
}

interface Request {
  readonly phrase: string;
  readonly visible: readonly Fixture[];
  readonly catalogue: Catalogue;
}

/**
 * Finds a value for each required parameter of a helper, by type first, then by name; literals come from the phrase.
 * Null when one cannot be filled: then the helper does not fit. It never invents a value except the name of something
 * that is made.
 */
export function fillArguments(helper: Helper, scope: Scope, request: Request): Filled | null {
  const literals = literalsOf(request.phrase);
  const given: string[] = [];
  const about: string[] = [];
  const types: string[] = [];
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
    const found = fill(helper, parameter, current, request);
    if (found === null) return null;
    given.push(`${parameter.name}=${found.expression}`);
    about.push(...stems(found.expression));
    types.push(...stems(found.type));
    current = found.scope;
  }
  // A quoted value that no parameter takes would silently be left out of the test.
  return literals.length > 0 ? null : { arguments: given, about, types, scope: current };
}

interface Found {
  readonly expression: string;
  readonly type: string;
  readonly scope: Scope;
}

function fill(helper: Helper, parameter: Parameter, scope: Scope, request: Request): Found | null {
  const { catalogue, visible, phrase } = request;
  const types = alternatives(parameter.type).map(bareName);
  const fits = (type: string): boolean =>
    type !== "" && catalogue.lineage(type).some((name) => types.includes(name));
  const names = (words: readonly string[], type: string): boolean =>
    catalogue.classes.has(type) || speaksOf(words, parameter.name);
  const inHand = scope.values.filter((value) => fits(value.type) && names(value.words, value.type));
  if (inHand.length > 0) {
    const best = bestValue(inHand, parameter, phrase, scope);
    return best && { expression: best.expression, type: best.type, scope };
  }
  for (const value of scope.values) {
    const member = memberOfType(value, types, catalogue);
    if (member && types.some((type) => catalogue.classes.has(type))) {
      return { expression: `${value.expression}.${member}`, type: types[0] ?? "", scope };
    }
  }
  const related = scope.fixtures.flatMap((fixture) => fixture.params);
  const wanted = new Set([...stems(parameter.name), ...stems(phrase)]);
  const fixture = visible
    .filter((candidate) => candidate.type !== null && fits(bareName(candidate.type)))
    .filter((candidate) => names(stems(candidate.name), bareName(candidate.type ?? "")))
    .filter((candidate) => !needsState(candidate) && !contradicts(scope, candidate, request))
    .filter((candidate) => stems(candidate.name).every((word) => !isChoice(word) || wanted.has(word)))
    .map((candidate) => ({ candidate, score: nameScore(candidate.name, parameter.name, related) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.candidate.name.length - b.candidate.name.length)[0]?.candidate;
  if (fixture) {
    return { expression: fixture.name, type: fixture.type ?? "", scope: withFixture(scope, fixture) };
  }
  if (
    types.includes("str") &&
    /^(?:name|prefix)$|_name$/.test(parameter.name) &&
    MAKES.test(helper.qualname)
  ) {
    return { expression: pythonString(snakeCase(phrase, 40).replaceAll("_", "-")), type: "", scope };
  }
  return null;
}

const MAKES = /(?:^|\.)(?:create|make|deploy|deployed|define|build|new)_/;

/** Machines in some state are chosen by a precondition, never slipped in as an argument. */
const needsState = (fixture: Fixture): boolean => /Virtual|Machine|Snapshot|Restore/.test(fixture.type ?? "");

/** Words by which fixtures of one type differ in what they are allowed or good for. */
const isChoice = (stem: string): boolean =>
  /^(?:un.+|not|developer|anonym\w*|user|terminat\w*)$/.test(stem) || isVerbStem(stem);

/** Says only which of several, or of what sort; the noun says what it is. */
const GENERIC = new Set(
  stems("previous initial old new expected current name id uid value count number before after"),
);

/** Whether a plain value of that name can be what the parameter asks for: `initial_boot_id` for `previous_boot_id`. */
function speaksOf(words: readonly string[], parameter: string): boolean {
  const asked = stems(parameter);
  const nouns = asked.filter((word) => !GENERIC.has(word));
  return (nouns.length > 0 ? nouns : asked).every((word) => words.includes(word));
}

function nameScore(fixture: string, parameter: string, related: readonly string[]): number {
  const words = new Set(stems(fixture));
  const shared = stems(parameter).filter((word) => words.has(word)).length;
  return shared + (related.includes(fixture) ? 2 : 0) + (fixture === parameter ? 1 : 0);
}

/** The value that the phrase speaks of; null when it may be any of several that the test was given. */
function bestValue(
  values: readonly Value[],
  parameter: Parameter,
  phrase: string,
  scope: Scope,
): Value | null {
  const wanted = new Set([...stems(parameter.name), ...stems(phrase)]);
  const score = (value: Value): number => value.words.filter((word) => wanted.has(word)).length;
  const most = Math.max(...values.map(score));
  const best = values.filter((value) => score(value) === most);
  const given = best.filter((value) => scope.fixtures.some((fixture) => fixture.name === value.expression));
  // A step speaks of what was just made; of two machines that were there before, nobody can say which.
  return given.length > 1 && given.length === best.length ? null : (best.at(-1) ?? null);
}

/** The one property of the value that has such a type; null when there is none, or a choice. */
function memberOfType(value: Value, types: readonly string[], catalogue: Catalogue): string | null {
  const properties = catalogue
    .lineage(value.type)
    .flatMap((owner) => catalogue.members.get(owner) ?? [])
    .filter(({ item }) => item.kind === "property")
    .filter(({ item }) =>
      alternatives(item.returns)
        .map(bareName)
        .some((type) => types.includes(type)),
    )
    .map(({ item }) => item.qualname.split(".").at(-1) ?? "");
  const [only, ...others] = new Set(properties);
  return others.length === 0 ? (only ?? null) : null;
}

interface Literal {
  readonly kind: "str" | "int";
  readonly text: string;
}

const LITERAL = /["“]([^"“”]*)["”]|(?<![\w.-])(0|[1-9]\d*)(?![\w.-])/g;

/** Quoted values and plain numbers of a phrase, in order. */
export function literalsOf(phrase: string): Literal[] {
  return [...phrase.matchAll(LITERAL)].map(([, quoted, number]) =>
    quoted === undefined ? { kind: "int", text: number ?? "" } : { kind: "str", text: quoted },
  );
}

/** The phrase without them: what they say, they say as arguments. */
export const withoutLiterals = (phrase: string): string => phrase.replaceAll(LITERAL, " ");

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
