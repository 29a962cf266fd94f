import * as z from "zod";
import { environmentError } from "../errors.ts";
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
    return files.map(({ filename, status, previous_filename: previousPath }) => ({
      path: filename,
      status,
      ...(previousPath === undefined ? {} : { previousPath }),
    }));
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

/** The commit where `head` left `base`: what a pull request's list of files is relative to. */
export async function getMergeBase(
  client: GitHubClient,
  repository: RepositoryName,
  base: string,
  head: string,
): Promise<string> {
  try {
    const basehead = `${base}...${head}`;
    const { data } = await client.repos.compareCommitsWithBasehead({ ...repository, basehead, per_page: 1 });
    return data.merge_base_commit.sha;
  } catch (error) {
    throw explain(error, `compare ${base.slice(0, 12)} with ${head.slice(0, 12)}`, "contents: read");
  }
}

/** GitHub sends the content of larger files in other ways; no plan is that long. */
const inlineFile = z.object({ type: z.literal("file"), encoding: z.literal("base64"), content: z.string() });

/** Bytes of a file as a commit has it, at most 1 MB. */
export async function getFile(
  client: GitHubClient,
  repository: RepositoryName,
  path: string,
  commit: string,
): Promise<Uint8Array> {
  const doing = `read ${path} of commit ${commit.slice(0, 12)}`;
  try {
    const { data } = await client.repos.getContent({ ...repository, path, ref: commit });
    const file = inlineFile.safeParse(data);
    if (file.success) return Buffer.from(file.data.content, "base64");
  } catch (error) {
    throw explain(error, doing, "contents: read");
  }
  throw environmentError({
    code: "github.content",
    message: `Could not ${doing}: it is no file of at most 1 MB there.`,
    hint: "Nothing needs to be done: only what changed in it is not known.",
  });
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
