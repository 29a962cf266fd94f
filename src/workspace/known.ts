import { createHash } from "node:crypto";

type Data = string | Uint8Array;

/**
 * What each file held when we last read or wrote it. A person may edit the checkout while tests run for hours; what
 * they wrote since must be seen before anything is written over it.
 */
export class Known {
  /** By absolute path; null for a file that was not there. */
  readonly #digests = new Map<string, string | null>();

  /** @param data null: there is no such file */
  set(full: string, data: Data | null): void {
    this.#digests.set(full, digestOf(data));
  }

  /** For a look at many files, which does not mean that each of them is to be written. */
  setFirst(full: string, data: Data): void {
    if (!this.#digests.has(full)) this.set(full, data);
  }

  /** Whether the file is another than we know; one that we never looked at is not. */
  differs(full: string, data: Data | null): boolean {
    const known = this.#digests.get(full);
    return known !== undefined && known !== digestOf(data);
  }
}

const digestOf = (data: Data | null): string | null =>
  data === null ? null : createHash("sha256").update(data).digest("hex");
