import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NewEvent } from '#event-store';
import { filesIn } from '../../apps/ledger/config.js';
import { type LedgerHere, openLedgerAt } from '../../apps/ledger/ledger-place.js';
import { PostgresCluster, emptyDatabase, onDatabase } from '../support/postgres-cluster.js';
import { fillWithBooks } from './books.js';
import { eventStoreDbServer } from './eventstoredb-server.js';

/** Ledgers that begin with the same lines: in files; with what lies beside it on PostgreSQL; and on EventStoreDB as well. */
export interface Databases {
  readonly embedded: LedgerHere;
  readonly postgres: LedgerHere;
  readonly both: LedgerHere;
  /** As it stands in the table. */
  readonly eventStoreName: string;
  /** How many lines each begins with. */
  readonly events: number;
  readonly notes: readonly string[];
  /** The address of another database beside these, which is empty. */
  another(): Promise<string>;
  stop(): Promise<void>;
}

/** Copies a ledger, an append for each run of lines of the same book. */
const copyLedger = async (from: LedgerHere, url: string): Promise<void> => {
  const [source, target] = [await openLedgerAt({ file: filesIn(from.data).ledger }), await openLedgerAt({ url })];
  let book: { stream: string; events: NewEvent[] } | undefined;
  const written = async () => book && target.append(book.stream, 'no_stream', book.events);
  for await (const { stream, id, type, data, metadata } of source.readAll()) {
    if (book?.stream !== stream) {
      await written();
      book = { stream, events: [] };
    }
    book.events.push({ id, type, data, metadata });
  }
  await written();
  await Promise.all([source.close(), target.close()]);
};

const durabilityAt = (url: string): Promise<string> =>
  onDatabase(url, async (client) => {
    const settings = `select concat_ws(', ', current_setting('server_version'), 'fsync=' || current_setting('fsync'),
      'synchronous_commit=' || current_setting('synchronous_commit')) as text`;
    const { rows } = await client.query<{ text: string }>(settings);
    return `PostgreSQL ${rows[0]!.text}, read back`;
  });

/** Starts the databases, and makes the ledgers in a folder that is there. */
export const startDatabases = async (folder: string, eventsMin: number): Promise<Databases> => {
  const [embedded, postgres, both] = ['embedded', 'postgres', 'both'].map((name) => ({ data: join(folder, name) }));
  for (const { data } of [embedded!, postgres!, both!]) mkdirSync(data);
  const { events } = await fillWithBooks(filesIn(embedded!.data).ledger, eventsMin);
  copyFileSync(filesIn(embedded!.data).ledger, filesIn(postgres!.data).ledger);
  const eventStore = await eventStoreDbServer({ isLedger: true });
  await copyLedger(embedded!, eventStore.url);
  const cluster = await PostgresCluster.start({ durable: true });
  const another = () => emptyDatabase(cluster.urlOf('postgres'));
  return {
    embedded: embedded!,
    postgres: { ...postgres!, readDatabaseUrl: await another() },
    both: { ...both!, eventStoreUrl: eventStore.url, readDatabaseUrl: await another() },
    eventStoreName: eventStore.name,
    events,
    notes: [eventStore.note, await durabilityAt(cluster.urlOf('postgres'))],
    another,
    async stop() {
      await cluster.remove();
      await eventStore.stop();
    },
  };
};
