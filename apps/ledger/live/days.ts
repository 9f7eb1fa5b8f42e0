import type { LocalDate } from '#kernel';

/** Tells who follows something by the day that a new one has begun. */
export class Days {
  readonly #listeners = new Set<() => void>();
  #today: LocalDate | undefined;

  /** Says which day it is. Whoever listens is told when it is another one than the last time. */
  see(today: LocalDate): void {
    const changed = this.#today !== undefined && today !== this.#today;
    this.#today = today;
    if (changed) for (const listener of this.#listeners) listener();
  }

  /** Calls back when a new day has begun. Returns how to stop it. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
