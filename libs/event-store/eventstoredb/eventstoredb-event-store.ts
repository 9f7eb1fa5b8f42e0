import { setTimeout as delay } from 'node:timers/promises';
import { Closing } from '../closing.js';
import { encodeAppend } from '../encode-append.js';
import { Nudges } from '../nudges.js';
import { eventsOf, type Page, pageEventsMax } from '../page.js';
import {
  type Appended,
  type Batch,
  beginning,
  EventStoreError,
  isEventStoreError,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type Revision,
  type StoredEvent,
} from '../port.js';
import { sharedTail, subscription } from '../subscription.js';
import { AppendCalls } from './append-calls.js';
import { Appending } from './appending.js';
import { Connection } from './connection.js';
import { lastingFault, reasonOf, unavailable } from './faults.js';
import { Feed } from './feed.js';
import { Reading } from './reading.js';

type ReadOptions = NonNullable<Parameters<EventStore['read']>[1]>;

export interface EventStoreDbOptions {
  /** `esdb://user:password@host:2113?tls=true`, or `esdb+discover://` for a cluster. */
  readonly url: string;
  /** Regular expression that the names of the ledger's streams match; others on the same server are none of its. */
  readonly streams?: string;
  /** For how long a call may stay without an answer, in milliseconds. */
  readonly timeoutMs?: number;
  /** For how long what did not succeed is tried again before STORE_UNAVAILABLE, in milliseconds. */
  readonly patienceMs?: number;
}

/** Events of a read's first page: most books have fewer, and who wants but one does not wait for a thousand. */
const firstMax = 200;
const everyStream = '^[^$]';
const retryMs = { first: 20, most: 1_000 };

/** The distributed engine: EventStoreDB (KurrentDB) 23.10 or later, over gRPC. See docs/adr/0019. */
export class EventStoreDbEventStore implements EventStore {
  readonly #connection: Connection;
  readonly #calls: AppendCalls;
  readonly #appending: Appending;
  readonly #reading: Reading;
  readonly #nudges: Nudges;
  readonly #tailAfter: (position: Position) => Promise<Page>;
  readonly #patienceMs: number;
  readonly #closing = new Closing(() => this.#end());

  constructor({ url, streams = everyStream, timeoutMs = 5_000, patienceMs = 10_000 }: EventStoreDbOptions) {
    this.#connection = new Connection(url);
    this.#calls = new AppendCalls(this.#connection, timeoutMs);
    this.#patienceMs = patienceMs;
    const feed: Feed = new Feed({
      connection: this.#connection,
      streams,
      head: () => this.#reading.head(),
      nudge: () => this.#nudges.nudge(),
    });
    this.#nudges = new Nudges(
      () => feed.start(),
      () => feed.stop(),
    );
    this.#reading = new Reading(this.#connection, { streams, silenceMs: timeoutMs, quiet: () => feed.quiet });
    this.#appending = new Appending({
      calls: this.#calls,
      stored: (stream, from, max) => this.#patiently(() => this.#reading.recorded(stream, from, max)),
      patienceMs,
      onAppended: () => this.#nudges.nudge(),
    });
    this.#tailAfter = sharedTail((position) => this.#reading.after(position, pageEventsMax), this.#nudges);
  }

  async append(stream: string, expectedRevision: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    this.#closing.assertOpen();
    const encoded = encodeAppend(stream, expectedRevision, events);
    return this.#appending.append({ stream, expectedRevision, events: encoded });
  }

  read(stream: string, { from, backwards = false, max }: ReadOptions = {}): AsyncIterable<StoredEvent> {
    return backwards
      ? this.#events(
          from ?? lastRevision,
          ({ revision }) => revision - 1n,
          max,
          (at, n) => this.#reading.backFrom(stream, at, n),
        )
      : this.#events(
          from ?? 0n,
          ({ revision }) => revision + 1n,
          max,
          (at, n) => this.#reading.from(stream, at, n),
        );
  }

  readAll({ after = beginning, max }: { after?: Position; max?: number } = {}): AsyncIterable<StoredEvent> {
    return this.#events(
      after,
      ({ position }) => position,
      max,
      (at, n) => this.#reading.after(at, n),
    );
  }

  readAt(position: Position): Promise<StoredEvent | undefined> {
    return this.#patiently(() => this.#reading.at(position));
  }

  subscribe({ after = beginning, signal }: { after?: Position; signal: AbortSignal }): AsyncIterable<Batch> {
    this.#closing.assertOpen();
    const pageAfter = (position: Position, hasEnded: () => boolean) =>
      this.#patiently(() => this.#tailAfter(position), { hasEnded, patienceMs: Infinity });
    return subscription({ pageAfter, nudges: this.#nudges, ends: [signal, this.#closing.signal] }, after);
  }

  onAppend(nudge: () => void): () => void {
    this.#closing.assertOpen();
    return this.#nudges.add(nudge);
  }

  head(): Promise<Position> {
    return this.#patiently(() => this.#reading.head());
  }

  /** Appends that were asked for are finished first; subscriptions end, as if they were aborted. */
  close(): Promise<void> {
    return this.#closing.close();
  }

  async #end(): Promise<void> {
    this.#nudges.stop();
    await this.#appending.idle();
    this.#calls.close();
    await this.#connection.close();
  }

  #events(
    start: bigint,
    nextAfter: (last: StoredEvent) => bigint,
    max: number | undefined,
    read: (at: bigint, max: number) => Promise<Page>,
  ): AsyncIterable<StoredEvent> {
    const page = (at: bigint, n: number) => this.#patiently(() => read(at, n));
    return eventsOf({ start, nextAfter, max, firstMax, page });
  }

  /** Repeats a read while the server cannot be reached. @throws EventStoreError */
  #patiently<Result>(read: () => Promise<Result>): Promise<Result>;
  #patiently<Result>(read: () => Promise<Result>, until: Until): Promise<Result | undefined>;
  async #patiently<Result>(
    read: () => Promise<Result>,
    { hasEnded = () => false, patienceMs = this.#patienceMs }: Partial<Until> = {},
  ): Promise<Result | undefined> {
    const deadline = Date.now() + patienceMs;
    for (let retryIn = retryMs.first; ; retryIn = Math.min(retryIn * 2, retryMs.most)) {
      if (hasEnded()) return undefined;
      this.#closing.assertOpen();
      try {
        return await read();
      } catch (error) {
        if (hasEnded()) return undefined;
        const fault = lastingFault(error, 'a stream of the ledger');
        if (fault) throw fault;
        if (Date.now() > deadline) throw unavailable('cannot be read', error);
      }
      await delay(retryIn * (0.5 + Math.random()));
    }
  }
}

interface Until {
  readonly hasEnded: () => boolean;
  readonly patienceMs: number;
}

/** What a server cannot count beyond. */
const lastRevision: Revision = 2n ** 63n - 1n;

/**
 * Opens the ledger on an EventStoreDB server or cluster.
 * @throws EventStoreError STORE_UNAVAILABLE: it is not there; is it started, and is the address right? STORE_FORBIDDEN: the
 *   user and password in the address are not let in.
 */
export const openEventStoreDbEventStore = async (options: EventStoreDbOptions): Promise<EventStore> => {
  const store = new EventStoreDbEventStore(options);
  try {
    await store.head();
    return store;
  } catch (error) {
    await store.close();
    if (!isEventStoreError(error, 'STORE_UNAVAILABLE')) throw error;
    throw new EventStoreError(
      'STORE_UNAVAILABLE',
      `EventStoreDB is not to be reached; is it started, and is EVENTSTORE_URL right? ${reasonOf(error.cause)}`,
      {},
      { cause: error },
    );
  }
};
