import { appendFileSync, writeFileSync } from "node:fs";
import { mkdir, readdir, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { PRODUCT_BUG, TRANSIENT_FAULT } from "../../fixtures/world/example.ts";
import { offlineAuthor } from "../../src/author/offline/index.ts";
import { findSmells } from "../../src/draft/smells.ts";
import { PHASES } from "../../src/journal/events.ts";
import { loadPython } from "../../src/python/parser.ts";
import {
  changed,
  example,
  openWorld,
  sentences,
  WITH_PYRIGHT,
  type World,
  type WorldOptions,
} from "./world.ts";

const RESET = "stps/sig-virt/vm-hard-reset.md";
const SNAPSHOT = "stps/sig-storage/vm-snapshot-restore.md";
const RUNS = ["Verify that a running VM gets a new boot ID after a restart"];
const CONSOLE = ["Verify the console works"];

let world: World | undefined;
const open = async (options?: WorldOptions): Promise<World> => {
  world = await openWorld(options);
  return world;
};
afterEach(async () => {
  await world?.close();
  world = undefined;
});

describe("plans on a cluster", () => {
  it("go through all six phases: healed, retried, and the product's own bug reported, never edited", async () => {
    const { run, files } = await open({ faults: [PRODUCT_BUG, TRANSIENT_FAULT] });
    const before = await files();
    const { results, of } = await run([example(RESET), example(SNAPSHOT)], { settings: WITH_PYRIGHT });
    expect(results.map(({ path, outcome }) => [path, outcome])).toEqual([
      [RESET, "partial"],
      [SNAPSHOT, "passed"],
    ]);
    const tests = new Map(of("test").map((test) => [test.nodeid.split("::").at(-1), test]));
    expect(tests.get("test_resetting_a_stopped_vm_is_rejected")).toMatchObject({
      status: "healed",
      verdict: "heal",
    });
    expect(tests.get("test_snapshot_of_a_running_vm_becomes_ready")).toMatchObject({
      status: "passed",
      verdict: "retry",
    });
    expect(tests.get("test_reset_of_a_paused_vm_is_rejected")).toMatchObject({
      status: "failed",
      verdict: "product-bug",
      message: expect.stringContaining("DID NOT RAISE"),
    });
    // One that no rule can write, and one whose outcome was true before its step.
    expect([...tests.values()].filter(({ status }) => status === "described")).toHaveLength(2);
    expect(tests.get("test_vm_is_running_again_after_it_is_reset")).toMatchObject({
      status: "described",
      message: expect.stringContaining("passes without its steps"),
    });
    expect([...tests.values()].every(({ status, attempts }) => status === "described" || attempts > 1)).toBe(
      true,
    );

    expect(of("note", RESET)).toContainEqual(
      expect.objectContaining({
        line: expect.toSatisfy((line: number) => line > 0),
        message: "VIRT-4101-4 names no action: its step only looks at what must be so",
      }),
    );

    for (const plan of [RESET, SNAPSHOT]) {
      expect(of("phase.ended", plan).map(({ phase }) => phase)).toEqual([...PHASES]);
    }
    expect(of("phase.ended", RESET).find(({ phase }) => phase === "types")).toMatchObject({
      status: "done",
      facts: { clean: true, before: 2, errors: 0 },
    });

    const after = await files();
    const written = results.flatMap((result) => result.files.map(({ path }) => path));
    expect(changed(before, after)).toEqual([...new Set(written)].sort());
    const test = after["tests/virt/lifecycle/test_vm_hard_reset.py"] ?? "";
    // The test that the product fails still demands what the plan demands.
    expect(test).toContain("with pytest.raises(InvalidError):\n            paused_vm.reset(");
    expect(findSmells(await loadPython(), test).filter(({ severity }) => severity === "block")).toEqual([]);
    expect(after["GRAVEYARD.md"]?.startsWith(before["GRAVEYARD.md"] ?? "?")).toBe(true);
  }, 120_000);

  it("learn: what a run had to heal, the next draft of the same plan knows before it runs", async () => {
    const { run, files } = await open();
    const first = await run([example(RESET)]);
    expect(first.results[0]?.outcome).toBe("partial");
    expect(first.of("lesson")).toMatchObject([{ added: true }, { added: false }]);
    expect(first.of("patch").filter(({ phase }) => phase === "run")).toHaveLength(1);

    const between = await files();
    const second = await run([example(RESET)]);
    expect(second.results[0]?.outcome).toBe("partial");
    expect(second.of("patch").map(({ phase, accepted, by }) => ({ phase, accepted, by }))).toEqual([
      {
        phase: "verify",
        accepted: true,
        by: expect.stringContaining("reset is refused with ConflictError"),
      },
    ]);
    expect(second.of("lesson")).toEqual([]);
    // The same files, not new ones beside them.
    expect(Object.keys(await files())).toEqual(Object.keys(between));
  });
});

describe("a refusal whose kind the plan names", () => {
  it("is the product's when another kind comes: nothing is tried again, nothing is edited", async () => {
    const { run } = await open();
    const { results, of } = await run([
      sentences("stps/sig-virt/power.md", ["Verify that resetting a paused VM is rejected as invalid"]),
    ]);
    expect(of("test")).toMatchObject([
      { status: "failed", verdict: "product-bug", signal: "ConflictError instead of InvalidError" },
    ]);
    expect(of("patch").filter(({ phase }) => phase === "run")).toEqual([]);
    expect(results[0]?.outcome).toBe("blocked");
  });
});

describe("a lesson of the repository", () => {
  const REFUSED = ["Verify that restarting a stopped VM is rejected"];
  const lesson = (to: string): string =>
    [
      "## ENTRY: Restart is refused otherwise",
      "",
      "**Category**: AssertionError",
      "**Date**: 2026-01-02",
      "**Test**: tests/virt/test_other.py::test_restart",
      "",
      "### What Went Wrong",
      "It expected another error.",
      "",
      "### Wrong Code",
      "```python",
      "with pytest.raises(InvalidError):\n    $VM.restart()",
      "```",
      "",
      "### Correct Code",
      "```python",
      `from libs.client.errors import ${to}\n\nwith pytest.raises(${to}):\n    $VM.restart()`,
      "```",
      "",
      "### Lesson Learned",
      "Another error comes.",
      "",
      "### How to Avoid",
      `Expect ${to}.`,
      "",
    ].join("\n");

  it.each([
    ["another refusal of the suite", "ConflictError", true],
    ["the base of all refusals", "ApiError", false],
    ["an error that is no refusal at all", "TimeoutError", false],
  ])("may teach a test to expect %s: %s → %s", async (_, to, taught) => {
    const { run, checkout } = await open({ cluster: false });
    await checkout.write([{ path: "GRAVEYARD.md", content: `# GRAVEYARD\n\n${lesson(to)}` }]);
    const { of } = await run([sentences("stps/sig-virt/power.md", REFUSED)]);
    const patches = of("patch").filter(
      ({ phase, summary }) => phase === "verify" && summary.includes("Restart is refused"),
    );
    expect(patches).toMatchObject([{ accepted: taught }]);
  });
});

describe("one plan's failure", () => {
  it("is that plan's alone: nothing of it is kept, and the next one is worked on", async () => {
    const { run, files } = await open();
    const before = await files();
    const unreadable = {
      path: "stps/sig-virt/broken.md",
      read: async () => new Uint8Array([0, 255, 0, 254]),
    };
    const gone = {
      path: "stps/sig-virt/gone.md",
      read: async (): Promise<Uint8Array> => {
        throw new Error("no such plan");
      },
    };
    const { results, of } = await run([unreadable, gone, sentences("stps/sig-virt/power.md", RUNS)]);
    expect(results.map(({ outcome }) => outcome)).toEqual(["failed", "failed", "passed"]);
    expect(results.slice(0, 2).map((result) => result.files)).toEqual([[], []]);
    expect(changed(before, await files())).toEqual(["stds/sig-virt/power.md", "tests/virt/test_power.py"]);
    expect(of("phase.ended", unreadable.path).map(({ phase, status }) => `${phase} ${status}`)).toEqual([
      "describe failed",
      ...PHASES.slice(1).map((phase) => `${phase} skipped`),
    ]);
    expect(of("plan.ended", gone.path)[0]?.reason).toContain("no such plan");
  });

  it("leaves no trace when the author fails in the middle", async () => {
    const { run, files } = await open();
    const before = await files();
    const author = {
      ...offlineAuthor,
      draft: async () => {
        throw new Error("out of ideas");
      },
    };
    const { results } = await run([sentences("stps/sig-virt/power.md", RUNS)], { effects: { author } });
    expect(results).toMatchObject([{ outcome: "failed", files: [] }]);
    expect(changed(before, await files())).toEqual([]);
  });
});

describe("an environment that stops the run", () => {
  it("keeps nothing: the checkout is as it was, also where the file had been there before", async () => {
    const { run, files, checkout } = await open({ cluster: false });
    const old = '# Generated by testgen from stps/sig-virt/power.md\n"""Old."""\n';
    await checkout.write([{ path: "tests/virt/test_power.py", content: old }]);
    const before = await files();
    const { results, of } = await run([
      sentences("stps/sig-virt/power.md", RUNS),
      sentences("stps/sig-quantum/power.md", RUNS),
    ]);
    expect(results).toMatchObject([
      { outcome: "infra", files: [] },
      { outcome: "infra", files: [] },
    ]);
    expect(changed(before, await files())).toEqual([]);
    expect(of("test").every(({ verdict, status }) => verdict === "infra" && status === "failed")).toBe(true);
  });

  it("is told in the suite's own words when the suite itself ends the session", async () => {
    const { run, checkout } = await open();
    await checkout.write([
      {
        path: "tests/virt/conftest.py",
        content:
          'import pytest\n\n@pytest.fixture(autouse=True)\ndef licence():\n    pytest.exit(reason="the licence has expired", returncode=99)\n',
      },
    ]);
    const { results, of } = await run([sentences("stps/sig-virt/power.md", RUNS)]);
    expect(results[0]?.outcome).toBe("infra");
    expect(of("plan.ended")[0]?.reason).toContain("the licence has expired");
    expect(of("evidence")).toMatchObject([{ exitCode: 99, passed: 0 }]);
  });

  it("takes a skipped test for one that was not run", async () => {
    const { run, files, checkout } = await open();
    await checkout.write([
      {
        path: "tests/virt/conftest.py",
        content:
          'import pytest\n\n\ndef pytest_collection_modifyitems(items):\n    for item in items:\n        item.add_marker(pytest.mark.skip(reason="no GPU"))\n',
      },
    ]);
    const before = await files();
    const { results, of } = await run([sentences("stps/sig-virt/power.md", RUNS)]);
    expect(results).toMatchObject([{ outcome: "infra", files: [] }]);
    expect(of("test")).toMatchObject([{ status: "not-run", verdict: "infra", message: "Skipped: no GPU" }]);
    expect(changed(before, await files())).toEqual([]);
  });

  it("is what a cancelled run is, and its files are taken back", async () => {
    const { run, files } = await open();
    const before = await files();
    const stop = new AbortController();
    const { results, of } = await run([sentences("stps/sig-virt/power.md", RUNS)], {
      signal: stop.signal,
      onEvent: (event) => {
        if (event.type === "phase.started" && event.phase === "run") stop.abort();
      },
    });
    expect(results).toMatchObject([{ outcome: "infra", files: [] }]);
    expect(of("plan.ended")[0]?.reason).toBe("The run was cancelled.");
    expect(changed(before, await files())).toEqual([]);
  });
});

describe("what proves nothing", () => {
  it("is a test that passes without its steps: it goes back to its description, and leaves nothing behind", async () => {
    const { run, files } = await open();
    const before = await files();
    const { results, of } = await run([
      sentences("stps/sig-virt/power.md", [...RUNS, "Verify that the VM is Running after a restart"]),
    ]);
    expect(results[0]?.outcome).toBe("partial");
    expect(of("test").map(({ status, nodeid }) => `${status} ${nodeid.split("::").at(-1)}`)).toEqual([
      "passed test_running_vm_gets_a_new_boot_id_after_a_restart",
      "described test_vm_is_running_after_a_restart",
    ]);
    expect(of("control")).toMatchObject([{ planned: 2, problem: null, unproven: [expect.any(String)] }]);
    const after = await files();
    expect(changed(before, after)).toEqual(["stds/sig-virt/power.md", "tests/virt/test_power.py"]);
    const test = after["tests/virt/test_power.py"] ?? "";
    expect(test).toContain("    __test__ = False\n\n    def test_vm_is_running_after_a_restart(self):");
    expect(test).not.toContain("VmStatus");
  });

  it("is found whatever limit of failures the suite has", async () => {
    const { run } = await open();
    const { of } = await run(
      [sentences("stps/sig-virt/power.md", [...RUNS, "Verify that the VM is Running after a restart"])],
      { settings: { pytestCommand: ["python3", "-m", "pytest", "-x"] } },
    );
    expect(of("test").map(({ status }) => status)).toEqual(["passed", "described"]);
  });

  it("may be any pass of a run that has no control: that is said, and the plan has not passed", async () => {
    const { run, checkout } = await open();
    await checkout.write([
      {
        path: "tests/virt/conftest.py",
        content:
          'def pytest_collection_modifyitems(items):\n    items[:] = [item for item in items if "without_steps" not in item.nodeid]\n',
      },
    ]);
    const { results, of } = await run([sentences("stps/sig-virt/power.md", RUNS)]);
    expect(results[0]?.outcome).toBe("partial");
    expect(of("plan.ended")[0]?.reason).toContain("could not be run without their steps");
    expect(of("phase.ended").at(-1)).toMatchObject({
      status: "degraded",
      problem: { code: "control.unknown" },
    });
  });

  it("is not a refusal that passes by itself: the same request is tried again, and nothing is learned", async () => {
    const { run } = await open({
      faults: [
        {
          kind: "transient",
          method: "PUT",
          path: "/reset",
          code: 409,
          times: 50,
          message:
            "Operation cannot be fulfilled: the object has been modified; please apply your changes to the latest version",
        },
      ],
    });
    const { of } = await run([
      sentences("stps/sig-virt/power.md", ["Verify that a reset of a paused VM is rejected"]),
    ]);
    expect(of("test")).toMatchObject([{ status: "failed", verdict: "retry" }]);
    expect(of("lesson")).toEqual([]);
  });

  it("is not a test that demands only that something is as it was", async () => {
    const { run } = await open();
    const { results, of } = await run([
      sentences("stps/sig-virt/power.md", [
        "Verify that the instance UID of the VM is unchanged after a reset",
      ]),
    ]);
    expect(results[0]?.outcome).toBe("passed");
    expect(of("control")).toEqual([]);
  });

  it("is a test that passes once and fails once on the same code", async () => {
    const { run, checkout } = await open();
    await checkout.write([
      {
        path: "tests/virt/conftest.py",
        content:
          'from pathlib import Path\n\nSEEN = Path(__file__).with_name("seen")\n\n\ndef pytest_runtest_call(item):\n    if SEEN.exists():\n        raise AssertionError("not this time")\n    SEEN.write_text("once")\n',
      },
    ]);
    const { results, of } = await run([sentences("stps/sig-virt/power.md", RUNS)]);
    expect(of("test")).toMatchObject([{ status: "flaky", category: "flaky", attempts: 2 }]);
    expect(results).toMatchObject([{ outcome: "failed", files: [] }]);
  });

  it("is a test that failed and then passed while only the test beside it was healed", async () => {
    const { run, checkout } = await open();
    await checkout.write([
      {
        path: "tests/virt/conftest.py",
        content: [
          "from pathlib import Path",
          "import pytest",
          "",
          'SEEN = Path(__file__).with_name("seen")',
          "",
          "",
          "@pytest.hookimpl(wrapper=True)",
          "def pytest_runtest_call(item):",
          "    result = yield",
          '    if "boot_id" in item.name and not SEEN.exists():',
          '        SEEN.write_text("once")',
          '        raise AssertionError("not this time")',
          "    return result",
          "",
        ].join("\n"),
      },
    ]);
    const { results, of } = await run([
      sentences("stps/sig-virt/power.md", [...RUNS, "Verify that resetting a stopped VM is rejected"]),
    ]);
    expect(of("patch").filter(({ phase, accepted }) => phase === "run" && accepted)).toHaveLength(1);
    expect(of("test").map(({ nodeid, status }) => [nodeid.split("::").at(-1), status])).toEqual([
      ["test_running_vm_gets_a_new_boot_id_after_a_restart", "flaky"],
      ["test_resetting_a_stopped_vm_is_rejected", "healed"],
    ]);
    expect(of("test")[0]?.message).toContain("not this time");
    expect(results[0]?.outcome).toBe("partial");
  });

  it("is a test that passes only when the session itself runs it again", async () => {
    const { run, checkout } = await open();
    await checkout.write([
      {
        path: "tests/virt/conftest.py",
        content: [
          "from _pytest.runner import runtestprotocol",
          "",
          "TRIED = []",
          "",
          "",
          "def pytest_runtest_call(item):",
          "    TRIED.append(item)",
          "    assert len(TRIED) > 1",
          "",
          "",
          "def pytest_runtest_protocol(item, nextitem):",
          "    for attempt in range(2):",
          "        item._initrequest()",
          "        reports = runtestprotocol(item, nextitem=nextitem, log=False)",
          "        again = attempt == 0 and any(report.failed for report in reports)",
          "        for report in reports:",
          "            if again and report.failed:",
          '                report.outcome = "rerun"',
          "            item.ihook.pytest_runtest_logreport(report=report)",
          "        if not again:",
          "            break",
          "    return True",
          "",
        ].join("\n"),
      },
    ]);
    const { results, of } = await run([sentences("stps/sig-virt/power.md", RUNS)]);
    expect(of("evidence").every(({ exitCode }) => exitCode === 0)).toBe(true);
    expect(of("test")).toMatchObject([{ status: "flaky", category: "flaky" }]);
    expect(results).toMatchObject([{ outcome: "failed", files: [] }]);
  });

  it.each([
    ["pytest_runtest_setup", { verdict: "infra", category: "env_config" }, "infra"],
    ["pytest_runtest_call", { verdict: null, category: "unknown" }, "blocked"],
    ["pytest_runtest_teardown", { verdict: "infra", category: "teardown_leak" }, "infra"],
  ])(
    "is a failure in %s that fits no known kind, and the product is not blamed",
    async (hook, told, outcome) => {
      const { run, checkout } = await open();
      await checkout.write([
        {
          path: "tests/virt/conftest.py",
          content: `class Odd(Exception):\n    pass\n\n\ndef ${hook}(item):\n    raise Odd("something odd")\n`,
        },
      ]);
      const { results, of } = await run([sentences("stps/sig-virt/power.md", RUNS)]);
      expect(of("test")).toMatchObject([{ status: "failed", ...told }]);
      expect(results[0]?.outcome).toBe(outcome);
      expect(of("plan.ended")[0]?.reason).not.toMatch(/contradict|product/);
    },
  );

  it("is a file that cannot be imported: each test fails for that, and the environment is not blamed", async () => {
    const { run } = await open();
    const author = {
      ...offlineAuthor,
      draft: async (request: Parameters<typeof offlineAuthor.draft>[0]) => {
        const draft = await offlineAuthor.draft(request);
        const [file, ...others] = draft.files;
        const content = (file?.content ?? "").replace("from libs.", "import nowhere\nfrom libs.");
        return { ...draft, files: [{ path: file?.path ?? "", content }, ...others] };
      },
    };
    const { results, of } = await run([sentences("stps/sig-virt/power.md", RUNS)], { effects: { author } });
    expect(results[0]?.outcome).toBe("failed");
    expect(of("test")).toMatchObject([
      { status: "failed", verdict: "heal", message: expect.stringMatching(/nowhere|collection/) },
    ]);
  });
});

describe("the files of a plan", () => {
  it("are a description and a placeholder when nothing could be written, and nothing is run", async () => {
    const { run, files } = await open({ cluster: false });
    const before = await files();
    const { results, of } = await run([sentences("stps/sig-virt/console.md", CONSOLE)]);
    expect(results.map(({ outcome }) => outcome)).toEqual(["described"]);
    const after = await files();
    expect(changed(before, after)).toEqual(["stds/sig-virt/console.md", "tests/virt/test_console.py"]);
    expect(after["tests/virt/test_console.py"]).toContain("\n__test__ = False\n");
    expect(after["stds/sig-virt/console.md"]).toContain("Console works");
    expect(of("evidence")).toEqual([]);
    expect(of("phase.ended").find(({ phase }) => phase === "run")).toMatchObject({ status: "skipped" });
  });

  it("keep what somebody wrote into our own file since, and write beside it", async () => {
    const { run, files, checkout } = await open({ cluster: false });
    const plan = sentences("stps/sig-virt/console.md", CONSOLE);
    await run([plan]);
    const path = "tests/virt/test_console.py";
    const content = `${(await files())[path]}\n\ndef test_mine():\n    assert open\n`;
    await checkout.write([{ path, content }]);
    const { of } = await run([plan]);
    const after = await files();
    expect(after[path]).toBe(content);
    expect(Object.keys(after)).toContain("tests/virt/test_console_stp.py");
    expect(of("warning").map(({ message }) => message)).toContainEqual(
      `${path} was edited by people and is kept; this run's text goes to a file beside it. What it has and the plan does not ask for: test_mine.`,
    );
  });

  it("of the other std-format are named: nobody keeps them up to date", async () => {
    const { run } = await open({ cluster: false });
    const plan = sentences("stps/sig-virt/console.md", CONSOLE);
    await run([plan]);
    const { of } = await run([plan], { settings: { stdFormat: "docstring" } });
    expect(of("warning").map(({ message }) => message)).toEqual([
      "stds/sig-virt/console.md describes the plan in the other form and is not kept up to date.",
    ]);
  });

  it("never replace a file without our mark: another name is chosen, for the description too", async () => {
    const { run, files, checkout } = await open({ cluster: false });
    const foreign = [
      { path: "tests/virt/test_console.py", content: "def test_console():\n    assert open\n" },
      { path: "stds/sig-virt/console.md", content: "# Written by hand\n" },
      { path: "stds/sig-virt/console.py", content: '"""Written by hand."""\n' },
    ];
    await checkout.write(foreign);
    const before = await files();
    const plan = sentences("stps/sig-virt/console.md", CONSOLE);
    await run([plan]);
    await run([plan], { settings: { stdFormat: "docstring" } });
    const after = await files();
    expect(changed(before, after)).toEqual([
      "stds/sig-virt/console_stp.md",
      "stds/sig-virt/console_stp.py",
      "tests/virt/test_console_stp.py",
    ]);
    for (const { path, content } of foreign) expect(after[path]).toBe(content);
    expect(after["stds/sig-virt/console_stp.py"]).toMatch(
      /^# Generated by testgen from stps\/sig-virt\/console\.md \[content [0-9a-f]{16}\]\n/,
    );
  });

  it("refer to a plan from elsewhere by its part below the plans, while the journal knows it as it was given", async () => {
    const { run, files } = await open({ cluster: false });
    const given = "/somewhere/else/stps/sig-virt/console.md";
    const { results, of } = await run([sentences(given, CONSOLE)]);
    expect(results[0]?.path).toBe(given);
    expect(of("plan.read", given)).toHaveLength(1);
    expect(of("drafted", given)).toHaveLength(1);
    const written = Object.entries(await files()).filter(([path]) => /console/.test(path));
    expect(written.map(([path]) => path)).toEqual(["stds/sig-virt/console.md", "tests/virt/test_console.py"]);
    for (const [, content] of written) {
      expect(content).toContain("Generated by testgen from stps/sig-virt/console.md");
      expect(content).not.toContain("/somewhere");
    }
  });

  it.each([
    ["stds", "elsewhere"],
    ["GRAVEYARD.md", "elsewhere/lessons.md"],
    ["tests/virt", "elsewhere"],
  ])("are refused at planning where a link stands in their way: %s", async (link, target) => {
    const { run, checkout } = await open({ cluster: false });
    const outside = join(checkout.root, "elsewhere");
    await mkdir(outside);
    await writeFile(join(outside, "lessons.md"), "");
    await rm(join(checkout.root, link), { recursive: true, force: true });
    await symlink(join(checkout.root, target), join(checkout.root, link));
    const { results, of } = await run([example(RESET)]);
    expect(results).toMatchObject([{ outcome: "failed", files: [] }]);
    const [end] = of("plan.ended");
    expect(end?.reason).toContain(`${link} is a symbolic link`);
    expect(of("process")).toEqual([]);
    expect(await readdir(outside)).toEqual(["lessons.md"]);
  });

  it("are refused at planning where a folder or a file stands in their way", async () => {
    const { run, checkout } = await open({ cluster: false });
    await writeFile(join(checkout.root, "stds"), "a file");
    const { of } = await run([example(RESET)]);
    expect(of("plan.ended")[0]?.reason).toContain("stds/sig-virt/vm_hard_reset.md: cannot be written (");
    expect(of("process")).toEqual([]);
  });

  it("of a plan with a very long path have names that a file system takes", async () => {
    const { run } = await open();
    const path = `stps/${"a-very-long-folder-name/".repeat(12)}vm-restart.md`;
    const { results, of } = await run([sentences(path, RUNS)]);
    expect(results).toMatchObject([{ outcome: "passed" }]);
    expect(of("evidence").length).toBeGreaterThan(0);
  });

  it("of two plans of one name do not replace each other", async () => {
    const { run, files } = await open({ cluster: false });
    const before = await files();
    const { results } = await run([
      sentences("/one/console.md", CONSOLE),
      sentences("/two/console.md", CONSOLE),
    ]);
    expect(results.map(({ outcome }) => outcome)).toEqual(["described", "described"]);
    expect(changed(before, await files())).toEqual([
      "stds/console.md",
      "stds/console_stp.md",
      "tests/test_console.py",
      "tests/test_console_stp.py",
    ]);
  });

  it("come with a package for each new folder, and pytest finds the test there", async () => {
    const { run, files } = await open();
    const before = await files();
    const { results } = await run([sentences("stps/sig-quantum/power.md", RUNS)]);
    expect(results[0]?.outcome).toBe("passed");
    const after = await files();
    expect(changed(before, after)).toEqual([
      "stds/sig-quantum/power.md",
      "tests/quantum/__init__.py",
      "tests/quantum/test_power.py",
    ]);
    expect(after["tests/quantum/__init__.py"]).toBe("");
  });
});

describe("what somebody edits while a run is at work", () => {
  it("is kept: lessons are added to the GRAVEYARD.md of the end, not to that of the beginning", async () => {
    const { run, files, checkout } = await open();
    const theirs = "\n## Mine\n\nWritten while the tests ran.\n";
    const path = join(checkout.root, "GRAVEYARD.md");
    const rejected = ["Verify that resetting a stopped VM is rejected"];
    const { results, of } = await run([sentences("stps/sig-virt/power.md", rejected)], {
      onEvent: (event) => {
        if (event.type === "phase.started" && event.phase === "run") appendFileSync(path, theirs);
      },
    });
    expect(results[0]?.outcome).toBe("passed");
    expect(of("lesson")).toMatchObject([{ added: true }]);
    const text = (await files())["GRAVEYARD.md"] ?? "";
    expect(text).toContain(theirs.trim());
    expect(text).toContain(of("lesson")[0]?.title);
  });

  it("stops the plan where it would have been written over, and the rest is taken back", async () => {
    const { run, files, checkout } = await open();
    const before = await files();
    const path = "tests/virt/test_power.py";
    const { results, of } = await run([sentences("stps/sig-virt/power.md", RUNS)], {
      onEvent: (event) => {
        if (event.type === "evidence") writeFileSync(join(checkout.root, path), "# mine\n");
      },
    });
    expect(results).toMatchObject([{ outcome: "failed", files: [] }]);
    expect(of("plan.ended")[0]?.reason).toContain(path);
    const after = await files();
    expect(changed(before, after)).toEqual([path]);
    expect(after[path]).toBe("# mine\n");
  });

  it("is kept when the environment stops the run, and the reader is told", async () => {
    const { run, files, checkout } = await open({ cluster: false });
    const path = "tests/virt/test_power.py";
    let written = false;
    const { results, of } = await run([sentences("stps/sig-virt/power.md", RUNS)], {
      onEvent: (event) => {
        if (event.type === "test" && !written) writeFileSync(join(checkout.root, path), "# mine\n");
        written ||= event.type === "test";
      },
    });
    expect(results).toMatchObject([{ outcome: "infra", files: [] }]);
    expect((await files())[path]).toBe("# mine\n");
    expect(of("warning").map(({ message }) => message)).toEqual([expect.stringContaining(path)]);
  });
});

describe("without pyright", () => {
  it("the types are not checked, the phase says so, and the run goes on", async () => {
    const { run } = await open();
    const { results, of } = await run([sentences("stps/sig-virt/power.md", RUNS)]);
    expect(results[0]?.outcome).toBe("passed");
    expect(of("phase.ended").find(({ phase }) => phase === "types")).toMatchObject({
      status: "degraded",
      problem: { code: "pyright.missing", hint: expect.stringContaining("pyright-command") },
    });
  });
});
