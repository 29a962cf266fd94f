import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { canaries, type RunnerResult } from "../../fixtures/runner/runner.ts";
import {
  type Example,
  type ExampleOptions,
  HEAD_BRANCH,
  startExample,
} from "../../fixtures/world/example.ts";
import { SMALL_PLAN, SMALL_TEST, smallPlan } from "./plans.ts";
import { committedFiles, headCommit } from "./wire.ts";

const RESET = smallPlan("Verify that a running VM gets a new boot ID after a reset");
const open: Example[] = [];
const results: RunnerResult[] = [];

afterEach(async () => {
  for (const result of results.splice(0)) await result.cleanup();
  for (const one of open.splice(0)) await one.close();
});

async function example(options: Partial<ExampleOptions> = {}): Promise<Example> {
  const started = await startExample({ plans: { [SMALL_PLAN]: RESET }, bootMs: 40, ...options });
  open.push(started);
  return started;
}

async function run(world: Example, options: Parameters<Example["run"]>[0] = {}): Promise<RunnerResult> {
  const result = await world.run(options);
  results.push(result);
  return result;
}

const comment = (world: Example): string => world.github.comments[0]?.body ?? "";

describe("when the world is not as it should be", () => {
  it("stops for a cluster that is gone, commits nothing and says that it is the environment", async () => {
    const world = await example();
    const parent = (await headCommit(world.github)).sha;
    await world.cluster.close();
    const result = await run(world);
    expect(result).toMatchObject({ exitCode: 1, outputs: { outcome: "infra", "commit-sha": "" } });
    expect((await headCommit(world.github)).sha).toBe(parent);
    expect(comment(world)).toContain("stopped by the environment");
    expect(comment(world)).not.toContain("product-bug");
  });

  it("says which permission is missing when it may not commit, and still tells the whole story", async () => {
    const world = await example({ github: { permissions: { contents: "read" } } });
    const parent = (await headCommit(world.github)).sha;
    const result = await run(world);
    expect(result.exitCode).toBe(1);
    expect((await headCommit(world.github)).sha).toBe(parent);
    expect(comment(world)).toContain("contents: write");
    expect(comment(world)).toContain("test_running_vm_gets_a_new_boot_id_after_a_reset");
    expect(result.annotations.some(({ message }) => message.includes("contents: write"))).toBe(true);
  });

  it("works without a comment when it may not write one: the summary has the story, the branch the tests", async () => {
    const world = await example({ github: { permissions: { issues: "none", pull_requests: "read" } } });
    const parent = (await headCommit(world.github)).sha;
    const result = await run(world);
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "passed", "comment-id": "" } });
    expect(world.github.comments).toEqual([]);
    expect(result.summary).toContain("every test passed");
    expect([...(await committedFiles(world.github, parent)).keys()]).toContain(SMALL_TEST);
    expect(result.stdout).toContain("pull-requests: write");
  });

  it("finishes the comment and leaves nothing running when the job is cancelled", async () => {
    const world = await example({ bootMs: 20_000 });
    const parent = (await headCommit(world.github)).sha;
    const result = await run(world, { cancelWhen: (stdout) => stdout.includes("Check types with pyright") });
    expect(result.conclusion).toBe("cancelled");
    expect((await headCommit(world.github)).sha).toBe(parent);
    expect(comment(world)).not.toContain("at work");
    expect(comment(world)).toContain("cancelled");
    const asked = world.cluster.requests.length;
    // The suite polls several times a second while it waits; a survivor would go on asking.
    await expect.poll(() => world.cluster.requests.length, { interval: 400, timeout: 1200 }).toBe(asked);
  });

  it("says that the time limit ended the run and that the teardown ran", async () => {
    const world = await example({ faults: [{ kind: "slow-boot", name: "", ms: 600_000 }] });
    const result = await run(world, { inputs: { "run-timeout-minutes": "0.1" } });
    expect(result).toMatchObject({ exitCode: 1, outputs: { outcome: "infra", "commit-sha": "" } });
    expect(comment(world)).toContain("pytest was stopped after 6 s, its time limit; the teardown ran.");
    const of = (method: string): number =>
      world.cluster.requests.filter(
        (one) => one.method === method && /\/virtualmachines(?:\/[^/]+)?$/.test(one.path),
      ).length;
    expect(of("POST")).toBeGreaterThan(0);
    expect(of("DELETE")).toBe(of("POST"));
  });

  it("keeps secrets out of everything that it leaves as evidence", async () => {
    const secret = "sha256~AbCdEfGhIjKlMnOpQrStUvWxYz0123456789abcd";
    const world = await example({
      files: {
        "tests/virt/conftest.py": `def pytest_runtest_call(item):\n    print("Bearer ${secret}")\n    raise RuntimeError("refused: ${secret}")\n`,
      },
    });
    const result = await run(world);
    const folder = result.outputs.evidence ?? "";
    const texts = await Promise.all(
      (await readdir(folder, { recursive: true, withFileTypes: true }))
        .filter((entry) => entry.isFile())
        .map((entry) => readFile(join(entry.parentPath, entry.name), "utf8")),
    );
    expect(texts.join("\n")).toContain("refused: ***");
    expect(texts.some((text) => text.startsWith("<?xml") && text.includes("***"))).toBe(true);
    expect([...texts, comment(world), result.stdout].join("\n")).not.toContain("AbCdEfGh");
  });

  it("goes on without pyright, and says so", async () => {
    const world = await example();
    const result = await run(world, { inputs: { "pyright-command": "/nowhere/pyright" } });
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "passed" } });
    expect(comment(world)).toMatch(/⚠️ \| 5\. Check types with pyright \| not checked/);
  });

  it("works in no directory outside the checkout, whatever a link in it says", async () => {
    const world = await example();
    await world.github.git.push(
      { suite: { content: world.folder, mode: "120000" } },
      { branch: HEAD_BRANCH, message: "Add a link" },
    );
    const before = await readdir(world.folder);
    const result = await run(world, { inputs: { "working-directory": "suite" } });
    expect(result).toMatchObject({ exitCode: 1, outputs: { outcome: "failed", "commit-sha": "" } });
    expect(comment(world)).toContain("outside the checkout");
    expect(await readdir(world.folder)).toEqual(before);
  });

  it("names every wrong input at once and exits 2", async () => {
    const world = await example();
    const result = await run(world, {
      inputs: { "std-format": "yaml", retries: "many", "std-path": "../out" },
    });
    expect(result.exitCode).toBe(2);
    for (const name of ["std-format", "retries", "std-path"]) expect(result.stdout).toContain(`\`${name}\``);
  });

  it("describes a plan that cannot be bound, runs nothing, and commits description and placeholder", async () => {
    const world = await example({
      plans: { [SMALL_PLAN]: smallPlan("Verify that the tea is warm after the kettle boils") },
    });
    const parent = (await headCommit(world.github)).sha;
    const result = await run(world);
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "described" } });
    const files = await committedFiles(world.github, parent);
    expect(files.get(SMALL_TEST)).toContain("__test__ = False");
    expect(files.get(SMALL_TEST)).not.toMatch(/import|assert/);
    expect(world.cluster.requests).toEqual([]);
  });

  it("tells what is wrong with a plan that cannot be read, and still works on the other one", async () => {
    const broken = "stps/sig-virt/broken.md";
    const world = await example({ plans: { [SMALL_PLAN]: RESET, [broken]: "" } });
    const result = await run(world);
    expect(result).toMatchObject({ exitCode: 1, outputs: { outcome: "failed" } });
    const plans = JSON.parse(result.outputs.plans ?? "[]") as { path: string; outcome: string }[];
    expect(plans.map(({ path, outcome }) => [path, outcome])).toEqual([
      [broken, "failed"],
      [SMALL_PLAN, "passed"],
    ]);
    expect(comment(world)).toContain("broken.md");
  });
});

describe("text that would be a command to the runner", () => {
  it("is only text in the log, in both spellings, in names of files as in plans", async () => {
    const name = "stps/sig-virt/x ##[error]y\n::error::z.md";
    const title = "Title ##[group]open ::set-output name=outcome::passed";
    const world = await example({
      plans: {
        [name]: smallPlan("Verify that the tea is warm ##[warning]w", title),
        "stps/##[error]e.md": "",
      },
    });
    const result = await run(world);
    expect(result.outputs.outcome).toBe("failed");
    const said = result.annotations.map(({ message }) => message);
    expect(said.filter((message) => /^(?:y|z|w|e|open)/.test(message))).toEqual([]);
    expect(result.stdout).not.toMatch(/##\[|^\s*::error::z/m);
  });
});

describe("what child processes get to see", () => {
  it("is an allow-list: no token, key or workflow variable, in no process on the way", async () => {
    const world = await example();
    const seen = join(world.folder, "seen.txt");
    const spy = join(world.folder, "spy.py");
    await writeFile(
      spy,
      [
        "import os, sys, runpy",
        `with open(${JSON.stringify(seen)}, "a") as out:`,
        "    out.write(repr(dict(os.environ)) + repr(sys.argv) + open('/proc/self/environ').read())",
        "sys.argv = ['pytest', *sys.argv[1:]]",
        "runpy.run_module('pytest', run_name='__main__')",
      ].join("\n"),
    );
    const result = await run(world, {
      inputs: { "pytest-command": `python3 ${spy}`, "test-env": "GITHUB_TOKEN, EXTRA, NODE_OPTIONS" },
      env: {
        EXTRA: "extra-value",
        GITHUB_TOKEN: "canary-github-token",
        SECRET_OF_ANOTHER_STEP: "canary-other-step",
      },
    });
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "passed" } });
    const text = await readFile(seen, "utf8");
    expect(text).toContain("extra-value");
    expect(text).toContain("KUBECONFIG");
    const secrets = [
      world.github.token,
      "canary-github-token",
      "canary-other-step",
      ...Object.values(canaries),
    ];
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/'(?:GITHUB|ACTIONS|INPUT|RUNNER)_/);
  });
});

describe("commit-mode git", () => {
  it("pushes one commit with the token and leaves the checkout's configuration alone", async () => {
    const world = await example();
    const parent = (await headCommit(world.github)).sha;
    const result = await run(world, {
      inputs: { "commit-mode": "git" },
      checkout: { ref: "refs/pull/1/head", credentials: "none" },
    });
    expect(result.stderr).toBe("");
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "passed" } });
    const commit = await headCommit(world.github);
    expect(commit.parents).toEqual([parent]);
    expect(commit.author.name).toBe("github-actions[bot]");
    expect([...(await committedFiles(world.github, parent)).keys()]).toEqual([
      "stds/sig-virt/small_feature.md",
      SMALL_TEST,
    ]);
    const config = await readFile(join(result.workspace, ".git", "config"), "utf8");
    expect(config).not.toContain("credential");
    expect(world.github.log.some(({ operation }) => operation === "graphql/createCommitOnBranch")).toBe(
      false,
    );
  });
});

describe("commit-mode git after tests that wrote into git's configuration", () => {
  it("pushes to GitHub all the same, and asks no helper of theirs", async () => {
    const world = await example();
    const parent = (await headCommit(world.github)).sha;
    const proof = join(world.folder, "helper-ran");
    const hostile = join(world.folder, "hostile.py");
    const settings = [
      '[url "http://127.0.0.1:9/"]',
      `\tinsteadOf = ${world.github.serverUrl}/`,
      `\tpushInsteadOf = ${world.github.serverUrl}/`,
      "[credential]",
      `\thelper = "!f() { cat >> '${proof}'; }; f"`,
      "",
    ].join("\n");
    await writeFile(
      hostile,
      [
        "import os, sys, runpy",
        "for path in ('.git/config', os.path.expanduser('~/.gitconfig')):",
        `    open(path, "a").write(${JSON.stringify(settings)})`,
        "sys.argv = ['pytest', *sys.argv[1:]]",
        "runpy.run_module('pytest', run_name='__main__')",
      ].join("\n"),
    );
    const result = await run(world, {
      inputs: { "commit-mode": "git", "pytest-command": `python3 ${hostile}` },
      checkout: { ref: "refs/pull/1/head", credentials: "none" },
    });
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "passed" } });
    expect((await headCommit(world.github)).parents).toEqual([parent]);
    await expect(readFile(proof)).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("two runs", () => {
  it("give the same tree and the same comment, but for times and ids", async () => {
    const told: { tree: string; comment: string }[] = [];
    for (let count = 0; count < 2; count += 1) {
      const world = await example();
      expect(await run(world)).toMatchObject({ outputs: { outcome: "passed" } });
      const commit = await headCommit(world.github);
      told.push({ tree: commit.tree, comment: timeless(comment(world)) });
    }
    expect(told[1]).toEqual(told[0]);
  });
});

/** The comment without what may differ: durations, ids, ports. */
const timeless = (text: string): string =>
  text
    .replaceAll(/\d+\.\d s/g, "T")
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "ID")
    .replaceAll(/[0-9a-f]{12,40}/g, "SHA")
    .replaceAll(/127\.0\.0\.1:\d+/g, "HOST");
