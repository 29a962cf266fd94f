import type { DescribedTest, TestDescription } from "./model.ts";
import { testId } from "./model.ts";
import { oracleOf } from "./oracle.ts";
import type { DescriptionFinding, LineIndex } from "./read.ts";

/** A test of a description under the name that it has there. */
interface Named {
  readonly where: string;
  readonly test: DescribedTest;
}

/**
 * Compares a description with the one that its plan gives now: the same version of the plan, a test for every scenario
 * that asks for one, and what each test must show. Names, summaries, preconditions and steps may differ.
 */
export function compareWithPlan(
  written: TestDescription,
  expected: TestDescription,
  lines: LineIndex,
): DescriptionFinding[] {
  const findings: DescriptionFinding[] = [];
  const say = (rule: string, message: string, where: string, section?: "expected"): void => {
    const line = lines.find(where, section);
    findings.push({ rule, message, where, ...(line === undefined ? {} : { line }) });
  };
  const { digest } = written.plan;
  if (digest === "") say("plan-digest", "does not say which version of the plan it describes", "");
  else if (digest !== expected.plan.digest) {
    const versions = `${digest.slice(0, 12)}, the plan is now ${expected.plan.digest.slice(0, 12)}`;
    say("plan-digest", `describes another version of the plan: ${versions}`, "");
  }
  const here = byScenario(written);
  const wanted = byScenario(expected);
  for (const [scenario, tests] of wanted) {
    const found = here.get(scenario) ?? [];
    if (found.length === 0) {
      say("plan-coverage", `scenario ${scenario} asks for a test, and none is described`, "");
      continue;
    }
    const oracles = new Set(tests.map(({ test }) => oracleOf(test)));
    const shown = new Set(found.map(({ test }) => oracleOf(test)));
    for (const { test, where } of found) {
      if (oracles.has(oracleOf(test))) continue;
      const plan = tests.map((one) => outcomeOf(one.test)).join(" or ");
      say("plan-oracle", `shows ${outcomeOf(test)}; the plan says ${plan}`, where, "expected");
    }
    // Where every test says something else, that is said already.
    if (![...oracles].some((oracle) => shown.has(oracle))) continue;
    for (const { test } of tests) {
      if (shown.has(oracleOf(test))) continue;
      say("plan-coverage", `no test of scenario ${scenario} shows ${outcomeOf(test)}`, "");
    }
  }
  const known = new Set([...wanted.keys(), ...expected.uncovered.map(({ scenario }) => scenario)]);
  for (const [scenario, tests] of here) {
    if (scenario === "" || known.has(scenario)) continue;
    for (const { where } of tests) say("plan-scenario", `the plan has no scenario ${scenario}`, where);
  }
  return findings;
}

const outcomeOf = ({ expected, negative }: DescribedTest): string =>
  `${negative ? "[NEGATIVE] " : ""}${expected.map((line) => `“${line}”`).join(", ") || "nothing"}`;

function byScenario({ groups }: TestDescription): Map<string, Named[]> {
  const found = new Map<string, Named[]>();
  for (const group of groups) {
    for (const test of group.tests) {
      const tests = found.get(test.scenario) ?? [];
      found.set(test.scenario, [...tests, { where: testId(group, test), test }]);
    }
  }
  return found;
}
