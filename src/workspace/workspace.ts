import { readdir, realpath, stat } from "node:fs/promises";
import { join, relative, resolve, sep } from "node:path";
import { inputError, TestgenError } from "../errors.ts";
import { type Change, startChange } from "./change.ts";
import { Known } from "./known.ts";
import { checkTarget, inside } from "./path.ts";
import { decodeText, isMissing, readRegular } from "./read-file.ts";

export type { Change, WorkspaceFile } from "./change.ts";

/** The only room that reads and writes files of the checkout. Paths are repository-relative with `/`. */
export interface Workspace {
  readonly root: string;
  /** Bytes of a regular file; an error names the file when it is missing, a directory, a link out, or too large. */
  read(path: string, limit?: number): Promise<Uint8Array>;
  /** Text of a file, or null when there is none; an error names the file when it is not UTF-8. */
  readText(path: string): Promise<string | null>;
  /** Those of the files that are there and can be read, path → text; what is not UTF-8 in them is replaced. */
  textFiles(paths: readonly string[]): Promise<Map<string, string>>;
  /** Files below a directory, sorted; none when there is no such directory. Left out is what `pythonFiles` leaves out. */
  filesBelow(directory: string): Promise<string[]>;
  /** Python files of the repository, path → text; links, caches, virtual environments and builds are left out. */
  pythonFiles(): Promise<Map<string, string>>;
  /** Refuses a path that no file can be written to: a link on the way, a directory, a name too long. */
  checkTarget(path: string): Promise<void>;
  /** Starts a change that can be taken back as a whole. */
  change(): Change;
}

const PYTHON_FILE_LIMIT_BYTES = 2_000_000;
const JUNK = new Set([
  ".git",
  ".tox",
  ".nox",
  ".venv",
  "venv",
  "node_modules",
  "__pycache__",
  ".mypy_cache",
  ".pytest_cache",
  "build",
  "dist",
  "site-packages",
]);

export async function openWorkspace(directory: string): Promise<Workspace> {
  const root = await rootOf(directory);
  const known = new Known();
  const at = (path: string): string => inside(root, path);
  const read: Workspace["read"] = async (path, limit) => {
    const bytes = await readRegular(at(path), path, { root, limit });
    known.set(at(path), bytes);
    return bytes;
  };
  return {
    root,
    read,
    async readText(path) {
      try {
        return decodeText(await read(path), path);
      } catch (error) {
        if (!isMissing(error)) throw error;
        known.set(at(path), null);
        return null;
      }
    },
    textFiles: (paths) => readAll(root, known, paths),
    filesBelow: async (directory) => findFiles(root, at(directory)),
    async pythonFiles() {
      const python = (await findFiles(root, root)).filter((path) => path.endsWith(".py"));
      return readAll(root, known, python, PYTHON_FILE_LIMIT_BYTES);
    },
    checkTarget: (path) => checkTarget(root, path),
    change: () => startChange(root, known),
  };
}

async function rootOf(directory: string): Promise<string> {
  const root = await realpath(resolve(directory)).catch((error: unknown) => error);
  if (typeof root === "string" && (await stat(root)).isDirectory()) return root;
  throw inputError({
    code: "workspace.missing",
    message: `${directory}: no such directory.`,
    hint: "Give the root of the pytest repository with --repo (command line) or `working-directory` (action).",
    cause: root,
  });
}

/** Files below a directory as paths of the repository, sorted. Links are not followed: they may lead out, or in circles. */
async function findFiles(root: string, directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const found = await Promise.all(
    entries
      .filter(({ name }) => !JUNK.has(name))
      .map((entry) => {
        const full = join(directory, entry.name);
        if (entry.isDirectory()) return findFiles(root, full);
        return entry.isFile() ? [relative(root, full).split(sep).join("/")] : [];
      }),
  );
  return found.flat().sort();
}

async function readAll(
  root: string,
  known: Known,
  paths: readonly string[],
  limit?: number,
): Promise<Map<string, string>> {
  const decoder = new TextDecoder("utf-8");
  const texts = new Map<string, string>();
  for (const path of paths) {
    try {
      const full = inside(root, path);
      const bytes = await readRegular(full, path, { root, limit });
      known.setFirst(full, bytes);
      texts.set(path, decoder.decode(bytes));
    } catch (error) {
      if (!(error instanceof TestgenError)) throw error;
    }
  }
  return texts;
}
