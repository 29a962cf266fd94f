import { dirname } from "node:path";
import { environmentError, TestgenError } from "../errors.ts";
import { belongsToPull, getPull } from "../github/pull-request.ts";
import { type PullRequest, readPullRequest } from "../job/events.ts";
import { childEnvironment } from "../process/environment.ts";
import { runProcess } from "../process/run.ts";
import type { Wiring } from "./context.ts";

/** The pull request as it stands now: between an event and its run there may be a queue, and pushes. */
export const presentPull = async (
  { client, context }: Wiring,
  { number }: PullRequest,
): Promise<PullRequest> => readPullRequest(await getPull(client, context.repository, number));

/**
 * Whether the checkout is a commit that the pull request showed once, but shows no longer: the push that came meanwhile
 * has a run of its own.
 */
export async function isSuperseded(
  wiring: Wiring,
  event: PullRequest,
  present: PullRequest,
): Promise<boolean> {
  let commits: readonly string[];
  try {
    commits = await checkedOut(wiring);
  } catch (error) {
    // Without a checkout nothing is known; `requireHead` says so.
    if (error instanceof TestgenError) return false;
    throw error;
  }
  if (commits.includes(present.head.sha)) return false;
  if (commits.includes(event.head.sha)) return true;
  for (const commit of commits) {
    if (await belongsToPull(wiring.client, wiring.context.repository, commit, present.number)) return true;
  }
  return false;
}

/**
 * The checkout must be the commit that the pull request shows (or its merge): what runs is what was reviewed.
 * @throws environment error `checkout.missing` or `checkout.other-commit`
 */
export async function requireHead(wiring: Wiring, { head }: PullRequest): Promise<void> {
  const commits = await checkedOut(wiring);
  if (commits.includes(head.sha)) return;
  throw environmentError({
    code: "checkout.other-commit",
    message: `The checkout is at ${short(commits[0] ?? "")}, the pull request at ${short(head.sha)}.`,
    hint: CHECK_OUT,
  });
}

export const short = (sha: string): string => sha.slice(0, 12);

const CHECK_OUT = "Check out the head of the pull request, as the workflow in the README does.";

/** The commit that is checked out and, for a merge, its parents; as the commit itself says, however short the history is. */
async function checkedOut({ context, env }: Wiring): Promise<readonly string[]> {
  const { workspace } = context;
  const git = (...args: string[]) =>
    runProcess({
      command: ["git", ...args],
      cwd: workspace,
      // A repository around the workspace is not the checkout.
      env: { ...childEnvironment(env), GIT_CEILING_DIRECTORIES: dirname(workspace), LC_ALL: "C" },
      timeoutMs: 30_000,
    });
  const head = await git("rev-parse", "--verify", "HEAD^{commit}");
  const commit = await git("cat-file", "commit", "HEAD");
  if (head.exitCode === 0 && commit.exitCode === 0) {
    const [headers = ""] = commit.stdout.split("\n\n");
    const parents = [...headers.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, sha = ""]) => sha);
    return [head.stdout.trim(), ...(parents.length > 1 ? parents : [])];
  }
  const said = (head.startError ?? head.stderr).trim().split("\n")[0] ?? "";
  throw environmentError({
    code: "checkout.missing",
    message: `There is no checkout in ${workspace}: ${said.slice(0, 300)}`,
    hint: `Let actions/checkout run before this step, without \`path\`. ${CHECK_OUT}`,
  });
}
