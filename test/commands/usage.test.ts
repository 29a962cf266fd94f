import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { exitCodeFor } from "../../src/commands/run.ts";
import type { PlanView } from "../../src/journal/view.ts";
import { folder, inProcess, ROOT, testgen } from "./terminal.ts";

const COMMANDS = [
  "run",
  "plan",
  "describe",
  "explore",
  "verify",
  "types",
  "heal",
  "results",
  "classify",
  "gate",
  "graveyard",
  "doctor",
];

describe("wrong usage exits 2, says what is wrong and prints nothing else", () => {
  test.each<[string, string]>([
    ["bogus", "unknown command 'bogus'"],
    ["constructor", "unknown command"],
    ["plan --bogus x", "unknown option '--bogus'"],
    ["plan", "missing required argument 'stp'"],
    ["plan a b --against c", "--against compares one plan with its earlier version; 2 plans are named"],
    ["run", "missing required argument 'stp'"],
    ["run a b --against c", "--against compares one plan with its earlier version; 2 plans are named"],
    ["describe", "describe needs a test plan"],
    ["describe a b", "too many arguments"],
    ["describe x --format html", "Allowed choices are markdown, docstring, json"],
    ["run x --std-format html", "Allowed choices are markdown, docstring"],
    ["gate a", "missing required argument 'after'"],
    ["graveyard", "Usage: testgen graveyard"],
    ["graveyard bogus", "unknown command 'bogus'"],
    ["graveyard merge a b", "missing required argument 'theirs'"],
    ["explore a b", "too many arguments"],
    ["", "Usage: testgen"],
  ])("testgen %s", async (line, message) => {
    const { code, out, err } = await inProcess(line.split(" ").filter((word) => word !== ""));
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(message);
  });

  test.each([
    [["--max-iterations", "many"], "--max-iterations takes a whole number up to 99"],
    [["--max-iterations", "-1"], "--max-iterations"],
    [["--author", "shakespeare"], 'There is no author "shakespeare".'],
    [["--pytest-command", "pytest 'open"], "`--pytest-command` is not a command"],
    [["--pyright-command", ""], "`--pyright-command` is not a command"],
    [["--std-path", "../.."], '--std-path takes a path inside the repository, not "../.."'],
    [["--std-path", ".git/stds"], "--std-path takes a path inside the repository"],
    [["--std-path", "/tmp/stds"], "--std-path takes a path inside the repository"],
    [["--graveyard", "a/../../GRAVEYARD.md"], "--graveyard takes a path inside the repository"],
    [["--graveyard", "./"], "--graveyard takes a path inside the repository"],
  ])("testgen run STP %j", async (options, message) => {
    const stp = join(ROOT, "fixtures", "plans", "stps", "sig-virt", "vm-hard-reset.md");
    const { code, err } = await inProcess([
      "run",
      stp,
      "--repo",
      join(ROOT, "fixtures", "suite"),
      ...options,
    ]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

test("without a place for temporary files it is the environment's fault", async () => {
  const stp = join(ROOT, "fixtures", "plans", "stps", "sig-virt", "vm-hard-reset.md");
  const { code, out, err } = await testgen(["run", stp, "--repo", join(ROOT, "fixtures", "suite")], {
    env: { TMPDIR: "/nowhere/tmp" },
  });
  expect({ code, out }).toEqual({ code: 3, out: "" });
  expect(err).toContain("/nowhere/tmp: no temporary directory can be made there");
  expect(err).toContain("Set TMPDIR");
});

test("a file of the repository's own administration is none to work on", async ({ onTestFinished }) => {
  const root = await folder(onTestFinished);
  await mkdir(join(root, ".git"));
  await writeFile(join(root, ".git", "test_x.py"), "def test_x():\n    pass\n");
  const { code, err } = await inProcess(["verify", join(root, ".git", "test_x.py"), "--repo", root]);
  expect(code).toBe(2);
  expect(err).toContain("no file of the repository");
});

describe("the exit code of a run", () => {
  const ended = (outcome: PlanView["outcome"], ...statuses: PlanView["tests"][number]["status"][]) => ({
    outcome,
    tests: statuses.map((status) => ({ status })),
  });
  test.each([
    [0, [ended("partial", "passed", "described")]],
    [
      0,
      [ended("partial", "healed", "described"), ended("passed", "passed"), ended("described", "described")],
    ],
    [1, [ended("partial", "passed", "failed")]],
    [1, [ended("partial", "passed", "flaky", "described")]],
    [1, [ended("partial", "passed", "not-run")]],
    [1, [ended("partial", "passed", "described"), ended("failed")]],
    [3, [ended("partial", "passed", "described"), ended("infra", "not-run")]],
    [3, [ended(null)]],
  ])("is %i: tests that are only described are no failures", (code, plans) => {
    expect(exitCodeFor(plans)).toBe(code);
  });
});

describe("help", () => {
  test("names every command", async () => {
    const { code, out, err } = await inProcess(["--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const name of COMMANDS) expect(out).toMatch(new RegExp(`^ {2}${name} `, "m"));
  });

  test.each(COMMANDS)("of %s", async (name) => {
    const { code, out } = await inProcess([name, "--help"]);
    expect(code).toBe(0);
    expect(out).toContain(`Usage: testgen ${name}`);
  });

  test("the version is the package's", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    expect(await testgen(["--version"])).toEqual({ code: 0, out: `${version}\n`, err: "" });
  });
});
