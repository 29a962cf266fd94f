import { createHash } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { cp, lstat, mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { execa } from "execa";
import { afterAll, expect } from "vitest";
import type * as z from "zod";
import { cli } from "../../src/commands/program.ts";

export const ROOT = join(import.meta.dirname, "..", "..");
export const CLI = join(ROOT, "src", "cli.ts");
const SUITE = join(ROOT, "fixtures", "suite");

/** Evidence that nobody asked for a place of lands here, and goes with the tests. */
const TEMP = mkdtempSync(join(tmpdir(), "testgen-tests-"));
process.env.TMPDIR = TEMP;
afterAll(() => rm(TEMP, { recursive: true, force: true }));

/** How a command ended, and what it said. */
export interface Ended {
  readonly code: number | undefined;
  readonly out: string;
  readonly err: string;
}

interface Options {
  readonly cwd?: string;
  readonly input?: string | Uint8Array;
  /** Over the environment of the tests. */
  readonly env?: Readonly<Record<string, string>>;
}

/** `testgen …` as a person starts it: a process of its own. */
export async function testgen(
  args: readonly string[],
  { cwd = ROOT, input = "", env = {} }: Options = {},
): Promise<Ended> {
  const { exitCode, stdout, stderr } = await execa(process.execPath, [CLI, ...args], {
    cwd,
    env,
    input,
    reject: false,
    stripFinalNewline: false,
  });
  return { code: exitCode, out: stdout, err: stderr };
}

/** The same without a new process, for what is asked many times. */
export async function inProcess(
  args: readonly string[],
  { cwd = ROOT, env = {} }: Options = {},
): Promise<Ended> {
  let out = "";
  let err = "";
  const code = await cli(args, {
    cwd,
    env: { ...process.env, ...env },
    out: (text) => {
      out += text.endsWith("\n") ? text : `${text}\n`;
    },
    note: (text) => {
      err += `${text}\n`;
    },
    async *stdin() {},
  });
  return { code, out, err };
}

type AtEnd = (work: () => Promise<void>) => void;

/** An empty folder, gone after the test. */
export async function folder(atEnd: AtEnd): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "testgen-test-"));
  atEnd(() => rm(path, { recursive: true, force: true }));
  return path;
}

/** The example suite in a folder of its own. */
export async function checkout(atEnd: AtEnd): Promise<string> {
  const path = await folder(atEnd);
  const isCache = (name: string): boolean => /(?:__pycache__|\.pytest_cache|\.ruff_cache)$/.test(name);
  await cp(SUITE, path, { recursive: true, filter: (name) => !isCache(name) });
  return path;
}

/** Every entry below a folder with its kind, mode, size and content: two that are equal mean that nothing was touched. */
export async function snapshot(root: string): Promise<Record<string, string>> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const pairs = entries.map(async (entry) => {
    const path = join(entry.parentPath, entry.name);
    const { mode, size } = await lstat(path);
    const content = entry.isSymbolicLink()
      ? await readlink(path)
      : entry.isFile()
        ? createHash("sha256")
            .update(await readFile(path))
            .digest("hex")
        : "";
    return [relative(root, path), `${mode.toString(8)} ${entry.isFile() ? size : ""} ${content}`] as const;
  });
  return Object.fromEntries((await Promise.all(pairs)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Stdout is exactly one JSON document of this shape. */
export function parseDocument<T>(schema: z.ZodType<T>, { out }: Ended): T {
  expect(out).toMatch(/^\{[\s\S]*\}\n$/);
  return schema.parse(JSON.parse(out));
}
