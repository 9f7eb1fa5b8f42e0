import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { filesIn } from '../../apps/ledger/config.js';
import { type Tables, bookCatalogue, bookCorrection, bookProjections } from '#book';
import { openSqliteEventStore } from '#event-store';
import { openReadModels } from '#read-models';
import { fillWithBooks } from './books.js';
import { type ChildServer, startChild } from './child-server.js';
import type { Bench, BenchOptions, Figure, Row } from './figure.js';

/**
 * From the start of the process until `/health/ready` answers 200, on a ledger whose read models were built before, and
 * the memory that the process then takes. Beside it an empty ledger.
 */
const eventsDefault = 1_000_000;
/** For so long after it is ready the memory is watched: the clock then looks through all books. */
const watchMs = 2_000;
const watchEveryMs = 100;
const main = 'bin/ledger.js';

const residentMb = ({ process: { pid } }: ChildServer): number =>
  Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;

interface Health {
  readonly parts: {
    readonly eventStore: { readonly head: string };
    readonly readModels: { readonly position: string };
  };
}
const healthOf = async ({ url }: ChildServer): Promise<Health['parts']> =>
  ((await (await fetch(url.replace('/graphql', '/health/ready'))).json()) as Health).parts;

interface Started {
  readonly readyMs: number;
  readonly readyMb: number;
  readonly mostMb: number;
}

/** Starts, watches and stops. What it has to show for itself is everything that was written. */
const started = async (data: string, eventsMin: number): Promise<Started> => {
  const server = await startChild(main, data);
  try {
    const readyMb = residentMb(server);
    let mostMb = readyMb;
    for (const end = performance.now() + watchMs; performance.now() < end; await delay(watchEveryMs))
      mostMb = Math.max(mostMb, residentMb(server));
    const { eventStore, readModels } = await healthOf(server);
    if (Number(eventStore.head) < eventsMin || Number(readModels.position) < eventsMin)
      throw new Error(`ready at ${eventStore.head} and ${readModels.position}, but there are ${eventsMin} events`);
    return { readyMs: server.readyMs, readyMb, mostMb };
  } finally {
    await server.stop();
  }
};

/** The very first start would build them; here that is done before. Returns how many seconds it took. */
const buildReadModels = async (data: string): Promise<number> => {
  const { ledger, readModels: directory } = filesIn(data);
  const store = await openSqliteEventStore({ file: ledger });
  const began = performance.now();
  const models = await openReadModels<Tables>({
    directory,
    projections: bookProjections,
    catalogue: bookCatalogue,
    correction: bookCorrection,
    store,
  });
  const seconds = (performance.now() - began) / 1000;
  await models.close();
  await store.close();
  return seconds;
};

const open = async ({ events: eventsMin = eventsDefault }: BenchOptions): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
  const [data, empty] = [join(folder, 'data'), join(folder, 'empty')];
  mkdirSync(data);
  mkdirSync(empty);
  const { events, books } = await fillWithBooks(filesIn(data).ledger, eventsMin);
  const buildSeconds = await buildReadModels(data);
  await (await startChild(main, empty)).stop();

  const run = async (): Promise<readonly Figure[]> => {
    const bare = await started(empty, 0);
    const full = await started(data, events);
    const what = (name: string) => `start on ${events} events, ${name}`;
    const peer = (value: number) => ({ what: 'empty ledger', value });
    const readyBar = { of: 'figure', at: 'most', limit: 2 } as const;
    const memoryBar = { of: 'figure', at: 'most', limit: 300 } as const;
    return [
      { what: what('ready'), value: full.readyMs / 1000, unit: 's', peer: peer(bare.readyMs / 1000), bar: readyBar },
      { what: what('RSS when ready'), value: full.readyMb, unit: 'MB', peer: peer(bare.readyMb), bar: memoryBar },
      { what: what(`most RSS in ${watchMs / 1000} s`), value: full.mostMb, unit: 'MB', peer: peer(bare.mostMb) },
    ];
  };

  return {
    run,
    notes: () => [
      `${books} books; each time the server was ready with all events stored and projected. Building the read models, which the very first start would do, took ${buildSeconds.toFixed(1)} s`,
    ],
    close: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  };
};

export const start: Row = { name: 'start', open };
