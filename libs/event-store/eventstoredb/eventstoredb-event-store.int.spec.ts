import { afterAll, beforeAll } from '@jest/globals';
import { type Double, startDouble } from '../../../test/support/eventstoredb-double/start-double.js';
import { eventStoreContract } from '../contract.suite.js';
import { openEventStoreDbEventStore } from './eventstoredb-event-store.js';

/** A real server, when there is one; the double when there is none. */
const realUrl = process.env['TEST_EVENTSTORE_URL'];
/** On a server that others use as well, only our streams are the ledger. */
const streams = '^programme-';

let double: Double | undefined;
beforeAll(async () => {
  if (realUrl === undefined) double = await startDouble();
});
afterAll(() => double?.stop());

eventStoreContract(realUrl === undefined ? 'the double of EventStoreDB' : 'EventStoreDB', async () => {
  const open = () => openEventStoreDbEventStore({ url: realUrl ?? double!.url(), streams });
  let current = await open();
  return {
    store: current,
    another: open,
    reopen: async () => {
      await current.close();
      return (current = await open());
    },
    dispose: () => current.close(),
  };
});
