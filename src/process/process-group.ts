/** From the polite signal to the one that nobody can ignore. */
const GRACE_MS = 5_000;

/** A child and everything it started, as far as it stayed in the child's group. */
export class ProcessGroup {
  /** Forgotten once killed: the number may be given to somebody else. */
  #pid: number | undefined;
  #grace: NodeJS.Timeout | undefined;

  constructor(pid: number | undefined) {
    this.#pid = pid;
  }

  /** Asks the group to end, and kills it when it does not. */
  end(): void {
    this.#send("SIGTERM");
    if (this.#pid !== undefined) this.#grace ??= setTimeout(() => this.kill(), GRACE_MS);
  }

  kill(): void {
    clearTimeout(this.#grace);
    this.#send("SIGKILL");
    this.#pid = undefined;
  }

  #send(signal: NodeJS.Signals): void {
    if (this.#pid === undefined) return;
    try {
      process.kill(-this.#pid, signal);
    } catch {
      // Already gone.
    }
  }
}
