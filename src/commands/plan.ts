import { describeError, exitCodeOf } from "../errors.ts";
import { lintPlan } from "../plan/lint.ts";
import type { TestPlan } from "../plan/model.ts";
import { readPlan } from "../plan/read-plan.ts";
import { readDocument } from "../workspace/read-file.ts";
import { at, type Io, json, say } from "./io.ts";

/** `testgen plan STP…`: what testgen reads in test plans. Readable plans are shown even when another is not. */
export async function planCommand(
  io: Io,
  paths: readonly string[],
  options: { json?: boolean },
): Promise<number> {
  const plans: TestPlan[] = [];
  let code = 0;
  for (const path of paths) {
    try {
      const plan = readPlan({ path, bytes: await readDocument(io.cwd, path) });
      noteEmpty(io, plan);
      plans.push(plan);
    } catch (error) {
      io.note(describeError(error));
      code = exitCodeOf(error);
    }
  }
  if (options.json) io.out(json({ plans: plans.map(planJson) }));
  else for (const plan of plans) say(io, planText(plan));
  return code;
}

/** A file without a scenario is most often the wrong file, or a form that is not known. */
export function noteEmpty(io: Io, { path, scenarios }: TestPlan): void {
  if (scenarios.length === 0) io.note(`${path}: warning: no test scenarios were found. Is it a test plan?`);
}

const planJson = (plan: TestPlan) => ({
  path: plan.path,
  title: plan.title,
  requirements: plan.requirements,
  scenarios: plan.scenarios.map(
    ({ id, requirement, text, tier, priority, negative, line, generable, notGenerable }) => ({
      id,
      requirement,
      text,
      tier,
      priority,
      negative,
      line,
      generable,
      ...(generable ? {} : { reason: notGenerable }),
    }),
  ),
  warnings: plan.warnings,
  findings: lintPlan(plan),
});

function planText(plan: TestPlan): string {
  const scenarios = plan.scenarios.map(
    ({ id, tier, priority, negative, generable, notGenerable, text, line }) => {
      const facts = [
        tier === null ? "no tier" : `tier ${[tier].flat().join("+")}`,
        priority ?? "no priority",
        ...(negative ? ["negative"] : []),
        ...(generable ? [] : [`not generated: ${notGenerable}`]),
      ];
      return `  ${at(plan.path, line)}  ${id}  [${facts.join(", ")}]\n      ${text}`;
    },
  );
  const warnings = plan.warnings.map(({ line, message }) => `  ${at(plan.path, line)}  warning: ${message}`);
  const advice = lintPlan(plan).map(({ line, message }) => `  ${at(plan.path, line)}  advice: ${message}`);
  const count = `${plan.title}: ${plan.scenarios.length} scenario(s)`;
  return [count, ...scenarios, ...warnings, ...advice].join("\n");
}
