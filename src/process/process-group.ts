/** How long a group is given to end by itself, in milliseconds. */
export interface Grace {
  /** After SIGINT, which lets pytest run its teardown; 0 does not ask that way. */
  readonly interrupt: number;
  /** After SIGTERM, before the signal that nobody can ignore. */
  readonly terminate: number;
}

/** A child and everything it started, as far as it stayed in the child's group. */
export class ProcessGroup {
  /** Forgotten once killed: the number may be given to somebody else. */
  #pid: number | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sent: NodeJS.Signals | undefined;

  constructor(pid: number | undefined) {
    this.#pid = pid;
  }

  /** Asks the group to end, and kills it when it does not. Asked again, only the time that is left changes. */
  end(grace: Grace): void {
    if (this.#sent === "SIGTERM" || this.#pid === undefined) return;
    clearTimeout(this.#timer);
    if (grace.interrupt === 0) {
      this.#terminate(grace);
      return;
    }
    // A second SIGINT would break off the teardown that the first one started.
    if (this.#sent === undefined) this.#send("SIGINT");
    this.#timer = setTimeout(() => this.#terminate(grace), grace.interrupt);
  }

  kill(): void {
    clearTimeout(this.#timer);
    this.#send("SIGKILL");
    this.#pid = undefined;
  }

  #terminate({ terminate }: Grace): void {
    this.#send("SIGTERM");
    this.#timer = setTimeout(() => this.kill(), terminate);
  }

  #send(signal: NodeJS.Signals): void {
    if (this.#pid === undefined) return;
    this.#sent = signal;
    try {
      process.kill(-this.#pid, signal);
    } catch {
      // Already gone.
    }
  }
}
