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
