import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { environmentError } from "../errors.ts";

/**
 * Makes an empty directory for files that nobody keeps; its absolute path. The caller removes it.
 * @throws environment error `temp.unusable` when the system's place for them is missing, full or read-only
 */
export async function makeTemporary(prefix: string): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), prefix));
  } catch (cause) {
    throw environmentError({
      code: "temp.unusable",
      message: `${tmpdir()}: no temporary directory can be made there (${cause instanceof Error ? cause.message : String(cause)}).`,
      hint: "Set TMPDIR to a directory that exists and can be written to.",
      cause,
    });
  }
}
