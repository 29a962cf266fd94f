/**
 * Keeps the beginning and the end of a stream of bytes and drops what lies between, so that a flood cannot fill memory
 * and the last words are there.
 */
export class CappedOutput {
  readonly #half: number;
  /** First half: the beginning. Second half: a ring with the latest bytes. */
  readonly #kept: Buffer;
  #total = 0;

  /** @param limit bytes that are kept */
  constructor(limit: number) {
    this.#half = Math.ceil(limit / 2);
    this.#kept = Buffer.allocUnsafe(2 * this.#half);
  }

  add(chunk: Uint8Array): void {
    for (let rest = chunk; rest.length > 0; ) {
      const at = this.#next();
      const part = rest.subarray(0, (at < this.#half ? this.#half : this.#kept.length) - at);
      this.#kept.set(part, at);
      this.#total += part.length;
      rest = rest.subarray(part.length);
    }
  }

  /** What was kept, as UTF-8 text, with a line where something is missing. */
  text(): string {
    const dropped = this.#total - this.#kept.length;
    if (dropped <= 0) return this.#kept.toString("utf8", 0, this.#total);
    const head = this.#kept.subarray(0, this.#half);
    const tail = [this.#kept.subarray(this.#next()), this.#kept.subarray(this.#half, this.#next())];
    return `${head}\n[... ${dropped} bytes left out ...]\n${Buffer.concat(tail)}`;
  }

  /** Where the next byte goes. */
  #next(): number {
    return this.#total < this.#half ? this.#total : this.#half + ((this.#total - this.#half) % this.#half);
  }
}
