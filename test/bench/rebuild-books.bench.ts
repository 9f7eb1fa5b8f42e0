import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from '#sqlite';
import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import { type EventStore, openSqliteEventStore } from '#event-store';
import { type ReadModels, openReadModels } from '#read-models';
import { assertRefolded } from '../support/refolded.js';
import { fillWithBooks } from './books.js';
import type { Bench, BenchOptions, Figure, Row } from './figure.js';

/**
 * Events per second of building all read models of a ledger full of realistic books; beside it a plain loop that scans
 * the same events, parses them and inserts one row for each.
 */
const eventsDefault = 100_000;

const perSecond = async (events: number, work: () => void | Promise<void>): Promise<number> => {
  const began = performance.now();
  await work();
  return events / ((performance.now() - began) / 1000);
};

interface StoredRow {
  readonly id: string;
  readonly stream: string;
  readonly type: string;
  readonly data: string;
  readonly metadata: string;
}

/** The peer: scan, parse and insert, one transaction, the same journal and durability as a read database. */
const plainLoop = (ledger: string, target: string): void => {
  const from = new Database(ledger, { readonly: true });
  const to = new Database(target);
  to.pragma('journal_mode = WAL');
  to.pragma('synchronous = NORMAL');
  to.exec('create table line (key text primary key, programmeId text, type text, occurredOn text, unitId text) strict');
  const insert = to.prepare('insert into line values (?, ?, ?, ?, ?)');
  to.exec('begin immediate');
  const rows = from.prepare<[], StoredRow>('select id, stream, type, data, metadata from event order by position');
  for (const { id, stream, type, data, metadata } of rows.iterate()) {
    const { occurredOn } = JSON.parse(metadata) as { occurredOn: string };
    insert.run(id, stream, type, occurredOn, (JSON.parse(data) as { unitId?: string }).unitId ?? null);
  }
  to.exec('commit');
  to.close();
  from.close();
};

const openModels = (store: EventStore, directory: string): Promise<ReadModels<Tables>> =>
  openReadModels<Tables>({
    directory,
    projections: bookProjections,
    catalogue: bookCatalogue,
    correction: bookCorrection,
    store,
  });

const open = async ({ events: eventsMin = eventsDefault }: BenchOptions): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
  const sizes = await Promise.all(
    [eventsMin / 10, eventsMin].map(async (least) => {
      const file = join(folder, `ledger-${least}.db`);
      return { file, ...(await fillWithBooks(file, least)) };
    }),
  );
  let compared = 0;
  let runs = 0;

  const measure = async ({ file, events }: (typeof sizes)[number]): Promise<Figure> => {
    const here = mkdtempSync(join(folder, `run-${++runs}-`));
    const store = await openSqliteEventStore({ file });
    const plain = await perSecond(events, () => plainLoop(file, join(here, 'plain.db')));
    let models: ReadModels<Tables> | undefined;
    const rate = await perSecond(events, async () => {
      models = await openModels(store, join(here, 'read'));
    });
    if (compared === 0) compared = await assertRefolded(store, models!);
    await models!.close();
    await store.close();
    rmSync(here, { recursive: true });
    return {
      what: `rebuild, ${events} events`,
      value: rate,
      unit: '/s',
      peer: { what: 'scan, parse, insert a row each', value: plain },
      bar: { of: 'ratio', at: 'least', limit: 0.6 },
    };
  };

  return {
    async run() {
      const figures: Figure[] = [];
      for (const size of sizes) figures.push(await measure(size));
      return figures;
    },
    notes: () => [
      `${sizes.at(-1)!.books} copies of the demo's book, ${bookProjections.length} tables; in the first build each of ${compared} rows equals what folding its book by itself makes`,
    ],
    close: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  };
};

export const rebuild: Row = { name: 'rebuild', open };
