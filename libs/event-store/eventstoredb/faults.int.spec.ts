import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { EventStoreDBClient } from '@eventstore/db-client';
import { type Double, type Fault, startDouble } from '../../../test/support/eventstoredb-double/start-double.js';
import { collect, newEvents, newStream, numbersOf, pipeline, upTo } from '../contract/engine.js';
import type { Appended, EventStore, StoredEvent } from '../port.js';
import { openEventStoreDbEventStore } from './eventstoredb-event-store.js';

/** How long the server waits for its disk, and a call of the store for its answer: short, so that the tests are. */
const waits = { writeTimeoutMs: 200, timeoutMs: 500 };
const streamCount = 3;
const appendsEach = 25;

/** Someone who follows the ledger from a moment on, and keeps what he is given. */
const follow = (store: EventStore, after: bigint) => {
  const ending = new AbortController();
  const seen: StoredEvent[] = [];
  const news = new EventTarget();
  const following = (async () => {
    for await (const { events } of store.subscribe({ after, signal: ending.signal })) {
      seen.push(...events);
      news.dispatchEvent(new Event('seen'));
    }
  })();
  return {
    /** All that he has seen, when it is so much. */
    async seen(count: number): Promise<readonly StoredEvent[]> {
      while (seen.length < count) await once(news, 'seen');
      ending.abort();
      await following;
      return seen;
    },
  };
};

describe('the store on EventStoreDB, when something fails', () => {
  let double: Double;
  let store: EventStore;
  /** As another process has it: it hears of appends from the server alone. */
  let other: EventStore;
  beforeAll(async () => {
    double = await startDouble({ nodes: 2, writeTimeoutMs: waits.writeTimeoutMs });
  });
  beforeEach(async () => {
    const open = () =>
      openEventStoreDbEventStore({
        url: double.clusterUrl,
        streams: '^programme-',
        timeoutMs: waits.timeoutMs,
        patienceMs: 20_000,
      });
    store = await open();
    other = await open();
  });
  afterEach(async () => {
    await double.heal();
    await Promise.all([store.close(), other.close()]);
  });
  afterAll(() => double.stop());

  const storedAfter = async (start: bigint) => (await double.stored()).filter(({ position }) => position > start);
  /** Waits until something has come to the disk since the fault began. */
  const untilStored = async (start: bigint, count = 1) => {
    while ((await storedAfter(start)).length < count);
  };

  const during =
    (...faults: Fault[]) =>
    async (start: bigint) => {
      await double.fault(...faults);
      await untilStored(start, 5);
      await double.heal();
    };

  /** Each of them begins while appends are under way. When it resolves it is over, or one with which the store can live. */
  const faults: Readonly<Record<string, (start: bigint) => Promise<void>>> = {
    'the connection is cut before appends are stored': () =>
      double.fault({ kind: 'cut', where: 'before an append is stored', after: 7, times: 3 }),
    'the connection is cut before appends are acknowledged': () =>
      double.fault({ kind: 'cut', where: 'before an append is acknowledged', after: 7, times: 3 }),
    'the connection is cut in reads': () => double.fault({ kind: 'cut', where: 'in a read', after: 5, times: 3 }),
    'the connection is cut in subscriptions': () =>
      double.fault({ kind: 'cut', where: 'in a subscription', after: 3, times: 3 }),
    'the server answers no appends': during({ kind: 'silence', on: 'append' }),
    'the server answers no reads': async () => {
      await double.fault({ kind: 'silence', on: 'read' });
      await store.append(newStream(), 'no_stream', newEvents(1));
      await double.heal();
    },
    'the server answers no subscriptions': () => double.fault({ kind: 'silence', on: 'subscription' }),
    'the server is slow to answer': () => double.fault({ kind: 'delay', of: 'append', ms: 100 }),
    'the server is frozen for longer than a call waits': async () => {
      double.freeze();
      await delay(2 * waits.timeoutMs);
      double.thaw();
    },
    'the server is killed, and comes back': async (start) => {
      await untilStored(start, 5);
      await double.restart();
    },
    'the server is stopped, and comes back': async (start) => {
      await untilStored(start, 5);
      await double.shutDown();
      await double.start();
    },
    'the server is there and not ready': async () => {
      await double.fault({ kind: 'not ready' });
      await delay(waits.writeTimeoutMs);
      await double.heal();
    },
    'the disk is slower than the server waits for it': during({ kind: 'slow disk' }),
    'appends are acknowledged twice': () => double.fault({ kind: 'duplicate acknowledgement' }),
    'another node leads': () => double.fault({ kind: 'leader', node: 1 }),
  };

  const settledOf = async (appends: readonly Promise<Appended>[]) => {
    const outcomes = await Promise.allSettled(appends);
    expect(outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as unknown] : []))).toEqual([]);
    return outcomes.map((each) => (each as PromiseFulfilledResult<Appended>).value);
  };

  it.each(Object.keys(faults))('%s: all is stored once and in order, and whoever follows sees it so', async (name) => {
    const start = await store.head();
    const follower = follow(other, start);
    const streams = upTo(streamCount).map(newStream);
    const appends = streams.map((stream) => pipeline(store, stream, newEvents(appendsEach)));
    const [acknowledged] = await Promise.all([Promise.all(appends.map(settledOf)), faults[name]!(start)]);

    const stored = await storedAfter(start);
    const seen = await follower.seen(stored.length);
    for (const [index, stream] of streams.entries()) {
      const own = stored.filter((event) => event.stream === stream);
      expect(own.map(({ data }) => (JSON.parse(data) as { n: number }).n)).toEqual(upTo(appendsEach));
      expect(acknowledged[index]).toEqual(own.map(({ revision, position }) => ({ revision, position })));
      expect(numbersOf(await collect(store.read(stream)))).toEqual(upTo(appendsEach));
    }
    expect(seen.map(({ position }) => position)).toEqual(stored.map(({ position }) => position));
  });

  it('names those whom the server does not let in, at once', async () => {
    for (const as of ['forbidden', 'unauthenticated'] as const) {
      await double.fault({ kind: 'refuse', as });
      const forbidden = { code: 'STORE_FORBIDDEN' };
      await expect(store.append(newStream(), 'no_stream', newEvents(1))).rejects.toMatchObject(forbidden);
      await expect(store.head()).rejects.toMatchObject(forbidden);
      await expect(collect(store.read(newStream()))).rejects.toMatchObject(forbidden);
      const { signal } = new AbortController();
      await expect(collect(store.subscribe({ signal }))).rejects.toMatchObject(forbidden);
      await expect(openEventStoreDbEventStore({ url: double.url() })).rejects.toMatchObject(forbidden);
    }
  });

  it('tells an append whose outcome stays unknown, when its patience is over', async () => {
    const impatient = await openEventStoreDbEventStore({ url: double.url(), timeoutMs: 200, patienceMs: 300 });
    await double.fault({ kind: 'silence', on: 'append' });
    const stream = newStream();
    const events = newEvents(1);
    const unknown = { code: 'STORE_UNAVAILABLE', message: expect.stringContaining('no answer within 0.2 s') };
    await expect(impatient.append(stream, 'no_stream', events)).rejects.toMatchObject(unknown);
    await double.heal();
    expect(await store.append(stream, 'no_stream', events)).toMatchObject({ revision: 0n });
    await impatient.close();
  });

  describe('and streams are deleted by others', () => {
    let client: EventStoreDBClient;
    let stream: string;
    beforeEach(async () => {
      client = EventStoreDBClient.connectionString(double.url());
      stream = newStream();
      await store.append(stream, 'no_stream', newEvents(3));
    });
    afterEach(() => client.dispose());
    const damaged = { code: 'STORE_DAMAGED', message: expect.stringContaining('was deleted or cut off') };

    it('names a stream that was softly deleted, never an empty book', async () => {
      await client.deleteStream(stream);
      await expect(collect(store.read(stream))).rejects.toMatchObject(damaged);
      await expect(collect(store.read(stream, { backwards: true }))).rejects.toMatchObject(damaged);
      await expect(store.append(stream, 'no_stream', newEvents(1))).rejects.toMatchObject(damaged);
    });

    it('names a stream that goes on after a deletion', async () => {
      await client.deleteStream(stream);
      const [event] = await collect(client.readAll({ direction: 'backwards', fromPosition: 'end', maxCount: 1 }));
      expect(event!.event!.type).toBe('$metadata');
      await client.setStreamMetadata(stream, { truncateBefore: 2 });
      await expect(collect(store.read(stream))).rejects.toMatchObject(damaged);
      await expect(collect(store.read(stream, { backwards: true }))).rejects.toMatchObject(damaged);
    });

    it('names a stream that was deleted for good', async () => {
      await client.tombstoneStream(stream);
      await expect(collect(store.read(stream))).rejects.toMatchObject(damaged);
      await expect(store.append(stream, 2n, newEvents(1))).rejects.toMatchObject(damaged);
    });
  });
});
