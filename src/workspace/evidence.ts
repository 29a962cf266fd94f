import { createHash } from "node:crypto";
import { appendFileSync } from "node:fs";
import { mkdir, readdir, realpath, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { inputError } from "../errors.ts";
import { inside, refuseLinks } from "./path.ts";
import { readRegular } from "./read-file.ts";

/** What a run leaves behind: JUnit files, logs, the journal. Outside the checkout, never committed. */
export interface Evidence {
  readonly directory: string;
  path(name: string): string;
  /** Bytes and their sha256, or null when no regular file is there: a pipe that a test left could hang us. */
  read(name: string): Promise<{ bytes: Uint8Array; digest: string } | null>;
  write(name: string, text: string): Promise<void>;
  /** Appends at once: a journal must survive a kill. */
  append(name: string, text: string): void;
  /** Removes what an earlier run left, so that it cannot pass for ours. */
  remove(name: string): Promise<void>;
}

export async function openEvidence(directory: string): Promise<Evidence> {
  const root = await makeDirectory(directory);
  const path = (name: string): string => inside(root, name);
  const remove = async (name: string): Promise<void> => {
    const full = path(name);
    await refuseLinks(root, dirname(full), name);
    // Recursively: a test that ran may have left anything under the name.
    await rm(full, { recursive: true, force: true });
  };
  return {
    directory: root,
    path,
    async read(name) {
      const bytes = await readRegular(path(name), name, { root }).catch(() => null);
      return bytes && { bytes, digest: sha256(bytes) };
    },
    async write(name, text) {
      await remove(name);
      await mkdir(dirname(path(name)), { recursive: true });
      await writeFile(path(name), text);
    },
    append: (name, text) => appendFileSync(path(name), text),
    remove,
  };
}

async function makeDirectory(directory: string): Promise<string> {
  try {
    await mkdir(resolve(directory), { recursive: true });
    return await realpath(resolve(directory));
  } catch (cause) {
    throw inputError({
      code: "evidence.unusable",
      message: `${directory}: cannot be used as a directory for evidence.`,
      hint: "Name a directory that can be written to.",
      cause,
    });
  }
}

/** Characters of a plan's path that its evidence shows; a file system takes 255 bytes a name. */
const SHOWN = 80;

/**
 * Directory name for the evidence of a plan: the end of its path, readable, and a short hash, so that it is never too
 * long and no two plans share it. Of a path from elsewhere `shown` is the part worth showing.
 */
export function evidenceName(plan: string, shown: string = plan): string {
  const readable = shown.replaceAll(/[^A-Za-z0-9._-]+/g, "_").slice(-SHOWN);
  return `${readable}-${sha256(plan).slice(0, 8)}`;
}

export const sha256 = (data: Uint8Array | string): string => createHash("sha256").update(data).digest("hex");

/** Name that git gives a file's content (SHA-1 repositories). */
export const gitBlob = (data: Uint8Array | string): string =>
  createHash("sha1")
    .update(`blob ${Buffer.byteLength(data)}\0`)
    .update(data)
    .digest("hex");

/**
 * Removes the compiled form of a Python file; through a link it could be somebody else's, so links are refused. Python trusts it by whole seconds and size, so an edit within the same
 * second would otherwise run the old code.
 * @throws input error `path.link`
 */
export async function removeBytecode(root: string, file: string): Promise<void> {
  const cache = join(root, dirname(file), "__pycache__");
  await refuseLinks(root, cache, file);
  const stem = file.slice(file.lastIndexOf("/") + 1).replace(/\.py$/, "");
  for (const name of await readdir(cache).catch(() => [])) {
    if (name.startsWith(`${stem}.`) && name.endsWith(".pyc")) await rm(join(cache, name), { force: true });
  }
}
