import { randomUUID } from 'node:crypto';
import { type EventData, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { startDouble } from '../support/eventstoredb-double/start-double.js';

const realUrl = process.env['TEST_EVENTSTORE_URL'];

/** Who is asked: the real server where there is one, the double where there is none. The tests are the same. */
export const serverName = realUrl === undefined ? 'the double' : 'the real server';
export const isReal = realUrl !== undefined;

export interface ServerUnderTest {
  readonly url: string;
  stop(): Promise<void>;
}

export const startServer = async (): Promise<ServerUnderTest> => {
  if (realUrl !== undefined) return { url: realUrl, stop: async () => undefined };
  const double = await startDouble();
  return { url: double.url(), stop: () => double.stop() };
};

/** No stream of a ledger, so that nobody who keeps one on the same server takes its events for lines. */
export const newStream = (): string => `conformance-${randomUUID()}`;

/** So many events that say their number, from 0. */
export const newEvents = (count: number): EventData[] =>
  Array.from({ length: count }, (_, n) => jsonEvent({ type: 'Observed', data: { n } }));

export const connect = (url: string): EventStoreDBClient => EventStoreDBClient.connectionString(url);

/** A client that has asked for the server's features and opened its call for appends: what is pipelined keeps its order. */
export const connectWarm = async (url: string): Promise<EventStoreDBClient> => {
  const client = connect(url);
  await client.appendToStream(newStream(), newEvents(1));
  return client;
};

export interface ConnectedServer extends ServerUnderTest {
  /** It is warm, and ends with the server. */
  readonly client: EventStoreDBClient;
}

export const startConnected = async (): Promise<ConnectedServer> => {
  const server = await startServer();
  const client = await connectWarm(server.url);
  const stop = async () => {
    await client.dispose();
    await server.stop();
  };
  return { ...server, client, stop };
};

/** How a promise ended, and when: the order in which they end is a fact as well. */
export interface Ending {
  readonly index: number;
  readonly error?: Error & { readonly type?: string; readonly code?: number };
}

/** The endings of calls under way at once, in the order in which they came. */
export const endingsOf = async (calls: readonly Promise<unknown>[]): Promise<Ending[]> => {
  const endings: Ending[] = [];
  await Promise.all(
    calls.map((call, index) =>
      call.then(
        () => endings.push({ index }),
        (error: Error) => endings.push({ index, error }),
      ),
    ),
  );
  return endings;
};

/** What a call fails with. @throws Error when it succeeds */
export const errorOf = async (call: Promise<unknown>): Promise<Error & { type?: string; code?: number }> => {
  const [ending] = await endingsOf([call]);
  if (!ending?.error) throw new Error('it did not fail');
  return ending.error;
};

/** One append for each event, all under way at once, each expecting the revision that the one before will leave. */
export const pipeline = (client: EventStoreDBClient, stream: string, events: readonly EventData[], first = 0) =>
  events.map((event, index) => {
    const revision = BigInt(first + index - 1);
    return client.appendToStream(stream, event, { expectedRevision: revision < 0n ? 'no_stream' : revision });
  });

/** The numbers in the events of a stream. */
export const numbersIn = async (client: EventStoreDBClient, stream: string): Promise<number[]> => {
  const numbers: number[] = [];
  for await (const { event } of client.readStream(stream)) numbers.push((event!.data as { n: number }).n);
  return numbers;
};

export const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

export const collect = async <Item>(items: AsyncIterable<Item>): Promise<Item[]> => {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
};
