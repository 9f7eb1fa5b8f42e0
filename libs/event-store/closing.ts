import { EventStoreError } from './port.js';

/** The end of a store: it comes once, however often it is asked for, and then nobody is let in any more. */
export class Closing {
  readonly #beginning = new AbortController();
  #done: Promise<void> | undefined;

  /** `end` finishes what was asked for, and lets go of what the store holds. */
  constructor(private readonly end: () => Promise<void>) {}

  /** Aborted when the closing begins. */
  get signal(): AbortSignal {
    return this.#beginning.signal;
  }

  close(): Promise<void> {
    this.#beginning.abort();
    this.#done ??= this.end();
    return this.#done;
  }

  /** @throws EventStoreError STORE_CLOSED */
  assertOpen(): void {
    if (this.signal.aborted) throw new EventStoreError('STORE_CLOSED', 'the event store was closed; open it again');
  }
}
