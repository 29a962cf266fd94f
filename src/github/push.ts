import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentError } from "../errors.ts";
import type { RunProcess } from "../process/run.ts";
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

/**
 * Commits with git and pushes, without touching the checkout's index, files, hooks or configuration. The token goes to
 * git's credential helper through a pipe: it is in no argument, environment or file.
 * @throws environment error `git.*`; the branch is untouched then
 */
export async function commitByPush(request: CommitRequest, options: PushOptions): Promise<CommitResult> {
  const scratch = await mkdtemp(join(tmpdir(), "testgen-git-"));
  const env = {
    ...options.env,
    GIT_INDEX_FILE: join(scratch, "index"),
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: options.author.name,
    GIT_AUTHOR_EMAIL: options.author.email,
    GIT_COMMITTER_NAME: options.author.name,
    GIT_COMMITTER_EMAIL: options.author.email,
  };
  const git = async (args: readonly string[], input?: string, secret?: string): Promise<string> => {
    const result = await options.runProcess({
      command: ["git", "-c", "core.hooksPath=/dev/null", ...args],
      cwd: options.root,
      env,
      timeoutMs: TIMEOUT_MS,
      ...(input === undefined ? {} : { input }),
      ...(secret === undefined ? {} : { secret }),
    });
    if (result.exitCode === 0) return result.stdout.trim();
    const verb = args.find((arg) => /^[a-z]+(?:-[a-z]+)*$/.test(arg)) ?? "";
    throw environmentError({
      code: `git.${verb}`,
      message: `git ${verb} failed: ${(result.startError ?? result.stderr).trim().split("\n").slice(-3).join(" ").slice(0, 500)}`,
      hint: /fetch first|non-fast-forward|stale info/.test(result.stderr)
        ? "Somebody pushed to the branch meanwhile. Run again with /testgen run."
        : "Give the job `contents: write`, or use `commit-mode: api`.",
    });
  };
  try {
    await git(["read-tree", request.parent]);
    for (const { path, content } of request.files) {
      const blob = await git(["hash-object", "-w", "--stdin"], content);
      await git(["update-index", "--add", "--cacheinfo", `100644,${blob},${path}`]);
    }
    const tree = await git(["write-tree"]);
    const message = `${request.headline}\n\n${request.body}\n`;
    const sha = await git(["commit-tree", tree, "-p", request.parent, "-F", "-"], message);
    const { owner, repo } = request.repository;
    const url = `${options.serverUrl}/${owner}/${repo}`;
    await git(
      [
        ...["-c", "credential.helper="],
        ...["-c", "credential.helper=!f() { cat <&3; }; f"],
        // What actions/checkout left in the checkout's configuration must not be used instead of our token.
        ...["-c", `http.${options.serverUrl}/.extraheader=`],
        ...["push", "--quiet", `${url}.git`, `${sha}:refs/heads/${request.branch}`],
      ],
      undefined,
      `username=x-access-token\npassword=${options.token}\n`,
    );
    return { sha, url: `${url}/commit/${sha}` };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
