import type { EventStore } from '#event-store';

/** Tells who follows a stream that it has grown. One reader follows the whole ledger for all of them. */
export interface Appends {
  /** Calls back after each append to the stream, by any process. Returns how to stop it. */
  listen(stream: string, ring: () => void): () => void;
  /** Resolves when the signal has aborted. */
  readonly done: Promise<void>;
}

/** Follows the ledger from where it ends now: what is read after this returned is missed by nobody. */
export const followAppends = async (store: EventStore, signal: AbortSignal): Promise<Appends> => {
  const after = await store.head();
  const listeners = new Map<string, Set<() => void>>();

  const follow = async () => {
    for await (const { events } of store.subscribe({ after, signal }))
      for (const stream of new Set(events.map((event) => event.stream)))
        for (const ring of listeners.get(stream) ?? []) ring();
  };

  return {
    done: follow(),
    listen(stream, ring) {
      const rings = listeners.get(stream) ?? new Set();
      listeners.set(stream, rings.add(ring));
      return () => {
        rings.delete(ring);
        if (rings.size === 0) listeners.delete(stream);
      };
    },
  };
};
