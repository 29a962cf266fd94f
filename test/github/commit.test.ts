import { describe, expect, test } from "vitest";
import { type CommitRequest, commitByApi } from "../../src/github/commit.ts";
import { connect, count, repository } from "./connect.ts";

const BRANCH = "feature/plan";
const CREATE = "graphql/createCommitOnBranch";

const request = (parent: string, change: Partial<CommitRequest> = {}): CommitRequest => ({
  repository,
  branch: BRANCH,
  parent,
  headline: "Add generated tests for docs/stp.md",
  body: "docs/stp.md: passed\n\nTestgen-Run: 8a4f",
  files: [
    { path: "tests/test_reset.py", content: "def test_reset():\n    assert True\n" },
    { path: "stds/ü und 日本.md", content: "# Größe\n" },
    { path: "tests/__init__.py", content: "" },
  ],
  ...change,
});

describe.concurrent("a commit by API", () => {
  test("moves the branch of the real repository by one commit", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished);
    const parent = await github.git.sha(BRANCH);
    const result = await commitByApi(client, request(parent));
    const [tip] = await github.git.log(BRANCH);
    expect(tip).toMatchObject({
      sha: result.sha,
      parents: [parent],
      message: "Add generated tests for docs/stp.md\n\ndocs/stp.md: passed\n\nTestgen-Run: 8a4f",
      committer: { name: "GitHub" },
    });
    expect(result.url).toBe(`${github.serverUrl}/acme/virt-tests/commit/${result.sha}`);
    expect(await github.git.show(BRANCH, "stds/ü und 日本.md")).toBe("# Größe\n");
    expect((await github.git.tree(BRANCH)).map(({ path }) => path)).toEqual([
      "README.md",
      "docs/stp.md",
      "stds/ü und 日本.md",
      "tests/__init__.py",
      "tests/test_reset.py",
    ]);
    expect(github.log.map(({ path }) => path)).toEqual(["/api/graphql"]);
  });

  test("goes on top of a push that touched other files", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished);
    const parent = await github.git.sha(BRANCH);
    const theirs = await github.git.push({ "docs/more.md": "x" }, { branch: BRANCH, message: "More" });
    const { sha } = await commitByApi(client, request(parent));
    expect((await github.git.log(BRANCH)).slice(0, 3).map((commit) => commit.sha)).toEqual([
      sha,
      theirs,
      parent,
    ]);
    expect(await github.git.show(BRANCH, "docs/more.md")).toBe("x");
    expect(await github.git.show(BRANCH, "tests/test_reset.py")).toContain("def test_reset");
  });

  test.for([
    ["added one of our files", { "tests/test_reset.py": "theirs" }, ["tests/test_reset.py"]],
    [
      "changed two",
      { "tests/test_reset.py": "theirs", "tests/__init__.py": "x" },
      ["tests/test_reset.py", "tests/__init__.py"],
    ],
  ] as const)("is refused when a push %s", async ([, files, touched], { onTestFinished }) => {
    const { github, client } = await connect(onTestFinished);
    const parent = await github.git.sha(BRANCH);
    const theirs = await github.git.push(files, { branch: BRANCH, message: "Mine" });
    await expect(commitByApi(client, request(parent))).rejects.toMatchObject({
      kind: "environment",
      code: "commit.conflict",
      message: `feature/plan moved on, and the new commits touch ${touched.join(", ")}.`,
      hint: "Nothing was committed. Run again with /testgen run.",
    });
    expect(await github.git.sha(BRANCH)).toBe(theirs);
  });

  test("is refused when a push took away what we change", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished, {
      files: { "GRAVEYARD.md": "# Lessons\n" },
    });
    const parent = await github.git.sha(BRANCH);
    await github.git.push({ "GRAVEYARD.md": null }, { branch: BRANCH, message: "Away" });
    const files = [{ path: "GRAVEYARD.md", content: "# Lessons\n\n## New\n" }];
    await expect(commitByApi(client, request(parent, { files }))).rejects.toMatchObject({
      code: "commit.conflict",
      message: expect.stringContaining("touch GRAVEYARD.md."),
    });
  });

  test("gives up on a branch that never stands still", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished);
    const stale = {
      type: "STALE_DATA",
      message: 'Expected branch to point to "x" but it did not.  Pull and try again.',
    };
    github.fail({ on: CREATE, times: 99, status: 200, body: { data: null, errors: [stale] } });
    await expect(commitByApi(client, request(await github.git.sha(BRANCH)))).rejects.toMatchObject({
      code: "github.409",
      message: `Could not commit to feature/plan: ${stale.message}`,
      hint: "Somebody pushes to the branch at the same time. Run again with /testgen run.",
    });
    expect(count(github, CREATE)).toBe(4);
  });

  test.for([
    ["the answer was a 502", { status: 502, body: "<html>Unicorn!</html>" }],
    ["the connection broke", { hangUp: true }],
  ] as const)("that landed although %s is found, not made twice", async ([, fault], { onTestFinished }) => {
    const { github, client } = await connect(onTestFinished);
    const parent = await github.git.sha(BRANCH);
    github.fail({ on: CREATE, afterEffect: true, ...fault });
    const { sha, url } = await commitByApi(client, request(parent));
    expect((await github.git.log(BRANCH)).slice(0, 2)).toMatchObject([
      { sha, parents: [parent] },
      { sha: parent },
    ]);
    expect(url).toBe(`${github.serverUrl}/acme/virt-tests/commit/${sha}`);
  });
});

describe.concurrent("what cannot be committed is said with the way out", () => {
  test("a token that may not write", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished, { permissions: { contents: "read" } });
    const parent = await github.git.sha(BRANCH);
    await expect(commitByApi(client, request(parent))).rejects.toMatchObject({
      kind: "environment",
      code: "github.403",
      message: "Could not commit to feature/plan: Resource not accessible by integration",
      hint: "Give the job the permission `contents: write`, or a token that has it.",
    });
    expect(await github.git.sha(BRANCH)).toBe(parent);
  });

  test("a branch that is gone", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished);
    const given = request(await github.git.sha(BRANCH), { branch: "deleted" });
    await expect(commitByApi(client, given)).rejects.toMatchObject({
      code: "github.404",
      message: expect.stringContaining("Could not resolve to a Ref"),
      hint: expect.stringContaining("`contents: write`"),
    });
  });

  test("a path that git does not store", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished);
    const files = [{ path: "tests/../.git/config", content: "x" }];
    await expect(commitByApi(client, request(await github.git.sha(BRANCH), { files }))).rejects.toMatchObject(
      {
        code: "github.422",
        message: expect.stringContaining("malformed path"),
      },
    );
  });

  test("a repository that is too large to compare", async ({ onTestFinished }) => {
    const { github, client } = await connect(onTestFinished);
    const parent = await github.git.sha(BRANCH);
    const theirs = await github.git.push({ "docs/more.md": "x" }, { branch: BRANCH, message: "More" });
    const tree = { sha: parent, url: "https://github.example/tree", tree: [], truncated: true };
    github.fail({ on: "git/get-tree", times: 2, status: 200, body: tree });
    await expect(commitByApi(client, request(parent))).rejects.toMatchObject({
      code: "commit.conflict",
      message: expect.stringContaining("too large"),
    });
    expect(await github.git.sha(BRANCH)).toBe(theirs);
  });
});
