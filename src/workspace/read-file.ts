import { constants } from "node:fs";
import { open, realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { inputError } from "../errors.ts";
import { isBelow } from "./path.ts";

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "file.missing";

const READ_LIMIT_BYTES = 64_000_000;

export interface ReadOptions {
  /** The file must really be below this directory, whatever links say; absent for files that a person names. */
  readonly root?: string | undefined;
  /** Bytes; 64 MB unless told. */
  readonly limit?: number | undefined;
}

/**
 * Bytes of a regular file. `shown` is the path as the reader knows it.
 * @throws input error `file.*` that names the file and what is wrong with it
 */
export async function readRegular(
  full: string,
  shown: string,
  { root, limit = READ_LIMIT_BYTES }: ReadOptions = {},
): Promise<Uint8Array> {
  // O_NONBLOCK: opening a FIFO must not wait for a writer.
  const handle = await open(full, constants.O_RDONLY | constants.O_NONBLOCK).catch((cause: unknown) => {
    const missing = cause instanceof Error && "code" in cause && /^E(NOENT|NOTDIR)$/.test(String(cause.code));
    throw inputError({
      code: missing ? "file.missing" : "file.unreadable",
      message: missing
        ? `${shown}: no such file.`
        : `${shown}: cannot be opened (${cause instanceof Error ? cause.message : String(cause)}).`,
      hint: missing
        ? `Check the path${root === undefined ? "" : "; it is relative to the repository's root"}.`
        : "Check its permissions.",
      cause,
    });
  });
  try {
    const real = await realpath(full);
    if (root !== undefined && !isBelow(root, real)) {
      throw inputError({
        code: "file.link",
        message: `${shown}: is a link that leaves the repository.`,
        hint: "Replace the link by a regular file.",
      });
    }
    const stat = await handle.stat();
    if (!stat.isFile()) {
      throw inputError({
        code: "file.not-regular",
        message: `${shown}: is ${stat.isDirectory() ? "a directory" : "not a regular file"}.`,
        hint: "Name a file.",
      });
    }
    if (stat.size > limit) {
      throw inputError({
        code: "file.too-large",
        message: `${shown}: ${count(stat.size)} bytes are over the limit of ${count(limit)}.`,
        hint: "Split the document or leave out generated content.",
      });
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

const count = (bytes: number): string => bytes.toLocaleString("en");

/** A file that a person named on the command line, relative to `cwd`. */
export const readDocument = (cwd: string, path: string, limit?: number): Promise<Uint8Array> =>
  readRegular(resolve(cwd, path), path, { limit });

/**
 * Text of such a file.
 * @throws input error for bytes that are not UTF-8 text
 */
export const readTextDocument = async (cwd: string, path: string, limit?: number): Promise<string> =>
  decodeText(await readDocument(cwd, path, limit), path);

/**
 * Text of UTF-8 bytes, without a byte order mark. `shown` is the file's path as the reader knows it.
 * @throws input error `file.not-text`
 */
export function decodeText(bytes: Uint8Array, shown: string): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return text;
  } catch {
    // Reported below, with the binary files.
  }
  throw inputError({
    code: "file.not-text",
    message: `${shown}: is not UTF-8 text.`,
    hint: "Save it as UTF-8, or name another file.",
  });
}
