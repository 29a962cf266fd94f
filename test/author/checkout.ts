import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pythonWithPytest } from "../../fixtures/world/python.ts";

const ROOT = join(import.meta.dirname, "..", "..");
export const PYRIGHT: readonly [string, ...string[]] = [
  process.execPath,
  join(ROOT, "node_modules", "pyright", "index.js"),
];

export interface Checkout {
  readonly root: string;
  write(files: readonly { readonly path: string; readonly content: string }[]): Promise<void>;
  remove(): Promise<void>;
}

/** The example suite in a folder of its own, to be written to. */
export async function checkOut(): Promise<Checkout> {
  const root = await realpath(await mkdtemp(join(tmpdir(), "testgen-suite-")));
  await cp(join(ROOT, "fixtures", "suite"), root, {
    recursive: true,
    filter: (path) => !/(?:__pycache__|\.\w+_cache)$/.test(path),
  });
  return {
    root,
    async write(files) {
      for (const { path, content } of files) {
        await mkdir(dirname(join(root, path)), { recursive: true });
        await writeFile(join(root, path), content);
      }
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

/** The environment that Python and pyright need here. */
export const toolEnv = (): Record<string, string> => ({
  PATH: `${pythonWithPytest()}:/usr/local/bin:/usr/bin:/bin`,
  HOME: process.env.HOME ?? "/",
});

/** Node ids that pytest finds in the files, without running anything. */
export const collect = (
  root: string,
  files: readonly string[],
): Promise<{ nodeids: string[]; output: string }> =>
  new Promise((resolve) => {
    execFile(
      "python3",
      ["-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", ...files],
      { cwd: root, env: toolEnv(), maxBuffer: 16_000_000 },
      (_, stdout, stderr) => {
        resolve({
          nodeids: stdout.split("\n").filter((line) => line.includes("::")),
          output: stdout + stderr,
        });
      },
    );
  });
