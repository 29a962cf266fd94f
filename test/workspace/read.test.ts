import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readDocument, readTextDocument } from "../../src/workspace/read-file.ts";
import { openWorkspace, type Workspace } from "../../src/workspace/workspace.ts";
import { checkout } from "./folder.ts";

/** A repository with everything that can stand under a name. */
async function repository(): Promise<Workspace> {
  const { root, outside } = await checkout({
    "plan.md": "# Plan\n",
    "docs/deep/plan.md": "deep",
    "bom.md": "\ufeff# Plan",
    "latin1.md": Buffer.from("caf\xe9", "latin1"),
    "binary.md": "a\0b",
    "big.md": "x".repeat(1_001),
    "..hidden/plan.md": "dots",
  });
  await writeFile(join(outside, "secret.txt"), "secret");
  await symlink("plan.md", join(root, "inner-link.md"));
  await symlink(join(outside, "secret.txt"), join(root, "outer-link.md"));
  await symlink(outside, join(root, "outer-folder"));
  await symlink("docs/deep", join(root, "inner-folder"));
  await symlink("nowhere", join(root, "dangling.md"));
  await symlink("loop.md", join(root, "loop.md"));
  execFileSync("mkfifo", [join(root, "pipe.md")]);
  return openWorkspace(root);
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe("reading from a workspace", () => {
  it.each([
    ["plan.md", "# Plan\n"],
    ["./docs/../docs/deep/plan.md", "deep"],
    ["..hidden/plan.md", "dots"],
    ["inner-link.md", "# Plan\n"],
    ["inner-folder/plan.md", "deep"],
  ])("gives %s", async (path, content) => {
    expect(text(await (await repository()).read(path))).toBe(content);
  });

  it.each([
    ["../outside/secret.txt", "path.outside", "outside"],
    ["docs/../../outside/secret.txt", "path.outside", "outside"],
    ["/etc/hostname", "path.outside", "outside"],
    ["..", "path.outside", "outside"],
    ["plan.md\0.txt", "path.outside", "outside"],
    ["missing.md", "file.missing", "no such file"],
    ["plan.md/below", "file.missing", "no such file"],
    ["dangling.md", "file.missing", "no such file"],
    ["loop.md", "file.unreadable", "cannot be opened"],
    ["outer-link.md", "file.link", "link that leaves"],
    ["outer-folder/secret.txt", "file.link", "link that leaves"],
    ["docs", "file.not-regular", "directory"],
    ["", "file.not-regular", "directory"],
    ["pipe.md", "file.not-regular", "not a regular file"],
  ])("refuses %j with %s", async (path, code, said) => {
    const workspace = await repository();
    const refused = expect(workspace.read(path)).rejects;
    await refused.toMatchObject({ kind: "input", code, message: expect.stringContaining(said) });
    await refused.toMatchObject({ message: expect.stringContaining(JSON.stringify(path).slice(1, -1)) });
  });

  it("refuses a file that is too large, and says how large it is", async () => {
    const workspace = await repository();
    await expect(workspace.read("big.md", 1_000)).rejects.toMatchObject({
      code: "file.too-large",
      message: "big.md: 1,001 bytes are over the limit of 1,000.",
    });
    expect((await workspace.read("big.md", 1_001)).length).toBe(1_001);
  });

  it("gives text without a byte order mark, and null where nothing is", async () => {
    const workspace = await repository();
    expect(await workspace.readText("bom.md")).toBe("# Plan");
    expect(await workspace.readText("missing.md")).toBeNull();
    expect(await workspace.readText("plan.md/below")).toBeNull();
  });

  it.each([
    ["latin1.md", "file.not-text"],
    ["binary.md", "file.not-text"],
    ["outer-link.md", "file.link"],
    ["docs", "file.not-regular"],
    ["../outside/secret.txt", "path.outside"],
  ])("gives no text for %s", async (path, code) => {
    await expect((await repository()).readText(path)).rejects.toMatchObject({ code });
  });

  it("gives those of some files that can be read", async () => {
    const names = [
      "plan.md",
      "missing.md",
      "latin1.md",
      "outer-link.md",
      "docs",
      "pipe.md",
      "../outside/secret.txt",
    ];
    expect(await (await repository()).textFiles(names)).toEqual(
      new Map([
        ["plan.md", "# Plan\n"],
        ["latin1.md", "caf\ufffd"],
      ]),
    );
  });
});

describe("finding files", () => {
  it("gives the Python files of the repository and nothing of caches, environments and links", async () => {
    const { root, outside } = await checkout({
      "conftest.py": "a",
      "tests/virt/test_a.py": "b",
      "tests/latin1.py": Buffer.from("# caf\xe9", "latin1"),
      "tests/huge.py": "#".repeat(2_000_001),
      "tests/notes.txt": "no",
      ".venv/lib/x.py": "no",
      "tests/__pycache__/x.py": "no",
      "node_modules/gyp/x.py": "no",
      "env/lib/python3/site-packages/x.py": "no",
      "build/x.py": "no",
    });
    await writeFile(join(outside, "x.py"), "no");
    await symlink(outside, join(root, "linked"));
    await symlink(join(outside, "x.py"), join(root, "linked.py"));
    await symlink("..", join(root, "tests", "up"));
    await mkdir(join(root, "folder.py"));
    const workspace = await openWorkspace(root);
    expect([...(await workspace.pythonFiles())]).toEqual([
      ["conftest.py", "a"],
      ["tests/latin1.py", "# caf\ufffd"],
      ["tests/virt/test_a.py", "b"],
    ]);
    expect(await workspace.filesBelow("tests")).toEqual([
      "tests/huge.py",
      "tests/latin1.py",
      "tests/notes.txt",
      "tests/virt/test_a.py",
    ]);
    expect(await workspace.filesBelow("nowhere")).toEqual([]);
    await expect(workspace.filesBelow("..")).rejects.toMatchObject({ code: "path.outside" });
  });
});

describe("opening a workspace", () => {
  it("follows a link to its root", async () => {
    const { root, outside } = await checkout({ "plan.md": "here" });
    await symlink(root, join(outside, "repository"));
    const workspace = await openWorkspace(join(outside, "repository"));
    expect(workspace.root).toBe(root);
    expect(await workspace.readText("plan.md")).toBe("here");
  });

  it.each(["missing", "plan.md"])("refuses %s", async (name) => {
    const { root } = await checkout({ "plan.md": "a file" });
    await expect(openWorkspace(join(root, name))).rejects.toMatchObject({
      kind: "input",
      code: "workspace.missing",
      message: expect.stringContaining(name),
    });
  });
});

describe("a document that a person names", () => {
  it("may stand anywhere", async () => {
    const { root, outside } = await checkout({ "bom.md": "\ufeffText" });
    await writeFile(join(outside, "plan.md"), "outside");
    await symlink(join(outside, "plan.md"), join(root, "link.md"));
    expect(text(await readDocument(root, "../outside/plan.md"))).toBe("outside");
    expect(text(await readDocument(root, join(outside, "plan.md")))).toBe("outside");
    expect(await readTextDocument(root, "link.md")).toBe("outside");
    expect(await readTextDocument(root, "bom.md")).toBe("Text");
  });

  it("is named in the error as the person named it", async () => {
    const { root } = await checkout({ "latin1.md": Buffer.from("\xe9", "latin1"), "zero.md": "\0" });
    for (const name of ["latin1.md", "./zero.md"]) {
      await expect(readTextDocument(root, name)).rejects.toMatchObject({
        code: "file.not-text",
        message: `${name}: is not UTF-8 text.`,
      });
    }
    await expect(readDocument(root, "a\0b")).rejects.toMatchObject({ code: "file.unreadable" });
    await expect(readDocument(root, "nope.md")).rejects.toMatchObject({
      code: "file.missing",
      message: "nope.md: no such file.",
      hint: "Check the path.",
    });
    await expect(readDocument(root, "zero.md", 0)).rejects.toMatchObject({ code: "file.too-large" });
  });
});
