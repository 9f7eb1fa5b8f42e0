import { beginning } from '#event-store';
import { openLedgerAt } from '../../apps/ledger/ledger-place.js';
import { startDouble } from '../support/eventstoredb-double/start-double.js';

/** A server to measure on. */
export interface EventStoreDbServer {
  readonly url: string;
  /** As it stands in the table: nobody shall take the double's figures for the server's. */
  readonly name: string;
  /** What it is, and why it is that. */
  readonly note: string;
  stop(): Promise<void>;
}

const doubleBecause = async (reason: string): Promise<EventStoreDbServer> => {
  const double = await startDouble({ fsync: true });
  return {
    url: double.url(),
    name: 'double of EventStoreDB',
    note: `on the double of EventStoreDB, whose speed tells nothing of the real one: ${reason}`,
    stop: () => double.stop(),
  };
};

/**
 * The real server at `TEST_EVENTSTORE_URL`; the double where there is none, with fsync. Where it is to be a ledger's, a
 * server that holds one already is left alone.
 */
export const eventStoreDbServer = async ({ isLedger = false } = {}): Promise<EventStoreDbServer> => {
  const url = process.env['TEST_EVENTSTORE_URL'];
  if (!url) return doubleBecause('TEST_EVENTSTORE_URL is not set');
  if (isLedger) {
    const ledger = await openLedgerAt({ url });
    const head = await ledger.head();
    await ledger.close();
    if (head !== beginning) return doubleBecause('the server at TEST_EVENTSTORE_URL holds a ledger; give an empty one');
  }
  return { url, name: 'EventStoreDB', note: 'on a real EventStoreDB', stop: () => Promise.resolve() };
};
