import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from '#sqlite';
import { filesIn } from '../../apps/ledger/config.js';
import { type ChildServer, startChild, token } from './child-server.js';
import type { Bench, Figure, Row } from './figure.js';
import { type HttpConnection, HttpPool } from './http-client.js';
import { type Enrolled, enrolUnit, openBooks } from './open-books.js';

/**
 * Durable mutations per second over HTTP: token, validation, decision, fsync, read model, payload. Beside it a mutation
 * of the same shape that does nothing, on bare mercurius. Both servers are processes of their own at their defaults.
 */
const connections = 32;
const bookCount = 100;
const secondsEach = 3;
/** Before the first run: until then V8 spends more time on compiling the server than the server on its work. */
const warmUpSeconds = 6;

/** The name of each unit by the position of the line that enrolled it, as answers told it. */
type Acknowledged = Map<string, string>;

let named = 0;
const enrol = async (connection: HttpConnection, programmeId: string, acknowledged: Acknowledged): Promise<void> => {
  const name = `Synthetic unit ${++named}`;
  const { enrolUnit: payload } = await connection.graphql<Enrolled>(enrolUnit, {
    input: { programmeId, name, eligible: 40 },
  });
  if (payload.unit?.name !== name || payload.position === null) throw new Error(JSON.stringify(payload));
  acknowledged.set(payload.position, name);
};

/** A server, and the connections to it. */
interface Reached {
  readonly server: ChildServer;
  readonly pool: HttpPool;
}

interface Speed {
  readonly perSecond: number;
  /** Processor time that the server, all its threads, spent on each. */
  readonly cpuMsEach: number;
}

/** Gives mutations over all connections, one after the other on each, until the time is over. */
const loadFor = async (
  seconds: number,
  { server, pool }: Reached,
  programmeIds: readonly string[],
  acknowledged: Acknowledged,
): Promise<Speed> => {
  const { cpuMs: cpuBefore } = await server.ask();
  const began = performance.now();
  let count = 0;
  const client = async (connection: HttpConnection, start: number) => {
    for (let n = start; performance.now() - began < seconds * 1000; n += connections, count++)
      await enrol(connection, programmeIds[n % programmeIds.length]!, acknowledged);
  };
  await Promise.all(pool.connections.map(client));
  const perSecond = count / ((performance.now() - began) / 1000);
  const { cpuMs } = await server.ask();
  return { perSecond, cpuMsEach: (cpuMs - cpuBefore) / count };
};

/** Each answer's position holds the line about that answer's unit. */
const assertStored = (data: string, acknowledged: Acknowledged): void => {
  const db = new Database(filesIn(data).ledger, { readonly: true });
  const at = db.prepare<[string], { type: string; name: string }>(
    "SELECT type, data ->> 'name' AS name FROM event WHERE position = CAST(? AS INTEGER)",
  );
  for (const [position, name] of acknowledged) {
    const stored = at.get(position);
    if (stored?.type !== 'UnitEnrolled' || stored.name !== name)
      throw new Error(`${name} was acknowledged at ${position}, where ${JSON.stringify(stored)} is stored`);
  }
  db.close();
};

const figuresOf = (what: string, speed: Speed, noOp: Speed): readonly Figure[] => [
  {
    what,
    value: speed.perSecond,
    unit: '/s',
    peer: { what: 'no-op on bare mercurius', value: noOp.perSecond },
    bar: { of: 'ratio', at: 'least', limit: 0.5 },
  },
  {
    what: `${what}, processor time each`,
    value: speed.cpuMsEach,
    unit: 'ms',
    peer: { what: 'no-op on bare mercurius', value: noOp.cpuMsEach },
  },
];

const open = async (): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const reach = async (entry: string): Promise<Reached> => {
    const server = await startChild(entry, data);
    return { server, pool: await HttpPool.open(server.url, token, connections) };
  };
  const ledger = await reach('test/bench/timed-server.js');
  const bare = await reach('test/bench/bare-mercurius.js');
  const [hot, ...books] = await openBooks(ledger.pool, bookCount + 1);
  for (const reached of [ledger, bare]) await loadFor(warmUpSeconds, reached, books, new Map());
  await loadFor(warmUpSeconds, ledger, [hot!], new Map());
  let checked = 0;

  const run = async (): Promise<readonly Figure[]> => {
    const acknowledged: Acknowledged = new Map();
    const noOp = await loadFor(secondsEach, bare, books, new Map());
    const spread = await loadFor(secondsEach, ledger, books, acknowledged);
    const oneBook = await loadFor(secondsEach, ledger, [hot!], acknowledged);
    assertStored(data, acknowledged);
    checked += acknowledged.size;
    return [
      ...figuresOf(`mutation, ${bookCount} books`, spread, noOp),
      ...figuresOf('mutation, 1 hot book', oneBook, noOp),
    ];
  };

  return {
    run,
    notes: () => [
      `${connections} keep-alive connections; all ${checked} mutations that were answered are stored at the positions that were told`,
    ],
    async close() {
      for (const { pool, server } of [ledger, bare]) {
        pool.close();
        await server.stop();
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export const mutation: Row = { name: 'mutation', open };
