import type { Continued, FormerScenario } from "../description/continue.ts";
import { planReference } from "../draft/placement.ts";
import { describeError } from "../errors.ts";
import type { Journal } from "../journal/journal.ts";
import { comparePlans, type PlanChange } from "../plan/change.ts";
import type { Scenario, TestPlan } from "../plan/model.ts";
import { readPlan } from "../plan/read-plan.ts";
import { sha256 } from "../workspace/evidence.ts";
import type { Effects } from "./effects.ts";
import { type EarlierDescription, type GeneratedFiles, planOfDigest } from "./generated.ts";
import type { PlanInput } from "./plan-input.ts";

export interface Compared {
  readonly change: PlanChange;
  /** sha256 of the earlier version's bytes. */
  readonly digest: string;
}

/** What changed since the earlier version; null without one. One that cannot be read is a note and no reason to stop. */
export async function compareWith(
  { journal, python, workspace }: Effects,
  { path, before }: PlanInput,
  plan: TestPlan,
  written: () => Promise<GeneratedFiles>,
): Promise<Compared | null> {
  if (before === undefined) return null;
  try {
    const bytes = await before.read();
    const digest = sha256(bytes);
    const known = before.path ?? planOfDigest(python, await written(), digest);
    // A plan that is still there was copied, not moved: its files stay its own.
    const moved = known !== null && (before.path !== null || (await workspace.readText(known)) === null);
    const from = moved ? planReference(known) : plan.path;
    const earlier = { ...readPlan({ path: before.path ?? path, bytes }), path: from };
    return { change: comparePlans(earlier, plan), digest };
  } catch (error) {
    const message = `What changed in the plan is not known: ${describeError(error).split("\n")[0]}`;
    journal.append({ type: "note", plan: path, line: 0, message });
    return null;
  }
}

/**
 * By the new id, which scenario of the earlier description each one continues. Ids count the scenarios of one version,
 * so they say nothing about a description of another.
 */
export function formerScenarios(
  compared: Compared | null,
  earlier: EarlierDescription,
): Map<string, FormerScenario> {
  if (compared === null || compared.digest !== earlier.description.plan.digest) return new Map();
  const stale = new Set(compared.change.stale);
  return new Map(
    Object.entries(compared.change.ids).map(([old, fresh]) => [
      fresh,
      { id: old, sameMeaning: !stale.has(old) },
    ]),
  );
}

/** Tells the journal what changed, and which of the tests that were described before no longer hold. */
export function appendChange(
  journal: Journal,
  plan: string,
  { from, renamed, scenarios }: PlanChange,
  earlier: EarlierDescription | null,
  continued: Continued | null,
): void {
  const file = earlier?.path ?? "";
  journal.append({
    type: "plan.changed",
    plan,
    from,
    renamed,
    scenarios: scenarios.map(({ kind, before, after, fields }) => ({
      kind,
      before: placed(before),
      after: placed(after),
      fields: [...fields],
    })),
    stale: (continued?.stale ?? []).map((test) => ({ file, ...test })),
    oracles: (continued?.oracles ?? []).map((test) => ({ ...test, was: [...test.was] })),
  });
}

const placed = (scenario: Scenario | null): Pick<Scenario, "id" | "line" | "text"> | null =>
  scenario && { id: scenario.id, line: scenario.line, text: scenario.text };
