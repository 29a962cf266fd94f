import { beforeAll, describe, expect, it } from "vitest";
import { newPackages, type Placement, placeFiles, planReference } from "../../src/draft/placement.ts";
import { GENERATED_MARK, generatedMark, stamped } from "../../src/draft/stamp.ts";
import type { TestPlan } from "../../src/plan/model.ts";
import { loadPython, type PythonParser } from "../../src/python/parser.ts";
import type { SuiteIndex } from "../../src/suite/model.ts";
import { planOf, suiteOf } from "../author/support.ts";

const DIRECTORIES = [
  "tests",
  "tests/virt",
  "tests/virt/lifecycle",
  "tests/virt/migration",
  "tests/storage",
  "tests/network",
  "tests/infrastructure",
  "tests/install_upgrade_operators",
  "utilities",
];

let python: PythonParser;
beforeAll(async () => {
  python = await loadPython();
});

const suiteWith = (directories: readonly string[], more: Readonly<Record<string, string>> = {}): SuiteIndex =>
  suiteOf(python, {
    "pytest.ini": "[pytest]\ntestpaths = tests\n",
    ...Object.fromEntries(directories.map((path) => [`${path}/__init__.py`, ""])),
    ...more,
  });

const planWith = (some: Partial<TestPlan>): TestPlan => ({
  ...planOf([]),
  title: "VM reset",
  metadata: {},
  ...some,
});

const place = (
  plan: Partial<TestPlan>,
  existing: Readonly<Record<string, string>> = {},
  suite = suiteWith(DIRECTORIES),
): Promise<Placement> =>
  placeFiles(planWith(plan), suite, {
    stdPath: "stds",
    stdExtension: ".md",
    contentOf: async (path) => existing[path] ?? null,
  });

const testFor = async (plan: Partial<TestPlan>): Promise<string> => (await place(plan)).test;

describe("the directory of the tests", () => {
  it.each([
    ["sig-virt", "tests/virt"],
    ["sig-storage", "tests/storage"],
    ["sig-infra", "tests/infrastructure"],
    ["sig-iuo", "tests/install_upgrade_operators"],
    ["SIG Network", "tests/network"],
    ["sig-net", "tests/network"],
    ["sig-virt, sig-storage", "tests/virt"],
    ["infra", "tests/infrastructure"],
    ["Storage", "tests/storage"],
    ["sig-quantum", "tests/quantum"],
    ["N/A", "tests"],
    ["[SIG name]", "tests"],
  ])("of the owning SIG %s is %s", async (owner, directory) => {
    expect(await testFor({ path: "stps/reset.md", metadata: { "Owning SIG": owner } })).toBe(
      `${directory}/test_reset.py`,
    );
  });

  it.each([
    ["stps/sig-virt/reset.md", "tests/virt/test_reset.py"],
    ["stps/sig-iuo/reset/stp.md", "tests/install_upgrade_operators/test_reset.py"],
    ["stps/signals/reset.md", "tests/test_reset.py"],
    ["stps/reset.md", "tests/test_reset.py"],
  ])("of the plan %s is told by its folder: %s", async (path, test) => {
    expect(await testFor({ path })).toBe(test);
  });

  it("is the one below that the plan is about", async () => {
    const metadata = { "Owning SIG": "sig-virt" };
    expect(await testFor({ path: "stps/a.md", metadata, title: "Live migration of VMs" })).toBe(
      "tests/virt/migration/test_a.py",
    );
    expect(await testFor({ path: "stps/a.md", metadata, overview: "The lifecycle of a guest" })).toBe(
      "tests/virt/lifecycle/test_a.py",
    );
  });

  it("is not one that shares only some words with the plan, or words that name a place", async () => {
    const suite = suiteWith(["tests/virt/guest_user_data", "tests/virt/cluster", "tests/virt/migration"]);
    const title = "Migration of the cluster's user roles";
    expect((await place({ path: "stps/sig-virt/a.md", title }, {}, suite)).test).toBe(
      "tests/virt/migration/test_a.py",
    );
    expect((await place({ path: "stps/sig-virt/a.md", title: "Cluster user roles" }, {}, suite)).test).toBe(
      "tests/virt/test_a.py",
    );
  });

  it("is the deepest that fits, wherever it stands below the team's", async () => {
    const suite = suiteWith(["tests/virt/node/gpu", "tests/virt/node/gpu/shared_gpu", "tests/virt/node"]);
    expect(
      (await place({ path: "stps/sig-virt/shared-gpu.md", title: "A GPU for two" }, {}, suite)).test,
    ).toBe("tests/virt/node/gpu/shared_gpu/test_shared_gpu.py");
  });

  it("is a new one for the feature where every feature of the team has its own", async () => {
    const divided = suiteWith(["tests/virt"], { "tests/virt/lifecycle/test_start.py": "" });
    expect((await place({ path: "stps/sig-virt/reset.md" }, {}, divided)).test).toBe(
      "tests/virt/reset/test_reset.py",
    );
    const mixed = suiteWith(["tests/virt"], { "tests/virt/a/test_start.py": "", "tests/virt/test_b.py": "" });
    expect((await place({ path: "stps/sig-virt/reset.md" }, {}, mixed)).test).toBe(
      "tests/virt/test_reset.py",
    );
  });

  it.each([
    ["network", "tests/network/test_live_resize.py", "network"],
    ["guests", "tests/virt/test_live_resize_guests.py", "guests"],
    ["stp", "tests/virt/test_live_resize.py", "live_resize"],
    ["live-resize-limits", "tests/virt/test_live_resize_limits.py", "live_resize_limits"],
  ])("of the child plan %s.md of a feature is told by its name: %s", async (child, test, description) => {
    const path = `stps/sig-virt/live-resize/${child}.md`;
    expect(await place({ path, metadata: { "Owning SIG": "sig-virt" } })).toEqual({
      test,
      description: `stds/sig-virt/live-resize/${description}.md`,
    });
  });

  it.each([
    ["./tests/", "tests/virt/test_a.py"],
    [".", "virt/test_a.py"],
    ["qa/e2e", "qa/e2e/virt/test_a.py"],
  ])("is below the suite's own test path %s", async (testpaths, test) => {
    const suite = suiteWith(["tests/virt", "virt", "qa/e2e/virt"], {
      "pytest.ini": `[pytest]\ntestpaths = ${testpaths}\n`,
    });
    expect((await place({ path: "stps/sig-virt/a.md" }, {}, suite)).test).toBe(test);
  });
});

describe("the names of the files", () => {
  it.each([
    ["stps/sig-virt/VM Hard-Reset.md", "test_vm_hard_reset.py"],
    ["stps/sig-virt/stp-reset.md", "test_reset.py"],
    ["stps/sig-virt/vm-reset/stp.md", "test_vm_reset.py"],
    ["stp.md", "test_vm_reset.py"],
    ["stps/—.md", "test_stps.py"],
  ])("come from the plan: %s gives %s", async (path, name) => {
    expect((await testFor({ path })).split("/").at(-1)).toBe(name);
  });

  it.each([
    ["stps/sig-virt/reset.md", "stds/sig-virt/reset.md"],
    ["docs/stps/sig-virt/reset.md", "stds/sig-virt/reset.md"],
    ["reset.md", "stds/reset.md"],
    ["design/virt/reset.md", "stds/virt/reset.md"],
  ])("the description of %s stands in %s", async (path, description) => {
    expect((await place({ path })).description).toBe(description);
  });

  it("never are those of a file that somebody else wrote", async () => {
    const foreign = "# Written by hand\n";
    const existing = {
      "tests/virt/test_reset.py": foreign,
      "tests/virt/test_reset_stp.py": `${foreign}# ${GENERATED_MARK}stps/sig-virt/reset.md\n`,
      "stds/sig-virt/reset.md": foreign,
    };
    expect(await place({ path: "stps/sig-virt/reset.md" }, existing)).toEqual({
      test: "tests/virt/test_reset_stp2.py",
      description: "stds/sig-virt/reset_stp.md",
    });
  });

  it("are those of our own earlier files of the same plan, and of no other plan", async () => {
    const existing = {
      "tests/virt/test_reset.py": stamped(`# ${GENERATED_MARK}stps/sig-virt/reset.md\n"""Docs."""\n`),
      "stds/sig-virt/reset.md": stamped(`<!-- ${GENERATED_MARK}stps/sig-virt/reset.md -->\n# Reset\n`),
    };
    expect(await place({ path: "stps/sig-virt/reset.md" }, existing)).toEqual({
      test: "tests/virt/test_reset.py",
      description: "stds/sig-virt/reset.md",
    });
    const other = { "tests/virt/test_reset.py": `# ${GENERATED_MARK}stps/sig-virt/reset.md.old\n` };
    expect((await place({ path: "stps/sig-virt/reset.md" }, other)).test).toBe(
      "tests/virt/test_reset_stp.py",
    );
  });

  it("stand in a mark of one line that ends no comment", () => {
    expect(generatedMark("stps/a\n-->b.md")).toBe(`${GENERATED_MARK}stps/a --&gt;b.md`);
  });
});

describe("how files refer to a plan", () => {
  it.each([
    ["stps/sig-virt/reset.md", "stps/sig-virt/reset.md"],
    ["./stps/sig-virt/reset.md", "stps/sig-virt/reset.md"],
    ["docs/design/reset.md", "docs/design/reset.md"],
    ["/home/me/repo/stps/sig-virt/reset.md", "stps/sig-virt/reset.md"],
    ["/home/me/plans/old/stps/sig-virt/reset.md", "stps/sig-virt/reset.md"],
    ["../../other/plans/reset.md", "plans/reset.md"],
    ["../reset.md", "reset.md"],
    ["/tmp/reset.md", "reset.md"],
    ["/tmp/stp/stps", "stp/stps"],
    ["C:\\work\\STPs\\sig-virt\\reset.md", "STPs/sig-virt/reset.md"],
    ["docs/../stps/reset.md", "stps/reset.md"],
  ])("%s: %s", (path, reference) => {
    expect(planReference(path)).toBe(reference);
  });
});

describe("folders that are new to the suite", () => {
  it("become packages where its test folders are", () => {
    expect(newPackages("tests/quantum/bits/test_a.py", suiteWith(DIRECTORIES))).toEqual([
      "tests/quantum/__init__.py",
      "tests/quantum/bits/__init__.py",
    ]);
    expect(newPackages("tests/virt/reset/test_a.py", suiteWith(DIRECTORIES))).toEqual([
      "tests/virt/reset/__init__.py",
    ]);
  });

  it("stay as they are where the folder is known, or where test folders are no packages", () => {
    expect(newPackages("tests/virt/test_a.py", suiteWith(DIRECTORIES))).toEqual([]);
    const plain = suiteWith([], {
      "tests/virt/test_old.py": "",
      "tests/net/test_old.py": "",
      "utilities/__init__.py": "",
    });
    expect(newPackages("tests/quantum/test_a.py", plain)).toEqual([]);
    const mixed = suiteWith(["tests/virt"], { "tests/net/test_old.py": "", "tests/storage/test_old.py": "" });
    expect(newPackages("tests/quantum/test_a.py", mixed)).toEqual([]);
  });
});
