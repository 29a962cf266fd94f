import { docstringDescription } from "../description/docstring.ts";
import { markdownDescription } from "../description/markdown.ts";
import type { TestDescription } from "../description/model.ts";
import { oracles } from "../description/oracle.ts";
import { placeFiles } from "../draft/placement.ts";
import { authorshipOf, generatedMark, stamped } from "../draft/stamp.ts";
import type { Outcome } from "../journal/events.ts";
import { PHASES, type PhaseName } from "../journal/events.ts";
import type { SuiteIndex } from "../suite/model.ts";
import type { WorkspaceFile } from "../workspace/workspace.ts";
import { type Described, describe } from "./1-describe.ts";
import { explore, readRepository } from "./2-explore.ts";
import { draftPhase } from "./3-draft.ts";
import { verify } from "./4-verify.ts";
import { types } from "./5-types.ts";
import { run } from "./6-run.ts";
import type { Effects, PlanEffects, Settings } from "./effects.ts";
import { type GeneratedFiles, generatedFiles } from "./generated.ts";
import { recordLessons } from "./lessons.ts";
import { outcomeOf } from "./outcome.ts";
import { problemOf } from "./phase.ts";
import type { PlanInput } from "./plan-input.ts";

export interface PlanResult {
  readonly path: string;
  readonly outcome: Outcome;
  /** What the plan adds to the repository: tests, description, lessons. Empty when nothing was proven or described. */
  readonly files: readonly WorkspaceFile[];
}

/**
 * Takes plans through the six phases, one after the other: one plan's failure is that plan's alone. Files of a plan that
 * failed or was stopped by the environment are taken back.
 */
export async function runPlans(
  effects: Effects,
  settings: Settings,
  inputs: readonly PlanInput[],
): Promise<readonly PlanResult[]> {
  let suite: Promise<SuiteIndex> | undefined;
  const repository = (): Promise<SuiteIndex> => {
    suite ??= readRepository(effects);
    return suite;
  };
  let generated: Promise<GeneratedFiles> | undefined;
  const written = (): Promise<GeneratedFiles> => {
    generated ??= generatedFiles(effects.workspace, settings);
    return generated;
  };
  const results: PlanResult[] = [];
  for (const input of inputs) {
    effects.signal?.throwIfAborted();
    // Plans of the same name from different places must not overwrite each other.
    const taken = new Set(results.flatMap(({ files }) => files.map(({ path }) => path)));
    results.push(await runPlan(effects, settings, input, { repository, written, taken }));
  }
  return results;
}

/** Outcomes whose files are kept: there is a description to review, and tests that ran. */
const KEPT: ReadonlySet<Outcome> = new Set(["passed", "partial", "described", "blocked"]);

/** What the plans of one run share. */
interface Shared {
  readonly repository: () => Promise<SuiteIndex>;
  /** What earlier runs have written. */
  readonly written: () => Promise<GeneratedFiles>;
  /** Files that an earlier plan of the run has written. */
  readonly taken: ReadonlySet<string>;
}

async function runPlan(
  effects: Effects,
  settings: Settings,
  input: PlanInput,
  { repository, written, taken }: Shared,
): Promise<PlanResult> {
  const { journal, workspace } = effects;
  const change = workspace.change();
  const scoped: PlanEffects = { ...effects, change };
  journal.append({ type: "plan.started", plan: input.path });
  try {
    const described = await describe(scoped, settings, input, written);
    const graveyard = await workspace.readText(settings.graveyardPath);
    const explored = await explore(scoped, settings, input.path, repository, graveyard);
    const placement = await placeFiles(described.plan, explored.suite, {
      stdPath: settings.stdPath,
      stdExtension: settings.stdFormat === "docstring" ? ".py" : ".md",
      formerPaths: described.formerPaths,
      generated: described.generated,
      contentOf: async (path) => {
        const content = taken.has(path) ? "" : await workspace.readText(path);
        if (
          content !== null &&
          authorshipOf(content, described.plan.path, ...described.formerPaths) === "edited"
        ) {
          journal.append({ type: "warning", ...keptWarning(path, content, described.description) });
        }
        return content;
      },
    });
    for (const path of described.generated.outdated) {
      journal.append({
        type: "warning",
        message: `${path} describes the plan in the other form and is not kept up to date.`,
        hint: "Delete it, or go back to the std-format that it was written in.",
      });
    }
    // What cannot be written is said now, not after hours on the cluster.
    for (const path of [placement.test, placement.description, settings.graveyardPath]) {
      await workspace.checkTarget(path);
    }
    const description = { path: placement.description, content: descriptionText(described, settings) };
    journal.append({
      type: "described",
      plan: input.path,
      path: description.path,
      oracles: oracles(described.description),
      uncovered: described.description.uncovered.map((entry) => ({ ...entry })),
    });
    let draft = await draftPhase(scoped, input.path, described, explored, placement);
    draft = await verify(scoped, input.path, explored, described.description, draft);
    draft = await types(scoped, settings, input.path, explored.suite, draft);
    const ran = await run(scoped, settings, {
      plan: input.path,
      description: described.description,
      suite: explored.suite,
      draft,
    });
    const end = outcomeOf(ran);
    // Read anew: somebody may have written into it during the hours that the tests ran.
    const learned = await workspace.readText(settings.graveyardPath);
    const lessons = recordLessons(effects, settings, input.path, learned, ran.lessons);
    // A plan that asks for no test leaves nothing behind.
    const kept = KEPT.has(end.outcome) && ran.tests.length > 0;
    const own = [description, ...ran.draft.files].map((file) => ({
      ...file,
      content: stamped(file.content),
    }));
    const files = kept ? [...own, ...lessons] : [];
    if (files.length === 0) await takeBack(scoped);
    else await change.write(files);
    return finish(effects, input.path, end.outcome, end.reason, files);
  } catch (error) {
    await takeBack(scoped);
    const problem = problemOf(error);
    skipRest(effects, input.path);
    const infra = problem.code === "run.cancelled";
    return finish(effects, input.path, infra ? "infra" : "failed", problem.message, []);
  }
}

/** What to say of a file that people edited: it stays, with whatever tests it has. */
function keptWarning(
  path: string,
  content: string,
  { groups }: TestDescription,
): { message: string; hint: string } {
  const described = new Set(groups.flatMap(({ tests }) => tests.map(({ name }) => name)));
  const names = [...content.matchAll(/^\s*(?:async )?def (test_\w+)\(/gm)].map(([, name = ""]) => name);
  const left = names.filter((name) => !described.has(name));
  const more = left.length === 0 ? "" : ` What it has and the plan does not ask for: ${left.join(", ")}.`;
  return {
    message: `${path} was edited by people and is kept; this run's text goes to a file beside it.${more}`,
    hint: "Bring the two together, or delete the one that is not wanted.",
  };
}

/** Takes back what a plan wrote, but for files that somebody else has written into since. */
export async function takeBack({ change, journal }: Pick<PlanEffects, "change" | "journal">): Promise<void> {
  for (const path of await change.undo()) {
    journal.append({
      type: "warning",
      message: `${path} was changed by somebody else while testgen was at work; it was left as it is.`,
      hint: "It may still hold what testgen wrote beside what was changed: look at `git diff`.",
    });
  }
}

function finish(
  { journal }: Effects,
  plan: string,
  outcome: Outcome,
  reason: string,
  files: readonly WorkspaceFile[],
): PlanResult {
  journal.append({ type: "plan.ended", plan, outcome, reason, files: files.map((file) => file.path) });
  return { path: plan, outcome, files };
}

/** Phases that were never reached say so, so that the report has no open end. */
function skipRest({ journal }: Effects, plan: string): void {
  const reached = new Set<PhaseName>(
    journal.events.flatMap((event) =>
      (event.type === "phase.started" || event.type === "phase.ended") && event.plan === plan
        ? [event.phase]
        : [],
    ),
  );
  for (const phase of PHASES) {
    if (!reached.has(phase)) {
      journal.append({ type: "phase.ended", plan, phase, status: "skipped", ms: 0, facts: {} });
    }
  }
}

function descriptionText({ plan, description }: Described, { stdFormat }: Settings): string {
  const mark = generatedMark(plan.path);
  return stdFormat === "docstring"
    ? `# ${mark}\n${docstringDescription(description)}`
    : `<!-- ${mark} -->\n${markdownDescription(description)}`;
}
