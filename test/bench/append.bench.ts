import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { type EventStore, type NewEvent, openSqliteEventStore } from '#event-store';

/**
 * Durable appends per second of 300-byte events, every client with a stream of its own and waiting for each
 * acknowledgement; beside it what a plain loop over better-sqlite3 reaches on the same disk in the same run.
 */
const secondsEach = 4;
const warmUpSeconds = 0.5;
const eventBytes = 300;

const bare: NewEvent = { id: randomUUID(), type: 'UnitWentLive', data: { note: '' }, metadata: { synthetic: true } };
const note = 'n'.repeat(eventBytes - JSON.stringify(bare.data).length - JSON.stringify(bare.metadata).length);
const newEvent = (): NewEvent => ({ ...bare, id: randomUUID(), data: { note } });

/** Runs steps until the time is over and tells how many there were per second. */
const perSecond = async (seconds: number, clients: readonly (() => Promise<void>)[]): Promise<number> => {
  const start = performance.now();
  let steps = 0;
  const loop = async (step: () => Promise<void>) => {
    for (; performance.now() - start < seconds * 1000; steps++) await step();
  };
  await Promise.all(clients.map(loop));
  return steps / ((performance.now() - start) / 1000);
};

const clientOf = (store: EventStore): (() => Promise<void>) => {
  const stream = `programme-${randomUUID()}`;
  let revision: bigint | 'no_stream' = 'no_stream';
  return async () => {
    ({ revision } = await store.append(stream, revision, [newEvent()]));
  };
};

const measured = async (clients: readonly (() => Promise<void>)[]): Promise<number> => {
  await perSecond(warmUpSeconds, clients);
  return perSecond(secondsEach, clients);
};

/** The peer: the same table and durability, one transaction for each event, nothing in between. */
const rawLoop = async (file: string): Promise<{ rate: number; synchronous: string; journal: string }> => {
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
  const pragma = (name: string) => String(db.pragma(name, { simple: true }));
  try {
    return { rate: await measured([step]), synchronous: pragma('synchronous'), journal: pragma('journal_mode') };
  } finally {
    db.close();
  }
};

const readRate = async (store: EventStore): Promise<number> => {
  const start = performance.now();
  let events = 0;
  for await (const _event of store.readAll()) events++;
  return events / ((performance.now() - start) / 1000);
};

const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
try {
  const store = await openSqliteEventStore({ file: join(folder, 'ledger.db') });
  const rates: [what: string, rate: number][] = [];
  for (const count of [1, 64, 256])
    rates.push([`wavebook, ${count} clients`, await measured(Array.from({ length: count }, () => clientOf(store)))]);
  const read = await readRate(store);
  await store.close();

  // The peer writes into an empty ledger of its own: the store makes the tables, the loop does the rest.
  const peerFile = join(folder, 'peer.db');
  await (await openSqliteEventStore({ file: peerFile })).close();
  const raw = await rawLoop(peerFile);

  console.log(
    `events of ${eventBytes} bytes; journal_mode=${raw.journal} synchronous=${raw.synchronous} (2 is FULL), read back`,
  );
  console.table(
    Object.fromEntries(
      [...rates, ['better-sqlite3, one transaction each', raw.rate] as const].map(([what, rate]) => [
        what,
        { 'durable appends/s': Math.round(rate), 'times peer': Number((rate / raw.rate).toFixed(1)) },
      ]),
    ),
  );
  console.log(`readAll: ${Math.round(read)} events/s`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
