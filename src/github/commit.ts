import * as z from "zod";
import { environmentError } from "../errors.ts";
import { explain, type GitHubClient, type RepositoryName } from "./client.ts";

export interface CommitRequest {
  readonly repository: RepositoryName;
  readonly branch: string;
  /** The commit that the files were made for. */
  readonly parent: string;
  readonly headline: string;
  readonly body: string;
  readonly files: readonly { readonly path: string; readonly content: string }[];
}

export interface CommitResult {
  readonly sha: string;
  readonly url: string;
}

const MUTATION = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid url } }
}`;
const answer = z.object({
  createCommitOnBranch: z.object({ commit: z.object({ oid: z.string(), url: z.string() }) }),
});
const MAX_ATTEMPTS = 4;

/**
 * Commits through the API: GitHub signs it, and it lands only on top of the commit we saw. When somebody else pushed
 * meanwhile, it is tried again on the new tip, unless that push touched one of our files.
 * @throws environment error `commit.conflict` or `github.*`; the branch is untouched then
 */
export async function commitByApi(client: GitHubClient, request: CommitRequest): Promise<CommitResult> {
  let parent = request.parent;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const data = await client.graphql(MUTATION, { input: inputOf(request, parent) });
      const { commit } = answer.parse(data).createCommitOnBranch;
      return { sha: commit.oid, url: commit.url };
    } catch (error) {
      if (!isStale(error) || attempt === MAX_ATTEMPTS) {
        throw explain(error, `commit to ${request.branch}`, "contents: write");
      }
      parent = await newTip(client, request, parent);
    }
  }
}

const inputOf = ({ repository, branch, headline, body, files }: CommitRequest, parent: string) => ({
  branch: { repositoryNameWithOwner: `${repository.owner}/${repository.repo}`, branchName: branch },
  expectedHeadOid: parent,
  message: { headline, body },
  fileChanges: {
    additions: files.map(({ path, content }) => ({
      path,
      contents: Buffer.from(content).toString("base64"),
    })),
  },
});

const isStale = (error: unknown): boolean =>
  error instanceof Error && /expected branch to point to|STALE_DATA|expectedHeadOid/i.test(error.message);

async function newTip(client: GitHubClient, request: CommitRequest, seen: string): Promise<string> {
  try {
    const { repository, branch, files } = request;
    const { data } = await client.git.getRef({ ...repository, ref: `heads/${branch}` });
    const tip = data.object.sha;
    const [before, after] = await Promise.all([
      blobsOf(client, repository, seen),
      blobsOf(client, repository, tip),
    ]);
    const touched = files.filter(({ path }) => before.get(path) !== after.get(path));
    if (touched.length === 0) return tip;
    throw environmentError({
      code: "commit.conflict",
      message: `${branch} moved on, and the new commits touch ${touched.map(({ path }) => path).join(", ")}.`,
      hint: "Nothing was committed. Run again with /testgen run.",
    });
  } catch (error) {
    throw error instanceof Error && "code" in error
      ? error
      : explain(error, "look at the branch again", "contents: read");
  }
}

async function blobsOf(
  client: GitHubClient,
  repository: RepositoryName,
  sha: string,
): Promise<Map<string, string>> {
  const { data } = await client.git.getTree({ ...repository, tree_sha: sha, recursive: "1" });
  return new Map(data.tree.flatMap(({ path, sha: blob }) => (path && blob ? [[path, blob] as const] : [])));
}
