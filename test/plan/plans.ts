import { Buffer } from "node:buffer";
import type { Scenario, TestPlan } from "../../src/plan/model.ts";
import { readPlan } from "../../src/plan/read-plan.ts";

export const planOf = (text: string, path = "stps/sig-x/feature.md"): TestPlan =>
  readPlan({ path, bytes: Buffer.from(text, "utf8") });

/** A plan that has nothing but a scenario section. */
export const withScenarios = (body: string): TestPlan =>
  planOf(
    `## **X - Quality Engineering Plan**\n\n### III. Test Scenarios\n\n${body}\n\n### IV. Sign-off\n\n- **[CNV-9]** Verify nothing\n`,
  );

/** `id/tier/priority` of every scenario, `-` for what is missing, `!` for what is not generable. */
export const briefly = (plan: TestPlan): string[] =>
  plan.scenarios.map((scenario) => {
    const tier = scenario.tier === null ? "-" : [scenario.tier].flat().join("+");
    return `${scenario.id}/${tier}/${scenario.priority ?? "-"}${scenario.generable ? "" : "!"}`;
  });

/** The only scenario of a plan. */
export function onlyScenario(body: string): Scenario {
  const { scenarios } = withScenarios(body);
  const [scenario] = scenarios;
  if (scenario === undefined || scenarios.length > 1) throw new Error(`${scenarios.length} scenarios`);
  return scenario;
}
