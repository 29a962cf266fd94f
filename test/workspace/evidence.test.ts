import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, symlink, utimes, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { describe, expect, it } from "vitest";
import { pythonWithPytest } from "../../fixtures/world/python.ts";
import { evidenceName, gitBlob, openEvidence, removeBytecode, sha256 } from "../../src/workspace/evidence.ts";
import { checkout } from "./folder.ts";

describe("evidence", () => {
  it("is written, read with its digest, appended to and removed", async () => {
    const { root } = await checkout();
    const evidence = await openEvidence(join(root, "made", "for", "it"));
    await evidence.write("vm_reset/run-1.log", "first");
    await evidence.write("vm_reset/run-1.log", "second");
    const read = await evidence.read("vm_reset/run-1.log");
    expect(Buffer.from(read?.bytes ?? []).toString()).toBe("second");
    expect(read?.digest).toBe(createHash("sha256").update("second").digest("hex"));
    expect(await readFile(evidence.path("vm_reset/run-1.log"), "utf8")).toBe("second");
    evidence.append("journal.jsonl", "1\n");
    evidence.append("journal.jsonl", "2\n");
    expect(await readFile(join(evidence.directory, "journal.jsonl"), "utf8")).toBe("1\n2\n");
    await evidence.remove("vm_reset/run-1.log");
    await evidence.remove("vm_reset/run-1.log");
    expect(await evidence.read("vm_reset/run-1.log")).toBeNull();
  });

  it("stays readable below a linked directory", async () => {
    const { root, outside } = await checkout();
    await symlink(outside, join(root, "link"));
    const evidence = await openEvidence(join(root, "link", "run"));
    await evidence.write("a.log", "text");
    expect((await evidence.read("a.log"))?.digest).toBe(sha256("text"));
  });

  it("takes nothing else for a result: no pipe, no folder, no link out", async () => {
    const { root, outside } = await checkout();
    await writeFile(join(outside, "forged.xml"), "<testsuite/>");
    const evidence = await openEvidence(root);
    execFileSync("mkfifo", [evidence.path("pipe.xml")]);
    await mkdir(evidence.path("folder.xml"));
    await symlink(join(outside, "forged.xml"), evidence.path("link.xml"));
    for (const name of ["pipe.xml", "folder.xml", "link.xml"]) {
      expect(await evidence.read(name)).toBeNull();
      await evidence.write(name, "ours");
      expect((await evidence.read(name))?.digest).toBe(sha256("ours"));
      await evidence.remove(name);
      expect(existsSync(evidence.path(name))).toBe(false);
    }
    expect(await readFile(join(outside, "forged.xml"), "utf8")).toBe("<testsuite/>");
  });

  it("does not leave its directory", async () => {
    const { root } = await checkout();
    const evidence = await openEvidence(root);
    expect(() => evidence.path("../x")).toThrow(expect.objectContaining({ code: "path.outside" }));
    await expect(evidence.write("../x", "")).rejects.toMatchObject({ code: "path.outside" });
  });

  it("neither removes nor writes through a folder that became a link", async () => {
    const { root, outside } = await checkout();
    await writeFile(join(outside, "run-1.xml"), "theirs");
    const evidence = await openEvidence(root);
    await symlink(outside, join(root, "plan"));
    await expect(evidence.remove("plan/run-1.xml")).rejects.toMatchObject({ code: "path.link" });
    await expect(evidence.write("plan/run-1.xml", "ours")).rejects.toMatchObject({ code: "path.link" });
    expect(await readFile(join(outside, "run-1.xml"), "utf8")).toBe("theirs");
  });

  it("has a name of its own for each plan, readable and never too long", () => {
    const plans = [
      "stps/a b.md",
      "stps/a_b.md",
      "stps/a/b.md",
      `${"long/".repeat(200)}x.md`,
      "ü".repeat(300),
    ];
    const names = plans.map((plan) => evidenceName(plan));
    expect(names[0]).toMatch(/^stps_a_b\.md-[0-9a-f]{8}$/);
    expect(new Set(names).size).toBe(plans.length);
    for (const name of names) expect(name).toMatch(/^[\w.-]{1,100}$/);
    expect(evidenceName("/home/me/x/stps/a.md", "stps/a.md")).toMatch(/^stps_a\.md-/);
  });

  it("says when its directory cannot be one", async () => {
    const { root } = await checkout({ file: "" });
    await expect(openEvidence(join(root, "file"))).rejects.toMatchObject({
      kind: "input",
      code: "evidence.unusable",
    });
  });
});

describe("gitBlob", () => {
  it("is the name that git gives a content", async () => {
    const { root } = await checkout({ "a.txt": "é\n" });
    const git = execFileSync("git", ["hash-object", "a.txt"], { cwd: root, encoding: "utf8" }).trim();
    expect(gitBlob("é\n")).toBe(git);
    expect(gitBlob(await readFile(join(root, "a.txt")))).toBe(git);
  });
});

describe("removeBytecode", () => {
  it("lets Python run an edit of the same second and size, which it would not see otherwise", async () => {
    const { root } = await checkout();
    const env = { PATH: [pythonWithPytest(), process.env.PATH].join(delimiter) };
    const run = (): string =>
      execFileSync("python3", ["-c", "import pkg.test_it as t; print(t.VALUE)"], {
        cwd: root,
        env,
        encoding: "utf8",
      }).trim();
    const file = join(root, "pkg", "test_it.py");
    const saveWithinTheSecond = async (text: string): Promise<void> => {
      await writeFile(file, text);
      await utimes(file, 1_700_000_000, 1_700_000_000);
    };
    await mkdir(join(root, "pkg"));
    await saveWithinTheSecond("VALUE = 1\n");
    expect(run()).toBe("1");
    await saveWithinTheSecond("VALUE = 2\n");
    expect(run()).toBe("1");
    await removeBytecode(root, "pkg/test_it.py");
    expect(run()).toBe("2");
  });

  it("removes the file's own, pytest's too, and no other", async () => {
    const cache = [
      "test_it.cpython-311.pyc",
      "test_it.cpython-311-pytest-9.2.0.pyc",
      "test_it_too.cpython-311.pyc",
    ];
    const { root } = await checkout(Object.fromEntries(cache.map((name) => [`__pycache__/${name}`, ""])));
    await removeBytecode(root, "test_it.py");
    expect(cache.map((name) => existsSync(join(root, "__pycache__", name)))).toEqual([false, false, true]);
    await removeBytecode(root, "nowhere/test_it.py");
  });

  it("refuses a cache, or a folder above it, that is a link: its files are somebody else's", async () => {
    const { root, outside } = await checkout({ "here/test_it.py": "" });
    await mkdir(join(outside, "__pycache__"));
    for (const folder of [outside, join(outside, "__pycache__")]) {
      await writeFile(join(folder, "test_it.cpython-311.pyc"), "theirs");
    }
    await symlink(outside, join(root, "here", "__pycache__"));
    await symlink(outside, join(root, "linked"));
    for (const file of ["here/test_it.py", "linked/test_it.py"]) {
      await expect(removeBytecode(root, file)).rejects.toMatchObject({ code: "path.link" });
    }
    for (const folder of [outside, join(outside, "__pycache__")]) {
      expect(existsSync(join(folder, "test_it.cpython-311.pyc"))).toBe(true);
    }
  });
});
