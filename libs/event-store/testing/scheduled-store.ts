import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';
import type { Scheduler } from 'fast-check';
import { type Batch, type EventStore, EventStoreError, type Position, type StoredEvent } from '../port.js';
import type { MemoryLedger } from './memory-event-store.js';

/** What becomes of one append: it arrives, it never does, or it does and the acknowledgement is lost. */
export const fates = ['written', 'lost', 'unacknowledged'] as const;
export type Fate = (typeof fates)[number];

/**
 * Between two moments that a scheduler chooses, everything that follows by itself happens: promises, and pauses of no
 * length. So the same choices give the same run.
 */
export const untilQuiet = async (happen: () => Promise<void>): Promise<void> => {
  await happen();
  await delay(1);
  for (let turn = 0; turn < 3; turn++) await nextTurn();
};

const unavailable = () => new EventStoreError('STORE_UNAVAILABLE', 'the connection was cut');

/** An iterator that ends at once when it is told to, even while it waits for its moment. */
const endingAtOnce = (batches: AsyncGenerator<Batch, void, void>): AsyncIterable<Batch> => {
  let end!: () => void;
  const ended = new Promise<IteratorResult<Batch, void>>((resolve) => {
    end = () => resolve({ done: true, value: undefined });
  });
  const iterator = {
    next: () => Promise.race([batches.next(), ended]),
    return: () => {
      end();
      void batches.return();
      return ended;
    },
  };
  return { [Symbol.asyncIterator]: () => iterator };
};

/**
 * A store on a ledger in memory whose every call takes effect, and is answered, at moments that the scheduler chooses. Appends
 * share the fates in their order; when there are no more, all are written. Subscriptions hand over at most `batchMax`
 * events at a time.
 */
export const scheduledStore = (
  scheduler: Scheduler,
  ledger: MemoryLedger,
  { fates: ahead = [], batchMax = 1_000 }: { readonly fates?: readonly Fate[]; readonly batchMax?: number } = {},
): EventStore => {
  const store = ledger.open();
  const coming = [...ahead];
  const moment = (what: string) => scheduler.schedule(Promise.resolve(), what);

  const readAtOnce = async function* (what: string, find: () => readonly StoredEvent[]) {
    await moment(what);
    yield* find();
  };

  const batches = async function* (after: Position, signal: AbortSignal): AsyncGenerator<Batch, void, void> {
    let position = after;
    let isFirst = true;
    for await (const _news of store.subscribe({ after, signal })) {
      // What comes until the batch is handed over comes with it.
      await moment('a batch');
      const rest = ledger.events.filter((event) => event.position > position);
      for (let from = 0; isFirst || from < rest.length; from += batchMax) {
        const events = rest.slice(from, from + batchMax);
        isFirst = false;
        position = events.at(-1)?.position ?? position;
        yield { events, position, caughtUp: from + batchMax >= rest.length };
        if (signal.aborted) return;
      }
    }
  };

  return {
    async append(stream, expected, events) {
      const fate = coming.shift() ?? 'written';
      await moment(`append of ${events.length} (${fate})`);
      if (fate === 'lost') throw unavailable();
      try {
        const appended = ledger.append(stream, expected, events);
        if (fate === 'unacknowledged') throw unavailable();
        return appended;
      } finally {
        await moment('answer to an append');
      }
    },
    read: (stream, { from, backwards = false, max } = {}) =>
      readAtOnce('read', () => {
        const found = ledger
          .stream(stream)
          .filter(({ revision }) => from === undefined || (backwards ? revision <= from : revision >= from));
        return (backwards ? found.toReversed() : found).slice(0, max);
      }),
    readAll: (options) => store.readAll(options),
    readAt: (position) => store.readAt(position),
    subscribe: ({ after = 0n, signal }) => endingAtOnce(batches(after, signal)),
    onAppend: (nudge) => store.onAppend(nudge),
    head: () => store.head(),
    close: () => store.close(),
  };
};
