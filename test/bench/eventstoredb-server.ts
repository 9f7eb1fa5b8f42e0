import { startDouble } from '../support/eventstoredb-double/start-double.js';

/** A server to measure on. */
export interface EventStoreDbServer {
  readonly url: string;
  /** As it stands in the table: nobody shall take the double's figures for the server's. */
  readonly name: string;
  stop(): Promise<void>;
}

/** The real server at `TEST_EVENTSTORE_URL`, which may hold what it likes; the double where there is none, with fsync. */
export const eventStoreDbServer = async (): Promise<EventStoreDbServer> => {
  const url = process.env['TEST_EVENTSTORE_URL'];
  if (url) return { url, name: 'EventStoreDB', stop: () => Promise.resolve() };
  const double = await startDouble({ fsync: true });
  return { url: double.url(), name: 'double of EventStoreDB', stop: () => double.stop() };
};
