import type { EventStore } from '#event-store';
import { type Recorded, streamOf } from '#kernel';
import type { Books } from './books.js';
import { Bell, pulled } from './pull.js';

type BookStore = Pick<EventStore, 'read'>;

const lineAt = async (store: BookStore, stream: string, options: { from?: bigint; backwards?: boolean }) => {
  for await (const event of store.read(stream, { ...options, max: 1 })) return event;
  return undefined;
};

/** The revision of a stream's first event after a position, by halving: positions rise with revisions. */
export const firstRevisionAfter = async (store: BookStore, stream: string, position: bigint): Promise<bigint> => {
  const last = await lineAt(store, stream, { backwards: true });
  if (!last) return 0n;
  if (last.position <= position) return last.revision + 1n;
  let [low, high] = [0n, last.revision];
  while (low < high) {
    const middle = (low + high) / 2n;
    const line = await lineAt(store, stream, { from: middle });
    if (line!.position > position) high = middle;
    else low = middle + 1n;
  }
  return low;
};

/** Lines of a book, one by one. They are the same for all who share a role: none of them tells who asks apart. */
export interface BookLines extends AsyncGenerator<Recorded, void, void> {
  /** The position that they were asked for after; 0 for the whole book. */
  readonly after: bigint;
}

export const isBookLines = (source: object): source is BookLines => 'after' in source;

/**
 * The lines of a book after a position, and then each new one: in order, none left out, none twice. The subscriber pulls;
 * one that is slow holds a page, and finds the rest in the ledger when it comes to it.
 */
export const ledgerEvents = (
  store: BookStore,
  books: Books,
  { programmeId, after }: { readonly programmeId: string; readonly after?: bigint | null | undefined },
): BookLines => {
  const stream = streamOf(programmeId);
  const lines = pulled(async function* (signal) {
    const bell = new Bell(signal);
    const stop = books.listen(stream, bell.ring);
    try {
      let next = after ? await firstRevisionAfter(store, stream, after) : 0n;
      await bell.rung();
      while (!signal.aborted) {
        const page = await books.linesFrom(stream, next);
        for (const line of page) yield line;
        if (page.length === 0) await bell.rung();
        else next = page.at(-1)!.revision + 1n;
      }
    } finally {
      stop();
    }
  });
  return Object.assign(lines, { after: after ?? 0n });
};
