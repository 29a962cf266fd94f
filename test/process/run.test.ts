import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type ProcessRequest, runProcess } from "../../src/process/run.ts";
import { pythonEnvironment } from "../python/python3.ts";

const env = pythonEnvironment();

const run = (command: ProcessRequest["command"], request: Partial<ProcessRequest> = {}) =>
  runProcess({ command, cwd: tmpdir(), env, timeoutMs: 30_000, ...request });
const python = (script: string, request: Partial<ProcessRequest> = {}) =>
  run(["python3", "-c", script], request);

/** Whether a process runs; one that ended and was not yet collected by its parent does not. */
function isRunning(pid: number): boolean {
  try {
    const state = execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" }).trim();
    return state !== "" && !state.startsWith("Z");
  } catch {
    return false;
  }
}

const areGone = (pids: readonly number[]): Promise<void> =>
  vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 10_000, interval: 50 });

/** A child with a child with a child: none of them listens to SIGTERM, and each tells its pid. */
const STUBBORN = `
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
for generation in range(2):
    if os.fork() != 0:
        break
print(os.getpid(), flush=True)
time.sleep(600)`;

const pidsIn = (text: string): number[] =>
  text.split("\n").flatMap((line) => (/^\d+$/.test(line) ? [Number(line)] : []));

describe("what a child says", () => {
  it("comes back with how it ended", async () => {
    const result = await python("import sys; print('out é'); sys.stderr.write('err'); sys.exit(3)");
    expect(result).toMatchObject({
      exitCode: 3,
      signal: null,
      stdout: "out é\n",
      stderr: "err",
      timedOut: false,
      startError: null,
    });
    expect(result.ms).toBeGreaterThan(0);
    expect(await python("import os; os.kill(os.getpid(), 9)")).toMatchObject({
      exitCode: null,
      signal: "SIGKILL",
    });
  });

  it("is capped while it floods, the child is not disturbed, and its last words are kept", async () => {
    const result = await python(`
import sys
print("first words")
for _ in range(50):
    sys.stdout.write("x" * 1_000_000)
print("last words")
sys.exit(4)`);
    expect(result).toMatchObject({ exitCode: 4, signal: null, timedOut: false });
    expect(result.stdout.length).toBeLessThan(8_000_100);
    expect(result.stdout.startsWith("first words\nxxx")).toBe(true);
    expect(result.stdout.endsWith("xxxlast words\n")).toBe(true);
    expect(result.stdout).toContain(`\n[... ${50_000_000 + 12 + 11 - 8_000_000} bytes left out ...]\n`);
  });

  it("is everything it was given, and nothing is lost when it does not read", async () => {
    const input = "line é\n".repeat(500_000);
    const echoed = await run(["cat"], { input });
    expect(echoed.stdout === input).toBe(true);
    expect(await run(["true"], { input, secret: input })).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("runs where it is told, and reads nothing from us", async () => {
    const result = await python("import os, sys; print(os.getcwd(), repr(sys.stdin.read()))", { cwd: "/" });
    expect(result.stdout).toBe("/ ''\n");
  });
});

describe("a secret", () => {
  it("can be read from descriptor 3 and stands in no environment and no argument list", async () => {
    const secret = "ghs_canaryCanaryCanaryCanaryCanary\nsecond line";
    const result = await python(
      `
import json, os
def of(name):
    path = f"/proc/self/{name}"
    return open(path, "rb").read().decode() if os.path.exists(path) else ""
with os.fdopen(3) as pipe:
    secret = pipe.read()
print(json.dumps([secret, of("environ"), of("cmdline"), dict(os.environ)]))`,
      { secret },
    );
    const [read, ...visible] = JSON.parse(result.stdout);
    expect(read).toBe(secret);
    expect(JSON.stringify(visible)).not.toContain("canary");
    expect(JSON.stringify(visible)).toContain("PATH");
  });

  it("has no descriptor when there is none", async () => {
    const result = await python("import os\ntry:\n    os.fstat(3)\nexcept OSError:\n    print('closed')");
    expect(result.stdout).toBe("closed\n");
  });
});

describe("a program that cannot be started", () => {
  it.each<[string, ProcessRequest["command"], Partial<ProcessRequest>]>([
    ["is missing", ["testgen-no-such-program"], {}],
    ["cannot be executed", ["/"], {}],
    ["has no directory to run in", ["true"], { cwd: "/no/such/directory" }],
    ["has a NUL in an argument", ["echo", "a\0b"], {}],
    ["has a NUL in its environment", ["true"], { env: { ...env, BROKEN: "a\0b" } }],
    ["is not on the child's PATH", ["python3"], { env: { PATH: "/no/such/directory" } }],
  ])("%s: the result says so", async (_, command, request) => {
    const result = await run(command, request);
    expect(result).toMatchObject({ exitCode: null, signal: null, stdout: "", timedOut: false });
    expect(result.startError).toMatch(/\S/);
  });
});

describe("the end of a child", () => {
  it.concurrent("comes at the time limit, with all its children, though they ignore SIGTERM", async () => {
    const result = await python(STUBBORN, { timeoutMs: 1_500 });
    expect(result).toMatchObject({ exitCode: null, signal: "SIGKILL", timedOut: true });
    expect(pidsIn(result.stdout)).toHaveLength(3);
    await areGone(pidsIn(result.stdout));
  });

  it.concurrent("comes on abort, with all its children, though they ignore SIGTERM", async () => {
    const folder = await mkdtemp(join(tmpdir(), "testgen-run-"));
    const abort = new AbortController();
    const file = join(folder, "pids");
    const running = python(
      STUBBORN.replace("flush=True", `file=open(${JSON.stringify(file)}, "a"), flush=True`),
      {
        signal: abort.signal,
      },
    );
    const pids = await vi.waitFor(
      async () => {
        const found = pidsIn(await readFile(file, "utf8"));
        expect(found).toHaveLength(3);
        return found;
      },
      { timeout: 20_000, interval: 50 },
    );
    expect(pids.every(isRunning)).toBe(true);
    abort.abort();
    expect(await running).toMatchObject({ exitCode: null, signal: "SIGKILL", timedOut: false });
    await areGone(pids);
    await rm(folder, { recursive: true });
  });

  it.concurrent("is polite first: a child may clean up on SIGTERM", async () => {
    const script = `
import signal, sys, time
def end(*_):
    print("cleaned up", flush=True)
    sys.exit(7)
signal.signal(signal.SIGTERM, end)
print("ready", flush=True)
time.sleep(600)`;
    expect(await python(script, { timeoutMs: 2_000 })).toMatchObject({
      exitCode: 7,
      stdout: "ready\ncleaned up\n",
      timedOut: true,
    });
  });

  it.concurrent("does not wait for a grandchild that holds the output open, and ends it", async () => {
    const result = await run(["sh", "-c", "sleep 600 & echo $!"]);
    expect(result).toMatchObject({ exitCode: 0, timedOut: false });
    const pids = pidsIn(result.stdout);
    expect(pids).toHaveLength(1);
    await areGone(pids);
  });

  it.concurrent("does not wait for one that left the group either", async () => {
    const script = "import subprocess; print(subprocess.Popen(['sleep', '600'], start_new_session=True).pid)";
    const result = await python(script);
    const [pid = 0] = pidsIn(result.stdout);
    process.kill(pid, "SIGKILL");
    expect(result).toMatchObject({ exitCode: 0, timedOut: false });
  });

  it("comes before it was started when the abort came first", async () => {
    const result = await python("print('ran')", { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ exitCode: null, signal: "SIGTERM", stdout: "", startError: null });
  });

  it("does not come at once for a limit that no timer can hold", async () => {
    const result = await python("print('ran')", { timeoutMs: 2 ** 31 + 1 });
    expect(result).toMatchObject({ exitCode: 0, stdout: "ran\n", timedOut: false });
  });

  it("comes when we die", async () => {
    const folder = await mkdtemp(join(tmpdir(), "testgen-run-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const program = `
import { existsSync } from "node:fs";
import { runProcess } from ${JSON.stringify(join(import.meta.dirname, "../../src/process/run.ts"))};
const command = ["sh", "-c", "trap '' TERM; echo $$ > pid.tmp; mv pid.tmp pid; while :; do sleep 1; done"];
runProcess({ command, cwd: ".", env: { PATH: process.env.PATH }, timeoutMs: 600_000 });
setInterval(() => existsSync("pid") && process.exit(5), 20);`;
    const us = await run([process.execPath, "--input-type=module", "-e", program], { cwd: folder });
    expect(us).toMatchObject({ exitCode: 5, stderr: "" });
    await areGone(pidsIn(await readFile(join(folder, "pid"), "utf8")));
  });

  it("leaves no listener behind", async () => {
    const abort = new AbortController();
    const before = process.listenerCount("exit");
    await Promise.all(Array.from({ length: 5 }, () => run(["true"], { signal: abort.signal })));
    expect(process.listenerCount("exit")).toBe(before);
  });
});
