import { compareTimeouts } from "../durations.ts";
import type { Decorator } from "../file-view.ts";
import type { Finding } from "../finding.ts";
import { type Argument, asCall, type Expr } from "../syntax/expression.ts";

const markName = ({ name }: Decorator): string | null =>
  /^pytest\.mark\.(\w+)$/.exec(name ?? "")?.[1] ?? null;

const isFixture = ({ name }: Decorator): boolean => /(^|\.)fixture$/.test(name ?? "");

/**
 * What the edited decorators of a function or class lose. A marker may go (strict pytest refuses unknown ones) unless it
 * carries parameters, fixtures or a time limit; markers that keep a test from running are found wherever they are named.
 */
export function compareDecorators(before: readonly Decorator[], after: readonly Decorator[]): Finding[] {
  return [
    ...compareParametrize(before, after),
    ...compareTimeLimits(before, after),
    ...compareFixtureMarks(before.find(isFixture), after.find(isFixture)),
    ...compareOthers(before, after),
  ];
}

/** Names in `@pytest.mark.usefixtures(…)`. */
export function usedFixtures(decorators: readonly Decorator[]): string[] {
  return decorators
    .filter((decorator) => markName(decorator) === "usefixtures")
    .flatMap(({ expr }) => asCall(expr)?.arguments ?? [])
    .map(({ value }) => value.value);
}

interface Parameters {
  readonly names: Expr;
  readonly values: Expr | null;
  readonly rest: readonly Argument[];
}

function parametersOf(decorators: readonly Decorator[]): Parameters[] {
  return decorators
    .filter((decorator) => markName(decorator) === "parametrize")
    .flatMap(({ expr }) => {
      const args = asCall(expr)?.arguments ?? [];
      const at = (index: number, keyword: string): Argument | undefined =>
        args.find((argument) => argument.keyword === keyword) ??
        args.filter((argument) => argument.keyword === "")[index];
      const names = at(0, "argnames");
      const values = at(1, "argvalues");
      if (!names) return [];
      const rest = args.filter((argument) => argument !== names && argument !== values);
      return [{ names: names.value, values: values?.value ?? null, rest }];
    });
}

function compareParametrize(before: readonly Decorator[], after: readonly Decorator[]): Finding[] {
  const kept = parametersOf(after);
  const changed = (message: string): Finding => ({ rule: "parametrize-changed", message });
  const lost = parametersOf(before).flatMap(({ names, values, rest }): Finding[] => {
    const match = kept.find((candidate) => candidate.names.key === names.key);
    if (!match) return [changed(`the parameters ${names.text} were removed or renamed`)];
    kept.splice(kept.indexOf(match), 1);
    const remaining = [...(match.values?.parts ?? [])];
    const missing = (values?.parts ?? []).filter((value) => {
      const index = remaining.findIndex((other) => other.key === value.key);
      if (index >= 0) remaining.splice(index, 1);
      return index < 0;
    });
    const other = rest.filter(
      (argument) =>
        !match.rest.some(
          ({ keyword, value }) => keyword === argument.keyword && startsAlike(argument.value, value),
        ),
    );
    const literal = values !== null && ["list", "tuple"].includes(values.kind);
    if (!literal && values?.key !== match.values?.key) {
      return [changed(`the values of parameter ${names.text} changed: \`${values?.text}\``)];
    }
    return [
      ...missing.map((value) =>
        changed(`parameter \`${value.text}\` of ${names.text} was removed or changed`),
      ),
      ...other.map(({ keyword, value }) => changed(`\`${keyword}=${value.text}\` of ${names.text} changed`)),
    ];
  });
  return [
    ...lost,
    ...kept.map(({ names }) => changed(`parameters ${names.text} were added, which renames the test`)),
  ];
}

/** The same value, or a list that only got longer. */
function startsAlike(before: Expr, after: Expr): boolean {
  if (before.key === after.key) return true;
  return before.kind === "list" && before.parts.every((part, index) => part.key === after.parts[index]?.key);
}

function compareTimeLimits(before: readonly Decorator[], after: readonly Decorator[]): Finding[] {
  const limitOf = (decorators: readonly Decorator[]): Expr | null =>
    asCall(decorators.find((decorator) => markName(decorator) === "timeout")?.expr)?.arguments[0]?.value ??
    null;
  const from = limitOf(before);
  const to = limitOf(after);
  if (from && !to) {
    return [{ rule: "timeout-raised", message: `\`pytest.mark.timeout(${from.text})\` was removed` }];
  }
  const finding = to && from?.key !== to.key ? compareTimeouts(from, to) : null;
  return finding ? [finding] : [];
}

function compareFixtureMarks(before: Decorator | undefined, after: Decorator | undefined): Finding[] {
  if (!before && !after) return [];
  const named = (decorator: Decorator | undefined, keyword: string): Expr | undefined =>
    asCall(decorator?.expr)?.arguments.find((argument) => argument.keyword === keyword)?.value;
  if (!before || !after) {
    return [{ rule: "decorator-changed", message: `\`@pytest.fixture\` was ${after ? "added" : "removed"}` }];
  }
  return ["autouse", "params", "name", "ids"].flatMap((keyword): Finding[] => {
    const from = named(before, keyword);
    const to = named(after, keyword);
    if (from?.key === to?.key || (from && to && startsAlike(from, to))) return [];
    const change = `\`${keyword}\` went from \`${from?.text ?? "unset"}\` to \`${to?.text ?? "unset"}\``;
    const rule = keyword === "params" ? "parametrize-changed" : "fixture-changed";
    return [{ rule, message: `the fixture's ${change}` }];
  });
}

/** Decorators that are no markers stay as they are: each can replace the function it stands on. */
function compareOthers(before: readonly Decorator[], after: readonly Decorator[]): Finding[] {
  const others = (decorators: readonly Decorator[]): Expr[] =>
    decorators
      .filter((decorator) => markName(decorator) === null && !isFixture(decorator))
      .map(({ expr }) => expr);
  const remaining = others(after);
  const gone = others(before).filter((expr) => {
    const index = remaining.findIndex((other) => other.key === expr.key);
    if (index >= 0) remaining.splice(index, 1);
    return index < 0;
  });
  const changed = (expr: Expr, what: string): Finding => ({
    rule: "decorator-changed",
    message: `decorator \`@${expr.text}\` was ${what}`,
  });
  return [
    ...gone.map((expr) => changed(expr, "removed or changed")),
    ...remaining.map((expr) => changed(expr, "added or changed")),
  ];
}
