import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { checkout, folder, inProcess, snapshot, testgen } from "./terminal.ts";

const GOOD_TEST = "tests/virt/test_vm_validation.py";

/** Files that nobody can work on, in a checkout where everything else is in order. */
async function trouble(atEnd: (work: () => Promise<void>) => void): Promise<string> {
  const root = await checkout(atEnd);
  await mkdir(join(root, "directory"));
  await writeFile(join(root, "binary"), Buffer.concat([randomBytes(5_000), Buffer.of(0, 255, 0)]));
  await writeFile(join(root, "empty"), "");
  await writeFile(join(root, "blank"), "\n \n\t\n");
  await writeFile(join(root, "not-utf8"), Buffer.from("# caf\xe9, saved as Latin-1\n", "latin1"));
  await writeFile(join(root, "sparse"), "");
  await truncate(join(root, "sparse"), 50_000_000);
  execFileSync("mkfifo", [join(root, "fifo")]);
  return root;
}

const KINDS = [
  "missing",
  "directory",
  "binary",
  "empty",
  "blank",
  "not-utf8",
  "sparse",
  "fifo",
  "missing/below",
];

const COMMANDS: Readonly<Record<string, (file: string) => string[]>> = {
  plan: (file) => ["plan", file],
  "plan, among good ones": (file) => ["plan", file, "../stp.md"],
  "plan --against": (file) => ["plan", "../stp.md", "--against", file],
  describe: (file) => ["describe", file],
  "describe --check": (file) => ["describe", "--check", file],
  run: (file) => ["run", file],
  "run --against": (file) => ["run", "../stp.md", "--against", file],
  "run, among good ones": (file) => ["run", "../stp.md", file],
  results: (file) => ["results", file],
  verify: (file) => ["verify", file],
  types: (file) => ["types", file],
  heal: (file) => ["heal", file],
  "gate before": (file) => ["gate", file, GOOD_TEST],
  "gate --description": (file) => ["gate", GOOD_TEST, GOOD_TEST, "--description", file],
  "graveyard check": (file) => ["graveyard", "check", file],
  "graveyard merge": (file) => ["graveyard", "merge", "GRAVEYARD.md", file, "GRAVEYARD.md"],
};

describe.each(Object.entries(COMMANDS))("%s", (name, argsFor) => {
  test("says which file it cannot use and why, exits 2 and writes nothing", async ({ onTestFinished }) => {
    const root = await trouble(onTestFinished);
    const before = await snapshot(root);
    for (const kind of KINDS) {
      // A side that is empty is nothing unusual for a merge.
      if (name === "graveyard merge" && (kind === "empty" || kind === "blank")) continue;
      const { code, err, out } = await inProcess(argsFor(kind), { cwd: root });
      const where = `${name} ${kind}: ${err}${out}`;
      expect(code, where).toBe(2);
      expect(`${err}${out}`, where).toContain(`${kind}: `);
      expect(err, where).not.toMatch(/\n\s+at |undefined|\[object/);
    }
    expect(await snapshot(root)).toEqual(before);
  });
});

describe("--json", () => {
  test.each(["plan", "results"])("%s still prints one document", async (name) => {
    for (const kind of ["/nonexistent/a", "/dev/null", "/"]) {
      const { code, out } = await inProcess([name, kind, "--json"]);
      expect(code).toBe(2);
      expect(JSON.parse(out)).toEqual(
        name === "plan" ? { plans: [] } : { files: [expect.objectContaining({ path: kind, ok: false })] },
      );
    }
  });

  test.each(["describe", "run", "verify", "types", "heal"])("%s prints nothing", async (name) => {
    expect(await inProcess([name, "/nonexistent/a", "--json"])).toMatchObject({ code: 2, out: "" });
  });
});

describe("a good file beside a bad one", () => {
  const STP = join(
    import.meta.dirname,
    "..",
    "..",
    "fixtures",
    "plans",
    "stps",
    "sig-virt",
    "vm-hard-reset.md",
  );

  test("plan shows what it can read", async () => {
    const { code, out, err } = await inProcess(["plan", "/nonexistent.md", STP, "--json"]);
    expect(code).toBe(2);
    expect(err).toContain("/nonexistent.md: no such file.");
    expect(JSON.parse(out)).toMatchObject({
      plans: [{ path: STP, title: "Hard Reset of a Virtual Machine" }],
    });
  });

  test("run starts nothing, and names every bad file", async ({ onTestFinished }) => {
    const root = await trouble(onTestFinished);
    const before = await snapshot(root);
    const { code, err, out } = await inProcess(["run", "missing", STP, "empty", "--json"], { cwd: root });
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("missing: no such file.");
    expect(err).toContain("empty: ");
    expect(await snapshot(root)).toEqual(before);
  });
});

describe("paths", () => {
  test.each(["verify", "types", "heal"])("%s stays inside the repository", async (name) => {
    const { code, err } = await inProcess([name, "/etc/hosts"]);
    expect(code).toBe(2);
    expect(err).toContain("/etc/hosts is not inside ");
    expect((await inProcess([name, "x.py", "--repo", "/nonexistent"])).err).toContain(
      "/nonexistent: no such directory",
    );
  });

  test("a link that leaves the repository is read, but what it points to is not changed", async ({
    onTestFinished,
  }) => {
    const root = await checkout(onTestFinished);
    const outside = join(await folder(onTestFinished), "test_outside.py");
    const text = "def test_reset(running_vm):\n    running_vm.reset()\n    assert running_vm.ready\n";
    await writeFile(outside, text);
    await symlink(outside, join(root, "tests", "test_link.py"));
    const { code, err } = await inProcess(["verify", "tests/test_link.py"], { cwd: root });
    expect(code).toBe(2);
    expect(err).toContain("tests/test_link.py is a symbolic link; nothing was written");
    expect(await readFile(outside, "utf8")).toBe(text);
  });

  test("a repository that is named through a link is the same repository", async ({ onTestFinished }) => {
    const root = await checkout(onTestFinished);
    const link = join(await folder(onTestFinished), "link");
    await symlink(root, link);
    const file = join(link, GOOD_TEST);
    const { code, out } = await inProcess(["verify", file, "--repo", link, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ file: GOOD_TEST });
  });

  test("a file without tests has nothing to heal", async ({ onTestFinished }) => {
    const root = await checkout(onTestFinished);
    const { code, err } = await inProcess(["heal", "utilities/naming.py"], { cwd: root });
    expect(code).toBe(2);
    expect(err).toContain("utilities/naming.py: has no test function.");
  });

  test.each(["missing", "a-file"])("explore of %s", async (name) => {
    const { code, err } = await inProcess(["explore", name === "missing" ? "/nonexistent" : "/etc/hosts"]);
    expect(code).toBe(2);
    expect(err).toMatch(/\/nonexistent|\/etc\/hosts/);
  });
});

test("a process of its own says the same", async () => {
  const { code, out, err } = await testgen(["describe", "/nonexistent/stp.md"]);
  expect({ code, out, err }).toEqual({
    code: 2,
    out: "",
    err: "testgen: /nonexistent/stp.md: no such file.\n  hint: Check the path.\n",
  });
});
