import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentError } from "../errors.ts";
import type { ProcessResult, RunProcess } from "../process/run.ts";
import type { CommitRequest, CommitResult } from "./commit.ts";

export interface PushOptions {
  /** Checkout that knows the parent commit. */
  readonly root: string;
  /** `GITHUB_SERVER_URL` */
  readonly serverUrl: string;
  readonly token: string;
  readonly author: { readonly name: string; readonly email: string };
  readonly env: Readonly<Record<string, string>>;
  readonly runProcess: RunProcess;
}

const TIMEOUT_MS = 120_000;

/** Says whatever comes through file descriptor 3, whatever git asks. */
const HELPER = "!say() { cat <&3; }; say";

/**
 * Commits with git and pushes, without touching the checkout's index, files, hooks or configuration. The token goes to
 * git's credential helper through a pipe: it is in no argument, environment or file.
 * @throws environment error `git.*`; the branch is untouched then
 */
export async function commitByPush(request: CommitRequest, options: PushOptions): Promise<CommitResult> {
  const scratch = await mkdtemp(join(tmpdir(), "testgen-git-"));
  const git = gitIn(options, join(scratch, "index"));
  try {
    await git(["read-tree", request.parent]);
    for (const { path, content } of request.files) {
      const blob = await git(["hash-object", "-w", "--stdin"], { input: content });
      await git(["update-index", "--add", "--cacheinfo", `100644,${blob},${path}`]);
    }
    const tree = await git(["write-tree"]);
    const message = `${request.headline}\n\n${request.body}\n`;
    const sha = await git(["commit-tree", tree, "-p", request.parent, "-F", "-"], { input: message });
    const { owner, repo } = request.repository;
    const url = `${options.serverUrl}/${owner}/${repo}`;
    await git(["push", "--quiet", "--no-follow-tags", `${url}.git`, `${sha}:refs/heads/${request.branch}`], {
      // What actions/checkout or a developer left in a configuration must not be used instead of our token.
      config: ["credential.helper=", `credential.helper=${HELPER}`, `http.${url}.git.extraheader=`],
      secret: `username=x-access-token\npassword=${options.token}\n`,
    });
    return { sha, url: `${url}/commit/${sha}` };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

interface GitOptions {
  readonly config?: readonly string[];
  readonly input?: string;
  readonly secret?: string;
}

/** Runs git in the checkout with an index of its own; resolves to what it prints. */
function gitIn({ root, author, env, runProcess }: PushOptions, index: string) {
  const gitEnv = {
    ...env,
    // Its words are read below.
    LC_ALL: "C",
    GIT_INDEX_FILE: index,
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
  };
  return async (
    [verb, ...args]: readonly [string, ...string[]],
    { config = [], ...handed }: GitOptions = {},
  ): Promise<string> => {
    const settings = ["core.hooksPath=/dev/null", ...config].flatMap((setting) => ["-c", setting]);
    const result = await runProcess({
      command: ["git", ...settings, verb, ...args],
      cwd: root,
      env: gitEnv,
      timeoutMs: TIMEOUT_MS,
      ...handed,
    });
    if (result.exitCode === 0) return result.stdout.trim();
    throw environmentError({
      code: `git.${verb}`,
      message: `git ${verb} failed: ${result.timedOut ? "it took too long" : saidBy(result)}`,
      hint: hintFor(verb, result.stderr),
    });
  };
}

/** git's last words, without its advice: that is for people at a prompt. */
const saidBy = ({ startError, stderr }: ProcessResult): string =>
  (startError ?? stderr)
    .split("\n")
    .filter((line) => line.trim() !== "" && !line.startsWith("hint:"))
    .slice(-3)
    .join(" ")
    .slice(0, 500);

function hintFor(verb: string, stderr: string): string {
  if (verb === "read-tree")
    return "Check out the head of the pull request, as the workflow in the README does.";
  if (verb !== "push") return "Nothing was pushed; git's message says why.";
  return /fetch first|non-fast-forward|stale info|failed to update ref|cannot lock ref/.test(stderr)
    ? "Somebody pushed to the branch meanwhile. Run again with /testgen run."
    : "Give the job `contents: write`, or use `commit-mode: api`.";
}
