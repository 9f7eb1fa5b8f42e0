/** Those who want to know that something was appended. */
export class Nudges {
  readonly #listeners = new Set<{ readonly nudge: () => void }>();
  #count = 0;

  /** `begin` is called for the first listener, `end` when there is none any more. */
  constructor(
    private readonly begin: () => void,
    private readonly end: () => void,
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
    this.#listeners.add(entry);
    if (this.#listeners.size === 1) this.begin();
    return () => {
      if (this.#listeners.delete(entry) && this.#listeners.size === 0) this.end();
    };
  }

  /** Each in a microtask of its own, so that one that throws keeps nothing from the others. */
  nudge(): void {
    this.#count++;
    for (const { nudge } of this.#listeners) queueMicrotask(nudge);
  }

  stop(): void {
    this.end();
  }
}
