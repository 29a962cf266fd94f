import { join } from "node:path";
import { execa } from "execa";
import { expect, onTestFinished, test } from "vitest";
import { startCluster } from "../../fixtures/cluster/cluster.ts";
import { pythonWithPytest } from "../../fixtures/world/python.ts";
import { checkout, ROOT, snapshot } from "../commands/terminal.ts";

const STP = join(ROOT, "fixtures", "plans", "stps", "sig-virt", "vm-hard-reset.md");
const MACHINES = /\/virtualmachines(?:\/[^/]+)?$/;

test("Ctrl-C while a test waits for its VM: the teardown removes it, and the answer says so", async () => {
  const root = await checkout(onTestFinished);
  // Longer than anybody waits: the test is interrupted in its fixture.
  const cluster = await startCluster({
    bootMs: 100,
    faults: [{ kind: "slow-boot", name: "", ms: 600_000 }],
    tokens: { admin: "admin-token", developer: "developer-token" },
  });
  onTestFinished(() => cluster.close());
  const kubeconfig = join(await checkout(onTestFinished), ".kubeconfig");
  cluster.writeKubeconfig(kubeconfig);
  const count = (method: string): number =>
    cluster.requests.filter((one) => one.method === method && MACHINES.test(one.path)).length;

  const before = await snapshot(root);
  const child = execa(process.execPath, [join(ROOT, "dist", "cli.js"), "run", STP, "--json"], {
    cwd: root,
    env: { KUBECONFIG: kubeconfig, PATH: `${pythonWithPytest()}:${process.env.PATH}` },
    reject: false,
  });
  await expect.poll(() => count("POST"), { timeout: 60_000, interval: 50 }).toBeGreaterThan(0);
  child.kill("SIGINT");
  const { exitCode, stdout } = await child;
  expect(exitCode).toBe(3);
  expect(JSON.parse(stdout).plans[0]).toMatchObject({
    outcome: "infra",
    reason: "The run was cancelled; the teardown ran.",
  });
  expect(count("DELETE")).toBe(count("POST"));
  const isCache = ([path]: [string, string]): boolean => /__pycache__/.test(path);
  expect(Object.entries(await snapshot(root)).filter((entry) => !isCache(entry))).toEqual(
    Object.entries(before),
  );
});
