import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledgerPlace } from '../../apps/ledger/ledger-place.js';
import { type ChildServer, startChild, token } from './child-server.js';
import type { Bench, Figure, Row } from './figure.js';
import { HttpPool } from './http-client.js';
import { type Acknowledged, type Loaded, type Speed, assertStored, loadFor } from './mutation-load.js';
import { openBooks } from './open-books.js';

/**
 * Durable mutations per second over HTTP: token, validation, decision, fsync, read model, payload. Beside it a mutation
 * of the same shape that does nothing, on bare mercurius. Both servers are processes of their own at their defaults.
 */
const connections = 32;
const bookCount = 100;
const secondsEach = 3;
/** Before the first run: until then V8 spends more time on compiling the server than the server on its work. */
const warmUpSeconds = 6;

/** A server, and the connections to it. */
interface Reached extends Loaded {
  readonly server: ChildServer;
  readonly pool: HttpPool;
}

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
    const pool = await HttpPool.open(server.url, token, connections);
    return { server, servers: [server], pool, connections: pool.connections };
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
    await assertStored(ledgerPlace({ data }), acknowledged);
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
