import { randomUUID } from "node:crypto";
import { chmod, lstat, mkdir, rename, rm, rmdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { environmentError, inputError } from "../errors.ts";
import type { Known } from "./known.ts";
import { inside, refuseLinks } from "./path.ts";
import { isMissing, readRegular } from "./read-file.ts";

/** A set of writes to the checkout: all of it stays, or none. */
export interface Change {
  /**
   * Writes all files or none; parents are made. The same file may be written again and again.
   * @throws input error `file.changed` for a file that is no longer what was last read or written here
   */
  write(files: readonly WorkspaceFile[]): Promise<void>;
  /**
   * Brings back what was there before the first write, byte for byte, and removes the folders that were made. Returns
   * the files that somebody else has written since: they stay as they are.
   */
  undo(): Promise<readonly string[]>;
}

export interface WorkspaceFile {
  readonly path: string;
  readonly content: string;
}

/** One write, with what it takes to go back. */
interface Step {
  readonly path: string;
  /** null: the file did not exist. */
  readonly before: Content | null;
  /** The topmost folder that was made for it. */
  readonly made: string | undefined;
}

interface Content {
  readonly data: string | Uint8Array;
  /** Permission bits; absent for a new file. */
  readonly mode?: number;
}

export function startChange(root: string, known: Known): Change {
  const steps: Step[] = [];
  return {
    async write(files) {
      const first = steps.length;
      try {
        for (const file of files) steps.push(await replace(root, known, file));
      } catch (error) {
        await goBack(root, known, steps.splice(first));
        throw error;
      }
    },
    undo: () => goBack(root, known, steps.splice(0)),
  };
}

async function replace(root: string, known: Known, { path, content }: WorkspaceFile): Promise<Step> {
  const full = inside(root, path);
  await refuseLinks(root, full, path);
  const before = await contentOf(root, full, path);
  if (known.differs(full, before?.data ?? null)) {
    throw inputError({
      code: "file.changed",
      message: `${path}: somebody else ${before === null ? "removed" : "changed"} it while testgen was at work; it was left as it is.`,
      hint: "Run again when nobody is editing the files that testgen writes.",
    });
  }
  const made = await put(root, path, { ...before, data: content });
  known.set(full, content);
  return { path, before, made };
}

async function contentOf(root: string, full: string, path: string): Promise<Content | null> {
  try {
    const data = await readRegular(full, path, { root });
    return { data, mode: (await lstat(full)).mode & 0o7777 };
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

/**
 * Puts a file in place at once, never half of it; a link that meanwhile took its name is replaced, not followed.
 * Returns the topmost folder that had to be made.
 */
async function put(root: string, path: string, { data, mode }: Content): Promise<string | undefined> {
  const full = inside(root, path);
  const folder = dirname(full);
  await refuseLinks(root, folder, path);
  const temporary = join(folder, `.testgen-${randomUUID()}.tmp`);
  let made: string | undefined;
  try {
    made = await mkdir(folder, { recursive: true });
    await writeFile(temporary, data, { flag: "wx" });
    if (mode !== undefined) await chmod(temporary, mode);
    await rename(temporary, full);
    return made;
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => {});
    await removeFolders(folder, made);
    throw inputError({
      code: "file.unwritable",
      message: `${path}: cannot be written (${reasonOf(cause)}).`,
      hint: "Check the permissions, the space on the disk, and that no file stands where a folder is needed.",
      cause,
    });
  }
}

/** Takes steps back, the last one first. What cannot be brought back does not keep the others from it. */
async function goBack(root: string, known: Known, steps: readonly Step[]): Promise<readonly string[]> {
  const failures: unknown[] = [];
  const left = new Set<string>();
  for (const step of [...steps].reverse()) {
    if (left.has(step.path)) continue;
    await takeBack(root, known, step).then(
      (taken) => taken || left.add(step.path),
      (error) => failures.push(error),
    );
  }
  if (failures.length === 0) return [...left].reverse();
  throw environmentError({
    code: "workspace.not-restored",
    message: `Not everything could be brought back: ${failures.map(reasonOf).join(" ")}`,
    hint: "Look at `git status` in the checkout.",
    cause: failures[0],
  });
}

/** False when the file has a text that is not ours: it is worth more than the order that we found. */
async function takeBack(root: string, known: Known, { path, before, made }: Step): Promise<boolean> {
  const full = inside(root, path);
  await refuseLinks(root, dirname(full), path);
  // Whatever is no regular file (a link that a test made, a folder) is nobody's text.
  const now = await readRegular(full, path, { root }).catch(() => null);
  if (now !== null && !(await isLink(full)) && known.differs(full, now)) return false;
  if (before !== null) {
    await put(root, path, before);
  } else {
    await rm(full, { force: true });
    await removeFolders(dirname(full), made);
  }
  known.set(full, before?.data ?? null);
  return true;
}

const isLink = async (full: string): Promise<boolean> => (await lstat(full)).isSymbolicLink();

/** Removes a folder and those above it up to `made`, as far as they are empty. */
async function removeFolders(folder: string, made: string | undefined): Promise<void> {
  if (made === undefined) return;
  for (let current = folder; current.startsWith(made); current = dirname(current)) {
    const removed = await rmdir(current).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
