import { join } from "node:path";
import * as core from "@actions/core";
import { GENERATED_MARK } from "../draft/stamp.ts";
import { inputError } from "../errors.ts";
import type { CommitResult } from "../github/commit.ts";
import { getCommitMessage, listChangedFiles } from "../github/pull-request.ts";
import type { Command } from "../job/commands.ts";
import type { PullRequest } from "../job/events.ts";
import { type Inputs, splitCommand } from "../job/inputs.ts";
import { type ChangedFile, removedPlans, selectPlans } from "../job/plans.ts";
import { isOwnCommit, mayWorkOn } from "../job/policy.ts";
import type { Outcome } from "../journal/events.ts";
import { viewOf } from "../journal/view.ts";
import type { Settings } from "../pipeline/effects.ts";
import { problemOf } from "../pipeline/phase.ts";
import { type PlanResult, runPlans } from "../pipeline/run-plans.ts";
import { runJson } from "../report/json.ts";
import { code } from "../report/markdown.ts";
import { findPyright, newRunId, version, wire } from "../wiring.ts";
import { sha256 } from "../workspace/evidence.ts";
import { isBelow } from "../workspace/path.ts";
import { openWorkspace, type Workspace } from "../workspace/workspace.ts";
import { announce } from "./announce.ts";
import type { Wiring } from "./context.ts";
import { earlierVersions, orphanWarnings } from "./earlier.ts";
import { isSuperseded, presentPull, requireHead, short } from "./head.ts";
import { log } from "./log.ts";
import { publish } from "./publish.ts";

/** Works on the plans of one pull request, from the first comment to the last. Returns the exit code. */
export async function workOn(
  wiring: Wiring,
  event: PullRequest,
  command: Extract<Command, { name: "run" }> | null,
): Promise<number> {
  const { context, inputs, client } = wiring;
  const { repository } = context;
  if (command === null && isOwnCommit(await getCommitMessage(client, repository, event.head.sha))) {
    return nothingToDo("the last commit is our own");
  }
  const pull = await presentPull(wiring, event);
  const decision = mayWorkOn(pull, command !== null || inputs.drafts);
  if (!decision.allowed) return nothingToDo(`${decision.reason} ${decision.hint}`);
  if (await isSuperseded(wiring, event, pull)) {
    const moved = `The branch has moved on to ${short(pull.head.sha)} since the checkout.`;
    if (command !== null) await answer(wiring, pull, `${moved} Comment \`/testgen run\` again.`);
    else if (isOwnCommit(await getCommitMessage(client, repository, pull.head.sha))) {
      // That push starts no run, so what this one would have done is left undone.
      log.warning(`${moved} Let the workflow check out refs/pull/N/head; until then comment /testgen run.`);
    }
    return nothingToDo(moved);
  }
  const files = await listChangedFiles(client, repository, pull.number);
  if (files.length >= MAX_LISTED_FILES) {
    log.warning(
      `GitHub lists only ${MAX_LISTED_FILES} files of a pull request; plans beyond them are not seen.`,
    );
  }
  const changed = selectPlans(files, inputs["stp-paths"]);
  const plans = command === null || command.plans.length === 0 ? changed : only(changed, command.plans);
  const orphans = await orphansOf(wiring, files);
  if (plans.length === 0 && (command !== null || orphans.length === 0)) {
    if (command !== null) await answerNoPlans(wiring, pull, command.plans);
    return nothingToDo("the pull request changes no test plan");
  }
  const checkout = await openWorkspace(context.workspace);
  const open = command === null ? await withoutFinished(checkout, plans, inputs) : plans;
  if (open.length === 0 && plans.length > 0)
    return nothingToDo("the branch already has the tests of these plans");

  const cancelled = new AbortController();
  const cancel = (): void => cancelled.abort();
  process.once("SIGINT", cancel);
  process.once("SIGTERM", cancel);
  try {
    return await run(wiring, pull, checkout, { files, plans: open, orphans }, cancelled.signal);
  } finally {
    process.removeListener("SIGINT", cancel);
    process.removeListener("SIGTERM", cancel);
  }
}

const MAX_LISTED_FILES = 3000;

interface Work {
  readonly files: readonly ChangedFile[];
  readonly plans: readonly string[];
  readonly orphans: Awaited<ReturnType<typeof orphanWarnings>>;
}

async function orphansOf(
  { context, inputs, env }: Wiring,
  files: readonly ChangedFile[],
): Promise<Work["orphans"]> {
  const removed = removedPlans(files, inputs["stp-paths"]);
  if (removed.length === 0) return [];
  const workspace = await openWorkspace(join(context.workspace, inputs["working-directory"]));
  return orphanWarnings(workspace, settingsOf(inputs, env), removed);
}

/** Somebody asked, so silence would be no answer. */
function answerNoPlans(wiring: Wiring, pull: PullRequest, wanted: readonly string[]): Promise<void> {
  const which =
    wanted.length === 0 ? "no test plan" : `none of ${wanted.map((path) => code(path)).join(", ")}`;
  return answer(
    wiring,
    pull,
    `testgen has nothing to run: this pull request adds or changes ${which}. The input \`stp-paths\` says what counts as a plan.`,
  );
}

async function answer({ client, context }: Wiring, { number }: PullRequest, body: string): Promise<void> {
  await client.issues.createComment({ ...context.repository, issue_number: number, body });
}

function nothingToDo(reason: string): number {
  log.info(`testgen: nothing to do: ${reason.replace(/\.$/, "")}.`);
  core.setOutput("outcome", "none");
  return 0;
}

/** A command may name plans, but only ones that this pull request changes. */
const only = (changed: readonly string[], wanted: readonly string[]): string[] =>
  changed.filter((path) => wanted.includes(path));

/**
 * Plans that the branch has no description of yet in their present form. A push that touches other files must not run
 * hours of tests again; `/testgen run` does.
 */
async function withoutFinished(
  checkout: Workspace,
  plans: readonly string[],
  inputs: Inputs,
): Promise<string[]> {
  const folder = [inputs["working-directory"], inputs["std-path"]].filter((part) => part !== ".").join("/");
  const files = await checkout.filesBelow(folder === "" ? "." : folder);
  const texts = await checkout.textFiles(files.filter((path) => /\.(?:md|py)$/.test(path)));
  const described = [...texts.values()].filter((text) => text.includes(GENERATED_MARK));
  const open: string[] = [];
  for (const path of plans) {
    const digest = await checkout.read(path).then(sha256, () => "");
    const done = described.some((text) => text.includes(`${GENERATED_MARK}${path}`) && text.includes(digest));
    if (digest === "" || !done) open.push(path);
  }
  return open;
}

async function run(
  wiring: Wiring,
  pull: PullRequest,
  checkout: Workspace,
  { files, plans, orphans }: Work,
  signal: AbortSignal,
): Promise<number> {
  const { context, inputs, env } = wiring;
  const started = performance.now();
  const runId = newRunId();
  const root = join(context.workspace, inputs["working-directory"]);
  const evidenceDirectory = join(context.temp, runId);
  let onEvent = (): void => {};
  const effects = await wire({
    root,
    author: inputs.author,
    evidenceDirectory,
    env,
    testEnv: inputs["test-env"],
    secrets: [inputs["github-token"]],
    onEvent: () => onEvent(),
    signal,
  });
  const { journal } = effects;
  journal.append({
    type: "run.started",
    runId,
    version: version(),
    author: effects.author.name,
    repository: `${context.repository.owner}/${context.repository.repo}`,
    head: pull.head.sha,
    plans: [...plans],
  });
  for (const orphan of orphans) journal.append({ type: "warning", ...orphan });
  const story = await announce(wiring, pull.number, journal);
  onEvent = story.tell;
  let results: readonly PlanResult[] = [];
  let commit: CommitResult | null = null;
  try {
    await requireHead(wiring, pull);
    refuseLinkOut(checkout, effects.workspace);
    const settings = settingsOf(inputs, env);
    const earlier = earlierVersions(wiring, pull, files);
    results = await runPlans(
      effects,
      settings,
      plans.map((path) => ({ path, read: () => checkout.read(path), ...earlier(path) })),
    );
    if (inputs.commit) commit = await publish(wiring, effects, checkout, pull, runId, results);
    journal.append({ type: "published", commit: commit?.sha ?? null, url: commit?.url ?? null });
    journal.append({ type: "run.ended", ms: Math.round(performance.now() - started) });
  } catch (error) {
    log.error(error);
    journal.append({
      type: "run.ended",
      ms: Math.round(performance.now() - started),
      problem: problemOf(error),
    });
  }
  const commentId = await story.finish();
  const view = viewOf(journal.events);
  const outcome = view.problem ? "failed" : results.length === 0 ? "none" : worst(results);
  core.setOutput("outcome", outcome);
  core.setOutput("plans", JSON.stringify(runJson(view).plans));
  core.setOutput("tests", JSON.stringify(runJson(view).plans.flatMap((plan) => plan.tests)));
  core.setOutput("commit-sha", commit?.sha ?? "");
  core.setOutput("comment-id", commentId === null ? "" : String(commentId));
  core.setOutput("evidence", evidenceDirectory);
  return view.problem || (outcome !== "none" && inputs["fail-on"].includes(outcome)) ? 1 : 0;
}

/** A link named as working directory would let us read and write elsewhere on the runner. */
function refuseLinkOut(checkout: Workspace, { root }: Workspace): void {
  if (isBelow(checkout.root, root)) return;
  throw inputError({
    code: "working-directory.outside",
    message: `The working directory is a link to ${root}, outside the checkout.`,
    hint: "Set `working-directory` to a directory of the repository.",
  });
}

/** Outcomes from best to worst. */
const BY_WORTH: readonly Outcome[] = ["passed", "described", "partial", "blocked", "infra", "failed"];

const worst = (results: readonly PlanResult[]): Outcome =>
  results.reduce<Outcome>(
    (found, { outcome }) => (BY_WORTH.indexOf(outcome) > BY_WORTH.indexOf(found) ? outcome : found),
    "passed",
  );

export function settingsOf(inputs: Inputs, env: NodeJS.ProcessEnv): Settings {
  const pyright = inputs["pyright-command"];
  return {
    stdPath: inputs["std-path"],
    stdFormat: inputs["std-format"],
    graveyardPath: inputs["graveyard-path"],
    pytestCommand: splitCommand(inputs["pytest-command"], "pytest-command"),
    pyrightCommand: pyright === "" ? findPyright(env) : splitCommand(pyright, "pyright-command"),
    pyrightMaxIterations: inputs["pyright-max-iterations"],
    healMaxIterations: inputs["heal-max-iterations"],
    retries: inputs.retries,
    confirmRuns: inputs["confirm-runs"],
    runTimeoutMs: inputs["run-timeout-minutes"],
    typesTimeoutMs: inputs["types-timeout-minutes"],
  };
}
