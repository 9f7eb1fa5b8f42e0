import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Batch, EventStore, NewEvent, Position, StoredEvent } from '../port.js';

/** What does not come by then does not come. */
const patienceMs = 10_000;

/** Events without their positions, which are each engine's own. */
export const eventsIn = (events: readonly StoredEvent[]): (NewEvent & { stream: string; revision: bigint })[] =>
  events.map(({ position: _position, ...event }) => event);

/** One who follows a ledger from somewhere, and looks up what has come from time to time. */
export class Follower {
  readonly #batches: AsyncIterator<Batch>;
  readonly #ending = new AbortController();
  #told = false;

  constructor(
    opened: EventStore,
    /** Which of the stores it follows. */
    readonly store: number,
    private position: Position,
    /** How many of the events come before what it follows. */
    private next: number,
  ) {
    this.#batches = opened.subscribe({ after: position, signal: this.#ending.signal })[Symbol.asyncIterator]();
  }

  /** Pulls until it has everything: nothing is left out, nothing comes twice, all is in order. */
  async catchUp(all: readonly StoredEvent[], positions: readonly Position[]): Promise<void> {
    while (this.next < all.length || !this.#told) {
      const step = await this.#pull();
      expect(step.done ?? false).toBe(false);
      const { events, position, caughtUp } = step.value as Batch;
      const expected = all.slice(this.next, this.next + Math.max(events.length, this.#told ? 1 : 0));
      expect(eventsIn(events)).toEqual(eventsIn(expected));
      expect(events.map((event) => event.position)).toEqual(positions.slice(this.next, this.next + events.length));
      expect(position).toBe(events.at(-1)?.position ?? this.position);
      expect(caughtUp).toBe(this.next + events.length === all.length);
      this.#told = true;
      this.position = position;
      this.next += events.length;
    }
  }

  /** Its store was closed: it is told so, and gets nothing more. */
  async expectEnded(): Promise<void> {
    expect(await this.#pull()).toEqual({ done: true, value: undefined });
  }

  async leave(): Promise<void> {
    this.#ending.abort();
    await this.#batches.return?.();
  }

  async #pull(): Promise<IteratorResult<Batch>> {
    const late = new AbortController();
    const patience = delay(patienceMs, undefined, { signal: late.signal }).then(() => {
      throw new Error(`nothing came after event ${this.next}`);
    });
    patience.catch(() => undefined);
    try {
      return await Promise.race([this.#batches.next(), patience]);
    } finally {
      late.abort();
    }
  }
}
