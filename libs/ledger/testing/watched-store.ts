import { type Appended, type EventStore, EventStoreError, type ExpectedRevision, type NewEvent } from '#event-store';

type Forward = () => Promise<Appended>;

export interface AppendSeen {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
}

/** A real store, with a hand on what goes into it: appends can be watched, held, and made to fail. */
export interface WatchedStore extends EventStore {
  readonly appends: readonly AppendSeen[];
  /** What stands between the caller and the store; passes everything on until it is set. */
  through: (forward: Forward, append: AppendSeen) => Promise<Appended>;
}

export const watch = (store: EventStore): WatchedStore => {
  const appends: AppendSeen[] = [];
  const watched: WatchedStore = {
    appends,
    through: (forward) => forward(),
    append(stream, expected, events) {
      const seen = { stream, expected, events };
      appends.push(seen);
      return watched.through(() => store.append(stream, expected, events), seen);
    },
    read: (...args) => store.read(...args),
    readAll: (...args) => store.readAll(...args),
    readAt: (position) => store.readAt(position),
    subscribe: (...args) => store.subscribe(...args),
    onAppend: (...args) => store.onAppend(...args),
    head: () => store.head(),
    close: () => store.close(),
  };
  return watched;
};

export const unavailable = () => new EventStoreError('STORE_UNAVAILABLE', 'the connection was cut');

/** A door that stays shut until it is opened. */
export const gate = () => {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
};

/** Lets everything that is ready to run do so, and then a little more, without waiting for the clock. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
};

/** Resolves once the condition holds. The test's own time limit ends it when it never does. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 2));
};
