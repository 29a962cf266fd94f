import * as z from "zod";
import type { ChangedFile } from "../job/plans.ts";
import { explain, type GitHubClient, type RepositoryName, statusOf } from "./client.ts";

/** Reads what a job needs to know of a pull request. */

/** Every changed file; GitHub lists at most 3,000. */
export async function listChangedFiles(
  client: GitHubClient,
  repository: RepositoryName,
  number: number,
): Promise<ChangedFile[]> {
  try {
    const files = await client.paginate(client.pulls.listFiles, {
      ...repository,
      pull_number: number,
      per_page: 100,
    });
    return files.map(({ filename, status }) => ({ path: filename, status }));
  } catch (error) {
    throw explain(error, "list the pull request's files", "pull-requests: read");
  }
}

/** The pull request as the API answers it, unread. */
export async function getPull(
  client: GitHubClient,
  repository: RepositoryName,
  number: number,
): Promise<unknown> {
  try {
    return (await client.pulls.get({ ...repository, pull_number: number })).data;
  } catch (error) {
    throw explain(error, `read pull request ${number}`, "pull-requests: read");
  }
}

/** Whether GitHub knows a commit as one of a pull request's; an unknown commit is none. */
export async function belongsToPull(
  client: GitHubClient,
  repository: RepositoryName,
  sha: string,
  number: number,
): Promise<boolean> {
  try {
    const { data } = await client.repos.listPullRequestsAssociatedWithCommit({
      ...repository,
      commit_sha: sha,
      per_page: 100,
    });
    return data.some((pull) => pull.number === number);
  } catch (error) {
    const status = statusOf(error);
    if (status === 404 || status === 409 || status === 422) return false;
    throw explain(error, `look up commit ${sha.slice(0, 12)}`, "pull-requests: read");
  }
}

/** Message of a commit. */
export async function getCommitMessage(
  client: GitHubClient,
  repository: RepositoryName,
  sha: string,
): Promise<string> {
  try {
    return (await client.git.getCommit({ ...repository, commit_sha: sha })).data.message;
  } catch (error) {
    throw explain(error, `read commit ${sha.slice(0, 12)}`, "contents: read");
  }
}

/** `admin`, `write`, `read` or `none`; null when GitHub knows no such collaborator. Other failures are thrown: no answer is a no. */
export async function getPermission(
  client: GitHubClient,
  repository: RepositoryName,
  login: string,
): Promise<string | null> {
  try {
    return (await client.repos.getCollaboratorPermissionLevel({ ...repository, username: login })).data
      .permission;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw explain(error, `ask for the permission of ${login}`, "metadata: read");
  }
}

const viewer = z.object({ viewer: z.object({ login: z.string() }) });

/** Login that our comments are written under. */
export async function ownLogin(client: GitHubClient): Promise<string> {
  const doing = "find out who the token belongs to";
  try {
    return (await client.users.getAuthenticated()).data.login;
  } catch (error) {
    if (statusOf(error) !== 403) throw explain(error, doing, "metadata: read");
  }
  try {
    // REST does not tell an app's token whose it is, GraphQL does.
    return viewer.parse(await client.graphql("query { viewer { login } }")).viewer.login;
  } catch (error) {
    throw explain(error, doing, "metadata: read");
  }
}

export type Reaction = "eyes" | "rocket" | "-1" | "confused";

/** Answers a comment with a reaction; a reaction that fails is no reason to stop. */
export async function react(
  client: GitHubClient,
  repository: RepositoryName,
  commentId: number,
  content: Reaction,
): Promise<number | null> {
  try {
    return (await client.reactions.createForIssueComment({ ...repository, comment_id: commentId, content }))
      .data.id;
  } catch {
    return null;
  }
}
