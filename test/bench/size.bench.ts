import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import { type EventStore, openSqliteEventStore } from '#event-store';
import { openReadModels } from '#read-models';
import { filesIn } from '../../apps/ledger/config.js';
import { storeWith } from '../../apps/ledger/store-with.js';
import { recordBytes } from '../support/eventstoredb-double/log-event.js';
import { postgresDatabase } from '../support/postgres.js';
import { fillWithBooks } from './books.js';
import type { Bench, Figure, Row } from './figure.js';
import { sealAll } from './seal-all.js';

/**
 * What an event takes: in the ledger, the read models and the tree, on SQLite and on PostgreSQL, and in an archive; and how
 * fast a projector takes events that are there, batch by batch, as it does when it is behind. What docs/scale.md stands on.
 */
const eventsAtFirst = 20_000;
const projectMsMax = 3_600_000;

const bytesIn = (path: string): number =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + bytesIn(join(path, name)), 0)
    : statSync(path).size;

/** The text of all lines, and what they take in the log of EventStoreDB by the form of its records. */
const textOf = async (store: EventStore) => {
  const lines: string[] = [];
  let records = 0;
  for await (const { id, type, data, metadata, stream } of store.readAll()) {
    const json = { data: JSON.stringify(data), metadata: JSON.stringify(metadata) };
    lines.push(JSON.stringify({ id, type, stream, ...json }));
    records += recordBytes(stream, {
      id,
      type,
      data: Buffer.from(json.data),
      metadata: Buffer.from(json.metadata),
    } as Parameters<typeof recordBytes>[1]);
  }
  const text = lines.join('\n');
  return { text: Buffer.byteLength(text), archived: gzipSync(text).length, records };
};

/** A store that looks empty until it is shown: what is in it then is caught up with, and not built. */
const hidden = (store: EventStore) => {
  let isShown = false;
  async function* nothing(): AsyncGenerator<never> {}
  return {
    store: storeWith(store, {
      readAll: (options) => (isShown ? store.readAll(options) : nothing()),
      head: async () => (isShown ? store.head() : 0n),
    }),
    show: () => void (isShown = true),
  };
};

/** Seconds that a projector takes for all events, in batches with rows and checkpoint in one transaction each. */
const caughtUp = async (store: EventStore, directory: string, url?: string): Promise<number> => {
  const behind = hidden(store);
  const models = await openReadModels<Tables>({
    directory,
    url,
    projections: bookProjections,
    catalogue: bookCatalogue,
    correction: bookCorrection,
    store: behind.store,
  });
  behind.show();
  const ending = new AbortController();
  const began = performance.now();
  const running = models.run(ending.signal);
  if (!(await models.waitFor(await store.head(), { timeoutMs: projectMsMax }))) throw new Error('it stayed behind');
  const seconds = (performance.now() - began) / 1000;
  ending.abort();
  await running;
  await models.close();
  return seconds;
};

const databaseBytes = async (url: string): Promise<number> => {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes');
  await client.end();
  return Number(rows[0]!.bytes);
};

const open: Row['open'] = async ({ events: asked }) => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
  mkdirSync(join(folder, 'ledger'));
  const files = filesIn(join(folder, 'ledger'));
  const { books, events } = await fillWithBooks(files.ledger, asked ?? eventsAtFirst);
  let runs = 0;

  const each = (what: string, bytes: number): Figure => ({
    what: `${what}, an event`,
    value: bytes / events,
    unit: 'B',
  });
  const rate = (what: string, seconds: number): Figure => ({ what, value: events / seconds, unit: '/s' });

  return {
    async run() {
      const store = await openSqliteEventStore({ file: files.ledger });
      const { text, archived, records } = await textOf(store);
      const read = join(folder, `read-${++runs}`);
      mkdirSync(read);
      const onSqlite = await caughtUp(store, read);
      const url = await postgresDatabase();
      const before = await databaseBytes(url);
      const onPostgres = await caughtUp(store, read, url);
      const tables = (await databaseBytes(url)) - before;
      await sealAll(join(folder, 'ledger'), store);
      await store.close();
      return [
        each('text of the lines', text),
        each('ledger.db', bytesIn(files.ledger)),
        each('log of EventStoreDB, by the form of its records', records),
        each('read models on SQLite', bytesIn(read)),
        each('read models on PostgreSQL', tables),
        each('tree and checkpoints', bytesIn(files.proof)),
        each('archive, compressed', archived),
        rate('a projector that is behind, SQLite', onSqlite),
        rate('a projector that is behind, PostgreSQL', onPostgres),
      ];
    },
    notes: () => [`${events} events in ${books} copies of the demo's book, ${bookProjections.length} tables`],
    close: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  } satisfies Bench;
};

export const size: Row = { name: 'size', open };
