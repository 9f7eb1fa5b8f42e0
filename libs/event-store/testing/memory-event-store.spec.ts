import type { EventStore } from '../port.js';
import { eventStoreContract } from '../contract.suite.js';
import { MemoryLedger } from './memory-event-store.js';

eventStoreContract('memory', async () => {
  const ledger = new MemoryLedger();
  const opened: EventStore[] = [];
  const open = async () => {
    const store = ledger.open();
    opened.push(store);
    return store;
  };
  return {
    store: await open(),
    another: open,
    reopen: async () => {
      await opened[0]!.close();
      return open();
    },
    dispose: async () => {
      for (const store of opened) await store.close();
    },
  };
});
