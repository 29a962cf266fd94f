import { describe, expect, test } from "vitest";
import { type ChangedFile, earlierPath, removedPlans, selectPlans } from "../../src/job/plans.ts";

const DEFAULTS = ["stps/**/*.md", "!stps/**/*template*/**", "!stps/**/README.md"];
const selected = (paths: readonly string[], patterns: readonly string[] = DEFAULTS): string[] =>
  selectPlans(
    paths.map((path) => ({ path, status: "added" })),
    patterns,
  );

describe("patterns", () => {
  test("the defaults take plans and leave templates and read-me files", () => {
    expect(
      selected([
        "README.md",
        "docs/stps/plan.md",
        "stps/README.md",
        "stps/notes.txt",
        "stps/plan.md",
        "stps/sig-virt/deep/plan.md",
        "stps/sig-virt/readme.md",
        "stps/stp-template/stp.md",
      ]),
    ).toEqual(["stps/plan.md", "stps/sig-virt/deep/plan.md"]);
  });

  test("the last pattern that matches wins", () => {
    const patterns = ["stps/**", "!stps/old/**", "stps/old/kept.md"];
    expect(selected(["stps/a.md", "stps/old/b.md", "stps/old/kept.md"], patterns)).toEqual([
      "stps/a.md",
      "stps/old/kept.md",
    ]);
    expect(selected(["stps/a.md"], ["!stps/a.md", "stps/**"])).toEqual(["stps/a.md"]);
    expect(selected(["stps/a.md"], ["stps/**", "!**"])).toEqual([]);
  });

  test("a negation alone selects nothing", () => {
    expect(selected(["stps/a.md"], ["!docs/**"])).toEqual([]);
  });

  test("case does not matter", () => {
    expect(selected(["STPs/Sig-Virt/Plan.MD", "stps/x/ReadMe.md"])).toEqual(["STPs/Sig-Virt/Plan.MD"]);
  });

  test("braces and brackets are understood", () => {
    expect(
      selected(
        ["stps/virt/a.md", "stps/net/a.md", "stps/1.md"],
        ["stps/{virt,storage}/*.md", "stps/[0-9].md"],
      ),
    ).toEqual(["stps/1.md", "stps/virt/a.md"]);
  });

  test.each(["/stps/*.md", "./stps/*.md"])("%j begins at the root of the repository", (pattern) => {
    expect(selected(["stps/a.md", "x/stps/a.md"], [pattern])).toEqual(["stps/a.md"]);
    expect(selected(["stps/a.md"], ["stps/**", `! ${pattern}`])).toEqual([]);
  });
});

describe("odd names", () => {
  test.each([
    "stps/two words.md",
    `stps/"quoted" 'twice'.md`,
    "stps/-rf.md",
    "stps/line\nbreak.md",
    "stps/folder\nwith break/plan.md",
    "stps/日本/plän.md",
    "stps/[brackets] (and) {braces}.md",
    "stps/back\\slash.md",
    "stps/!bang.md",
    "stps/__proto__.md",
    "stps/$(id);`id`.md",
    "stps/🧪/🧪.md",
  ])("%j is a plan", (path) => {
    expect(selected([path])).toEqual([path]);
  });

  test("hidden files and folders are none", () => {
    expect(selected(["stps/.hidden.md", "stps/.cache/plan.md"])).toEqual([]);
  });
});

test("files that are gone or only listed are no plans, all other changes are", () => {
  const statuses = ["added", "removed", "modified", "renamed", "copied", "changed", "unchanged"];
  const files = statuses.map((status) => ({ path: `stps/${status}.md`, status }));
  expect(selectPlans(files, DEFAULTS)).toEqual([
    "stps/added.md",
    "stps/changed.md",
    "stps/copied.md",
    "stps/modified.md",
    "stps/renamed.md",
  ]);
});

describe("what happened to a plan", () => {
  const files: ChangedFile[] = [
    { path: "stps/added.md", status: "added" },
    { path: "stps/modified.md", status: "modified" },
    { path: "stps/link.md", status: "changed" },
    { path: "stps/copied.md", status: "copied", previousPath: "stps/modified.md" },
    { path: "stps/moved.md", status: "renamed", previousPath: "stps/sig-x/old.md" },
    { path: "archive/away.md", status: "renamed", previousPath: "stps/away.md" },
    { path: "stps/gone.md", status: "removed" },
    { path: "docs/gone.md", status: "removed" },
    { path: "stps/README.md", status: "removed" },
  ];

  test.each([
    ["stps/added.md", null],
    ["stps/modified.md", "stps/modified.md"],
    ["stps/link.md", "stps/link.md"],
    ["stps/copied.md", null],
    ["stps/moved.md", "stps/sig-x/old.md"],
    ["stps/nowhere.md", null],
  ])("the earlier version of %s is at %s", (plan, path) => {
    expect(earlierPath(files, plan)).toBe(path);
  });

  test("a plan is gone when it is removed or moved out of the plans", () => {
    expect(removedPlans(files, DEFAULTS)).toEqual(["stps/away.md", "stps/gone.md"]);
  });
});
