import { type FileView, fixtureMark, readDecorators } from "../file-view.ts";
import type { Finding } from "../finding.ts";
import type { FilePair, Judgement } from "../judgement.ts";
import { raisesPrivilege, words } from "../names.ts";
import type { Definition } from "../syntax/source.ts";
import { compareDecorators, usedFixtures } from "./marks.ts";

/** What each parameter of the original function is called in the edited one. */
export type Renaming = ReadonlyMap<string, string>;

/** A parameter that went and one that came are one fixture renamed, in the order they stand. */
export function renamedParameters(before: Definition, after: Definition): Renaming {
  const names = (definition: Definition): string[] =>
    definition.function.parameters.map((parameter) => parameter.name);
  const gone = names(before).filter((name) => !names(after).includes(name));
  const come = names(after).filter((name) => !names(before).includes(name));
  const renaming = new Map(names(before).map((name) => [name, name]));
  gone.forEach((name, index) => {
    const next = come[index];
    if (next !== undefined) renaming.set(name, next);
  });
  return renaming;
}

/** What the edited parameters and decorators of a function lose. */
export function compareSignatures(
  pair: FilePair,
  before: Definition,
  after: Definition,
  judgement: Judgement,
): Finding[] {
  const decorators = {
    before: readDecorators(pair.before.scope, before.function.decorators),
    after: readDecorators(pair.after.scope, after.function.decorators),
  };
  const isRun = before.function.name.startsWith("test") || fixtureMark(pair.before, before) !== null;
  return [
    ...compareDecorators(decorators.before, decorators.after),
    ...(isRun ? compareFixtures(pair, before, after, judgement) : compareDefaults(before, after)),
    ...(before.function.async === after.function.async
      ? []
      : [{ rule: "signature-changed", message: "the function became `async`, or stopped being so" }]),
  ];
}

/** Fixtures are preconditions: one may be replaced by another, none may go. */
function compareFixtures(
  pair: FilePair,
  before: Definition,
  after: Definition,
  judgement: Judgement,
): Finding[] {
  const used = usedFixtures(readDecorators(pair.after.scope, after.function.decorators));
  const usedBefore = usedFixtures(readDecorators(pair.before.scope, before.function.decorators));
  const parameters = after.function.parameters.map((parameter) => parameter.name);
  const renaming = renamedParameters(before, after);
  const own = ownFixtures(judgement.after);
  const findings: Finding[] = [];
  for (const [from, to] of renaming) {
    if (from === to && !parameters.includes(from) && !used.includes(from)) {
      findings.push({ rule: "fixture-removed", message: `fixture \`${from}\` was removed` });
    } else if (from !== to) findings.push(...compareFixture(from, to, own, judgement));
  }
  const spare = used.filter((name) => !usedBefore.includes(name));
  for (const name of usedBefore.filter((fixture) => ![...used, ...parameters].includes(fixture))) {
    const replacement = spare.shift();
    if (replacement === undefined) {
      findings.push({ rule: "fixture-removed", message: `fixture \`${name}\` was removed` });
    } else findings.push(...compareFixture(name, replacement, own, judgement));
  }
  for (const { name, default: value } of after.function.parameters) {
    const known = before.function.parameters.find((parameter) => parameter.name === name);
    if (value && known?.default?.key !== value.key) {
      const message = `parameter \`${name}\` got the default \`${value.text}\`, so pytest no longer fills it`;
      findings.push({ rule: "signature-changed", message });
    }
  }
  const come = [...parameters, ...used].filter(
    (name) =>
      !before.function.parameters.some((parameter) => parameter.name === name) && !usedBefore.includes(name),
  );
  const replacing = [...renaming.values()];
  return [
    ...findings,
    ...come
      .filter((name) => own.has(name) && !replacing.includes(name))
      .map((name) => ({
        rule: "fixture-added",
        message: `fixture \`${name}\`, which the draft itself defines, was added to the test`,
      })),
    ...come
      .filter((name) => words(name).some((word) => /^(skip|xfail|quarantine)/.test(word)))
      .map((name) => ({
        rule: "skip-added",
        message: `fixture \`${name}\` was added, which can skip the test`,
      })),
  ];
}

function compareFixture(
  from: string,
  to: string,
  own: ReadonlySet<string>,
  { fixtures }: Judgement,
): Finding[] {
  const change = `fixture \`${from}\` was replaced by \`${to}\``;
  if (raisesPrivilege(from, to)) {
    return [{ rule: "privilege-raised", message: `${change}, which may do more than the test is about` }];
  }
  const missing = fixtures !== null && !fixtures.has(from);
  // Also when an earlier edit defined it: a stand-in must not come in by two small steps.
  const known = fixtures?.has(to) === true;
  return own.has(to) && !known && !missing
    ? [{ rule: "fixture-replaced", message: `${change}, which the draft itself defines` }]
    : [];
}

/** Fixtures that some files define. */
export function ownFixtures(views: readonly FileView[]): ReadonlySet<string> {
  return new Set(
    views.flatMap((view) =>
      [...view.definitions.values()].flatMap((definition) => fixtureMark(view, definition)?.name ?? []),
    ),
  );
}

/** A helper's default stands in for what its callers leave out. */
function compareDefaults(before: Definition, after: Definition): Finding[] {
  return before.function.parameters.flatMap((parameter): Finding[] => {
    const now = after.function.parameters.find((other) => other.name === parameter.name);
    if (!now || now.default?.key === parameter.default?.key) return [];
    const change = `from \`${parameter.default?.text ?? "none"}\` to \`${now.default?.text ?? "none"}\``;
    return [{ rule: "signature-changed", message: `the default of \`${parameter.name}\` changed ${change}` }];
  });
}
