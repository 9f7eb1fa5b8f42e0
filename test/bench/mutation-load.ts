import { type LedgerPlace, openLedgerAt } from '../../apps/ledger/ledger-place.js';
import type { ChildServer } from './child-server.js';
import type { HttpConnection } from './http-client.js';
import { type Enrolled, enrolUnit } from './open-books.js';

/** The name of each unit by the position of the line that enrolled it, as answers told it. */
export type Acknowledged = Map<string, string>;

/** What mutations are given to: all processes that have a part in them, and connections to those that answer. */
export interface Loaded {
  readonly servers: readonly ChildServer[];
  readonly connections: readonly HttpConnection[];
  /** Which of the books a connection writes to, by its place among them; to all when absent. */
  readonly booksOf?: (connection: number, books: readonly string[]) => readonly string[];
}

export interface Speed {
  readonly perSecond: number;
  /** Processor time that the servers, all their threads, spent on each. */
  readonly cpuMsEach: number;
}

let named = 0;
const enrol = async (connection: HttpConnection, programmeId: string, acknowledged: Acknowledged): Promise<void> => {
  const name = `Synthetic unit ${++named}`;
  const { enrolUnit: payload } = await connection.graphql<Enrolled>(enrolUnit, {
    input: { programmeId, name, eligible: 40 },
  });
  if (payload.unit?.name !== name || payload.position === null) throw new Error(JSON.stringify(payload));
  acknowledged.set(payload.position, name);
};

const cpuMsOf = async (servers: readonly ChildServer[]): Promise<number> => {
  const told = await Promise.all(servers.map((server) => server.ask()));
  return told.reduce((sum, { cpuMs }) => sum + cpuMs, 0);
};

/** Gives mutations over all connections, one after the other on each, until the time is over. */
export const loadFor = async (
  seconds: number,
  { servers, connections, booksOf = (_connection, books) => books }: Loaded,
  programmeIds: readonly string[],
  acknowledged: Acknowledged,
): Promise<Speed> => {
  const cpuMsBefore = await cpuMsOf(servers);
  const began = performance.now();
  let count = 0;
  const client = async (connection: HttpConnection, start: number) => {
    const books = booksOf(start, programmeIds);
    for (let n = start; performance.now() - began < seconds * 1000; n += connections.length, count++)
      await enrol(connection, books[n % books.length]!, acknowledged);
  };
  await Promise.all(connections.map(client));
  const perSecond = count / ((performance.now() - began) / 1000);
  return { perSecond, cpuMsEach: ((await cpuMsOf(servers)) - cpuMsBefore) / count };
};

/** Each answer's position holds the line about that answer's unit. */
export const assertStored = async (place: LedgerPlace, acknowledged: Acknowledged): Promise<void> => {
  const store = await openLedgerAt(place);
  const missing = new Map(acknowledged);
  for await (const { position, type, data } of store.readAll()) {
    const name = missing.get(String(position));
    if (name === undefined) continue;
    if (type !== 'UnitEnrolled' || (data as { name: string }).name !== name)
      throw new Error(`${name} was acknowledged at ${position}, where ${type} is stored: ${JSON.stringify(data)}`);
    missing.delete(String(position));
  }
  await store.close();
  if (missing.size > 0) throw new Error(`nothing is stored at ${missing.size} positions that were acknowledged`);
};
