import type { EventStore } from '../port.js';
import type { EventStoreDbOptions } from './eventstoredb-event-store.js';

/**
 * Opens the ledger on an EventStoreDB server or cluster. The client is loaded by those alone who ask for it: most ledgers
 * are files, and gRPC takes a good part of a start to load.
 * @throws EventStoreError STORE_UNAVAILABLE: it is not there; is it started, and is the address right? STORE_FORBIDDEN: the
 *   user and password in the address are not let in.
 */
export const openEventStoreDbEventStore = async (options: EventStoreDbOptions): Promise<EventStore> => {
  const engine = await import('./eventstoredb-event-store.js');
  return engine.openEventStoreDbEventStore(options);
};
