import { describe, expect, test } from "vitest";
import {
  getCommitMessage,
  getFile,
  getMergeBase,
  getPermission,
  getPull,
  listChangedFiles,
  ownLogin,
  react,
} from "../../src/github/pull-request.ts";
import { readPullRequest } from "../../src/job/events.ts";
import { connect, repository } from "./connect.ts";

describe.concurrent("the pull request", () => {
  test("every changed file, over many pages, with what happened to it", async ({ onTestFinished }) => {
    const plans = Object.fromEntries(
      Array.from({ length: 250 }, (_, i) => [`stps/plan ${i} ü.md`, `${i}\n`]),
    );
    const text = "a plan that moves house\n".repeat(20);
    const { client } = await connect(onTestFinished, {
      files: { "stps/old.md": text, "stps/gone.md": "gone\n", "stps/kept.md": "kept\n" },
      pull: {
        head: "feature/plan",
        files: {
          ...plans,
          "stps/old.md": null,
          "stps/new.md": text,
          "stps/gone.md": null,
          "stps/kept.md": "changed\n",
        },
      },
    });
    const files = await listChangedFiles(client, repository, 1);
    expect(files).toHaveLength(253);
    expect(files).toContainEqual({ path: "stps/plan 249 ü.md", status: "added" });
    expect(files).toContainEqual({
      path: "stps/new.md",
      status: "renamed",
      previousPath: "stps/old.md",
    });
    expect(files).toContainEqual({ path: "stps/gone.md", status: "removed" });
    expect(files).toContainEqual({ path: "stps/kept.md", status: "modified" });
  });

  test("the pull request and its last commit", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished, {
      pull: { head: "feature/plan", files: { "a.md": "a" }, message: "Add a plan\n\nTestgen-Run: x" },
    });
    const pull = readPullRequest(await getPull(client, repository, 1));
    expect(pull.head).toEqual({
      ref: "feature/plan",
      sha: await github.git.sha("feature/plan"),
      repository: "acme/virt-tests",
    });
    expect(await getCommitMessage(client, repository, pull.head.sha)).toBe("Add a plan\n\nTestgen-Run: x");
  });

  test("a file as the pull request found it, whatever happened to the base since", async ({
    onTestFinished,
  }) => {
    const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x23, 0x20, 0xff, 0x0a]);
    const { github, client } = await connect(onTestFinished, {
      files: { "stps/a ü.md": bytes, "stps/long.md": "x".repeat(1_100_000) },
      pull: { head: "feature/plan", files: { "stps/a ü.md": "changed\n" } },
    });
    const left = await github.git.sha("main");
    await github.git.push({ "stps/a ü.md": "main moves on\n" }, { branch: "main", message: "v3" });
    const [base, head] = [await github.git.sha("main"), await github.git.sha("feature/plan")];
    const mergeBase = await getMergeBase(client, repository, base, head);
    expect(mergeBase).toBe(left);
    const file = await getFile(client, repository, "stps/a ü.md", mergeBase);
    expect([...file]).toEqual([...bytes]);
    for (const [path, code] of [
      ["stps/long.md", "github.content"],
      ["stps", "github.content"],
      ["stps/none.md", "github.404"],
    ] as const) {
      await expect(getFile(client, repository, path, mergeBase)).rejects.toMatchObject({
        code,
        message: expect.stringContaining(path),
      });
    }
  });

  test("commits without a common ancestor have no merge base", async ({ onTestFinished }) => {
    const { client } = await connect(onTestFinished);
    await expect(getMergeBase(client, repository, "1".repeat(40), "2".repeat(40))).rejects.toMatchObject({
      code: "github.404",
      hint: expect.stringContaining("`contents: read`"),
    });
  });

  test("what cannot be read is said with the permission to give", async ({ onTestFinished }) => {
    const { client } = await connect(onTestFinished, {
      permissions: { contents: "none", issues: "none", pull_requests: "none" },
    });
    await expect(listChangedFiles(client, repository, 1)).rejects.toMatchObject({
      code: "github.403",
      message: expect.stringContaining("Could not list the pull request's files"),
      hint: expect.stringContaining("`pull-requests: read`"),
    });
    await expect(getCommitMessage(client, repository, "1".repeat(40))).rejects.toMatchObject({
      hint: expect.stringContaining("`contents: read`"),
    });
  });

  test("a pull request that is not there", async ({ onTestFinished }) => {
    const { client } = await connect(onTestFinished);
    await expect(getPull(client, repository, 99)).rejects.toMatchObject({
      kind: "environment",
      code: "github.404",
      message: expect.stringContaining("Could not read pull request 99: Not Found"),
    });
  });
});

describe.concurrent("people", () => {
  test.for([
    ["admin", "admin"],
    ["maintain", "write"],
    ["write", "write"],
    ["triage", "read"],
    ["read", "read"],
    ["none", "none"],
    ["unknown", null],
  ] as const)("%s is answered as %s", async ([role, permission], { onTestFinished }) => {
    const { client } = await connect(onTestFinished, { private: true, collaborators: { bob: role } });
    expect(await getPermission(client, repository, "bob")).toBe(permission);
  });

  test("no answer is no permission: the failure is thrown", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished, { collaborators: { bob: "admin" } });
    github.fail({ on: "repos/get-collaborator-permission-level", status: 403, body: { message: "no" } });
    await expect(getPermission(client, repository, "bob")).rejects.toMatchObject({ code: "github.403" });
  });

  test.for([
    ["the job's token", "github-actions[bot]", "installation"],
    ["an app's token", "stp-bot[bot]", "installation"],
    ["a personal token", "alice", "user"],
  ] as const)("%s knows its name", async ([, viewer, kind], { onTestFinished }) => {
    const { github, client } = await connect(onTestFinished, { viewer });
    github.world.tokenKind = kind;
    expect(await ownLogin(client)).toBe(viewer);
  });

  test("a reaction answers a comment, and is no reason to stop when it cannot", async ({
    onTestFinished,
  }) => {
    const { github, client } = await connect(onTestFinished);
    const comment = github.comment(1, "bob", "/testgen run");
    const id = await react(client, repository, comment.id, "eyes");
    expect([...github.world.reactions.values()]).toMatchObject([{ id, content: "eyes" }]);
    Object.assign(github.permissions, { issues: "read", pull_requests: "read" });
    expect(await react(client, repository, comment.id, "rocket")).toBeNull();
    expect(github.world.reactions.size).toBe(1);
  });
});
