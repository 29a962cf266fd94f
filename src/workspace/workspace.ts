import { glob, lstat, mkdir, readdir, realpath, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { inputError } from "../errors.ts";
import { isMissing, readRegular } from "./read-file.ts";

/** The only room that reads and writes files of the checkout. Paths are repository-relative with `/`. */
export interface Workspace {
  readonly root: string;
  /** Bytes of a regular file; an error names the file when it is missing, a directory, a link out, or too large. */
  read(path: string, limit?: number): Promise<Uint8Array>;
  /** Text of a file, or null when there is none. */
  readText(path: string): Promise<string | null>;
  /** Python files of the repository, path → text; caches, virtual environments and builds are left out. */
  pythonFiles(): Promise<Map<string, string>>;
  /** Starts a change that can be taken back as a whole. */
  change(): Change;
}

/** A set of writes to the checkout: all of it stays, or none. */
export interface Change {
  /** Writes all files or none; parents are made. The same file may be written again and again. */
  write(files: readonly WorkspaceFile[]): Promise<void>;
  /** Brings back what was there before the first write, and removes folders that this leaves empty. */
  undo(): Promise<void>;
}

export interface WorkspaceFile {
  readonly path: string;
  readonly content: string;
}

interface PreviousFile {
  readonly path: string;
  /** null: the file did not exist. */
  readonly content: string | null;
}

const PYTHON_FILE_LIMIT_BYTES = 2_000_000;
const JUNK = new Set([
  ".git",
  ".tox",
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
  const root = await realpath(resolve(directory)).catch((cause: unknown) => {
    throw inputError({
      code: "workspace.missing",
      message: `${directory}: no such directory.`,
      hint: "Give the root of the pytest repository with --repo (command line) or `working-directory` (action).",
      cause,
    });
  });
  const at = (path: string): string => inside(root, path);
  return {
    root,
    read: (path, limit) => readRegular(at(path), path, { root, ...(limit === undefined ? {} : { limit }) }),
    async readText(path) {
      try {
        return new TextDecoder("utf-8").decode(await readRegular(at(path), path, { root }));
      } catch (error) {
        if (isMissing(error)) return null;
        throw error;
      }
    },
    pythonFiles: () => collectPython(root),
    change: () => startChange(root),
  };
}

/** Absolute path of a repository path; refuses to leave the root by `..` or an absolute path. */
function inside(root: string, path: string): string {
  const full = resolve(root, path);
  const away = relative(root, full);
  if (path.includes("\0") || away === ".." || away.startsWith(`..${sep}`) || isAbsolute(away)) {
    throw inputError({
      code: "path.outside",
      message: `${JSON.stringify(path)} is outside the repository.`,
      hint: "Use a path relative to the repository's root.",
    });
  }
  return full;
}

function startChange(root: string): Change {
  let before: PreviousFile[] = [];
  return {
    async write(files) {
      const previous = await writeAll(root, files);
      before.push(...previous.filter((file) => !before.some((known) => known.path === file.path)));
    },
    async undo() {
      const files = before;
      before = [];
      await restoreAll(root, files);
    },
  };
}

async function writeAll(root: string, files: readonly WorkspaceFile[]): Promise<PreviousFile[]> {
  const previous: PreviousFile[] = [];
  try {
    for (const file of files) {
      const full = inside(root, file.path);
      await refuseLinks(root, full, file.path);
      const before = await readRegular(full, file.path, { root }).catch((error: unknown) => {
        if (isMissing(error)) return null;
        throw error;
      });
      await mkdir(dirname(full), { recursive: true });
      const temporary = `${full}.testgen-${process.pid}.tmp`;
      await writeFile(temporary, file.content, { flag: "wx" });
      await rename(temporary, full);
      previous.push({ path: file.path, content: before === null ? null : new TextDecoder().decode(before) });
    }
    return previous;
  } catch (error) {
    await restoreAll(root, previous);
    throw error;
  }
}

/** A link anywhere on the way could make us write outside the checkout. */
async function refuseLinks(root: string, full: string, shown: string): Promise<void> {
  const parts = relative(root, full).split(sep);
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const stat = await lstat(join(root, ...parts.slice(0, depth))).catch(() => null);
    if (stat?.isSymbolicLink()) {
      throw inputError({
        code: "path.link",
        message: `${shown}: ${parts.slice(0, depth).join("/")} is a symbolic link; nothing was written.`,
        hint: "Choose an output path without links.",
      });
    }
  }
}

async function restoreAll(root: string, previous: readonly PreviousFile[]): Promise<void> {
  for (const file of [...previous].reverse()) {
    const full = inside(root, file.path);
    if (file.content !== null) await writeFile(full, file.content);
    else {
      await rm(full, { force: true });
      await removeEmptyParents(root, dirname(full));
    }
  }
}

async function removeEmptyParents(root: string, directory: string): Promise<void> {
  for (let current = directory; current.startsWith(root + sep); current = dirname(current)) {
    const entries = await readdir(current).catch(() => ["unreadable"]);
    if (entries.length > 0) return;
    await rmdir(current);
  }
}

async function collectPython(root: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const entries = glob("**/*.py", { cwd: root, exclude: (name) => JUNK.has(name.split(sep).at(-1) ?? name) });
  const decoder = new TextDecoder("utf-8");
  for await (const entry of entries) {
    const path = entry.split(sep).join("/");
    const stat = await lstat(join(root, entry)).catch(() => null);
    if (!stat?.isFile() || stat.size > PYTHON_FILE_LIMIT_BYTES) continue;
    found.set(path, decoder.decode(await readRegular(join(root, entry), path, { root })));
  }
  return found;
}
