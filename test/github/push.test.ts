import { appendFile, chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { GitHub, GitHubOptions } from "../../fixtures/github/github.ts";
import type { CommitRequest } from "../../src/github/commit.ts";
import { commitByPush, type PushOptions } from "../../src/github/push.ts";
import { type ProcessRequest, runProcess } from "../../src/process/run.ts";
import { git } from "../fixtures/start.ts";
import { type AtEnd, connect, repository } from "./connect.ts";

const BRANCH = "feature/plan";
const WRONG = `basic ${Buffer.from("x-access-token:checkouts-own").toString("base64")}`;

interface Checkout {
  readonly github: GitHub;
  readonly root: string;
  readonly request: CommitRequest;
  readonly options: PushOptions;
  /** Every program that was started. */
  readonly started: readonly ProcessRequest[];
}

/** The pull request's branch checked out as a runner does it, with a credential of its own in the configuration. */
async function checkOut(atEnd: AtEnd, given: GitHubOptions = {}): Promise<Checkout> {
  const { github } = await connect(atEnd, given);
  const root = await mkdtemp(join(tmpdir(), "testgen-test-"));
  atEnd(() => rm(root, { recursive: true, force: true }));
  await git(root, "clone", "--quiet", "--depth=1", `--branch=${BRANCH}`, github.cloneUrl, ".");
  await git(root, "config", `http.${github.serverUrl}/.extraheader`, `AUTHORIZATION: ${WRONG}`);
  await git(root, "config", `http.${github.serverUrl}/acme/.extraheader`, `AUTHORIZATION: ${WRONG}`);
  await git(
    root,
    "config",
    `credential.${github.serverUrl}.helper`,
    "!f() { echo username=x; echo password=wrong; }; f",
  );
  const started: ProcessRequest[] = [];
  return {
    github,
    root,
    started,
    request: {
      repository,
      branch: BRANCH,
      parent: await github.git.sha(BRANCH),
      headline: "Add generated tests",
      body: "Testgen-Run: 8a4f",
      files: [
        { path: "tests/test_reset.py", content: "def test_reset():\n    assert True\n" },
        { path: "stds/a, b ü.md", content: "# STD\r\n" },
        { path: "tests/__init__.py", content: "" },
      ],
    },
    options: {
      root,
      serverUrl: github.serverUrl,
      token: github.token,
      author: { name: "github-actions[bot]", email: "bot@example.com" },
      env: {
        PATH: process.env.PATH ?? "",
        HOME: root,
        GIT_CONFIG_NOSYSTEM: "1",
        GIT_TRACE2_EVENT: join(root, ".git", "trace"),
      },
      runProcess: (asked) => {
        started.push(asked);
        return runProcess(asked);
      },
    },
  };
}

const state = async (root: string): Promise<unknown> => ({
  index: await readFile(join(root, ".git", "index"), "base64"),
  config: await readFile(join(root, ".git", "config"), "utf8"),
  head: await readFile(join(root, ".git", "HEAD"), "utf8"),
  status: (await git(root, "--no-optional-locks", "status", "--porcelain", "--branch")).stdout,
  files: (await readdir(root, { recursive: true })).filter((path) => !path.startsWith(".git")),
});

describe.concurrent("a commit by push", () => {
  test("arrives at the real remote, on top of what was checked out", async ({ onTestFinished }) => {
    const { github, request, options } = await checkOut(onTestFinished);
    const result = await commitByPush(request, options);
    const [tip] = await github.git.log(BRANCH);
    expect(tip).toMatchObject({
      sha: result.sha,
      parents: [request.parent],
      message: "Add generated tests\n\nTestgen-Run: 8a4f",
      author: { name: "github-actions[bot]", email: "bot@example.com" },
    });
    expect(result.url).toBe(`${github.serverUrl}/acme/virt-tests/commit/${result.sha}`);
    expect((await github.git.tree(BRANCH)).map(({ path }) => path)).toEqual([
      "README.md",
      "docs/stp.md",
      "stds/a, b ü.md",
      "tests/__init__.py",
      "tests/test_reset.py",
    ]);
    expect(await github.git.show(BRANCH, "stds/a, b ü.md")).toBe("# STD\r\n");
  });

  test("uses our token, not what the checkout's configuration holds", async ({ onTestFinished }) => {
    const { github, root, request, options } = await checkOut(onTestFinished);
    const plain = await git(root, "push", github.cloneUrl, "HEAD:refs/heads/theirs");
    expect(plain.exitCode).not.toBe(0);
    const before = github.log.length;
    await commitByPush(request, options);
    const pushed = github.log.slice(before).filter(({ operation }) => operation === "git/receive-pack");
    expect(pushed.map(({ authorization, status }) => [authorization, status])).toEqual([
      [undefined, 401],
      ["basic", 200],
      ["basic", 200],
    ]);
  });

  test("shows the token to nobody: no argument, no environment, no file", async ({ onTestFinished }) => {
    const { root, request, options, started } = await checkOut(onTestFinished);
    const { token } = options;
    await commitByPush(request, options);
    expect(started.length).toBeGreaterThan(5);
    const secrets = [token, Buffer.from(`x-access-token:${token}`).toString("base64")];
    for (const { command, env, input } of started) {
      const visible = JSON.stringify([command, env, input]);
      for (const secret of secrets) expect(visible).not.toContain(secret);
    }
    // git's own trace tells the arguments of everything that git started in turn.
    const trace = await readFile(join(root, ".git", "trace"), "utf8");
    expect(trace).toContain("remote-http");
    for (const path of await readdir(join(root, ".git"), { recursive: true, withFileTypes: true })) {
      if (!path.isFile()) continue;
      const text = await readFile(join(path.parentPath, path.name), "latin1");
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  });

  test("leaves index, configuration, files and HEAD of the checkout as they are", async ({
    onTestFinished,
  }) => {
    const { root, request, options } = await checkOut(onTestFinished);
    await writeFile(join(root, "docs", "stp.md"), "half done\n");
    await writeFile(join(root, "staged.md"), "staged\n");
    await git(root, "add", "staged.md");
    const before = await state(root);
    await commitByPush(request, options);
    expect(await state(root)).toEqual(before);
  });

  test("runs no hook", async ({ onTestFinished }) => {
    const { root, request, options } = await checkOut(onTestFinished);
    const hooks = join(root, ".git", "hooks");
    const proof = join(root, ".git", "hook-ran");
    await mkdir(hooks, { recursive: true });
    for (const name of [
      "pre-push",
      "post-index-change",
      "reference-transaction",
      "commit-msg",
      "pre-commit",
    ]) {
      await writeFile(join(hooks, name), `#!/bin/sh\necho ${name} >> '${proof}'\n`);
      await chmod(join(hooks, name), 0o755);
    }
    await git(root, "config", "core.hooksPath", hooks);
    await commitByPush(request, options);
    await expect(readFile(proof, "utf8")).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("pushes one branch and nothing else, whatever the configuration wants", async ({ onTestFinished }) => {
    const { github, root, request, options } = await checkOut(onTestFinished);
    for (const [name, value] of [
      ["push.followTags", "true"],
      ["user.name", "dev"],
      ["user.email", "dev@example.com"],
      ["commit.gpgSign", "true"],
    ] as const)
      await git(root, "config", name, value);
    expect((await git(root, "tag", "--annotate", "--message=x", "mine")).exitCode).toBe(0);
    await commitByPush(request, options);
    const refs = await github.world.git.run(["for-each-ref", "--format=%(refname)"]);
    expect(refs.split("\n").filter((ref) => ref.startsWith("refs/tags/"))).toEqual([]);
  });
});

describe.concurrent("a checkout that tests have run in", () => {
  test("does not send the token elsewhere, whatever was written into configurations", async ({
    onTestFinished,
  }) => {
    const { github, root, request, options } = await checkOut(onTestFinished);
    const { url, seen } = await stranger(onTestFinished);
    const proof = join(root, ".git", "helper-ran");
    const settings = (tool: string): string[] => [
      `[url "${url}/"]`,
      `\tinsteadOf = ${github.serverUrl}/`,
      `\tpushInsteadOf = ${github.serverUrl}/`,
      `[url "${url}/acme/"]`,
      `\tpushInsteadOf = ${github.serverUrl}/acme/`,
      "[http]",
      `\tproxy = ${url}`,
      "[credential]",
      `\thelper = "!f() { cat >> '${proof}-${tool}'; }; f"`,
      `[credential "${github.serverUrl}"]`,
      `\thelper = "!f() { cat >> '${proof}-${tool}'; }; f"`,
    ];
    await appendFile(join(root, ".git", "config"), `${settings("local").join("\n")}\n`);
    await writeFile(join(root, ".gitconfig"), `${settings("user").join("\n")}\n`);
    await writeFile(join(root, ".netrc"), "machine 127.0.0.1 login x password theirs\n");
    const { sha } = await commitByPush(request, options);
    expect(await github.git.sha(BRANCH)).toBe(sha);
    expect(seen).toEqual([]);
    expect((await readdir(join(root, ".git"))).filter((name) => name.startsWith("helper-ran"))).toEqual([]);
  });

  test("gives the token to no host that the address forwards to", async ({ onTestFinished }) => {
    const { request, options } = await checkOut(onTestFinished);
    const other = await stranger(onTestFinished);
    const forwarding = await stranger(onTestFinished, other.url);
    await expect(commitByPush(request, { ...options, serverUrl: forwarding.url })).rejects.toMatchObject({
      code: "git.push",
    });
    expect(forwarding.seen.length).toBeGreaterThan(0);
    expect(other.seen).toEqual([]);
  });

  test("may be a worktree, and lie where a path has quotes", async ({ onTestFinished }) => {
    const { github, root, request, options } = await checkOut(onTestFinished);
    const tree = join(root, 'a "b" \\c ü');
    expect((await git(root, "worktree", "add", "--quiet", "--detach", tree)).exitCode).toBe(0);
    const { sha } = await commitByPush(request, { ...options, root: tree });
    expect(await github.git.sha(BRANCH)).toBe(sha);
  });

  test("may lack the content of files that nobody changed", async ({ onTestFinished }) => {
    const { github, root, request, options } = await checkOut(onTestFinished);
    await github.world.git.run(["config", "uploadpack.allowFilter", "true"]);
    const partial = join(root, "partial");
    const cloned = await git(
      root,
      "clone",
      "--quiet",
      "--no-checkout",
      "--filter=blob:none",
      `--branch=${BRANCH}`,
      github.cloneUrl,
      partial,
    );
    expect(cloned.exitCode).toBe(0);
    const { sha } = await commitByPush(request, { ...options, root: partial });
    expect(await github.git.sha(BRANCH)).toBe(sha);
  });
});

/** A server that asks for credentials, or forwards; what was said to it: authorization, or "" without one. */
async function stranger(atEnd: AtEnd, forward?: string): Promise<{ url: string; seen: string[] }> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(request.headers.authorization ?? request.headers["proxy-authorization"] ?? "");
    response.writeHead(forward === undefined ? 401 : 302, {
      ...(forward === undefined
        ? { "www-authenticate": 'Basic realm="x"' }
        : { location: `${forward}${request.url}` }),
    });
    response.end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  atEnd(async () => {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, seen };
}

describe.concurrent("what cannot be pushed is said with the way out", () => {
  test("somebody pushed meanwhile", async ({ onTestFinished }) => {
    const { github, request, options } = await checkOut(onTestFinished);
    const theirs = await github.git.push({ "docs/more.md": "x" }, { branch: BRANCH, message: "More" });
    await expect(commitByPush(request, options)).rejects.toMatchObject({
      kind: "environment",
      code: "git.push",
      message: expect.stringMatching(/^git push failed: .*(?:fetch first|non-fast-forward)/),
      hint: "Somebody pushed to the branch meanwhile. Run again with /testgen run.",
    });
    expect(await github.git.sha(BRANCH)).toBe(theirs);
  });

  test("a token that may not write", async ({ onTestFinished }) => {
    const { github, request, options } = await checkOut(onTestFinished, {
      permissions: { contents: "read" },
    });
    await expect(commitByPush(request, options)).rejects.toMatchObject({
      code: "git.push",
      message: expect.stringContaining("403"),
      hint: "Give the job `contents: write`, or use `commit-mode: api`.",
    });
    expect(await github.git.sha(BRANCH)).toBe(request.parent);
  });

  test("a token that is no longer valid: one try, no question", async ({ onTestFinished }) => {
    const { request, options } = await checkOut(onTestFinished);
    const token = "ghs_expired00000000000000000000000000";
    const failed = commitByPush(request, { ...options, token });
    await expect(failed).rejects.toMatchObject({
      code: "git.push",
      message: expect.stringMatching(/failed: ./),
    });
    await expect(failed).rejects.not.toMatchObject({ message: expect.stringContaining(token) });
  });

  test("a checkout that does not know the commit", async ({ onTestFinished }) => {
    const { request, options } = await checkOut(onTestFinished);
    await expect(commitByPush({ ...request, parent: "1".repeat(40) }, options)).rejects.toMatchObject({
      code: "git.read-tree",
      hint: expect.stringContaining("Check out the head of the pull request"),
    });
  });

  test("a path that git does not store", async ({ onTestFinished }) => {
    const { github, request, options } = await checkOut(onTestFinished);
    const files = [{ path: ".git/hooks/pre-push", content: "x" }];
    await expect(commitByPush({ ...request, files }, options)).rejects.toMatchObject({
      code: "git.update-index",
      message: expect.stringContaining(".git/hooks/pre-push"),
    });
    expect(await github.git.sha(BRANCH)).toBe(request.parent);
  });

  test("no git at all", async ({ onTestFinished }) => {
    const { request, options } = await checkOut(onTestFinished);
    await expect(commitByPush(request, { ...options, env: { PATH: "/nonexistent" } })).rejects.toMatchObject({
      code: "git.rev-parse",
      message: expect.stringMatching(/git rev-parse failed: .*(?:ENOENT|not found)/),
    });
  });
});
