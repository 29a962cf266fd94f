import { chmod, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openWorkspace, type Workspace } from "../../src/workspace/workspace.ts";
import { checkout, snapshot } from "./folder.ts";

const OLD = { "GRAVEYARD.md": "old\n", "tests/test_a.py": "A = 1\n" };

describe("a change", () => {
  it("writes files, makes their folders, and may write them again", async () => {
    const { root } = await checkout(OLD);
    const change = (await openWorkspace(root)).change();
    await change.write([
      { path: "tests/new/deep/test_b.py", content: "B = 'é😀'\n" },
      { path: "GRAVEYARD.md", content: "new\n" },
    ]);
    await change.write([{ path: "GRAVEYARD.md", content: "newer\n" }]);
    expect(await readFile(join(root, "tests/new/deep/test_b.py"), "utf8")).toBe("B = 'é😀'\n");
    expect(await readFile(join(root, "GRAVEYARD.md"), "utf8")).toBe("newer\n");
    expect(Object.keys(await snapshot(root)).sort()).toEqual(
      [
        "GRAVEYARD.md",
        "tests",
        "tests/new",
        "tests/new/deep",
        "tests/new/deep/test_b.py",
        "tests/test_a.py",
      ].sort(),
    );
  });

  it("keeps the permissions of a file that it writes over", async () => {
    const { root } = await checkout(OLD);
    await chmod(join(root, "GRAVEYARD.md"), 0o750);
    await (await openWorkspace(root)).change().write([{ path: "GRAVEYARD.md", content: "new" }]);
    expect((await snapshot(root))["GRAVEYARD.md"]).toMatch(/^750 /);
  });

  it.each([
    ["../outside/x.py", "path.outside"],
    ["/tmp/testgen-never-written.py", "path.outside"],
    ["tests/../../outside/x.py", "path.outside"],
    ["x\0.py", "path.outside"],
    ["tests", "file.not-regular"],
    [".", "file.not-regular"],
    ["GRAVEYARD.md/x.py", "file.unwritable"],
    ["link.py", "path.link"],
    ["outer/x.py", "path.link"],
    ["inner/x.py", "path.link"],
    ["dangling/x.py", "path.link"],
    [`${"n".repeat(300)}.py`, "file.unreadable"],
  ])("to %j is refused with %s, and everything stays as it was", async (path, code) => {
    const { root, outside } = await checkout(OLD);
    await symlink(join(outside, "x.py"), join(root, "link.py"));
    await symlink(outside, join(root, "outer"));
    await symlink("tests", join(root, "inner"));
    await symlink("nowhere", join(root, "dangling"));
    const before = [await snapshot(root), await snapshot(outside)];
    const change = (await openWorkspace(root)).change();
    const files = ["GRAVEYARD.md", "tests/made/for/this.py", "tests/made/too.py", path];
    const written = change.write(files.map((each) => ({ path: each, content: "new" })));
    await expect(written).rejects.toMatchObject({ code });
    expect([await snapshot(root), await snapshot(outside)]).toEqual(before);
  });

  it("that fails leaves what an earlier write of the same change did", async () => {
    const { root } = await checkout(OLD);
    const change = (await openWorkspace(root)).change();
    await change.write([{ path: "GRAVEYARD.md", content: "first" }]);
    const between = await snapshot(root);
    const second = [
      { path: "GRAVEYARD.md", content: "second" },
      { path: "..", content: "" },
    ];
    await expect(change.write(second)).rejects.toThrow();
    expect(await snapshot(root)).toEqual(between);
    await change.undo();
    expect(await readFile(join(root, "GRAVEYARD.md"), "utf8")).toBe("old\n");
  });
});

describe("a file that somebody else edits meanwhile", () => {
  const edit = (root: string, path: string): Promise<void> => writeFile(join(root, path), "theirs\n");

  it.each<[string, (root: string, workspace: Workspace) => Promise<unknown>]>([
    ["was read", (_, workspace) => workspace.readText("GRAVEYARD.md")],
    ["was read as bytes", (_, workspace) => workspace.read("GRAVEYARD.md")],
    ["was read with others", (_, workspace) => workspace.textFiles(["GRAVEYARD.md"])],
    [
      "was written",
      (_, workspace) => workspace.change().write([{ path: "GRAVEYARD.md", content: "ours\n" }]),
    ],
    [
      "was not there when it was read",
      async (root, workspace) => {
        await rm(join(root, "GRAVEYARD.md"));
        await workspace.readText("GRAVEYARD.md");
      },
    ],
  ])("after it %s is not written over, and nothing else is written", async (_, look) => {
    const { root } = await checkout(OLD);
    const workspace = await openWorkspace(root);
    await look(root, workspace);
    await edit(root, "GRAVEYARD.md");
    const before = await snapshot(root);
    const files = ["tests/test_b.py", "GRAVEYARD.md"].map((path) => ({ path, content: "new" }));
    await expect(workspace.change().write(files)).rejects.toMatchObject({
      code: "file.changed",
      message: expect.stringContaining("GRAVEYARD.md"),
    });
    expect(await snapshot(root)).toEqual(before);
    await workspace.readText("GRAVEYARD.md");
    await workspace.change().write(files);
    expect(await readFile(join(root, "GRAVEYARD.md"), "utf8")).toBe("new");
  });

  it("is not made anew when it was removed", async () => {
    const { root } = await checkout(OLD);
    const workspace = await openWorkspace(root);
    await workspace.pythonFiles();
    await rm(join(root, "tests/test_a.py"));
    await expect(
      workspace.change().write([{ path: "tests/test_a.py", content: "new" }]),
    ).rejects.toMatchObject({ code: "file.changed", message: expect.stringContaining("removed") });
  });

  it("keeps its text when all is taken back, and is named", async () => {
    const { root } = await checkout(OLD);
    const change = (await openWorkspace(root)).change();
    for (const content of ["one", "two"]) {
      await change.write(
        ["GRAVEYARD.md", "tests/test_a.py", "made/new.py"].map((path) => ({ path, content })),
      );
    }
    await edit(root, "tests/test_a.py");
    await edit(root, "made/new.py");
    expect(await change.undo()).toEqual(["tests/test_a.py", "made/new.py"]);
    expect(await readFile(join(root, "GRAVEYARD.md"), "utf8")).toBe("old\n");
    for (const path of ["tests/test_a.py", "made/new.py"]) {
      expect(await readFile(join(root, path), "utf8")).toBe("theirs\n");
    }
    expect(await change.undo()).toEqual([]);
  });
});

describe("undo", () => {
  it("brings back bytes and permissions and removes what was made, nothing else", async () => {
    const { root } = await checkout({
      ...OLD,
      "latin1.md": Buffer.from("caf\xe9", "latin1"),
      "bom.md": "\ufeffText",
      "run.sh": "#!/bin/sh\n",
    });
    await chmod(join(root, "run.sh"), 0o755);
    await mkdir(join(root, "empty", "before"), { recursive: true });
    const before = await snapshot(root);
    const change = (await openWorkspace(root)).change();
    for (const content of ["one", "two"]) {
      await change.write(
        ["latin1.md", "bom.md", "run.sh", "empty/before/x.py", "made/by/us/y.py", "made/z.py"].map(
          (path) => ({
            path,
            content,
          }),
        ),
      );
    }
    expect(await snapshot(root)).not.toEqual(before);
    await change.undo();
    expect(await snapshot(root)).toEqual(before);
    await change.undo();
    expect(await snapshot(root)).toEqual(before);
  });

  it("keeps a folder that we made when somebody else's file is in it", async () => {
    const { root } = await checkout();
    const change = (await openWorkspace(root)).change();
    await change.write([{ path: "made/deep/x.py", content: "" }]);
    await writeFile(join(root, "made", "theirs.txt"), "keep");
    await change.undo();
    expect(Object.keys(await snapshot(root))).toEqual(["made", "made/theirs.txt"]);
  });

  it("brings files back that were removed meanwhile, with their folders", async () => {
    const { root } = await checkout(OLD);
    const before = await snapshot(root);
    const change = (await openWorkspace(root)).change();
    await change.write([{ path: "tests/test_a.py", content: "new" }]);
    await rm(join(root, "tests"), { recursive: true });
    await change.undo();
    expect(await snapshot(root)).toEqual(before);
  });

  it("replaces a link that a test put where a file was, and never writes through it", async () => {
    const { root, outside } = await checkout(OLD);
    await writeFile(join(outside, "precious.txt"), "precious");
    const before = [await snapshot(root), await snapshot(outside)];
    const change = (await openWorkspace(root)).change();
    await change.write([
      { path: "GRAVEYARD.md", content: "new" },
      { path: "new.py", content: "new" },
    ]);
    for (const name of ["GRAVEYARD.md", "new.py"]) {
      await rm(join(root, name));
      await symlink(join(outside, "precious.txt"), join(root, name));
    }
    await change.undo();
    expect([await snapshot(root), await snapshot(outside)]).toEqual(before);
  });

  it("goes through no linked folder, says so, and brings the rest back", async () => {
    const { root, outside } = await checkout(OLD);
    await writeFile(join(outside, "test_a.py"), "precious");
    await writeFile(join(outside, "test_b.py"), "precious");
    const change = (await openWorkspace(root)).change();
    await change.write([
      { path: "GRAVEYARD.md", content: "new" },
      { path: "tests/test_a.py", content: "new" },
      { path: "tests/test_b.py", content: "new" },
    ]);
    await rm(join(root, "tests"), { recursive: true });
    await symlink(outside, join(root, "tests"));
    await expect(change.undo()).rejects.toMatchObject({
      kind: "environment",
      code: "workspace.not-restored",
      message: expect.stringContaining("tests is a symbolic link"),
    });
    expect(await readFile(join(root, "GRAVEYARD.md"), "utf8")).toBe("old\n");
    expect(await readFile(join(outside, "test_a.py"), "utf8")).toBe("precious");
    expect(await readFile(join(outside, "test_b.py"), "utf8")).toBe("precious");
  });

  it("is the way back from any writes", async () => {
    const path = fc
      .array(fc.constantFrom("a", "b", "c", ".."), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join("/"));
    const write = fc.array(fc.record({ path, content: fc.string({ maxLength: 3 }) }), { maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(path, { maxLength: 3 }),
        fc.array(write, { maxLength: 4 }),
        async (old, writes) => {
          const { root, outside } = await checkout();
          const workspace = await openWorkspace(root);
          for (const each of old.filter((name) => !name.includes(".."))) {
            await mkdir(dirname(join(root, each)), { recursive: true }).catch(() => {});
            await writeFile(join(root, each), "old").catch(() => {});
          }
          const before = [await snapshot(root), await snapshot(outside)];
          const change = workspace.change();
          for (const files of writes) {
            const between = await snapshot(root);
            const failed = await change.write(files).then(
              () => false,
              () => true,
            );
            if (failed) expect(await snapshot(root)).toEqual(between);
            else
              for (const { path: last, content } of files.slice(-1))
                expect(await workspace.readText(last)).toBe(content);
          }
          await change.undo();
          expect([await snapshot(root), await snapshot(outside)]).toEqual(before);
        },
      ),
      { numRuns: 60 },
    );
  });
});
