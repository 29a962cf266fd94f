import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pullRequestEvent } from "../../fixtures/github/events.ts";
import { canaries, type RunnerResult } from "../../fixtures/runner/runner.ts";
import {
  type Example,
  HEAD_BRANCH,
  PRODUCT_BUG,
  startExample,
  TRANSIENT_FAULT,
} from "../../fixtures/world/example.ts";
import { bodiesOf, committedFiles, headCommit, trailers } from "./wire.ts";

const RESET_PLAN = "stps/sig-virt/vm-hard-reset.md";
const SNAPSHOT_PLAN = "stps/sig-storage/vm-snapshot-restore.md";
const RESET_TEST = "tests/virt/lifecycle/test_vm_hard_reset.py";
const SNAPSHOT_TEST = "tests/storage/test_vm_snapshot_restore.py";

interface TestJson {
  nodeid: string;
  scenario: string;
  status: string;
  verdict: string | null;
  category: string;
  attempts: number;
}

describe("a pull request with two plans, on a cluster with a passing fault and a product bug", () => {
  let example: Example;
  let result: RunnerResult;
  let parent: string;
  let files: Map<string, string>;
  let tests: Map<string, TestJson>;

  beforeAll(async () => {
    example = await startExample({
      plans: [RESET_PLAN, SNAPSHOT_PLAN],
      faults: [PRODUCT_BUG, TRANSIENT_FAULT],
      bootMs: 60,
    });
    parent = (await headCommit(example.github)).sha;
    result = await example.run();
    files = await committedFiles(example.github, parent);
    const list = JSON.parse(result.outputs.tests ?? "[]") as TestJson[];
    tests = new Map(list.map((test) => [test.nodeid.split("::").at(-1) ?? "", test]));
  }, 120_000);

  afterAll(async () => {
    await result?.cleanup();
    await example?.close();
  });

  it("speaks to GitHub as GitHub documents it", () => {
    expect(example.github.violations).toEqual([]);
    expect(result.stderr).toBe("");
    expect(result.exitCode).toBe(0);
  });

  it("posts one comment at once with six unticked phases a plan, and ends it finished", () => {
    const bodies = bodiesOf(example.github);
    const first = bodies[0] ?? "";
    expect(first.match(/^- \[ \] [1-6]\. /gm)).toHaveLength(12);
    expect(example.github.comments).toHaveLength(1);
    const last = example.github.comments[0]?.body ?? "";
    expect(last).toBe(bodies.at(-1));
    expect(last).not.toMatch(/- \[[ x]\] /);
    expect(last).not.toContain("at work");
    for (const phase of ["Write the test description", "Run on the cluster and heal"]) {
      expect(last.match(new RegExp(`\\d\\. ${phase} \\|`, "g"))).toHaveLength(2);
    }
    expect(bodies.length).toBeGreaterThan(2);
  });

  it("commits tests, descriptions and lessons as one commit on top of the head", async () => {
    const commit = await headCommit(example.github);
    expect(commit.parents).toEqual([parent]);
    expect(result.outputs["commit-sha"]).toBe(commit.sha);
    expect([...files.keys()].sort()).toEqual([
      "GRAVEYARD.md",
      "stds/sig-storage/vm_snapshot_restore.md",
      "stds/sig-virt/vm_hard_reset.md",
      SNAPSHOT_TEST,
      RESET_TEST,
    ]);
    const said = trailers(commit.message);
    const blobs = await example.github.git.tree(parent);
    const blobOf = (path: string): string => blobs.find((entry) => entry.path === path)?.sha ?? "missing";
    expect(said.get("Testgen-Plan")).toEqual([
      `${SNAPSHOT_PLAN} ${blobOf(SNAPSHOT_PLAN)}`,
      `${RESET_PLAN} ${blobOf(RESET_PLAN)}`,
    ]);
    expect(said.get("Testgen-Run")).toHaveLength(1);
  });

  it("applies a lesson of the repository before the first run", () => {
    const code = files.get(SNAPSHOT_TEST) ?? "";
    expect(code).toContain("with pytest.raises(InvalidError):\n            start_restore(");
    expect(code).not.toContain("BadRequestError");
    expect(example.github.comments[0]?.body).toContain("1 violation found, 1 fixed");
  });

  it("repairs what pyright finds without silencing it", () => {
    const code = files.get(RESET_TEST) ?? "";
    expect(code).toContain('assert instance is not None, "running_vm.instance is None"');
    expect(code).not.toMatch(/type: ignore|noqa|cast\(|Any\b/);
    expect(example.github.comments[0]?.body).toContain("2 errors → 0, 1 iteration");
  });

  it("heals a test that expected the wrong refusal, and records the lesson", () => {
    expect(tests.get("test_resetting_a_stopped_vm_is_rejected")).toMatchObject({
      status: "healed",
      verdict: "heal",
    });
    expect(files.get(RESET_TEST)).toContain(
      "with pytest.raises(ConflictError):\n            stopped_vm.reset()",
    );
    const lessons = files.get("GRAVEYARD.md") ?? "";
    expect(lessons).toContain("## Entry: reset is refused with ConflictError, not InvalidError");
    expect(lessons.startsWith("# GRAVEYARD - Test Generation Lessons Learned\n")).toBe(true);
  });

  it("retries a passing fault with the same code", () => {
    const test = tests.get("test_snapshot_of_a_running_vm_becomes_ready");
    expect(test).toMatchObject({ status: "passed", verdict: "retry", attempts: 3 });
  });

  it("reports the product bug and leaves its test as it was: red, oracle untouched", () => {
    const name = "test_reset_of_a_paused_vm_is_rejected";
    expect(tests.get(name)).toMatchObject({ status: "failed", verdict: "product-bug" });
    const code = files.get(RESET_TEST) ?? "";
    const body = code.slice(code.indexOf(`def ${name}`)).split("\n    def ")[0] ?? "";
    expect(body).toContain("- Request is rejected");
    expect(body).toContain("[NEGATIVE]");
    // Still the draft's own expectation: nothing about this test was edited after the lesson of phase 4.
    expect(body).toContain("with pytest.raises(InvalidError):\n            paused_vm.reset()");
    const comment = example.github.comments[0]?.body ?? "";
    expect(comment).toContain("The product contradicts the plan");
    expect(comment).toContain("DID NOT RAISE");
  });

  it("leaves what it cannot bind as a described test, and says why", () => {
    const name = "test_guests_journal_names_the_reset_as_the_reason_of_the_last_boot";
    expect(tests.get(name)).toMatchObject({ status: "described" });
    const code = files.get(RESET_TEST) ?? "";
    const placeholder = code.slice(code.indexOf("class TestHardResetOfAVirtualMachineDescribed"));
    expect(placeholder).toContain("    __test__ = False");
    expect(placeholder).toContain(`def ${name}(self):`);
    expect(placeholder.trimEnd().endsWith('"""')).toBe(true);
  });

  it("sets outputs, the job summary and evidence", () => {
    expect(result.outputs).toMatchObject({
      outcome: "partial",
      "comment-id": String(example.github.comments[0]?.id),
    });
    const plans = JSON.parse(result.outputs.plans ?? "[]") as {
      path: string;
      outcome: string;
      phases: unknown[];
    }[];
    expect(plans.map(({ path, outcome, phases }) => [path, outcome, phases.length])).toEqual([
      [SNAPSHOT_PLAN, "passed", 6],
      [RESET_PLAN, "partial", 6],
    ]);
    expect(result.summary).toContain("## testgen: passed, partial");
  });

  it("lets no credential into the log, the comment or the commit", () => {
    const secrets = [example.github.token, ...Object.values(canaries)];
    const masked = result.stdout.replace(`::add-mask::${example.github.token}`, "");
    for (const text of [masked, result.summary, ...bodiesOf(example.github), ...files.values()]) {
      for (const secret of secrets) expect(text).not.toContain(secret);
    }
  });

  it("is not started again by its own commit", async () => {
    const before = example.github.log.length;
    const again = await example.run({
      ...(await pullRequestEvent(example.github, { action: "synchronize" })),
    });
    await again.cleanup();
    expect(again.exitCode).toBe(0);
    expect(again.outputs.outcome).toBe("none");
    const writes = example.github.log.slice(before).filter(({ method }) => method !== "GET");
    expect(writes.filter(({ path }) => !path.includes("git-upload-pack"))).toEqual([]);
  });

  it("does not run the same plans again for a push that touches something else", async () => {
    await example.github.git.push(
      { "docs/NOTE.md": "A note.\n" },
      { branch: HEAD_BRANCH, message: "Add a note" },
    );
    const requests = example.cluster.requests.length;
    const again = await example.run({
      ...(await pullRequestEvent(example.github, { action: "synchronize" })),
    });
    await again.cleanup();
    expect(again).toMatchObject({ exitCode: 0, outputs: { outcome: "none" } });
    expect(again.stdout).toContain("already has the tests");
    expect(example.cluster.requests).toHaveLength(requests);
  });
});
