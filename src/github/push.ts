import { readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { environmentError } from "../errors.ts";
import type { ProcessResult, RunProcess } from "../process/run.ts";
import { makeTemporary } from "../workspace/temporary.ts";
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
 * Commits with git and pushes from a repository of its own, which borrows the checkout's objects and nothing else: tests
 * have run in the checkout, and a rewritten address, a hook or a credential helper in its configuration (or the user's)
 * could send the token elsewhere. The token goes to git's credential helper through a pipe, for this one address: it is
 * in no argument, environment or file.
 * @throws environment error `git.*`; the branch is untouched then
 */
export async function commitByPush(request: CommitRequest, options: PushOptions): Promise<CommitResult> {
  const scratch = await makeTemporary("testgen-git-");
  const { owner, repo } = request.repository;
  const url = `${options.serverUrl}/${owner}/${repo}`;
  const remote = `${url}.git`;
  try {
    const git = await openScratch(scratch, request.parent, options);
    await git(["read-tree", request.parent]);
    for (const { path, content } of request.files) {
      const blob = await git(["hash-object", "-w", "--stdin"], { input: content });
      await git(["update-index", "--add", "--cacheinfo", `100644,${blob},${path}`]);
    }
    // A checkout without all blobs still knows their names.
    const tree = await git(["write-tree", "--missing-ok"]);
    const message = `${request.headline}\n\n${request.body}\n`;
    const sha = await git(["commit-tree", tree, "-p", request.parent, "-F", "-"], { input: message });
    await git(["push", "--quiet", "--no-follow-tags", remote, `${sha}:refs/heads/${request.branch}`], {
      config: [
        "credential.useHttpPath=true",
        `credential.${remote}.helper=${HELPER}`,
        // The token is for this address, not for one that it forwards to.
        "http.followRedirects=false",
      ],
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

/** Runs a git command; resolves to what it prints. */
type Git = (command: readonly [string, ...string[]], options?: GitOptions) => Promise<string>;

/** A bare repository in `scratch` that sees the checkout's objects, and the commit that a shallow history ends with. */
async function openScratch(scratch: string, parent: string, options: PushOptions): Promise<Git> {
  const checkout = gitIn(options, options.root, options.env);
  const [objects = "", shallow = ""] = (
    await checkout(["rev-parse", "--git-path", "objects", "--git-path", "shallow"])
  )
    .split("\n")
    .map((path) => resolve(options.root, path));
  const directory = join(scratch, "repository");
  const git = gitIn(options, scratch, {
    ...options.env,
    HOME: scratch,
    GIT_DIR: directory,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_SYSTEM: "/dev/null",
    GIT_CONFIG_GLOBAL: "/dev/null",
  });
  const format = parent.length === 64 ? "sha256" : "sha1";
  await git(["init", "--quiet", "--bare", "--template=", `--object-format=${format}`]);
  await writeFile(join(directory, "objects", "info", "alternates"), `${quoted(objects)}\n`);
  const ends = await readFile(shallow, "utf8").catch(() => null);
  if (ends !== null) await writeFile(join(directory, "shallow"), ends);
  return git;
}

/** A path as git reads it from its own files. */
const quoted = (path: string): string => `"${path.replace(/[\\"]/g, "\\$&")}"`;

function gitIn({ author, runProcess }: PushOptions, cwd: string, env: PushOptions["env"]): Git {
  const gitEnv = {
    ...env,
    // Its words are read below.
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_AUTHOR_NAME: author.name,
    GIT_AUTHOR_EMAIL: author.email,
    GIT_COMMITTER_NAME: author.name,
    GIT_COMMITTER_EMAIL: author.email,
  };
  return async ([verb, ...args], { config = [], ...handed } = {}) => {
    const settings = config.flatMap((setting) => ["-c", setting]);
    const result = await runProcess({
      command: ["git", ...settings, verb, ...args],
      cwd,
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
  if (verb === "read-tree" || verb === "rev-parse")
    return "Check out the head of the pull request, as the workflow in the README does.";
  if (verb !== "push") return "Nothing was pushed; git's message says why.";
  return /fetch first|non-fast-forward|stale info|failed to update ref|cannot lock ref/.test(stderr)
    ? "Somebody pushed to the branch meanwhile. Run again with /testgen run."
    : "Give the job `contents: write`, or use `commit-mode: api`.";
}
