import * as z from "zod";
import { environmentError, type TestgenError } from "../errors.ts";
import { explain, type GitHubClient, type RepositoryName, statusOf } from "./client.ts";

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
/** The branch is not where we expected it. */
const STALE = 409;

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
      if (statusOf(error) !== STALE || attempt === MAX_ATTEMPTS) {
        throw explain(error, `commit to ${request.branch}`, "contents: write");
      }
    }
    const tip = await readTip(client, request);
    if (tip.parent === parent && tip.message.trim() === messageOf(request)) {
      // It is ours: it landed, only the answer was lost.
      return { sha: tip.sha, url: tip.url };
    }
    await refuseConflict(client, request, parent, tip.sha);
    parent = tip.sha;
  }
}

const messageOf = ({ headline, body }: CommitRequest): string => `${headline}\n\n${body}`.trim();

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

interface Tip extends CommitResult {
  readonly parent: string | undefined;
  readonly message: string;
}

async function readTip(client: GitHubClient, { repository, branch }: CommitRequest): Promise<Tip> {
  try {
    const ref = await client.git.getRef({ ...repository, ref: `heads/${branch}` });
    const { sha } = ref.data.object;
    const { data } = await client.git.getCommit({ ...repository, commit_sha: sha });
    return { sha, url: data.html_url, parent: data.parents[0]?.sha, message: data.message };
  } catch (error) {
    throw lookAgain(error);
  }
}

/** What others pushed is theirs: when it touches a file of ours, nothing is committed. */
async function refuseConflict(
  client: GitHubClient,
  { repository, branch, files }: CommitRequest,
  seen: string,
  tip: string,
): Promise<void> {
  const [before, after] = await Promise.all([
    blobsOf(client, repository, seen),
    blobsOf(client, repository, tip),
  ]);
  const touched = files.map(({ path }) => path).filter((path) => before.get(path) !== after.get(path));
  if (touched.length === 0) return;
  throw environmentError({
    code: "commit.conflict",
    message: `${branch} moved on, and the new commits touch ${touched.join(", ")}.`,
    hint: "Nothing was committed. Run again with /testgen run.",
  });
}

/** Path → blob of every file of a commit. */
async function blobsOf(
  client: GitHubClient,
  repository: RepositoryName,
  sha: string,
): Promise<ReadonlyMap<string, string>> {
  try {
    const { data } = await client.git.getTree({ ...repository, tree_sha: sha, recursive: "1" });
    if (!data.truncated) return new Map(data.tree.map((entry) => [entry.path, entry.sha]));
  } catch (error) {
    throw lookAgain(error);
  }
  throw environmentError({
    code: "commit.conflict",
    message: "The branch moved on, and the repository is too large for GitHub to say which files changed.",
    hint: "Nothing was committed. Run again with /testgen run.",
  });
}

const lookAgain = (error: unknown): TestgenError =>
  explain(error, "look at the branch again", "contents: read");
