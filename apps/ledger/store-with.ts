import type { EventStore } from '#event-store';

/** The store as it is, save for what is done in another way. */
export const storeWith = (store: EventStore, own: Partial<EventStore>): EventStore => ({
  append: (...of) => store.append(...of),
  read: (...of) => store.read(...of),
  readAll: (...of) => store.readAll(...of),
  readAt: (position) => store.readAt(position),
  subscribe: (options) => store.subscribe(options),
  onAppend: (nudge) => store.onAppend(nudge),
  head: () => store.head(),
  close: () => store.close(),
  ...own,
});
