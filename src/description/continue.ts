import { sameMeaningKey } from "../plan/words.ts";
import { type DescribedGroup, type DescribedTest, type TestDescription, testId } from "./model.ts";
import { oracleOf } from "./oracle.ts";

/** The scenario of the earlier plan that a scenario continues. */
export interface FormerScenario {
  readonly id: string;
  /** The plan still asks for the same, in whatever words. */
  readonly sameMeaning: boolean;
}

export interface Continued {
  readonly description: TestDescription;
  /** Earlier tests that no test continues: `testId` and scenario as the earlier description has them. */
  readonly stale: readonly { readonly test: string; readonly scenario: string }[];
  /** Tests whose oracle differs from what the same scenario demanded before; `was` names the earlier tests. */
  readonly oracles: readonly {
    readonly test: string;
    readonly scenario: string;
    readonly was: readonly string[];
  }[];
}

interface Earlier {
  readonly group: DescribedGroup;
  readonly test: DescribedTest;
  readonly id: string;
}

/** A test of the new description; `from` is the earlier test whose words it keeps. */
interface Chosen {
  readonly test: DescribedTest;
  readonly from: Earlier | null;
  /** The new wording that was given up for it. */
  readonly fresh: DescribedTest;
}

/**
 * Lets a new description continue an earlier one of the same plan: a test whose meaning is the same keeps its name, its
 * words and so its oracle; only its scenario id and markers are the new ones. A scenario that `former` calls the same
 * keeps all its tests; any other test is kept when it says the same in other words. Everything else is as in `fresh`.
 */
export function continueDescription(
  fresh: TestDescription,
  earlier: TestDescription,
  former: ReadonlyMap<string, FormerScenario>,
): Continued {
  const known = earlier.groups.flatMap((group) =>
    group.tests.map((test): Earlier => ({ group, test, id: testId(group, test) })),
  );
  const left = new Set(known);
  const whole = new Set([...former.values()].flatMap(({ id, sameMeaning }) => (sameMeaning ? [id] : [])));
  const done = new Set<string>();
  const chosen = fresh.groups.map((group) => {
    const fits = known.filter((one) => sameLines(one.group.parametrize, group.parametrize));
    return group.tests.flatMap((test): Chosen[] => {
      if (done.has(test.scenario)) return [];
      const id = former.get(test.scenario)?.id ?? test.scenario;
      let kept = whole.has(id) ? fits.filter((one) => one.test.scenario === id) : [];
      if (kept.length > 0) done.add(test.scenario);
      else {
        const alike = fits.filter(
          (one) =>
            left.has(one) && !whole.has(one.test.scenario) && meaningOfTest(one.test) === meaningOfTest(test),
        );
        const own = alike.filter((one) => one.test.scenario === id);
        kept = [...own, ...alike].slice(0, 1);
      }
      for (const one of kept) left.delete(one);
      if (kept.length === 0) return [{ test, from: null, fresh: test }];
      return kept.map((from) => ({ test: keep(from.test, test), from, fresh: test }));
    });
  });
  const groups = fresh.groups.map((group, index) => continueGroup(group, chosen[index] ?? [], fresh.groups));
  const description = { ...fresh, groups };
  return {
    description,
    stale: [...left].map(({ id, test }) => ({ test: id, scenario: test.scenario })),
    oracles: chosen.flatMap((tests, index) =>
      changedOracles(groups[index]?.name ?? "", groups[index]?.tests ?? [], tests, [...left], former),
    ),
  };
}

const keep = (earlier: DescribedTest, { scenario, markers }: DescribedTest): DescribedTest => ({
  ...earlier,
  scenario,
  markers,
});

const sameLines = (a: readonly string[] = [], b: readonly string[] = []): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const meaningOfTest = ({
  negative,
  preconditions,
  steps,
  expected,
  parametrize = [],
}: DescribedTest): string =>
  JSON.stringify([
    negative,
    ...[preconditions, steps, expected, parametrize].map((lines) => lines.map(sameMeaningKey)),
  ]);

/** The class keeps its name with its tests, so that their node ids stay; other names make way for those that were there. */
function continueGroup(
  group: DescribedGroup,
  chosen: readonly Chosen[],
  all: readonly DescribedGroup[],
): DescribedGroup {
  const origins = new Map(chosen.flatMap(({ from }) => (from ? [[from.group.name, from.group]] : [])));
  const [origin] = origins.size === 1 ? origins.values() : [];
  const isFree = !all.some(({ name }) => name !== group.name && name === origin?.name);
  // Tests outside a class share nothing, a class may.
  const name = origin && isFree && (origin.name === "") === (group.name === "") ? origin.name : group.name;
  const names = new Set(chosen.flatMap(({ test, from }) => (from ? [test.name] : [])));
  const preconditions = group.preconditions.filter(
    (text) =>
      !chosen.some(
        ({ test, fresh }) => fresh.preconditions.includes(text) && !test.preconditions.includes(text),
      ),
  );
  const tests = chosen.map(({ test, from }): DescribedTest => {
    if (from === null) return { ...test, name: uniqueName(test.name, names) };
    const shared = from.group.preconditions.filter((text) => !preconditions.includes(text));
    return { ...test, preconditions: [...new Set([...shared, ...test.preconditions])] };
  });
  return { ...group, name, preconditions, tests };
}

function uniqueName(wanted: string, names: Set<string>): string {
  let name = wanted;
  for (let count = 2; names.has(name); count += 1) name = `${wanted}_${count}`;
  names.add(name);
  return name;
}

function changedOracles(
  group: string,
  tests: readonly DescribedTest[],
  chosen: readonly Chosen[],
  stale: readonly Earlier[],
  former: ReadonlyMap<string, FormerScenario>,
): Continued["oracles"] {
  return tests.flatMap((test, index) => {
    if (chosen[index]?.from !== null) return [];
    const id = testId({ name: group }, test);
    const before = former.get(test.scenario)?.id;
    const was = stale.filter((one) => one.id === id || one.test.scenario === before);
    if (was.length === 0 || was.some((one) => oracleOf(one.test) === oracleOf(test))) return [];
    return [{ test: id, scenario: test.scenario, was: was.map((one) => one.id) }];
  });
}
