import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { eventStoreContract } from '../contract.suite.js';
import { collect, newEvent, newEvents, newStream, numbersOf, pipeline, upTo } from '../contract/engine.js';
import { beginning, type EventStore } from '../port.js';
import { openSqliteEventStore, SqliteEventStore } from './sqlite-event-store.js';
import { startWriter } from './writer-thread.js';

const newFolder = () => mkdtemp(join(tmpdir(), 'wavebook-event-store-'));

eventStoreContract('SQLite', async () => {
  const folder = await newFolder();
  const open = () => openSqliteEventStore({ file: join(folder, 'ledger.db'), pollMs: 5 });
  let current = await open();
  return {
    store: current,
    another: open,
    reopen: async () => {
      await current.close();
      return (current = await open());
    },
    dispose: async () => {
      await current.close();
      await rm(folder, { recursive: true });
    },
  };
});

describe('the embedded event store', () => {
  let folder: string;
  let file: string;
  let store: EventStore;
  let worker: Worker;
  beforeEach(async () => {
    folder = await newFolder();
    file = join(folder, 'a', 'new', 'folder', 'ledger.db');
    store = new SqliteEventStore({ file, start: () => (worker = startWriter(file)) });
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });

  it('begins empty, in a folder that it makes', async () => {
    expect(await store.head()).toBe(beginning);
    expect(await collect(store.readAll())).toEqual([]);
  });

  it('gives positions without gaps, whatever is refused in between', async () => {
    const stream = newStream();
    const event = newEvent();
    const outcomes = await Promise.allSettled([
      store.append(stream, 'no_stream', [event, newEvent()]),
      store.append(stream, 'no_stream', newEvents(3)),
      store.append(newStream(), 'no_stream', [newEvent(), event]),
      store.append(stream, 1n, newEvents(2)),
      ...pipeline(store, newStream(), newEvents(10)),
    ]);
    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(2);
    const positions = (await collect(store.readAll())).map(({ position }) => position);
    expect(positions).toEqual(upTo(14).map((n) => BigInt(n + 1)));
  });

  it('refuses an id that lies elsewhere, and nothing of that append stays', async () => {
    const event = newEvent();
    const [stream, other] = [newStream(), newStream()];
    await store.append(stream, 'no_stream', [event, newEvent()]);
    const reused = { code: 'EVENT_ID_REUSED', message: expect.stringContaining(`${stream}@0`) };
    await expect(store.append(other, 'no_stream', [newEvent(), event])).rejects.toMatchObject(reused);
    await expect(store.append(stream, 1n, [event])).rejects.toMatchObject(reused);
    await expect(store.append(stream, 0n, [event])).rejects.toMatchObject(reused);
    expect(await collect(store.read(other))).toEqual([]);
    expect(await store.head()).toBe(2n);
  });

  it('keeps the text of data and metadata exactly, where any SQLite tool finds it', async () => {
    await store.append('programme-1', 'no_stream', [newEvent({ z: 1, a: 'Bærum' }, { metadata: { b: [1.5, null] } })]);
    const db = new Database(file, { readonly: true });
    const row = db.prepare('SELECT position, stream, revision, type, data, metadata FROM event').get();
    db.close();
    expect(row).toEqual({
      position: 1,
      stream: 'programme-1',
      revision: 0,
      type: 'SomethingHappened',
      data: '{"z":1,"a":"Bærum"}',
      metadata: '{"b":[1.5,null]}',
    });
  });

  it('reads large events in pages that fit in memory', async () => {
    const text = 'x'.repeat(1_000_000);
    const stream = newStream();
    for (let n = 0; n < 12; n++)
      await store.append(stream, n === 0 ? 'no_stream' : BigInt(n - 1), [newEvent({ n, text })]);
    const ending = new AbortController();
    const batchSizes: number[] = [];
    for await (const { events, caughtUp } of store.subscribe({ signal: ending.signal })) {
      batchSizes.push(events.length);
      if (caughtUp) break;
    }
    expect(Math.max(...batchSizes)).toBeLessThan(6);
    expect(batchSizes.reduce((a, b) => a + b)).toBe(12);
    expect(numbersOf(await collect(store.read(stream)))).toEqual(upTo(12));
  });

  it('wakes subscribers by its own appends, without a poll, asleep or awake', async () => {
    const unpolled = await openSqliteEventStore({ file, pollMs: 3_600_000 });
    const stream = newStream();
    const batches = unpolled.subscribe({ signal: new AbortController().signal })[Symbol.asyncIterator]();
    await batches.next();
    const asleep = batches.next();
    await unpolled.append(stream, 'no_stream', newEvents(1));
    expect(await asleep).toMatchObject({ value: { events: [{ revision: 0n }] } });
    await unpolled.append(stream, 0n, newEvents(1));
    expect(await batches.next()).toMatchObject({ value: { events: [{ revision: 1n }] } });
    await unpolled.close();
  });

  it('says that an append is of unknown outcome when the writer is lost, and starts a new one', async () => {
    const stream = newStream();
    await store.append(stream, 'no_stream', newEvents(1));
    // With the lock held elsewhere the appends are surely under way when the thread ends.
    const blocker = new Database(file);
    blocker.exec('BEGIN IMMEDIATE');
    const events = newEvents(2);
    const lost = Promise.allSettled([store.append(stream, 0n, [events[0]!]), store.append(stream, 1n, [events[1]!])]);
    await new Promise((resolve) => setImmediate(resolve));
    const ended = worker.terminate();
    blocker.exec('ROLLBACK');
    blocker.close();
    const unavailable = { status: 'rejected', reason: { code: 'STORE_UNAVAILABLE' } };
    expect(await lost).toMatchObject([unavailable, unavailable]);
    await ended;
    expect(
      await Promise.all([store.append(stream, 0n, [events[0]!]), store.append(stream, 1n, [events[1]!])]),
    ).toMatchObject([
      { revision: 1n, position: 2n },
      { revision: 2n, position: 3n },
    ]);
  });

  it('waits for another writer instead of failing', async () => {
    const blocker = new Database(file);
    blocker.exec('BEGIN IMMEDIATE');
    const append = store.append(newStream(), 'no_stream', newEvents(1));
    expect(await store.head()).toBe(0n);
    blocker.exec('ROLLBACK');
    blocker.close();
    expect(await append).toMatchObject({ revision: 0n, position: 1n });
  });
});
