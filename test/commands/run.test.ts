import { readFileSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { type Cluster, startCluster } from "../../fixtures/cluster/cluster.ts";
import { pythonWithPytest } from "../../fixtures/world/python.ts";
import { PHASES } from "../../src/journal/events.ts";
import { parseJournal } from "../../src/journal/journal.ts";
import { viewOf } from "../../src/journal/view.ts";
import { renderComment } from "../../src/report/comment.ts";
import { CLI, checkout, folder, ROOT, snapshot, testgen } from "./terminal.ts";

const OTHER_STP = join(ROOT, "fixtures", "plans", "stps", "sig-virt", "vm-hard-reset.md");
const STP = join(ROOT, "fixtures", "plans", "stps", "sig-storage", "vm-snapshot-restore.md");

const plan = z.looseObject({
  path: z.string(),
  outcome: z.enum(["passed", "partial", "described", "blocked", "infra", "failed"]),
  phases: z.array(
    z.strictObject({
      name: z.enum(PHASES),
      status: z.enum(["pending", "done", "degraded", "failed", "skipped"]),
      ms: z.number(),
      facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    }),
  ),
  tests: z.array(
    z.looseObject({
      nodeid: z.string(),
      scenario: z.string(),
      verdict: z.string().nullable(),
      attempts: z.number(),
    }),
  ),
  graveyard: z.looseObject({ added: z.number() }),
});
const document = z.strictObject({
  plans: z.array(plan),
  warnings: z.array(z.strictObject({ message: z.string(), hint: z.string() })),
});

/** One checkout and one cluster; the tests below go through them in order, as a person would. */
describe("on a cluster", () => {
  let cluster: Cluster;
  let root: string;
  let env: Record<string, string>;
  const cleanups: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    root = await checkout((work) => cleanups.push(work));
    cluster = await startCluster({
      bootMs: 100,
      tokens: { admin: "admin-token", developer: "developer-token" },
    });
    cleanups.push(() => cluster.close());
    const kubeconfig = join(root, ".kubeconfig");
    cluster.writeKubeconfig(kubeconfig);
    env = { KUBECONFIG: kubeconfig, PATH: `${pythonWithPytest()}:${process.env.PATH}` };
  });
  afterAll(async () => {
    for (const work of cleanups.reverse()) await work();
  });

  test("run: all six phases; one document on stdout, the progress on stderr", async () => {
    const { code, out, err } = await testgen(["run", STP, "--json", "--evidence", join(root, ".evidence")], {
      cwd: root,
      env,
    });
    const [answer] = document.parse(JSON.parse(out)).plans;
    expect(answer?.phases.map(({ name }) => name)).toEqual([...PHASES]);
    expect(answer).toMatchObject({ path: STP, outcome: "passed" });
    expect(answer?.tests.length).toBeGreaterThan(2);
    expect(code).toBe(0);
    expect(err).toContain("Run on the cluster and heal: done (");
    expect(err).toContain(`Evidence: ${join(root, ".evidence")}`);
    for (const { nodeid } of answer?.tests ?? []) {
      const [file = "", ...names] = nodeid.split("::");
      expect(await readFile(join(root, file), "utf8")).toContain(`def ${names.at(-1)}(`);
    }
  });

  test("the journal of that run can be shown at every moment of it", async () => {
    const text = await readFile(join(root, ".evidence", "journal.jsonl"), "utf8");
    const events = parseJournal(text, "journal.jsonl");
    expect(events.length).toBeGreaterThan(20);
    expect(events).toEqual(
      text
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line)),
    );
    for (let end = 0; end <= events.length; end += 1) {
      const comment = renderComment(viewOf(events.slice(0, end)), { jobUrl: "", marker: "testgen:a/b" });
      expect(comment.length).toBeLessThanOrEqual(65_536);
    }
    expect(viewOf(events)).toMatchObject({ finished: true, plans: [{ outcome: "passed" }] });
  });

  test("heal: a test that passes is left as it is", async () => {
    const file = "tests/infrastructure/test_cluster_api.py";
    const before = await readFile(join(root, file), "utf8");
    const { code, out } = await testgen(["heal", file, "--json"], { cwd: root, env });
    expect(plan.parse(JSON.parse(out))).toMatchObject({ path: file, outcome: "passed" });
    expect(code).toBe(0);
    expect(await readFile(join(root, file), "utf8")).toBe(before);
  });

  test("heal: a test that contradicts the product is reported, not changed: exit 1", async () => {
    const file = "tests/infrastructure/test_wrong.py";
    const text =
      '"""Wrong."""\n\nfrom libs.resources.namespace import Namespace\n\n\ndef test_wrong(admin_client):\n    """Test that there is no default namespace."""\n    assert not Namespace(client=admin_client, name="default").exists\n';
    await writeFile(join(root, file), text);
    const { code, out } = await testgen(["heal", file, "--json"], { cwd: root, env });
    const answer = plan.parse(JSON.parse(out));
    expect(answer.outcome).not.toBe("passed");
    expect(code).toBe(1);
    expect(await readFile(join(root, file), "utf8")).toBe(text);
  });
});

test("Ctrl-C: the answer says how far it came, and the checkout is as it was", async ({ onTestFinished }) => {
  const root = await checkout(onTestFinished);
  const before = await snapshot(root);
  const child = execa(
    process.execPath,
    [CLI, "run", STP, OTHER_STP, "--json", "--pytest-command", "python3 -c 'import time; time.sleep(600)'"],
    { cwd: root, env: { PATH: `${pythonWithPytest()}:${process.env.PATH}` }, reject: false },
  );
  for await (const line of child.iterable({ from: "stderr" })) {
    if (/Check types with pyright: /.test(line)) child.kill("SIGINT");
  }
  const { exitCode, stdout } = await child;
  const { plans } = document.parse(JSON.parse(stdout));
  expect(plans.map(({ path }) => path)).toEqual([STP, OTHER_STP]);
  expect(plans[0]).toMatchObject({
    outcome: "infra",
    reason: expect.stringMatching(/^The run was cancelled/),
  });
  expect(exitCode).toBe(3);
  expect(await snapshot(root)).toEqual(before);
});

test("Ctrl-C once more: nothing that was started is left, though it listens to no signal", async ({
  onTestFinished,
}) => {
  const root = await checkout(onTestFinished);
  const pids = join(await folder(onTestFinished), "pids");
  const stubborn = `import os, signal, time; [signal.signal(s, signal.SIG_IGN) for s in (signal.SIGINT, signal.SIGTERM)]; os.fork(); open("${pids}", "a").write(str(os.getpid()) + chr(10)); time.sleep(600)`;
  const child = execa(process.execPath, [CLI, "run", STP, "--pytest-command", `python3 -c '${stubborn}'`], {
    cwd: root,
    env: { PATH: `${pythonWithPytest()}:${process.env.PATH}` },
    reject: false,
  });
  const started = async (): Promise<number[]> =>
    (await readFile(pids, "utf8").catch(() => "")).trim().split("\n").filter(Boolean).map(Number);
  await expect.poll(started, { timeout: 30_000 }).toHaveLength(2);
  await expect
    .poll(() => child.kill("SIGINT") && child.nodeChildProcess.exitCode, { timeout: 10_000, interval: 100 })
    .not.toBeNull();
  expect((await child).exitCode).toBe(130);
  for (const pid of await started()) await expect.poll(() => isAlive(pid), { timeout: 5_000 }).toBe(false);
});

/** A process that has ended may still have an entry until its parent has taken note. */
function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.startsWith("Z") !== true;
  } catch {
    return false;
  }
}

test("run without a cluster: the environment is told, the checkout is as it was", async ({
  onTestFinished,
}) => {
  const root = await checkout(onTestFinished);
  const before = await snapshot(root);
  const { code, out } = await testgen(["run", STP, "--json"], {
    cwd: root,
    env: { KUBECONFIG: join(root, "no-kubeconfig"), PATH: `${pythonWithPytest()}:${process.env.PATH}` },
  });
  const [answer] = document.parse(JSON.parse(out)).plans;
  expect(answer?.outcome).toBe("infra");
  expect(code).toBe(3);
  const after = await snapshot(root);
  const isCache = ([path]: [string, string]): boolean => /__pycache__|\.pytest_cache/.test(path);
  expect(Object.entries(after).filter((entry) => !isCache(entry))).toEqual(Object.entries(before));
});

test("run --against: the document says what changed, and a plan that moved keeps its files", async ({
  onTestFinished,
}) => {
  const root = await checkout(onTestFinished);
  const text = (...sentences: string[]): string =>
    `## Console - Quality Engineering Plan\n\n### III. Test Scenarios\n\n${sentences.map((sentence) => `- **[VIRT-1]** [Tier 2] [P1] ${sentence}\n`).join("")}`;
  await writeFile(join(root, "console.md"), text("Verify the console works"));
  expect((await testgen(["run", "console.md"], { cwd: root })).code).toBe(0);
  await rename(join(root, "console.md"), join(root, "old.txt"));
  await writeFile(join(root, "tty.md"), text("Verify the console works", "Verify the console beeps"));
  const { code, out } = await testgen(["run", "tty.md", "--against", "old.txt", "--json"], { cwd: root });
  expect(code).toBe(0);
  const { plans } = document.parse(JSON.parse(out));
  expect(plans[0]).toMatchObject({
    outcome: "described",
    change: {
      from: "console.md",
      renamed: true,
      scenarios: [{ kind: "new", before: null, after: { id: "VIRT-1-2", line: 6 }, fields: [] }],
      stale: [],
      oracles: [],
    },
    files: ["stds/console.md", "tests/test_console.py"],
  });
});

test("run: a plan of the repository is the same one wherever the command is started", async ({
  onTestFinished,
}) => {
  const root = await checkout(onTestFinished);
  const text =
    "## Console - Quality Engineering Plan\n\n### III. Test Scenarios\n\n- [Tier 2] Verify the console works\n";
  await mkdir(join(root, "stps"));
  await writeFile(join(root, "stps", "console.md"), text);
  const files = ["stds/console.md", "tests/test_console.py"];
  const ways = [
    { args: ["run", "stps/console.md"], cwd: root },
    {
      args: ["run", join(basename(root), "stps", "console.md"), "--repo", basename(root)],
      cwd: dirname(root),
    },
    { args: ["run", join(root, "stps", "console.md")], cwd: root },
  ];
  for (const { args, cwd } of ways) {
    const { out, code } = await testgen([...args, "--json"], { cwd });
    expect(code).toBe(0);
    expect(document.parse(JSON.parse(out)).plans).toEqual([
      expect.objectContaining({ path: "stps/console.md", files }),
    ]);
  }
  expect(await readFile(join(root, "tests/test_console.py"), "utf8")).toContain("stps/console.md");
});
