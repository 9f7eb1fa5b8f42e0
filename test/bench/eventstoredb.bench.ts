import { randomUUID } from 'node:crypto';
import { EventStoreDBClient, NO_STREAM, jsonEvent, streamNameFilter } from '@eventstore/db-client';
import { type EventStore, type NewEvent, openEventStoreDbEventStore } from '#event-store';
import { eventStoreDbServer } from './eventstoredb-server.js';
import type { Bench, Figure, Row } from './figure.js';
import { type Step, inTurns, perSecond } from './per-second.js';

/**
 * Durable appends per second on EventStoreDB, every writer with a stream of its own and waiting for each acknowledgement;
 * beside it the bare client with the same events and exact revisions, in turns on the same server. And how fast events
 * are read: all of the ledger in order, beside a catch-up subscription of the bare client.
 */
const writerCounts = [1, 32, 128];
const turns = 4;
const secondsEach = 1;
const warmUpSeconds = 0.5;
const eventBytes = 600;
const readCount = 20_000;
const eventsPerAppend = 200;

const metadata = { version: 1, synthetic: true };
const note = 'n'.repeat(eventBytes - JSON.stringify({ note: '' }).length - JSON.stringify(metadata).length);
const newEvent = (): NewEvent => ({ id: randomUUID(), type: 'UnitWentLive', data: { note }, metadata });
const bareEvent = () => jsonEvent({ id: randomUUID(), type: 'UnitWentLive', data: { note }, metadata });

type Acknowledged = Map<string, bigint>;

const writerOf = (store: EventStore, prefix: string, acknowledged: Acknowledged): Step => {
  const stream = `${prefix}${randomUUID()}`;
  let revision: bigint | 'no_stream' = 'no_stream';
  return async () => {
    const event = newEvent();
    const appended = await store.append(stream, revision, [event]);
    revision = appended.revision;
    acknowledged.set(event.id, appended.position);
  };
};

const bareWriterOf = (client: EventStoreDBClient, prefix: string): Step => {
  const stream = `${prefix}${randomUUID()}`;
  let expectedRevision: bigint | typeof NO_STREAM = NO_STREAM;
  return async () => {
    const appended = await client.appendToStream(stream, bareEvent(), { expectedRevision });
    expectedRevision = appended.nextExpectedRevision;
  };
};

/** Events per second of a read, which must find as many as there are. */
const readPerSecond = async (read: () => Promise<number>): Promise<number> => {
  const began = performance.now();
  const found = await read();
  if (found !== readCount) throw new Error(`${found} events were read of ${readCount}`);
  return found / ((performance.now() - began) / 1000);
};

/** What is measured together: the adapter, and the bare client beside it, on streams that are this run's alone. */
class Rivals {
  readonly acknowledged: Acknowledged = new Map();
  /** The event before all others of this run. */
  #before = 0n;

  private constructor(
    private readonly prefix: string,
    private readonly store: EventStore,
    private readonly client: EventStoreDBClient,
  ) {}

  static async open(url: string): Promise<Rivals> {
    const prefix = `bench${randomUUID().slice(0, 8)}-`;
    const store = await openEventStoreDbEventStore({ url, streams: `^${prefix}` });
    const rivals = new Rivals(prefix, store, EventStoreDBClient.connectionString(url));
    rivals.#before = (await store.append(`${prefix}before`, 'no_stream', [newEvent()])).position;
    return rivals;
  }

  /** Appends per second of the adapter, and of the bare client. */
  async appends(writerCount: number): Promise<readonly [here: number, bare: number]> {
    const { store, client, prefix, acknowledged } = this;
    const writers = Array.from({ length: writerCount }, () => writerOf(store, prefix, acknowledged));
    // Its events lack what the ledger writes: they are none of the ledger's.
    const bareWriters = writers.map(() => bareWriterOf(client, `bare-${prefix}`));
    for (const each of [writers, bareWriters]) await perSecond(warmUpSeconds, each);
    const [here, bare] = await inTurns(turns, secondsEach, [writers, bareWriters]);
    return [here!, bare!];
  }

  /** Events per second of reading so many, before anything else is written. */
  async reads(): Promise<readonly [here: number, bare: number]> {
    for (let written = 0; written < readCount; written += eventsPerAppend) {
      const events = Array.from({ length: eventsPerAppend }, newEvent);
      await this.store.append(`${this.prefix}${randomUUID()}`, 'no_stream', events);
    }
    // The first read of each is not measured.
    await this.#readByStore();
    await this.#readByClient();
    return [await readPerSecond(() => this.#readByStore()), await readPerSecond(() => this.#readByClient())];
  }

  /** Everything that was acknowledged is stored at the position that was told, and nothing else is. */
  async assertStored(): Promise<void> {
    let [others, wrong] = [0, 0];
    for await (const { id, position } of this.store.readAll({ after: this.#before })) {
      const told = this.acknowledged.get(id);
      if (told === undefined) others++;
      else if (told !== position) wrong++;
      this.acknowledged.delete(id);
    }
    const missing = this.acknowledged.size;
    if (missing > 0 || wrong > 0 || others !== readCount)
      throw new Error(`${missing} acknowledged events are not stored, ${wrong} elsewhere, ${others} are others`);
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.client.dispose();
  }

  async #readByStore(): Promise<number> {
    let found = 0;
    for await (const _ of this.store.readAll({ after: this.#before })) found++;
    return found;
  }

  async #readByClient(): Promise<number> {
    const fromPosition = { commit: this.#before, prepare: this.#before };
    const filter = streamNameFilter({ prefixes: [this.prefix] });
    const subscription = this.client.subscribeToAll({ fromPosition, filter });
    let found = 0;
    for await (const { event } of subscription) if (event && ++found === readCount) break;
    await subscription.unsubscribe();
    return found;
  }
}

const open = async (): Promise<Bench> => {
  const { url, name, note: server, stop } = await eventStoreDbServer();
  let checked = 0;

  const run = async (): Promise<readonly Figure[]> => {
    const rivals = await Rivals.open(url);
    try {
      const [read, bareRead] = await rivals.reads();
      const figures: Figure[] = [];
      for (const count of writerCounts) {
        const [value, bare] = await rivals.appends(count);
        figures.push({
          what: `${name}, append, ${count} ${count === 1 ? 'writer' : 'writers'}`,
          value,
          unit: '/s',
          peer: { what: '@eventstore/db-client', value: bare },
          bar: { of: 'ratio', at: 'least', limit: 0.9 },
        });
      }
      checked += rivals.acknowledged.size;
      await rivals.assertStored();
      const peer = { what: 'its catch-up subscription', value: bareRead };
      return [...figures, { what: `${name}, read of ${readCount} events`, value: read, unit: '/s', peer }];
    } finally {
      await rivals.close();
    }
  };

  return {
    run,
    notes: () => [
      `${server}; events of ${eventBytes} bytes, ${turns} turns of ${secondsEach} s each; all ${checked} events that were acknowledged are stored at the positions that were told`,
    ],
    close: stop,
  };
};

export const eventstoredb: Row = { name: 'eventstoredb', open };
