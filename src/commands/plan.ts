import { describeError, exitCodeOf, usageError } from "../errors.ts";
import { comparePlans } from "../plan/change.ts";
import { lintPlan } from "../plan/lint.ts";
import type { TestPlan } from "../plan/model.ts";
import { readPlan } from "../plan/read-plan.ts";
import { readDocument } from "../workspace/read-file.ts";
import { at, type Io, json, say } from "./io.ts";
import { changeJson, changeText } from "./plan-change.ts";

export interface PlanOptions {
  readonly json?: boolean;
  /** An earlier version of the plan. */
  readonly against?: string;
}

/**
 * `testgen plan STP…`: what testgen reads in test plans. Readable plans are shown even when another is not.
 * `--against OLD`: what changed in one plan since an earlier version.
 */
export async function planCommand(
  io: Io,
  paths: readonly string[],
  { json: asJson = false, against }: PlanOptions,
): Promise<number> {
  if (against !== undefined) return compare(io, onlyOne(paths), against, asJson);
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
  if (asJson) io.out(json({ plans: plans.map(planJson) }));
  else for (const plan of plans) say(io, planText(plan));
  return code;
}

/** The one plan that an earlier version can be compared with. @throws usage error for several */
export function onlyOne(paths: readonly string[]): string {
  const [path, ...others] = paths;
  if (path !== undefined && others.length === 0) return path;
  throw usageError({
    code: "usage.against",
    message: `--against compares one plan with its earlier version; ${paths.length} plans are named.`,
    hint: "testgen plan NEW --against OLD",
  });
}

async function compare(io: Io, path: string, old: string, asJson: boolean): Promise<number> {
  const before = readPlan({ path: old, bytes: await readDocument(io.cwd, old) });
  const after = readPlan({ path, bytes: await readDocument(io.cwd, path) });
  const change = comparePlans(before, after);
  if (asJson) io.out(json({ plans: [{ ...planJson(after), change: changeJson(change) }] }));
  else say(io, changeText(change));
  return 0;
}

/** A file without a scenario is most often the wrong file, or a form that is not known. */
export function noteEmpty(io: Io, { path, scenarios }: TestPlan): void {
  if (scenarios.length === 0) io.note(`${path}: warning: no test scenarios were found. Is it a test plan?`);
}

const planJson = (plan: TestPlan) => ({
  path: plan.path,
  title: plan.title,
  requirements: plan.requirements,
  scenarios: plan.scenarios.map((scenario) => ({
    id: scenario.id,
    requirement: scenario.requirement,
    requirements: scenario.requirements,
    text: scenario.text,
    tier: scenario.tier,
    priority: scenario.priority,
    negative: scenario.negative,
    ...(scenario.negative ? { negativeReason: scenario.negativeReason } : {}),
    line: scenario.line,
    generable: scenario.generable,
    ...(scenario.generable ? {} : { reason: scenario.notGenerable }),
  })),
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
