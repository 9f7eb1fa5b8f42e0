import { type EventStore, isEventStoreError } from '#event-store';
import type { Metrics } from './metrics.js';

/** The store as it is, with its appends measured. */
export const measuredStore = (store: EventStore, metrics: Pick<Metrics, 'appended' | 'appendFailed'>): EventStore => ({
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
  read: (...of) => store.read(...of),
  readAll: (...of) => store.readAll(...of),
  readAt: (position) => store.readAt(position),
  subscribe: (...of) => store.subscribe(...of),
  onAppend: (nudge) => store.onAppend(nudge),
  head: () => store.head(),
  close: () => store.close(),
});
