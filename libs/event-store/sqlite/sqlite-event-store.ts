import { Closing } from '../closing.js';
import { encodeAppend } from '../encode-append.js';
import type { Nudges } from '../nudges.js';
import { eventsOf, type Page } from '../page.js';
import {
  type Appended,
  type Batch,
  beginning,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type StoredEvent,
} from '../port.js';
import { sharedTail, subscription } from '../subscription.js';
import { appendWatch } from './append-watch.js';
import { type Connection, openLedgerFile } from './ledger-file.js';
import { pageReader, type PageReader, patiently } from './reader.js';
import { startWriter, WriterThread } from './writer-thread.js';

type ReadOptions = NonNullable<Parameters<EventStore['read']>[1]>;

/** The embedded engine: one SQLite file, written by a thread of its own, read where it is asked. See ADR 0003. */
export class SqliteEventStore implements EventStore {
  readonly #db: Connection;
  readonly #pages: PageReader;
  readonly #nudges: Nudges;
  readonly #tailAfter: (position: Position) => Promise<Page>;
  readonly #writer: WriterThread;
  readonly #closing = new Closing(() => this.#end());

  constructor({ file, pollMs = 50, start = () => startWriter(file) }: SqliteEventStoreOptions) {
    this.#db = openLedgerFile(file, 'reader');
    this.#pages = pageReader(this.#db);
    const dataVersion = this.#db.prepare('PRAGMA data_version').pluck();
    this.#nudges = appendWatch(() => dataVersion.get(), pollMs);
    this.#tailAfter = sharedTail(async (position) => this.#pages.after(position), this.#nudges);
    this.#writer = new WriterThread(start, () => this.#nudges.nudge());
  }

  async append(stream: string, expectedRevision: ExpectedRevision, events: readonly NewEvent[]): Promise<Appended> {
    this.#closing.assertOpen();
    return this.#writer.append({ stream, expectedRevision, events: encodeAppend(stream, expectedRevision, events) });
  }

  read(stream: string, { from, backwards = false, max }: ReadOptions = {}): AsyncIterable<StoredEvent> {
    const pages = this.#pages;
    return backwards
      ? this.#events(
          from ?? pages.lastRevision,
          (e) => e.revision - 1n,
          max,
          (at, n) => pages.backFrom(stream, at, n),
        )
      : this.#events(
          from ?? 0n,
          (e) => e.revision + 1n,
          max,
          (at, n) => pages.from(stream, at, n),
        );
  }

  readAll({ after = beginning, max }: { after?: Position; max?: number } = {}): AsyncIterable<StoredEvent> {
    return this.#events(
      after,
      (e) => e.position,
      max,
      (at, n) => this.#pages.after(at, n),
    );
  }

  async readAt(position: Position): Promise<StoredEvent | undefined> {
    for await (const event of this.readAll({ after: position - 1n, max: 1 }))
      return event.position === position ? event : undefined;
    return undefined;
  }

  subscribe({ after = beginning, signal }: { after?: Position; signal: AbortSignal }): AsyncIterable<Batch> {
    this.#closing.assertOpen();
    const ends = [signal, this.#closing.signal];
    const pageAfter = (position: Position, hasEnded: () => boolean) =>
      patiently(() => (hasEnded() ? undefined : this.#tailAfter(position)), Infinity);
    return subscription({ pageAfter, nudges: this.#nudges, ends }, after);
  }

  onAppend(nudge: () => void): () => void {
    this.#closing.assertOpen();
    return this.#nudges.add(nudge);
  }

  async head(): Promise<Position> {
    return patiently(() => {
      this.#closing.assertOpen();
      return this.#pages.head();
    });
  }

  /** Appends that were asked for are finished first; subscriptions end, as if they were aborted. */
  close(): Promise<void> {
    return this.#closing.close();
  }

  async #end(): Promise<void> {
    this.#nudges.stop();
    await this.#writer.close();
    this.#db.close();
  }

  #events(
    start: bigint,
    nextAfter: (last: StoredEvent) => bigint,
    max: number | undefined,
    read: (at: bigint, max: number) => Page,
  ): AsyncIterable<StoredEvent> {
    const page = (at: bigint, n: number) =>
      patiently(() => {
        this.#closing.assertOpen();
        return read(at, n);
      });
    return eventsOf({ start, nextAfter, max, page });
  }
}

interface SqliteEventStoreOptions {
  readonly file: string;
  /** How often appends of other processes are looked for, in milliseconds. */
  readonly pollMs?: number;
  /** Starts the writer's thread. */
  readonly start?: () => ReturnType<typeof startWriter>;
}

/**
 * Opens the ledger in a file, or makes a new one there.
 * @throws EventStoreError STORE_FOREIGN: the file is something else. STORE_NEWER: a newer Wavebook wrote it.
 *   STORE_UNAVAILABLE: it cannot be opened, or the disk it lies on would not keep what is acknowledged.
 */
export const openSqliteEventStore = (options: Pick<SqliteEventStoreOptions, 'file' | 'pollMs'>): Promise<EventStore> =>
  new Promise((resolve) => resolve(new SqliteEventStore(options)));
