import { type EventStore, isEventStoreError } from '#event-store';
import { storeWith } from '../store-with.js';
import type { Metrics } from './metrics.js';

/** The store as it is, with its appends measured. */
export const measuredStore = (store: EventStore, metrics: Pick<Metrics, 'appended' | 'appendFailed'>): EventStore =>
  storeWith(store, {
    async append(stream, expectedRevision, events) {
      const began = performance.now();
      try {
        const appended = await store.append(stream, expectedRevision, events);
        metrics.appended(events.length, (performance.now() - began) / 1000);
        return appended;
      } catch (error) {
        metrics.appendFailed(isEventStoreError(error) ? error.code : 'FAULT');
        throw error;
      }
    },
  });
