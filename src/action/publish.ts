import { type CommitRequest, type CommitResult, commitByApi } from "../github/commit.ts";
import { commitByPush } from "../github/push.ts";
import type { PullRequest } from "../job/events.ts";
import { PLAN_TRAILER, RUN_TRAILER } from "../job/policy.ts";
import type { Effects } from "../pipeline/effects.ts";
import type { PlanResult } from "../pipeline/run-plans.ts";
import { oneLine } from "../report/markdown.ts";
import { gitBlob } from "../workspace/evidence.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { Wiring } from "./context.ts";

const BOT = { name: "github-actions[bot]", email: "41898282+github-actions[bot]@users.noreply.github.com" };

/** One commit with everything the plans added, on top of the commit they were made for; null when nothing is new. */
export async function publish(
  { client, context, inputs }: Wiring,
  effects: Effects,
  checkout: Workspace,
  pull: PullRequest,
  runId: string,
  results: readonly PlanResult[],
): Promise<CommitResult | null> {
  const kept = results.filter((result) => result.files.length > 0);
  const prefix = inputs["working-directory"] === "." ? "" : `${inputs["working-directory"]}/`;
  // A later plan's GRAVEYARD.md holds the earlier one's lessons too.
  const contents = new Map(
    kept.flatMap(({ files }) => files.map(({ path, content }) => [`${prefix}${path}`, content] as const)),
  );
  const files = await changedSince(effects, pull.head.sha, contents);
  if (files.length === 0) return null;
  const trailers = await Promise.all(
    kept.map(async ({ path }) => `${PLAN_TRAILER}: ${shown(path)} ${gitBlob(await checkout.read(path))}`),
  );
  const what = kept.length === 1 ? shown(kept[0]?.path ?? "") : `${kept.length} test plans`;
  const outcomes = kept.map(({ path, outcome }) => `${shown(path)}: ${outcome}`);
  const request: CommitRequest = {
    repository: context.repository,
    branch: pull.head.ref,
    parent: pull.head.sha,
    headline: `Add generated tests for ${what}`,
    body: [...outcomes, "", ...trailers, `${RUN_TRAILER}: ${runId}`].join("\n"),
    files,
  };
  if (inputs["commit-mode"] === "api") return commitByApi(client, request);
  return commitByPush(request, {
    root: context.workspace,
    serverUrl: context.serverUrl,
    token: inputs["github-token"],
    author: BOT,
    env: effects.childEnv,
    runProcess: effects.runProcess,
  });
}

/** A path on one line of a commit message: a line break in a file's name must not forge a trailer. */
const shown = (path: string): string => oneLine(path, 200);

/** Files that a commit does not have with this content; committing the same again would only make noise. */
async function changedSince(
  effects: Effects,
  commit: string,
  contents: ReadonlyMap<string, string>,
): Promise<{ path: string; content: string }[]> {
  if (contents.size === 0) return [];
  const { stdout } = await effects.runProcess({
    command: ["git", "ls-tree", "-r", "-z", "--full-tree", commit, "--", ...contents.keys()],
    cwd: effects.workspace.root,
    env: effects.childEnv,
    timeoutMs: 30_000,
  });
  const blobs = new Map(
    stdout.split("\0").flatMap((entry) => {
      const match = /^\d+ blob ([0-9a-f]+)\t(.*)$/s.exec(entry);
      return match?.[1] && match[2] ? [[match[2], match[1]] as const] : [];
    }),
  );
  return [...contents]
    .filter(([path, content]) => blobs.get(path) !== gitBlob(content))
    .map(([path, content]) => ({ path, content }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
