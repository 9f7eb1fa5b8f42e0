import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from '#sqlite';
import { type EventStore, type NewEvent, openSqliteEventStore } from '#event-store';
import { type Event, type EventOf, catalogueOf, change, event, projection, streamOf } from '#kernel';
import { openReadModels } from '#read-models';
import { z } from 'zod';

/**
 * Events per second of building the read models of a ledger, beside what a plain loop over better-sqlite3 takes to scan
 * the same events, parse them and insert a row for each, in the same run; and how long an acknowledged event takes to
 * be readable. `node dist/test/bench/rebuild.bench.js [events]`
 */
const eventCount = Number(process.argv[2] ?? 100_000);
const eventsPerUnit = 10;
const eventsPerAppend = 1000;
const liveCount = 500;
const rounds = 3;

const unitId = z.uuid();
const subject = (data: { unitId: string }) => `unit/${data.unitId}`;
const Enrolled = event('Enrolled', 1, z.strictObject({ unitId, name: z.string(), eligible: z.int() }), { subject });
const Measured = event(
  'Measured',
  1,
  z.strictObject({ unitId, periodEnd: z.iso.date(), active: z.int(), eligible: z.int() }),
  { subject },
);
const definitions = [Enrolled, Measured] as const;
type UnitEvent = EventOf<typeof definitions>;
const catalogue = catalogueOf<UnitEvent>(definitions);

interface UnitRow {
  readonly name: string;
  readonly eligible: number;
  readonly active: number | null;
  readonly measuredOn: string | null;
  readonly live: boolean;
}
const units = projection<UnitRow, UnitEvent>('unit', 1, {
  columns: { name: 'text', eligible: 'integer', active: 'integer', measuredOn: 'text', live: 'flag' },
  key: 'unitId',
  on: {
    Enrolled: (_row, { data: { name, eligible } }) => ({ name, eligible, active: null, measuredOn: null, live: false }),
    Measured: change((row, { data, occurredOn }) => ({
      ...row,
      active: data.active,
      measuredOn: occurredOn,
      live: true,
    })),
  },
});

interface MeasurementRow {
  readonly unitId: string;
  readonly periodEnd: string;
  readonly share: number;
}
const measurements = projection<MeasurementRow, UnitEvent>('measurement', 1, {
  columns: { unitId: 'text', periodEnd: 'text', share: 'real' },
  key: 'unitId',
  on: {
    Measured: {
      keys: ({ id }) => id,
      row: (_row, { data }) => ({ unitId: data.unitId, periodEnd: data.periodEnd, share: data.active / data.eligible }),
    },
  },
});

const stored = ({ type, data }: Event): NewEvent => ({
  id: randomUUID(),
  type,
  data,
  metadata: {
    version: 1,
    occurredOn: '2018-01-15',
    recordedAt: '2018-01-15T12:00:00.000Z',
    actor: { id: 'synthetic', role: 'manager' },
    commandId: randomUUID(),
    correlationId: randomUUID(),
    evidence: [{ title: 'Synthetic', synthetic: true }],
  },
});

const unitEvents = (id: string): NewEvent[] => [
  stored(Enrolled({ unitId: id, name: `Synthetic school ${id.slice(0, 4)}`, eligible: 40 })),
  ...Array.from({ length: eventsPerUnit - 1 }, (_, n) =>
    stored(Measured({ unitId: id, periodEnd: `2018-0${n + 1}-28`, active: n, eligible: 40 })),
  ),
];

const fill = async (store: EventStore, count: number): Promise<void> => {
  for (let written = 0; written < count; written += eventsPerAppend) {
    const events = Array.from({ length: eventsPerAppend / eventsPerUnit }, () => unitEvents(randomUUID())).flat();
    await store.append(streamOf(randomUUID()), 'no_stream', events);
  }
};

/** What a piece of work took: by the clock, and of processor time, which other work on the machine disturbs less. */
interface Taken {
  readonly ms: number;
  readonly cpuMs: number;
}
const timed = async (work: () => void | Promise<void>): Promise<Taken> => {
  const [began, cpuBegan] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpuBegan);
  return { ms: performance.now() - began, cpuMs: (user + system) / 1000 };
};

/** The peer: scan, parse and insert, one transaction, the same journal and durability as a read database. */
const plainLoop = (ledger: string, target: string): void => {
  const from = new Database(ledger, { readonly: true });
  const to = new Database(target);
  to.pragma('journal_mode = WAL');
  to.pragma('synchronous = NORMAL');
  to.exec('create table line (key text primary key, programmeId text, type text, occurredOn text, unitId text) strict');
  const insert = to.prepare('insert into line values (?, ?, ?, ?, ?)');
  to.exec('begin immediate');
  const rows = from.prepare<[], { id: string; stream: string; type: string; data: string; metadata: string }>(
    'select id, stream, type, data, metadata from event order by position',
  );
  for (const { id, stream, type, data, metadata } of rows.iterate()) {
    const { occurredOn } = JSON.parse(metadata) as { occurredOn: string };
    insert.run(id, stream, type, occurredOn, (JSON.parse(data) as { unitId: string }).unitId);
  }
  to.exec('commit');
  to.close();
  from.close();
};

const building = async (
  store: EventStore,
  directory: string,
  projections: Parameters<typeof openReadModels>[0]['projections'],
) => {
  const models = await openReadModels({ directory, projections, catalogue, store });
  await models.close();
};

/** The least that each took in several rounds, in turn: what is disturbed the least by other work on the machine. */
const best = async (works: readonly ((round: number) => void | Promise<void>)[]): Promise<Taken[]> => {
  const taken = works.map((): Taken => ({ ms: Infinity, cpuMs: Infinity }));
  for (let round = 0; round < rounds; round++)
    for (const [index, work] of works.entries()) {
      const { ms, cpuMs } = await timed(() => work(round));
      const least = taken[index]!;
      taken[index] = { ms: Math.min(least.ms, ms), cpuMs: Math.min(least.cpuMs, cpuMs) };
    }
  return taken;
};

const latencies = async (store: EventStore, directory: string): Promise<number[]> => {
  const models = await openReadModels({ directory, projections: [units, measurements], catalogue, store });
  const stop = new AbortController();
  const running = models.run(stop.signal);
  const taken: number[] = [];
  for (let n = 0; n < liveCount; n++) {
    const { position } = await store.append(streamOf(randomUUID()), 'no_stream', unitEvents(randomUUID()).slice(0, 2));
    const began = performance.now();
    if (!(await models.waitFor(position, { timeoutMs: 10_000 })))
      throw new Error(`position ${position} was not projected`);
    taken.push(performance.now() - began);
  }
  stop.abort();
  await running;
  await models.close();
  return taken.sort((a, b) => a - b);
};

const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
try {
  for (const count of [eventCount / 4, eventCount]) {
    const ledger = join(folder, `ledger-${count}.db`);
    const store = await openSqliteEventStore({ file: ledger });
    await fill(store, count);
    const [plain, byUnit, byEvent, both] = (await best([
      (round) => plainLoop(ledger, join(folder, `plain-${count}-${round}.db`)),
      (round) => building(store, join(folder, `units-${count}-${round}`), [units]),
      (round) => building(store, join(folder, `events-${count}-${round}`), [measurements]),
      (round) => building(store, join(folder, `both-${count}-${round}`), [units, measurements]),
    ])) as [Taken, Taken, Taken, Taken];
    const share = (of: number, ms: number) => `${Math.round((of / ms) * 100)} %`;
    const row = ({ ms, cpuMs }: Taken) => ({
      'events/s': Math.round((count / ms) * 1000),
      'of plain': share(plain.ms, ms),
      'events/s of processor time': Math.round((count / cpuMs) * 1000),
      'of plain, processor': share(plain.cpuMs, cpuMs),
    });
    console.log(`${count} events, best of ${rounds}`);
    console.table({
      'scan, parse, insert a row each': row(plain),
      'rebuild, a row per unit': row(byUnit),
      'rebuild, a row per measurement': row(byEvent),
      'rebuild, both tables': row(both),
    });
    if (count === eventCount) {
      const taken = await latencies(store, join(folder, 'live'));
      const at = (share: number) => `${taken[Math.floor(taken.length * share)]!.toFixed(1)} ms`;
      console.log('acknowledged → readable, one command after the other');
      console.table({
        [`${liveCount} commands`]: { p50: at(0.5), p99: at(0.99), max: `${taken.at(-1)!.toFixed(1)} ms` },
      });
    }
    await store.close();
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
