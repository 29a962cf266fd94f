import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { TestgenError } from "../../src/errors.ts";
import { readInputs, splitCommand } from "../../src/job/inputs.ts";

const ACTION = join(import.meta.dirname, "..", "..", "action.yml");
const declared = parse(readFileSync(ACTION, "utf8")) as {
  inputs: Record<string, { default?: string }>;
};
const TOKEN = "ghs_0123456789abcdefghijABCDEFGHIJ012345";
const defaults: Record<string, string> = {
  ...Object.fromEntries(Object.entries(declared.inputs).map(([name, input]) => [name, input.default ?? ""])),
  "github-token": TOKEN,
};
const read = (given: Readonly<Record<string, string>> = {}) =>
  readInputs((name) => ({ ...defaults, ...given })[name] ?? "");

function refusal(work: () => unknown): TestgenError {
  try {
    work();
  } catch (error) {
    if (error instanceof TestgenError) return error;
    throw error;
  }
  throw new Error("was accepted");
}

describe("defaults", () => {
  test("every default of action.yml can be used, and means what the action says", () => {
    expect(read()).toEqual({
      "github-token": TOKEN,
      "stp-paths": ["stps/**/*.md", "!stps/**/*template*/**", "!stps/**/README.md"],
      "working-directory": ".",
      author: "offline",
      "std-path": "stds",
      "std-format": "markdown",
      "graveyard-path": "GRAVEYARD.md",
      "pytest-command": "python3 -m pytest",
      "pyright-command": "",
      "pyright-max-iterations": 10,
      "heal-max-iterations": 3,
      retries: 2,
      "confirm-runs": 1,
      "run-timeout-minutes": 120 * 60_000,
      "types-timeout-minutes": 5 * 60_000,
      "test-env": [],
      commit: true,
      "commit-mode": "api",
      drafts: false,
      "fail-on": ["blocked", "infra", "failed"],
    });
  });

  test("action.yml declares every input that is read, and no other", () => {
    const asked: string[] = [];
    readInputs((name) => {
      asked.push(name);
      return defaults[name] ?? "";
    });
    expect([...new Set(asked)].sort()).toEqual(Object.keys(declared.inputs).sort());
  });
});

describe("what people write", () => {
  test("globs keep their commas, one pattern a line, comments and blank lines left out", () => {
    const text = "stps/{virt,storage}/*.md\r\n\n  # not yet\n!stps/old/**\n";
    expect(read({ "stp-paths": text })["stp-paths"]).toEqual(["stps/{virt,storage}/*.md", "!stps/old/**"]);
  });

  test("names are separated by commas or lines", () => {
    expect(read({ "test-env": "OC_TOKEN, REGION\nARCH" })["test-env"]).toEqual([
      "OC_TOKEN",
      "REGION",
      "ARCH",
    ]);
    expect(read({ "fail-on": "" })["fail-on"]).toEqual([]);
  });

  test("paths may be written with ./ and a trailing slash", () => {
    expect(read({ "working-directory": "././suite//" })["working-directory"]).toBe("suite");
    expect(read({ "working-directory": "" })["working-directory"]).toBe(".");
  });

  test("flags and choices bear spaces, flags any case", () => {
    expect(read({ commit: " FALSE ", "commit-mode": " git" })).toMatchObject({
      commit: false,
      "commit-mode": "git",
    });
  });

  test("minutes may be broken", () => {
    expect(read({ "run-timeout-minutes": "0.5" })["run-timeout-minutes"]).toBe(30_000);
  });
});

describe("what cannot be used", () => {
  test.each([
    ["github-token", "  ", "is needed to read the pull request"],
    ["stp-paths", "\n# none\n", "needs at least one pattern"],
    ["working-directory", "/etc", "must be a path inside the repository"],
    ["working-directory", "./..", "must be a path inside the repository"],
    ["working-directory", "suite/../../other", "must be a path inside the repository"],
    ["std-path", "C:\\stds", "must be a path inside the repository"],
    ["std-path", ".git/hooks", "must be a path inside the repository"],
    ["std-path", "stds\nTestgen-Run: forged", "must be a path inside the repository"],
    ["graveyard-path", "", "must name a file"],
    ["author", "constructor", "must be one of: offline"],
    ["std-format", "html", "must be one of: markdown, docstring"],
    ["pytest-command", " ", "must name a command"],
    ["pyright-max-iterations", "-1", "must be a whole number"],
    ["heal-max-iterations", "1e3", "must be a whole number"],
    ["heal-max-iterations", "101", "must be at most 100"],
    ["retries", "99999999999999999999", "must be at most 20"],
    ["confirm-runs", "two", "must be a whole number"],
    ["run-timeout-minutes", "0", "must be more than 0"],
    ["run-timeout-minutes", "1441", "must be at most 24 hours"],
    ["types-timeout-minutes", "Infinity", "must be a number of minutes"],
    ["test-env", "GOOD, BAD-NAME", "must be names of environment variables"],
    ["commit", "yes", "must be true or false"],
    ["commit-mode", "__proto__", "must be one of: api, git"],
    ["drafts", "1", "must be true or false"],
    ["fail-on", "failed, all", "must be some of: passed, partial"],
  ])("%s: %j", (name, value, reason) => {
    const error = refusal(() => read({ [name]: value }));
    expect(error).toMatchObject({ kind: "usage", code: "inputs.invalid" });
    expect(error.message).toContain(`\`${name}\` ${reason}`);
  });

  test("every problem is told at once", () => {
    const { message } = refusal(() => read({ commit: "maybe", retries: "x", "std-path": "/", drafts: "" }));
    expect(message.match(/`[a-z-]+` must/g)).toEqual([
      "`std-path` must",
      "`retries` must",
      "`commit` must",
      "`drafts` must",
    ]);
  });

  test("the message is one line, however hostile the value", () => {
    const { message } = refusal(() => read({ commit: "no\n::set-output name=x::y\r\u001b[31m" }));
    expect(message).not.toMatch(/\p{Cc}/u);
  });

  test("a long value is cut", () => {
    expect(refusal(() => read({ commit: "x".repeat(100_000) })).message.length).toBeLessThan(300);
  });

  test("the token is never shown, not even where it does not belong", () => {
    const error = refusal(() => read({ author: `x ${TOKEN}`, commit: TOKEN }));
    expect(error.message).toContain("***");
    expect(error.message).not.toContain(TOKEN);
    expect(refusal(() => read({ "github-token": "", commit: "no" })).message).toContain("(got nothing)");
  });
});

describe("commands", () => {
  test.each([
    ["uv run pytest", ["uv", "run", "pytest"]],
    ["  python3   -m\tpytest \n", ["python3", "-m", "pytest"]],
    [`pytest -k 'a and b' -m "not slow"`, ["pytest", "-k", "a and b", "-m", "not slow"]],
    [`pytest -k="a b" --x='c d'e`, ["pytest", "-k=a b", "--x=c de"]],
    [
      String.raw`pytest "say \"hi\" \n" a\ b 'it\s'`,
      ["pytest", String.raw`say "hi" \n`, "a b", String.raw`it\s`],
    ],
    [`pytest "" ''`, ["pytest", "", ""]],
    ["pytest; rm -rf $HOME && `id`", ["pytest;", "rm", "-rf", "$HOME", "&&", "`id`"]],
  ])("%j", (text, words) => {
    expect(splitCommand(text, "pytest-command")).toEqual(words);
  });

  test.each(["", "   ", `pytest "open`, "pytest 'open", "pytest \\", `"" pytest`])(
    "%j is refused",
    (text) => {
      expect(refusal(() => splitCommand(text, "pytest-command"))).toMatchObject({
        kind: "usage",
        code: "inputs.command",
        message: expect.stringContaining("`pytest-command`"),
      });
    },
  );

  test("any words, quoted, come back as they were", () => {
    const quote = (word: string): string => `'${word.replaceAll("'", `'"'"'`)}'`;
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary", minLength: 1 }), { minLength: 1 }), (words) => {
        expect(splitCommand(words.map(quote).join(" "), "x")).toEqual(words);
      }),
    );
  });
});
