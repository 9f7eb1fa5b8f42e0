import { setTimeout as delay } from 'node:timers/promises';
import type { Change } from './read-models.js';

/** Lets one piece of work at a time through, in the order in which they came. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  take<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

/** Who waits for positions, and who wants to hear of changes. */
export class Listeners {
  readonly #listeners = new Set<(change: Change) => void>();
  readonly #waiting = new Set<{ readonly position: bigint; readonly reached: () => void }>();

  onProjected(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Whether anybody wants to hear of changes. */
  get anybody(): boolean {
    return this.#listeners.size > 0;
  }

  reached(position: bigint): void {
    for (const waiter of this.#waiting) if (waiter.position <= position) waiter.reached();
  }

  tell(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }

  wait(position: bigint, timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (reached: boolean) => {
        clearTimeout(timer);
        this.#waiting.delete(waiter);
        resolve(reached);
      };
      const waiter = { position, reached: () => settle(true) };
      const timer = setTimeout(() => settle(false), timeoutMs);
      this.#waiting.add(waiter);
    });
  }
}

/** Waits, or until the signal aborts; never throws. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);

export const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
