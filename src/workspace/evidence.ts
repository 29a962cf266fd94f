import { createHash } from "node:crypto";
import { appendFileSync } from "node:fs";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

/** What a run leaves behind: JUnit files, logs, the journal. Outside the checkout, never committed. */
export interface Evidence {
  readonly directory: string;
  path(name: string): string;
  /** Bytes and their sha256, or null when the file is not there. */
  read(name: string): Promise<{ bytes: Uint8Array; digest: string } | null>;
  write(name: string, text: string): Promise<void>;
  /** Appends at once: a journal must survive a kill. */
  append(name: string, text: string): void;
  /** Removes what an earlier run left, so that it cannot pass for ours. */
  remove(name: string): Promise<void>;
}

export async function openEvidence(directory: string): Promise<Evidence> {
  const root = resolve(directory);
  await mkdir(root, { recursive: true });
  const path = (name: string): string => join(root, name);
  return {
    directory: root,
    path,
    async read(name) {
      const bytes = await readFile(path(name)).catch(() => null);
      return bytes && { bytes, digest: sha256(bytes) };
    },
    async write(name, text) {
      await mkdir(dirname(path(name)), { recursive: true });
      await writeFile(path(name), text);
    },
    append: (name, text) => appendFileSync(path(name), text),
    remove: (name) => rm(path(name), { force: true }),
  };
}

export const sha256 = (data: Uint8Array | string): string => createHash("sha256").update(data).digest("hex");

/** Name that git gives a file's content (SHA-1 repositories). */
export const gitBlob = (data: Uint8Array | string): string =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(data)}\0`)
    .update(data)
    .digest("hex");

/**
 * Removes the compiled form of a Python file. Python trusts it by whole seconds and size, so an edit within the same
 * second would otherwise run the old code.
 */
export async function removeBytecode(root: string, file: string): Promise<void> {
  const cache = join(root, dirname(file), "__pycache__");
  const stem = file.slice(file.lastIndexOf("/") + 1).replace(/\.py$/, "");
  for (const name of await readdir(cache).catch(() => [])) {
    if (name.startsWith(`${stem}.`) && name.endsWith(".pyc")) await rm(join(cache, name), { force: true });
  }
}
