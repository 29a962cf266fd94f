import { afterEach, describe, expect, it } from "vitest";
import { issueCommentEvent, pullRequestEvent } from "../../fixtures/github/events.ts";
import { type GitHub, startGitHub } from "../../fixtures/github/github.ts";
import { type RunnerResult, runAction } from "../../fixtures/runner/runner.ts";
import { type Example, HEAD_BRANCH, startExample } from "../../fixtures/world/example.ts";
import { SMALL_PLAN, SMALL_TEST, smallPlan } from "./plans.ts";
import { bodiesOf, committedFiles, headCommit } from "./wire.ts";

const ACTION = `${import.meta.dirname}/../..`;
const open: { close(): Promise<void> }[] = [];

afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close();
});

/** API requests, the checkout's own git traffic left out. */
const asked = (github: GitHub): string[] =>
  github.log.filter(({ operation }) => !operation.startsWith("git/")).map(({ operation }) => operation);

async function gitHub(options: Parameters<typeof startGitHub>[0]): Promise<GitHub> {
  const github = await startGitHub(options);
  open.push(github);
  return github;
}

async function example(options: Parameters<typeof startExample>[0]): Promise<Example> {
  const started = await startExample({ bootMs: 40, ...options });
  open.push(started);
  return started;
}

async function finished(result: RunnerResult): Promise<RunnerResult> {
  await result.cleanup();
  return result;
}

describe("events that are not for us", () => {
  it("asks GitHub nothing for a pull request in a repository without plans", async () => {
    const github = await gitHub({ pull: { head: "fix", files: { "src/a.py": "A = 1\n" } } });
    const result = await finished(
      await runAction({ github, action: ACTION, ...(await pullRequestEvent(github)) }),
    );
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "none" } });
    expect(result.stdout).toContain("nothing to do");
    expect(asked(github)).toEqual([]);
  });

  it("looks for plans in any letter case, as the patterns do, and also below ./", async () => {
    const pull = {
      head: "fix",
      files: { "STPS/Sig-Virt/Small.MD": smallPlan("Verify that the tea is warm") },
    };
    const github = await gitHub({ files: { "tests/test_a.py": "def test_a():\n    pass\n" }, pull });
    const event = await pullRequestEvent(github);
    for (const [patterns, none] of [
      ["stps/**/*.md", false],
      ["./stps/**/*.md", false],
      ["STPS/sig-virt/*.Md", false],
      ["docs/**/*.md", true],
      ["stps/**/*.txt", true],
    ] as const) {
      const before = asked(github).length;
      const result = await finished(
        await runAction({
          github,
          action: ACTION,
          ...event,
          inputs: { "stp-paths": patterns, commit: "false" },
        }),
      );
      expect([patterns, asked(github).length === before]).toEqual([patterns, none]);
      expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: none ? "none" : "described" } });
    }
  });

  it.each([
    [
      "the checkout was forgotten",
      { checkout: false as const },
      1,
      /There is no checkout in .*actions\/checkout/s,
    ],
    ["there is no pattern", { inputs: { "stp-paths": " \n" } }, 2, /`stp-paths` needs at least one pattern/],
  ])("says what is wrong when %s, instead of nothing", async (_, options, exitCode, said) => {
    const github = await gitHub({ pull: { head: "fix", files: { [SMALL_PLAN]: smallPlan("Verify it") } } });
    const result = await finished(
      await runAction({ github, action: ACTION, ...(await pullRequestEvent(github)), ...options }),
    );
    expect(result.exitCode).toBe(exitCode);
    expect(result.stdout).toMatch(said);
  });

  it("asks GitHub nothing for a comment without a command", async () => {
    const github = await gitHub({ pull: { head: "fix", files: { "src/a.py": "A = 1\n" } } });
    const comment = github.comment(1, "alice", "Looks good to me");
    const result = await finished(
      await runAction({ github, action: ACTION, ...issueCommentEvent(github, comment), checkout: false }),
    );
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "none" } });
    expect(asked(github)).toEqual([]);
  });

  it("changes nothing when the pull request touches no plan of a repository that has some", async () => {
    const github = await gitHub({
      files: { "stps/sig-virt/old.md": smallPlan("Verify it") },
      pull: { head: "fix", files: { "src/a.py": "A = 1\n" } },
    });
    const result = await finished(
      await runAction({ github, action: ACTION, ...(await pullRequestEvent(github)) }),
    );
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "none" } });
    expect(github.comments).toEqual([]);
    expect(github.violations).toEqual([]);
  });

  it("refuses a fork in words, without a red check and without running anything of it", async () => {
    const github = await gitHub({
      pull: { head: "fork-branch", fork: "mallory", files: { [SMALL_PLAN]: smallPlan("Verify it") } },
    });
    const result = await finished(
      await runAction({ github, action: ACTION, ...(await pullRequestEvent(github)) }),
    );
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "none" } });
    expect(result.stdout).toContain("comes from a fork");
    expect(github.comments).toEqual([]);
  });
});

describe("a branch that moves while a run waits", () => {
  const RUNS = smallPlan("Verify that a running VM gets a new boot ID after a reset");
  const OTHER = "stps/sig-virt/other-feature.md";
  const told = (github: GitHub): string => github.comments[0]?.body ?? "";

  async function pushed() {
    const world = await example({
      plans: { [SMALL_PLAN]: RUNS },
      github: { collaborators: { bob: "write" } },
    });
    const event = await pullRequestEvent(world.github);
    const first = (await headCommit(world.github)).sha;
    const second = await world.github.git.push(
      { [OTHER]: smallPlan("Verify that a running VM gets a new boot ID after a restart", "Other Feature") },
      { branch: HEAD_BRANCH, message: "Another plan" },
    );
    return { world, github: world.github, event, first, second };
  }

  it("works on the present head when that is what is checked out", async () => {
    const { world, github, event, second } = await pushed();
    const result = await finished(await world.run({ ...event, checkout: { ref: "refs/pull/1/head" } }));
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "passed" } });
    expect((await headCommit(github)).parents).toEqual([second]);
    expect(told(github)).toContain("small-feature.md");
    expect(told(github)).toContain("other-feature.md");
    expect(github.violations).toEqual([]);
  });

  it("does so for a merge with the base too, however short the history is", async () => {
    const { world, github, event, second } = await pushed();
    await pullRequestEvent(github);
    const result = await finished(await world.run({ ...event, checkout: { ref: "refs/pull/1/merge" } }));
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "passed" } });
    expect((await headCommit(github)).parents).toEqual([second]);
  });

  it("leaves an old checkout to the run of the newer push: green, and it says so", async () => {
    const { world, github, event, first, second } = await pushed();
    const result = await finished(await world.run({ ...event, checkout: { ref: first } }));
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "none" } });
    expect(result.stdout).toContain(`The branch has moved on to ${second.slice(0, 12)}`);
    expect(result.annotations).toEqual([]);
    expect(github.comments).toEqual([]);
    expect((await headCommit(github)).sha).toBe(second);
    expect(github.violations).toEqual([]);
  });

  it("warns when the newer commit is testgen's own, which starts no run", async () => {
    const { world, github, event, first } = await pushed();
    await github.git.push(
      { "stds/x.md": "x" },
      { branch: HEAD_BRANCH, message: "Add generated tests\n\nTestgen-Run: 8a4f" },
    );
    const result = await finished(await world.run({ ...event, checkout: { ref: first } }));
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "none" } });
    expect(result.annotations).toMatchObject([
      { level: "warning", message: expect.stringContaining("refs/pull/N/head") },
    ]);
  });

  it("answers a comment whose checkout is old", async () => {
    const { world, github, first, second } = await pushed();
    const comment = github.comment(1, "bob", "/testgen run");
    const result = await finished(
      await world.run({ ...issueCommentEvent(github, comment), checkout: { ref: first } }),
    );
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "none" } });
    expect(github.comments.at(-1)?.body).toContain(`moved on to ${second.slice(0, 12)}`);
    expect(github.violations).toEqual([]);
  });
});

describe("/testgen comments", () => {
  it("runs for someone with write access, and reacts to the comment", async () => {
    const world = await example({
      plans: { [SMALL_PLAN]: smallPlan("Verify that a running VM gets a new boot ID after a reset") },
      github: { collaborators: { bob: "write" } },
    });
    const { github } = world;
    const parent = (await headCommit(github)).sha;
    const comment = github.comment(1, "bob", "please\n\n/testgen run");
    const result = await finished(
      await world.run({ ...issueCommentEvent(github, comment), checkout: { ref: "refs/pull/1/head" } }),
    );
    expect(result.stderr).toBe("");
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "passed" } });
    expect([...(await committedFiles(github, parent)).keys()]).toContain(SMALL_TEST);
    expect(asked(github).filter((operation) => operation.startsWith("reactions/"))).toHaveLength(2);
    expect(github.violations).toEqual([]);
  });

  it("does nothing at all for a stranger", async () => {
    const world = await example({
      plans: { [SMALL_PLAN]: smallPlan("Verify it") },
      github: { collaborators: { eve: "read" } },
    });
    const { github } = world;
    const comment = github.comment(1, "eve", "/testgen run");
    const before = github.comments.length;
    const result = await finished(await world.run({ ...issueCommentEvent(github, comment) }));
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "none" } });
    expect(github.comments).toHaveLength(before);
    expect(github.log.some(({ method }) => method === "PATCH")).toBe(false);
  });

  it("says so when the named plan is none of this pull request's", async () => {
    const world = await example({
      plans: { [SMALL_PLAN]: smallPlan("Verify it") },
      github: { collaborators: { bob: "write" } },
    });
    const comment = world.github.comment(1, "bob", "/testgen run stps/other.md");
    const result = await finished(
      await world.run({ ...issueCommentEvent(world.github, comment), checkout: { ref: "refs/pull/1/head" } }),
    );
    expect(result).toMatchObject({ exitCode: 0, outputs: { outcome: "none" } });
    expect(world.github.comments.at(-1)?.body).toContain("none of `stps/other.md`");
    expect(world.github.violations).toEqual([]);
  });

  it("answers help and words it does not know", async () => {
    const github = await gitHub({
      pull: { head: "fix", files: { "a.py": "" } },
      collaborators: { bob: "write" },
    });
    for (const body of ["/testgen help", "/testgen dance @all"]) {
      const comment = github.comment(1, "bob", body);
      const result = await finished(
        await runAction({ github, action: ACTION, ...issueCommentEvent(github, comment), checkout: false }),
      );
      expect(result.exitCode).toBe(0);
    }
    const [help, unknown] = bodiesOf(github).filter((body) => !body.startsWith("/testgen"));
    expect(help).toContain("| `/testgen run` |");
    expect(unknown).toContain("I do not know");
    expect(unknown).not.toContain("@all");
  });

  it("does not run what the pull request does not show: another commit is checked out", async () => {
    const world = await example({
      plans: { [SMALL_PLAN]: smallPlan("Verify it") },
      github: { collaborators: { bob: "admin" } },
    });
    const { github } = world;
    const comment = github.comment(1, "bob", "/testgen run");
    const result = await finished(
      await world.run({ ...issueCommentEvent(github, comment), checkout: { ref: "main" } }),
    );
    expect(result.exitCode).toBe(1);
    expect(github.comments.at(-1)?.body).toContain("The checkout is at");
  });
});
