import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pythonWithPytest } from "../../fixtures/world/python.ts";
import { folder, testgen } from "./terminal.ts";

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly found: string;
  readonly hint: string;
}

const NAMES = ["node", "git", "python", "pytest", "pyright", "kubeconfig"];
const checksOf = (out: string): Check[] => JSON.parse(out).checks;

describe("doctor", () => {
  test("with an empty PATH: exit 3, and for everything that is missing the way to get it", async () => {
    const { code, out, err } = await testgen(["doctor", "--json"], { env: { PATH: "", KUBECONFIG: "" } });
    expect({ code, err }).toEqual({ code: 3, err: "" });
    const checks = checksOf(out);
    expect(checks.map(({ name }) => name)).toEqual(NAMES);
    const missing = checks.filter(({ ok }) => !ok);
    expect(missing.map(({ name }) => name)).toEqual(["git", "python", "pytest", "kubeconfig"]);
    for (const { hint } of missing) expect(hint).toMatch(/\w+ \w+/);
    for (const { ok, hint } of checks) expect(ok ? hint : "").toBe("");
  });

  test("the same in words", async () => {
    const { code, out } = await testgen(["doctor"], { env: { PATH: "", KUBECONFIG: "" } });
    expect(code).toBe(3);
    expect(out).toMatch(/^ok +node +v\d+/m);
    expect(out).toMatch(/^missing git /m);
    expect(out).toContain("→ Set KUBECONFIG to a kubeconfig of the test cluster.");
  });

  test("with everything in place: exit 0", async ({ onTestFinished }) => {
    const kubeconfig = join(await folder(onTestFinished), "kubeconfig");
    await writeFile(kubeconfig, "{}\n");
    const { code, out } = await testgen(["doctor", "--json"], {
      env: { PATH: `${pythonWithPytest()}:${process.env.PATH}`, KUBECONFIG: kubeconfig },
    });
    expect(checksOf(out).filter(({ ok }) => !ok)).toEqual([]);
    expect(code).toBe(0);
    expect(checksOf(out).find(({ name }) => name === "pytest")?.found).toMatch(/^pytest \d/);
  });

  test("a kubeconfig that is not there is missing, and named", async () => {
    const { code, out } = await testgen(["doctor"], {
      env: { PATH: `${pythonWithPytest()}:${process.env.PATH}`, KUBECONFIG: "/nowhere/kubeconfig" },
    });
    expect(out).toContain("missing kubeconfig /nowhere/kubeconfig");
    expect(out).toContain("no such file");
    expect(code).toBe(3);
  });

  test("asks what a run with the same options would ask", async ({ onTestFinished }) => {
    const repo = await folder(onTestFinished);
    await writeFile(join(repo, "own-pytest"), '#!/bin/sh\necho "pytest 99 in $(pwd -P)"\n', { mode: 0o755 });
    const options = ["--repo", repo, "--pytest-command", "./own-pytest -q", "--json"];
    const { out } = await testgen(["doctor", ...options]);
    const found = checksOf(out).find(({ name }) => name === "pytest");
    expect(found).toMatchObject({ ok: true, found: expect.stringMatching(/^pytest 99 in .+/) });
    expect(found?.found).toContain(repo.split("/").at(-1));
    const missing = await testgen(["doctor", "--pytest-command", "/nowhere/pytest", "--json"]);
    expect(missing.code).toBe(3);
    expect(checksOf(missing.out).find(({ name }) => name === "pytest")?.hint).toContain("--pytest-command");
    expect((await testgen(["doctor", "--repo", join(repo, "none")])).code).toBe(2);
  });

  test("a tool that is there but broken is not there", async ({ onTestFinished }) => {
    const bin = join(await folder(onTestFinished), "bin");
    await mkdir(bin);
    await writeFile(
      join(bin, "git"),
      "#!/bin/sh\necho 'git: error while loading shared libraries' >&2\nexit 127\n",
      {
        mode: 0o755,
      },
    );
    const { code, out } = await testgen(["doctor", "--json"], {
      env: { PATH: `${bin}:${process.env.PATH}` },
    });
    expect(code).toBe(3);
    expect(checksOf(out).find(({ name }) => name === "git")).toEqual({
      name: "git",
      ok: false,
      found: "git: error while loading shared libraries",
      hint: "Install git on the runner.",
    });
  });
});
