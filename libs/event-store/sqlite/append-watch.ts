/**
 * Tells who wants to know that something was appended: at once for appends of this process, and by polling for those
 * of others. One timer serves everybody, runs only while somebody listens, and keeps no process alive.
 */
export class AppendWatch {
  readonly #nudges = new Set<{ readonly nudge: () => void }>();
  #timer: NodeJS.Timeout | undefined;
  #seen: unknown;
  #count = 0;

  constructor(
    /** Changes whenever another connection commits: `PRAGMA data_version`. */
    private readonly dataVersion: () => unknown,
    private readonly pollMs: number,
  ) {}

  /**
   * While it stays the same, what was read is all that anybody has been told of. It rises with every append that became
   * known, and with every new listener: before the first one nobody looked at what other processes append.
   */
  get count(): number {
    return this.#count;
  }

  add(nudge: () => void): () => void {
    this.#count++;
    const entry = { nudge };
    this.#nudges.add(entry);
    if (!this.#timer) {
      this.#seen = this.#version();
      this.#timer = setInterval(() => this.#poll(), this.pollMs).unref();
    }
    return () => {
      this.#nudges.delete(entry);
      if (this.#nudges.size === 0) this.stop();
    };
  }

  /** Each in a microtask of its own, so that one that throws keeps nothing from the others. */
  nudge(): void {
    this.#count++;
    for (const { nudge } of this.#nudges) queueMicrotask(nudge);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** A file that cannot be read counts as changed: whoever then reads it meets the fault, and can deal with it. */
  #version(): unknown {
    try {
      return this.dataVersion();
    } catch {
      return Symbol('unknown');
    }
  }

  #poll(): void {
    const version = this.#version();
    if (version === this.#seen) return;
    this.#seen = version;
    this.nudge();
  }
}
