import type { EventStore } from '#event-store';
import { type Recorded, streamOf } from '#kernel';
import type { Parts } from '../parts.js';
import type { Appends } from './appends.js';
import { Bell, pulled } from './pull.js';

/** Lines read at a time: what one slow subscriber holds in memory. */
const pageLines = 100;
/** How long a line waits for the read models that its sentence takes names from. It is given without them after that. */
const namesWaitMsMax = 1_000;

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

/**
 * The lines of a book after a position, and then each new one: in order, none left out, none twice. The subscriber pulls;
 * one that is slow holds a page, and finds the rest in the ledger when it comes to it.
 */
export const ledgerEvents = (
  { store, readModels, catalogue }: Parts,
  appends: Appends,
  { programmeId, after }: { readonly programmeId: string; readonly after?: bigint | null | undefined },
): AsyncGenerator<Recorded, void, void> => {
  const stream = streamOf(programmeId);

  const pageFrom = async (from: bigint): Promise<readonly Recorded[]> => {
    const page: Recorded[] = [];
    for await (const stored of store.read(stream, { from, max: pageLines })) page.push(catalogue.decode(stored));
    return page;
  };

  async function* linesFrom(from: bigint): AsyncGenerator<Recorded, void, void> {
    for (let page = await pageFrom(from); page.length > 0; page = await pageFrom(page.at(-1)!.revision + 1n)) {
      await readModels.waitFor(page.at(-1)!.position, { timeoutMs: namesWaitMsMax });
      yield* page;
    }
  }

  return pulled(async function* (signal) {
    const bell = new Bell(signal);
    const stop = appends.listen(stream, bell.ring);
    try {
      let next = after === undefined || after === null ? 0n : await firstRevisionAfter(store, stream, after);
      while (!signal.aborted) {
        await bell.rung();
        for await (const line of linesFrom(next)) {
          yield line;
          next = line.revision + 1n;
        }
      }
    } finally {
      stop();
    }
  });
};
