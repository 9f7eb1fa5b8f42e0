import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from '#sqlite';
import { type EventStore, type NewEvent, openSqliteEventStore } from '#event-store';
import { openLedgerFile } from '../../libs/event-store/sqlite/ledger-file.js';
import type { Bench, Figure, Row } from './figure.js';
import { fsyncNote } from './fsyncs.js';
import { perSecond } from './per-second.js';
import { type Postgres, startPostgres } from './peers/postgres.js';

/**
 * Durable appends per second of 300-byte events, every client with a stream of its own and waiting for each
 * acknowledgement; beside it what others reach on the same disk in the same run: a plain loop over better-sqlite3,
 * plain inserts into PostgreSQL, and emmett on it.
 */
const clientCounts = [1, 64, 256];
const secondsEach = 3;
const warmUpSeconds = 0.5;
const eventBytes = 300;

const bare: NewEvent = { id: randomUUID(), type: 'UnitWentLive', data: { note: '' }, metadata: { synthetic: true } };
const note = 'n'.repeat(eventBytes - JSON.stringify(bare.data).length - JSON.stringify(bare.metadata).length);
const newEvent = (): NewEvent => ({ ...bare, id: randomUUID(), data: { note } });

const measured = async (clients: readonly (() => Promise<void>)[]): Promise<number> => {
  await perSecond(warmUpSeconds, clients);
  return perSecond(secondsEach, clients);
};

type Acknowledged = Map<string, bigint>;

const clientOf = (store: EventStore, acknowledged: Acknowledged): (() => Promise<void>) => {
  const stream = `programme-${randomUUID()}`;
  let revision: bigint | 'no_stream' = 'no_stream';
  return async () => {
    const event = newEvent();
    const appended = await store.append(stream, revision, [event]);
    revision = appended.revision;
    acknowledged.set(event.id, appended.position);
  };
};

/** The peer: the same table and durability, one transaction for each event, nothing in between. */
const rawLoop = async (file: string): Promise<number> => {
  const db = new Database(file);
  const stream = `programme-${randomUUID()}`;
  let revision = 0;
  db.pragma('synchronous = FULL');
  const insert = db.prepare(
    'INSERT INTO event (position, stream, revision, id, type, data, metadata) SELECT ifnull(max(position), 0) + 1, ?, ?, ?, ?, ?, ? FROM event',
  );
  const step = (): Promise<void> => {
    const { id, type, data, metadata } = newEvent();
    insert.run(stream, revision++, id, type, JSON.stringify(data), JSON.stringify(metadata));
    return Promise.resolve();
  };
  try {
    return await measured([step]);
  } finally {
    db.close();
  }
};

/** Everything that was acknowledged is in the file, at the position that was told, and nothing else is. */
const assertStored = (file: string, acknowledged: Acknowledged): void => {
  const db = new Database(file, { readonly: true });
  const rows = db.prepare<[], [string, number]>('SELECT id, position FROM event').raw().all();
  db.close();
  const wrong = rows.filter(([id, position]) => acknowledged.get(id) !== BigInt(position)).length;
  if (wrong > 0 || rows.length !== acknowledged.size)
    throw new Error(`${acknowledged.size} events were acknowledged, ${rows.length} are stored, ${wrong} elsewhere`);
};

/** How the writer's connection is set, asked on one that is opened in the same way. */
const durability = (file: string): string => {
  const db = openLedgerFile(file, 'writer');
  const [mode, level] = ['journal_mode', 'synchronous'].map((name) => String(db.pragma(name, { simple: true })));
  db.close();
  return `journal_mode=${mode}, synchronous=${level} (2 is FULL)`;
};

type Rates = readonly {
  readonly peer: string;
  readonly clients: number;
  readonly rate: number;
  readonly bar?: number;
}[];

/** What PostgreSQL reaches, alone and with emmett. All that was acknowledged must be stored. */
const postgresRates = async (postgres: Postgres): Promise<Rates> => {
  const rates: Rates[number][] = [];
  const bars = { raw: 2, emmett: 10 } as const;
  for (const who of ['raw', 'emmett'] as const)
    for (const clients of clientCounts) {
      const { steps, end } = await postgres[who](clients, newEvent);
      const before = (await postgres.stored())[who];
      let acknowledged = 0;
      const rate = await measured(steps.map((step) => () => step().then(() => void acknowledged++)));
      await end();
      const stored = (await postgres.stored())[who] - before;
      if (stored !== acknowledged) throw new Error(`${who}: ${acknowledged} were acknowledged, ${stored} are stored`);
      const peer = who === 'raw' ? 'PostgreSQL, plain inserts' : 'emmett-postgresql';
      rates.push({ peer, clients, rate, ...(clients === 64 ? { bar: bars[who] } : {}) });
    }
  return rates;
};

/** A part of the comparison that may be missing on this machine; what is missing is told. */
const attempted = async <T>(what: string, notes: string[], work: () => Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    notes.push(`${what} is not compared: ${(error as Error).message.split('\n', 1)[0]}`);
    return undefined;
  }
};

const figureOf = (
  rate: number,
  count: number,
  { peer, value, bar }: { peer: string; value: number; bar?: number | undefined },
): Figure => ({
  what: `append, ${count} ${count === 1 ? 'client' : 'clients'}`,
  value: rate,
  unit: '/s',
  peer: { what: peer, value },
  ...(bar === undefined ? {} : { bar: { of: 'ratio', at: 'least', limit: bar } }),
});

const open = async (): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
  const notes: string[] = [await fsyncNote(folder)];
  const postgres = await attempted('PostgreSQL', notes, () => startPostgres(folder));
  if (postgres) notes.push(postgres.durability);
  let events = 0;
  let durable = '';
  let runs = 0;

  const run = async (): Promise<readonly Figure[]> => {
    const here = join(folder, String(++runs));
    const file = join(here, 'ledger.db');
    const store = await openSqliteEventStore({ file });
    // The peer writes into an empty ledger of its own: the store makes the tables, the loop does the rest.
    const peerFile = join(here, 'peer.db');
    await (await openSqliteEventStore({ file: peerFile })).close();
    const acknowledged: Acknowledged = new Map();
    const rates: number[] = [];
    for (const count of clientCounts)
      rates.push(await measured(Array.from({ length: count }, () => clientOf(store, acknowledged))));
    await store.close();
    const raw = await rawLoop(peerFile);
    assertStored(file, acknowledged);
    durable = durability(file);
    events += acknowledged.size;
    const others: Rates[number][] = clientCounts.map((clients) => ({
      peer: 'better-sqlite3, a transaction each',
      clients,
      rate: raw,
    }));
    if (postgres) others.push(...(await postgresRates(postgres)));
    rmSync(here, { recursive: true });
    return clientCounts.flatMap((count, index) =>
      others
        .filter(({ clients }) => clients === count)
        .map(({ peer, rate: value, bar }) => figureOf(rates[index]!, count, { peer, value, bar })),
    );
  };

  return {
    run,
    notes: () => [
      `events of ${eventBytes} bytes; ${durable}, read back; all ${events} events that were acknowledged are stored at the positions that were told`,
      ...notes,
    ],
    async close() {
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const append: Row = { name: 'append', open };
