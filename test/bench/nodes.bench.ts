import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import { openReadModels } from '#read-models';
import { type LedgerHere, ledgerPlace, openLedgerAt } from '../../apps/ledger/ledger-place.js';
import { startDatabases } from './databases.js';
import { type Bench, type BenchOptions, type Figure, type Row, at } from './figure.js';
import {
  type GroupMeasured,
  type GroupOptions,
  bookCount,
  liveBooks,
  livePace,
  measureGroup,
  subscriberCount,
} from './node-group.js';

/**
 * The same ledger on its own files, with its read models on PostgreSQL, and on EventStoreDB and PostgreSQL with one and
 * two API nodes and a projector: mutations per second, delay to subscribers, and building all read models anew. The peer of
 * each is the one on its own files.
 */
const eventsDefault = 20_000;

interface Setup extends GroupOptions {
  readonly name: string;
  readonly here: LedgerHere;
}

const figuresOf = (name: string, here: GroupMeasured, peer: GroupMeasured): readonly Figure[] => {
  const besides = (what: string, unit: Figure['unit'], value: (of: GroupMeasured) => number): Figure => ({
    what: `${what}, ${name}`,
    value: value(here),
    unit,
    peer: { what: 'embedded', value: value(peer) },
  });
  return [
    besides('mutation', '/s', ({ speed }) => speed.perSecond),
    besides('processor time of one', 'ms', ({ speed }) => speed.cpuMsEach),
    besides('acknowledged → subscriber, p50', 'ms', ({ delays }) => at(delays.sinceAcknowledged, 0.5)),
    besides('acknowledged → subscriber, p99', 'ms', ({ delays }) => at(delays.sinceAcknowledged, 0.99)),
  ];
};

/** Events per second of building all read models anew, in a folder or a database that is empty. */
const rebuildPerSecond = async (here: LedgerHere, target: { directory: string; url?: string }): Promise<number> => {
  const store = await openLedgerAt(ledgerPlace(here));
  let events = 0;
  for await (const _ of store.readAll()) events++;
  const book = { projections: bookProjections, catalogue: bookCatalogue, correction: bookCorrection };
  const began = performance.now();
  const models = await openReadModels<Tables>({ ...target, ...book, store });
  const seconds = (performance.now() - began) / 1000;
  await models.close();
  await store.close();
  return events / seconds;
};

const open = async ({ events = eventsDefault }: BenchOptions): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
  const databases = await startDatabases(folder, events);
  const { embedded, postgres, both, eventStoreName } = databases;
  const scaledOut = `${eventStoreName} and PostgreSQL`;
  const rivals: readonly Setup[] = [
    { name: 'PostgreSQL beside files', here: postgres, doors: ['all'] },
    { name: `${scaledOut}, 1 API node`, here: both, doors: ['api'] },
    { name: `${scaledOut}, 2 API nodes`, here: both, doors: ['api', 'api'] },
    { name: `${scaledOut}, 2 API nodes, one per book`, here: both, doors: ['api', 'api'], isOneNodePerBook: true },
  ];
  let stored = 0;

  const rebuilds = async (): Promise<readonly Figure[]> => {
    const files = mkdtempSync(join(folder, 'read-'));
    const peer = { what: 'embedded', value: await rebuildPerSecond(embedded, { directory: files }) };
    rmSync(files, { recursive: true });
    const on = async (name: string, here: LedgerHere): Promise<Figure> => {
      const value = await rebuildPerSecond(here, { directory: files, url: await databases.another() });
      return { what: `rebuild, ${name}`, value, unit: '/s', peer };
    };
    return [await on('PostgreSQL beside files', postgres), await on(scaledOut, both)];
  };

  return {
    async run() {
      const rebuilt = await rebuilds();
      const peer = await measureGroup(embedded, { doors: ['all'] });
      const figures: Figure[] = [];
      for (const { name, here, ...options } of rivals) {
        const measured = await measureGroup(here, options);
        figures.push(...figuresOf(name, measured, peer));
        stored += measured.stored;
      }
      return [...figures, ...rebuilt];
    },
    notes: () => [
      `each ledger begins with ${databases.events} events; ${bookCount} books, 32 connections, spread over the API nodes; ${stored} mutations that were answered are stored at the positions that were told`,
      `${subscriberCount} subscribers of ${liveBooks} books, ${livePace.perSecond} commands/s; where there are two API nodes one takes the commands and the other has the subscribers; each was given every line once and in order`,
      ...databases.notes,
    ],
    async close() {
      await databases.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const nodes: Row = { name: 'nodes', open };
