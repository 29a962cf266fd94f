import { readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { oracles } from "../../src/description/oracle.ts";
import { readMarkdownDescription } from "../../src/description/read-markdown.ts";
import type { PlanInput } from "../../src/pipeline/plan-input.ts";
import { changed, openWorld, sentences, type World } from "./world.ts";

const VERSIONS = join(import.meta.dirname, "..", "..", "fixtures", "plans", "versions");
const PLAN = "stps/sig-virt/restart.md";
const STD = "stds/sig-virt/restart.md";
const TEST = "tests/virt/test_restart.py";

const version = (number: 1 | 2, path = PLAN): Pick<PlanInput, "path" | "read"> => ({
  path,
  read: () => readFile(join(VERSIONS, `restart.${number}.md`)),
});

/** The example plan with other words in it. */
const edited = (replace: (text: string) => string, path = PLAN): Pick<PlanInput, "path" | "read"> => ({
  path,
  read: async () => Buffer.from(replace(await readFile(join(VERSIONS, "restart.1.md"), "utf8"))),
});

const oraclesOf = (std = ""): Record<string, string> => oracles(readMarkdownDescription(std, STD));
const testNames = (code = ""): string[] => [...code.matchAll(/def (test_\w+)/g)].map(([, name = ""]) => name);

const classOf = (code = ""): string => code.slice(code.indexOf("\nclass "));

let world: World | undefined;
const open = async (cluster = true): Promise<World> => {
  world = await openWorld({ cluster });
  return world;
};
afterEach(async () => {
  await world?.close();
  world = undefined;
});

describe("a plan that changed", () => {
  it("says what changed, keeps the tests that mean the same, and replaces the others", async () => {
    const { run, files } = await open();
    await run([version(1)]);
    const before = await files();
    const { results, of } = await run([{ ...version(2), before: version(1) }]);
    const after = await files();

    // One outcome was true before its step: that test goes back to its description.
    expect(results[0]?.outcome).toBe("partial");
    expect(changed(before, after)).toEqual([STD, TEST]);
    const [change] = of("plan.changed");
    expect(change).toMatchObject({ from: PLAN, renamed: false });
    expect(
      change?.scenarios.map(({ kind, before: old, after: fresh }) => [
        kind,
        old && `${old.id}:${old.line}`,
        fresh && `${fresh.id}:${fresh.line}`,
      ]),
    ).toEqual([
      ["wording", "VIRT-501-1:16", "VIRT-501-1:16"],
      ["meaning", "VIRT-501-2:20", "VIRT-501-2:20"],
      ["moved", "VIRT-502-2:28", "VIRT-502-1:24"],
      ["new", null, "VIRT-503-1:28"],
      ["gone", "VIRT-502-1:24", null],
    ]);
    const group = "TestRestartOfAVirtualMachine";
    expect(change?.stale).toEqual([
      { file: STD, test: `${group}::test_vm_is_running_again_after_it_is_reset`, scenario: "VIRT-501-2" },
      { file: STD, test: `${group}::test_resetting_a_stopped_vm_is_rejected`, scenario: "VIRT-502-1" },
    ]);
    const first = "test_running_vm_gets_a_new_boot_id_after_a_reset";
    expect(testNames(before[TEST])).toEqual([
      first,
      "test_resetting_a_stopped_vm_is_rejected",
      "test_unprivileged_user_cannot_reset_a_running_vm",
      "test_vm_is_running_again_after_it_is_reset",
    ]);
    expect(testNames(after[TEST])).toEqual([
      first,
      "test_unprivileged_user_cannot_reset_a_running_vm",
      "test_instance_uid_of_the_vm_is_unchanged_after_a_reset",
      "test_vm_is_running_again_after_it_is_restarted",
    ]);
    const [old, fresh] = [oraclesOf(before[STD]), oraclesOf(after[STD])];
    for (const name of [first, "test_unprivileged_user_cannot_reset_a_running_vm"]) {
      expect(fresh[`${group}::${name}`]).toBe(old[`${group}::${name}`]);
    }
    // The trace follows: the test that stayed stands for the scenario's new id.
    const kept = readMarkdownDescription(after[STD] ?? "", STD).groups[0]?.tests[2];
    expect(kept).toMatchObject({
      name: "test_unprivileged_user_cannot_reset_a_running_vm",
      scenario: "VIRT-502-1",
    });
  }, 120_000);

  it("only in wording leaves every oracle and every test's code as it was", async () => {
    const { run, files } = await open();
    await run([version(1)]);
    const before = await files();
    const reworded = edited((text) =>
      text
        .replace(
          "Verify that resetting a stopped VM is rejected",
          "Ensure resetting stopped VMs must be rejected",
        )
        .replace("Verify that the VM is Running again", "Check: VM is Running again"),
    );
    const { of } = await run([{ ...reworded, before: version(1) }]);
    const after = await files();
    expect(of("plan.changed")).toMatchObject([
      { scenarios: [{ kind: "wording" }, { kind: "wording" }], stale: [], oracles: [] },
    ]);
    expect(oraclesOf(after[STD])).toEqual(oraclesOf(before[STD]));
    expect(testNames(after[TEST])).toHaveLength(4);
    // What the first run learned is known to the second from the start, so only the imports may stand otherwise.
    expect(classOf(after[TEST])).toBe(classOf(before[TEST]));
  }, 120_000);

  it("reports an expected outcome that the plan changed as the plan's doing", async () => {
    const { run, files } = await open(false);
    const path = "stps/sig-virt/console.md";
    const old = sentences(path, ["Verify the console shows 3 lines", "Verify the console works"]);
    await run([old]);
    const before = await files();
    const fresh = sentences(path, ["Verify the console shows 5 lines", "Verify the console works"]);
    const { of } = await run([{ ...fresh, before: old }]);
    const group = "TestGeneratedFeature";
    expect(of("plan.changed")[0]).toMatchObject({
      scenarios: [{ kind: "meaning", fields: ["text"] }],
      oracles: [
        {
          scenario: "VIRT-1-1",
          test: `${group}::test_console_shows_5_lines`,
          was: [`${group}::test_console_shows_3_lines`],
        },
      ],
    });
    const std = "stds/sig-virt/console.md";
    const [was, is] = [oraclesOf(before[std]), oraclesOf((await files())[std])];
    expect(is[`${group}::test_console_works`]).toBe(was[`${group}::test_console_works`]);
    expect(Object.keys(is)).not.toContain(`${group}::test_console_shows_3_lines`);
  });

  it("keeps names also where the description is of another version than the base's", async () => {
    const { run, files } = await open();
    await run([
      edited((text) => text.replace("is Running again after it is reset", "is Running after it is reset")),
    ]);
    const before = await files();
    const reworded = edited((text) =>
      text
        .replace("is Running again after it is reset", "is Running after it is reset")
        .replace("Verify that a running VM gets a new", "Confirm that the running VM gets a new"),
    );
    const { of } = await run([{ ...reworded, before: version(1) }]);
    expect(of("plan.changed")[0]).toMatchObject({
      scenarios: [{ kind: "wording" }, { kind: "meaning" }],
      stale: [],
    });
    expect(testNames(before[TEST])).toHaveLength(4);
    expect(testNames((await files())[TEST])).toEqual(testNames(before[TEST]));
  }, 120_000);

  it("is worked on as any other when its earlier version cannot be read", async () => {
    const { run } = await open(false);
    const plan = sentences("stps/sig-virt/console.md", ["Verify the console works"]);
    const before = {
      path: plan.path,
      read: async (): Promise<Uint8Array> => {
        throw new Error("the base is gone");
      },
    };
    const { results, of } = await run([{ ...plan, before }]);
    expect(results[0]?.outcome).toBe("described");
    expect(of("plan.changed")).toEqual([]);
    expect(of("note").map(({ message }) => message)).toContainEqual(
      expect.stringMatching(/^What changed in the plan is not known: .*the base is gone/),
    );
  });
});

describe("a plan that moved", () => {
  const CONSOLE = ["Verify the console works", "Verify the console is fast"];
  const OLD = sentences("stps/sig-virt/console.md", CONSOLE);
  const NEW = sentences("stps/sig-storage/serial-console.md", [...CONSOLE, "Verify the console opens"]);
  const FILES = ["stds/sig-virt/console.md", "tests/virt/test_console.py"] as const;

  it("takes its files along where they are, then and ever after", async () => {
    const { run, files } = await open(false);
    const start = await files();
    await run([OLD]);
    const before = await files();
    expect(changed(start, before)).toEqual(FILES);
    const { of } = await run([{ ...NEW, before: OLD }]);
    const moved = await files();
    expect(of("plan.changed")).toMatchObject([
      { from: OLD.path, renamed: true, scenarios: [{ kind: "new" }] },
    ]);
    expect(changed(before, moved)).toEqual(FILES);
    for (const path of FILES) {
      expect(moved[path]?.split("\n")[0]).toContain(`Generated by testgen from ${NEW.path} [content `);
      expect(moved[path]).not.toContain(OLD.path);
    }
    expect(testNames(moved[FILES[1]])).toEqual([...testNames(before[FILES[1]]), "test_console_opens"]);

    await run([sentences(NEW.path, CONSOLE)]);
    expect(changed(moved, await files())).toEqual(FILES);
  });

  it("is continued from a placeholder module too", async () => {
    const { run, files } = await open(false);
    const settings = { stdFormat: "docstring" } as const;
    await run([OLD], { settings });
    const std = "stds/sig-virt/console.py";
    const before = await files();
    const reworded = sentences(
      NEW.path,
      CONSOLE.map((line) => line.replace("Verify the", "Confirm that the")),
    );
    const { of } = await run([{ ...reworded, before: OLD }], { settings });
    const after = await files();
    expect(changed(before, after)).toEqual([std, FILES[1]]);
    expect(of("plan.changed")).toMatchObject([
      { renamed: true, scenarios: [{ kind: "wording" }, { kind: "wording" }], stale: [], oracles: [] },
    ]);
    for (const path of [std, FILES[1]]) expect(testNames(after[path])).toEqual(testNames(before[path]));
    const oracleIn = (text = ""): string => /oracle-sha256 (\w+)/.exec(text)?.[1] ?? "none";
    expect(oracleIn(after[std])).toMatch(/^[0-9a-f]{64}$/);
    expect(oracleIn(after[std])).toBe(oracleIn(before[std]));
  });

  it("is recognised by a copy of its earlier version, unless the earlier plan is still there", async () => {
    const { run, files, checkout } = await open(false);
    await run([OLD]);
    const before = await files();
    const copy = { path: null, read: OLD.read };
    await checkout.write([{ path: OLD.path, content: "still here" }]);
    const beside = await run([{ ...NEW, before: copy }]);
    expect(beside.of("plan.changed")).toMatchObject([{ renamed: false }]);
    const copied = await files();
    expect(changed(before, copied)).toEqual([
      "stds/sig-storage/serial_console.md",
      OLD.path,
      "tests/storage/test_serial_console.py",
    ]);
    await rename(join(checkout.root, OLD.path), join(checkout.root, "plan.old"));
    const moved = await run([{ ...sentences("stps/sig-virt/tty.md", CONSOLE), before: copy }]);
    expect(moved.of("plan.changed")).toMatchObject([{ from: OLD.path, renamed: true }]);
    expect(changed(copied, await files())).toEqual(["plan.old", FILES[0], OLD.path, FILES[1]]);
  });

  it("leaves what people edited, and writes beside it", async () => {
    const { run, files, checkout } = await open(false);
    await run([OLD]);
    const text = (await files())[FILES[1]] ?? "";
    await checkout.write([{ path: FILES[1], content: `${text}\n# Looked at by Ada.\n` }]);
    const before = await files();
    const { of } = await run([{ ...NEW, before: OLD }]);
    expect(changed(before, await files())).toEqual([FILES[0], "tests/virt/test_console_stp.py"]);
    expect(of("warning").map(({ message }) => message)).toContainEqual(
      expect.stringContaining(`${FILES[1]} was edited by people and is kept`),
    );
  });

  it("says of a description that people edited which of its tests no longer hold, and takes nothing over", async () => {
    const { run, files, checkout } = await open(false);
    await run([OLD]);
    const text = (await files())[FILES[0]] ?? "";
    await checkout.write([{ path: FILES[0], content: `${text}\n<!-- Looked at by Ada. -->\n` }]);
    const before = await files();
    const { of } = await run([{ ...sentences(OLD.path, CONSOLE.slice(1)), before: OLD }]);
    const after = await files();
    expect(changed(before, after)).toEqual(["stds/sig-virt/console_stp.md", FILES[1]]);
    expect(of("plan.changed")[0]?.stale).toEqual([
      { file: FILES[0], test: "TestGeneratedFeature::test_console_works", scenario: "VIRT-1-1" },
    ]);
  });

  it("takes nothing over from a file whose stamp was taken away, and leaves it to those who did", async () => {
    const { run, files, checkout } = await open(false);
    await run([OLD]);
    const path = FILES[0];
    const text = (await files())[path] ?? "";
    const weakened = text
      .replace(/ \[content \w+\]/, "")
      .replace(/(\*\*Expected:\*\*\n\n- ).*/, "$1Anything");
    expect(weakened).toContain("- Anything");
    await checkout.write([{ path, content: weakened }]);
    await run([{ ...sentences(OLD.path, [...CONSOLE, "Verify the console opens"]), before: OLD }]);
    const after = await files();
    expect(after[path]).toBe(weakened);
    const beside = after[path.replace(".md", "_stp.md")];
    expect(beside).not.toContain("Anything");
    expect(oraclesOf(beside)).toMatchObject(oraclesOf(text));
  });
});
