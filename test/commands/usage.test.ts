import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { inProcess, ROOT, testgen } from "./terminal.ts";

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
    ["run", "missing required argument 'stp'"],
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
