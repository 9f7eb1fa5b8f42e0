import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../apps/ledger/config.js';
import { type LedgerHere, ledgerPlace } from '../../apps/ledger/ledger-place.js';
import { type ChildServer, startChild, token } from './child-server.js';
import { HttpPool } from './http-client.js';
import { type Delays, type LiveLoad, delaysTo } from './live-delays.js';
import { type Acknowledged, type Loaded, type Speed, assertStored, loadFor } from './mutation-load.js';
import { openBooks } from './open-books.js';

const connections = 32;
export const bookCount = 100;
const secondsEach = 3;
/** Until then V8 spends more time on compiling the servers than they on their work; nobody is waited for without end. */
const warmUp = { secondsEach: 3, turnsMost: 7, mutations: 1_500 };
const masterKey = 'ab'.repeat(32);

/** Subscribers of ten books, and commands to these, at a pace that also the slowest keeps up with. */
export const liveBooks = 10;
export const livePace = { perSecond: 20, seconds: 8 };
export const subscriberCount = 50;

const startNode = ({ data, eventStoreUrl, readDatabaseUrl }: LedgerHere, role: Role): Promise<ChildServer> => {
  // Nodes that keep nothing here have a folder each, as on machines of their own.
  const folder = eventStoreUrl === undefined ? data : mkdtempSync(join(data, 'node-'));
  return startChild('test/bench/timed-server.js', folder, {
    WAVEBOOK_ROLE: role,
    WAVEBOOK_MASTER_KEY: masterKey,
    ...(eventStoreUrl === undefined ? {} : { EVENTSTORE_URL: eventStoreUrl }),
    ...(readDatabaseUrl === undefined ? {} : { READ_DATABASE_URL: readDatabaseUrl }),
  });
};

export interface GroupMeasured {
  readonly speed: Speed;
  readonly delays: Delays;
  /** How many mutations were answered, each of which is stored where the answer said. */
  readonly stored: number;
}

/** The nodes that share a ledger, and who writes where. */
export interface GroupOptions {
  /** The roles of those that take requests; where none is `all` there is a projector besides. */
  readonly doors: readonly Role[];
  /** The commands to a book go to one node, as a proxy sends them that goes by the book's id. */
  readonly isOneNodePerBook?: boolean;
}

/** The processes that share a ledger; the first ones take requests. */
class NodeGroup {
  private constructor(
    private readonly servers: readonly ChildServer[],
    private readonly pools: readonly HttpPool[],
    private readonly isOneNodePerBook: boolean,
  ) {}

  /** Starts them one after the other, and the one that projects before those that wait for it. */
  static async start(here: LedgerHere, { doors, isOneNodePerBook = false }: GroupOptions): Promise<NodeGroup> {
    const servers: ChildServer[] = [];
    const projector = doors.includes('all') ? [] : [await startNode(here, 'projector')];
    for (const role of doors) servers.push(await startNode(here, role));
    const open = ({ url }: ChildServer) => HttpPool.open(url, token, connections / doors.length);
    return new NodeGroup([...servers, ...projector], await Promise.all(servers.map(open)), isOneNodePerBook);
  }

  /** Mutations per second over all that take requests, in turn. */
  async speed(acknowledged: Acknowledged): Promise<Speed> {
    const books = await openBooks(this.pools[0]!, bookCount);
    const doors = this.pools.flatMap((pool, door) => pool.connections.map(() => door));
    const load: Loaded = {
      servers: this.servers,
      connections: this.pools.flatMap((pool) => pool.connections),
      booksOf: (connection, all) =>
        this.isOneNodePerBook ? all.filter((_, book) => book % this.pools.length === doors[connection]) : all,
    };
    for (let turn = 0; turn < warmUp.turnsMost && acknowledged.size < warmUp.mutations; turn++)
      await loadFor(warmUp.secondsEach, load, books, acknowledged);
    return loadFor(secondsEach, load, books, acknowledged);
  }

  /** What the first one takes, and subscribers of the last one that takes requests hear. */
  async delays(): Promise<Delays> {
    const load: LiveLoad = {
      server: this.servers[0]!,
      pool: this.pools[0]!,
      followed: this.servers[this.pools.length - 1]!,
      subscriberCount,
      warmUp: { ...livePace, seconds: 2 },
      measured: livePace,
    };
    await load.server.ask();
    return delaysTo(load, await openBooks(load.pool, liveBooks));
  }

  async stop(): Promise<void> {
    for (const pool of this.pools) pool.close();
    await Promise.all(this.servers.map((server) => server.stop()));
  }
}

/** Starts nodes on a ledger, measures, checks and stops them. */
export const measureGroup = async (here: LedgerHere, options: GroupOptions): Promise<GroupMeasured> => {
  const group = await NodeGroup.start(here, options);
  try {
    const acknowledged: Acknowledged = new Map();
    const speed = await group.speed(acknowledged);
    const delays = await group.delays();
    await assertStored(ledgerPlace(here), acknowledged);
    return { speed, delays, stored: acknowledged.size };
  } finally {
    await group.stop();
  }
};
