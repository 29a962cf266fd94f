import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readFile, realpath, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PytestRequest, type PytestRun, runPytest } from "../../src/checks/pytest/run-pytest.ts";
import { runProcess } from "../../src/process/run.ts";
import { type Evidence, openEvidence } from "../../src/workspace/evidence.ts";
import { toolEnv } from "../author/checkout.ts";

const PYTEST: readonly [string, ...string[]] = ["python3", "-m", "pytest"];
const FILE = "tests/test_it.py";

let folder: string;
let root: string;
let evidence: Evidence;
let count = 0;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "testgen-pytest-")));
  evidence = await openEvidence(join(folder, "evidence"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(async () => {
  count += 1;
  root = join(folder, `suite-${count}`);
  await put("pytest.ini", "[pytest]\ntestpaths = tests\n");
});

async function put(path: string, content: string): Promise<string> {
  const full = join(root, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, content);
  return full;
}

const run = (nodeids: readonly string[], some: Partial<PytestRequest> = {}): Promise<PytestRun> =>
  runPytest({
    command: PYTEST,
    root,
    nodeids,
    files: [FILE],
    label: `plan-${count}/run-1`,
    evidence,
    env: toolEnv(),
    runProcess,
    timeoutMs: 60_000,
    redact: (text) => text,
    ...some,
  });

const statuses = ({ results }: PytestRun): string[] => results.map(({ status }) => status);

describe("a run that can be trusted", () => {
  it("exit 0: every planned test passed, and the JUnit file is that of this run", async () => {
    await put(FILE, "def test_a():\n    assert True\n\ndef test_b():\n    assert True\n");
    const result = await run([`${FILE}::test_a`, `${FILE}::test_b`]);
    expect(result).toMatchObject({ exitCode: 0, broken: null, unplanned: [] });
    expect(statuses(result)).toEqual(["passed", "passed"]);
    expect(result.junitDigest).toBe((await evidence.read(`plan-${count}/run-1.xml`))?.digest);
    expect(await readFile(result.log, "utf8")).toContain("2 passed");
  });

  it("exit 1: a failed test has pytest's own words", async () => {
    await put(FILE, 'def test_a():\n    assert 1 == 2, "one is not two"\n');
    const result = await run([`${FILE}::test_a`]);
    expect(result).toMatchObject({ exitCode: 1, broken: null });
    expect(result.results[0]).toMatchObject({
      status: "failed",
      cases: [
        { message: expect.stringContaining("one is not two"), detail: expect.stringContaining(`${FILE}:2`) },
      ],
    });
  });

  it.each([
    ["exit 2", FILE],
    ["exit 4", `${FILE}::test_a`],
  ])(
    "%s: a file that cannot be imported is an error of each of its tests, not of the run",
    async (code, nodeid) => {
      await put(FILE, "import nowhere\n\ndef test_a():\n    assert True\n");
      const result = await run([nodeid]);
      expect(result).toMatchObject({ exitCode: Number(code.at(-1)), broken: null });
      expect(result.results[0]).toMatchObject({ status: "error", cases: [{ when: "collection" }] });
      expect(result.results[0]?.cases[0]?.detail).toContain("No module named 'nowhere'");
    },
  );

  it("interrupted: a test that stops the session leaves the others without a result", async () => {
    await put(FILE, "def test_a():\n    raise KeyboardInterrupt\n\ndef test_b():\n    assert True\n");
    const result = await run([`${FILE}::test_a`, `${FILE}::test_b`]);
    expect(result.exitCode).toBe(2);
    expect(statuses(result)).not.toContain("passed");
    expect(result.broken).not.toBeNull();
  });

  it("takes a skipped test for skipped, and one that was not executed for missing: neither has passed", async () => {
    await put(
      FILE,
      'import pytest\n\ndef test_a():\n    pytest.skip("no GPU")\n\ndef test_b():\n    assert True\n\ndef test_c():\n    assert True\n',
    );
    await put(
      "conftest.py",
      'def pytest_collection_modifyitems(items):\n    items[:] = [item for item in items if item.name != "test_b"]\n',
    );
    const result = await run([`${FILE}::test_a`, `${FILE}::test_b`, `${FILE}::test_c`]);
    expect(result).toMatchObject({ exitCode: 0, broken: null });
    expect(statuses(result)).toEqual(["skipped", "missing", "passed"]);
    expect(result.results[0]?.cases[0]?.message).toContain("no GPU");
  });

  it("runs the file as it is now, also when an edit left its size and time as they were", async () => {
    const full = await put(FILE, "def test_a():\n    assert 1 == 1\n");
    const moment = new Date(1_700_000_000_000);
    await utimes(full, moment, moment);
    expect(statuses(await run([`${FILE}::test_a`]))).toEqual(["passed"]);
    await writeFile(full, "def test_a():\n    assert 1 == 2\n");
    await utimes(full, moment, moment);
    expect(statuses(await run([`${FILE}::test_a`], { label: `plan-${count}/run-2` }))).toEqual(["failed"]);
  });

  it("removes what was compiled of its own files, by whatever pytest, and nothing else", async () => {
    await put(FILE, "def test_a():\n    assert True\n");
    const stale = await put("tests/__pycache__/test_it.cpython-311-pytest-7.0.0.pyc", "stale");
    const other = await put("tests/__pycache__/test_item.cpython-311.pyc", "other");
    await run([`${FILE}::test_a`]);
    expect([existsSync(stale), existsSync(other)]).toEqual([false, true]);
  });

  it("keeps secrets out of the log", async () => {
    await put(FILE, 'def test_a():\n    print("token-123")\n    assert False\n');
    const { log } = await run([`${FILE}::test_a`], { redact: (text) => text.replaceAll("token-123", "***") });
    const text = await readFile(log, "utf8");
    expect(text).toContain("***");
    expect(text).not.toContain("token-123");
  });

  it("keeps secrets out of the result file, which stays readable, and the digest is that of what is kept", async () => {
    await put("pytest.ini", "[pytest]\njunit_logging = all\n");
    await put(
      FILE,
      'def test_a(record_property):\n    print("tok&n<1>")\n    record_property("key", "tok&n<1>")\n    assert False, "with tok&n<1> in it"\n',
    );
    const result = await run([`${FILE}::test_a`], { redact: (text) => text.replaceAll("tok&n<1>", "***") });
    const kept = await evidence.read(`plan-${count}/run-1.xml`);
    const text = Buffer.from(kept?.bytes ?? []).toString();
    expect(text).toContain("with *** in it");
    expect(text).not.toMatch(/tok&(?:amp;)?n/);
    expect(result).toMatchObject({ broken: null, junitDigest: kept?.digest });
    expect(result.results[0]?.cases[0]?.message).toContain("with *** in it");
  });

  it("keeps no result file that it could not clean", async () => {
    await put(FILE, "def test_a():\n    assert True\n");
    const code =
      'import sys, pathlib\npath = next(a.split("=", 1)[1] for a in sys.argv if a.startswith("--junitxml="))\npathlib.Path("secret.xml").write_text("<testsuite>tok-1</testsuite>")\npathlib.Path(path).symlink_to(pathlib.Path("secret.xml").resolve())';
    const result = await run([`${FILE}::test_a`], { command: ["python3", "-c", code] });
    expect(result).toMatchObject({ junitDigest: null, broken: { category: "runner_crash" } });
    expect(existsSync(evidence.path(`plan-${count}/run-1.xml`))).toBe(false);
  });
});

describe("a run that proves nothing", () => {
  it("exit 4: a node id that does not exist", async () => {
    await put(FILE, "def test_a():\n    assert True\n");
    const result = await run([`${FILE}::test_gone`]);
    expect(result).toMatchObject({ exitCode: 4, broken: { category: "collection_error" } });
    expect(result.broken?.message).toContain("test_gone");
    expect(statuses(result)).toEqual(["missing"]);
  });

  it("exit 5: no test was collected", async () => {
    await put(FILE, "def helper():\n    ...\n");
    expect(await run([FILE])).toMatchObject({ exitCode: 5, broken: { category: "collection_error" } });
  });

  it.each([99, 0])("exit %i out of the suite's own hook: its message is the reason", async (code) => {
    await put(FILE, "def test_a():\n    assert True\n");
    await put(
      "conftest.py",
      `import pytest\n\n@pytest.fixture(autouse=True)\ndef fit():\n    pytest.exit(reason="no storage class", returncode=${code})\n`,
    );
    const result = await run([`${FILE}::test_a`]);
    expect(result).toMatchObject({ exitCode: code, broken: { category: "session_abort" } });
    expect(result.broken?.message).toContain("no storage class");
    expect(statuses(result)).not.toContain("passed");
  });

  it("killed in the middle", async () => {
    await put(FILE, "import os, signal\n\ndef test_a():\n    os.kill(os.getpid(), signal.SIGKILL)\n");
    const result = await run([`${FILE}::test_a`]);
    expect(result).toMatchObject({ exitCode: null, junitDigest: null, broken: { category: "runner_crash" } });
    expect(result.broken?.message).toContain("SIGKILL");
  });

  const hook = (code: number): string =>
    `import pytest\n\n@pytest.hookimpl(trylast=True)\ndef pytest_sessionfinish(session):\n    session.exitstatus = ${code}\n`;

  it.each([
    ["exit 1 though nothing failed", 1, "assert True", "passed", "no planned test that failed"],
    ["exit 0 though a test failed", 0, "assert False", "failed", "a test that failed"],
    ["exit 0 though a fixture failed", 0, "", "error", "a test that failed"],
    ["exit 2 though all were executed", 2, "assert True", "passed", "exit code 2"],
    ["exit 4 though all were executed", 4, "assert False", "failed", "exit code 4"],
    ["exit 5 though there were tests", 5, "assert True", "passed", "exit code 5"],
    ["an exit code of the suite's own", 42, "assert True", "passed", "exit code 42"],
  ])("%s", async (_, code, line, status, said) => {
    const body =
      status === "error"
        ? "import pytest\n\n@pytest.fixture\ndef vm():\n    raise OSError\n\ndef test_a(vm):\n    assert True\n"
        : `def test_a():\n    ${line}\n`;
    await put(FILE, body);
    await put("conftest.py", hook(code));
    const result = await run([`${FILE}::test_a`]);
    expect(statuses(result)).toEqual([status]);
    expect(result).toMatchObject({ exitCode: code, broken: { message: expect.stringContaining(said) } });
  });

  it("exit 1 for a failure that belongs to no planned test", async () => {
    await put(FILE, "def test_a():\n    assert True\n\ndef test_b():\n    assert False\n");
    const result = await run([`${FILE}::test_a`, `${FILE}::test_b`]);
    expect(result.broken).toBeNull();
    const command: PytestRequest["command"] = [...PYTEST, `${FILE}::test_b`];
    expect(await run([`${FILE}::test_a`], { command })).toMatchObject({
      exitCode: 1,
      broken: { message: expect.stringContaining("no planned test that failed") },
    });
  });

  it("exit 3: pytest itself broke, and the suite is not blamed", async () => {
    await put(FILE, "def test_a():\n    assert True\n");
    await put("conftest.py", "def pytest_runtest_logreport(report):\n    raise OSError('broken plugin')\n");
    expect(await run([`${FILE}::test_a`])).toMatchObject({
      exitCode: 3,
      broken: { category: "runner_crash" },
    });
  });

  it("out of time, ended with what it had started", async () => {
    await put(
      FILE,
      'import subprocess, sys\n\ndef test_a():\n    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])\n    open("pid", "w").write(str(child.pid))\n    child.wait()\n',
    );
    const result = await run([`${FILE}::test_a`], { timeoutMs: 4_000 });
    expect(result).toMatchObject({ broken: { category: "test_timeout" } });
    expect(statuses(result)).toEqual(["missing"]);
    const pid = Number(await readFile(join(root, "pid"), "utf8"));
    expect(isAlive(pid)).toBe(false);
  });

  const LONG = (teardown: string): string => `
import pathlib, signal, time, pytest

@pytest.fixture
def vm():
    pathlib.Path("made").write_text("")
    yield
    ${teardown}
    pathlib.Path("made").unlink()

def test_a():
    assert True

def test_b(vm):
    pathlib.Path("running").write_text("")
    time.sleep(600)
`;
  const NODEIDS = [`${FILE}::test_a`, `${FILE}::test_b`];

  it("out of time: the teardown of the test that ran is run, and the problem says so", async () => {
    await put(FILE, LONG("time.sleep(0)"));
    const result = await run(NODEIDS, { timeoutMs: 3_000 });
    expect(result).toMatchObject({
      exitCode: 2,
      broken: {
        category: "test_timeout",
        message: "pytest was stopped after 3 s, its time limit; the teardown ran.",
      },
    });
    expect(statuses(result)).toEqual(["passed", "missing"]);
    expect(existsSync(join(root, "made"))).toBe(false);
  });

  it.each([
    ["does not end", "signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)", "did not end in time"],
    ["fails", "raise OSError('refused')", "failed or did not run"],
  ])("out of time: a teardown that %s is told, with what to look for", async (_, teardown, said) => {
    await put(FILE, LONG(teardown));
    const short = { interrupt: 1_000, terminate: 200 };
    const result = await run(NODEIDS, {
      timeoutMs: 3_000,
      runProcess: (request) => runProcess({ ...request, grace: { limit: short, abort: short } }),
    });
    expect(existsSync(join(root, "made"))).toBe(true);
    expect(result.broken).toMatchObject({
      category: "test_timeout",
      message: expect.stringContaining(`the teardown ${said}`),
      hint: expect.stringContaining("may still be on the cluster"),
    });
  });

  it("cancelled: the teardown of the test that ran is run", async () => {
    await put(FILE, LONG("time.sleep(0)"));
    const abort = new AbortController();
    const running = run(NODEIDS, { signal: abort.signal });
    await expect.poll(() => existsSync(join(root, "running")), { timeout: 20_000 }).toBe(true);
    abort.abort();
    expect(await running).toMatchObject({
      broken: { category: "run_cancelled", message: "The run was cancelled; the teardown ran." },
    });
    expect(existsSync(join(root, "made"))).toBe(false);
  });

  it("cancelled before it was started: nothing is run", async () => {
    await put(FILE, "open('ran', 'w')\n\ndef test_a():\n    assert True\n");
    await expect(run([`${FILE}::test_a`], { signal: AbortSignal.abort() })).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(existsSync(join(root, "ran"))).toBe(false);
  });

  it("without a result file, whatever the exit code says", async () => {
    await put(FILE, "def test_a():\n    assert True\n");
    const result = await run([`${FILE}::test_a`], { command: ["python3", "-c", "print('1 passed')"] });
    expect(result).toMatchObject({ exitCode: 0, junitDigest: null, broken: { category: "runner_crash" } });
    expect(statuses(result)).toEqual(["missing"]);
  });

  it("with the result file of an earlier run: it is removed before, never read", async () => {
    await put(FILE, "def test_a():\n    assert True\n");
    expect(statuses(await run([`${FILE}::test_a`]))).toEqual(["passed"]);
    const again = await run([`${FILE}::test_a`], { command: ["python3", "-c", "print('1 passed')"] });
    expect(again).toMatchObject({ exitCode: 0, junitDigest: null });
    expect(statuses(again)).toEqual(["missing"]);
  });

  it("with a result file that was cut off", async () => {
    await put(FILE, "def test_a():\n    assert True\n");
    const cut =
      'import sys\npath = next(a.split("=", 1)[1] for a in sys.argv if a.startswith("--junitxml="))\n';
    const code = `${cut}open(path, "w").write('<testsuites><testsuite tests="1"><testcase classname="tests.test_it" name="test_a" />')`;
    const result = await run([`${FILE}::test_a`], { command: ["python3", "-c", code] });
    expect(result).toMatchObject({ exitCode: 0, broken: { category: "runner_crash" } });
    expect(statuses(result)).not.toContain("passed");
  });

  it.each<[string, readonly [string, ...string[]], string]>([
    ["cannot be started", ["/nowhere/pytest"], "could not be started"],
    ["is not installed in this Python", ["python3", "-S", "-m", "pytest"], "no pytest"],
  ])(
    "when pytest %s: the environment is wrong, and the hint says how to get it",
    async (_, command, said) => {
      await put(FILE, "def test_a():\n    assert True\n");
      expect(await run([`${FILE}::test_a`], { command })).toMatchObject({
        broken: {
          category: "env_config",
          message: expect.stringContaining(said),
          hint: expect.stringContaining("pip install pytest"),
        },
      });
    },
  );

  it("is not what a test says about pytest", async () => {
    await put(
      FILE,
      'import sys\n\ndef test_a(capfd):\n    with capfd.disabled():\n        sys.stderr.write("No module named pytest")\n    assert False\n',
    );
    expect(await run([`${FILE}::test_a`])).toMatchObject({ exitCode: 1, broken: null });
  });
});

/** A process that has ended may still have an entry until its parent has taken note. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.startsWith("Z") !== true;
  } catch {
    return false;
  }
}
