import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Nudges } from './nudges.js';
import type { Page } from './page.js';
import type { Batch, Position } from './port.js';

interface Source {
  /** Reads on after a position, for as long as it takes; undefined when `hasEnded` turns true meanwhile. */
  readonly pageAfter: (position: Position, hasEnded: () => boolean) => Promise<Page | undefined>;
  readonly nudges: Nudges;
  /** Any of them ends the subscription. */
  readonly ends: readonly AbortSignal[];
}

/**
 * Reads the tail of the ledger once for all subscriptions that stand at the same place: an append wakes every one of them.
 * What was read counts until the next append; that one's nudge is still to come for whoever was given the earlier tail.
 */
export const sharedTail = (
  pageAfter: (position: Position) => Promise<Page>,
  nudges: Pick<Nudges, 'count'>,
): ((after: Position) => Promise<Page>) => {
  let tail: { readonly after: Position; readonly count: number; readonly page: Promise<Page> } | undefined;
  return (after) => {
    if (tail?.after === after && tail.count === nudges.count) return tail.page;
    const own = { after, count: nudges.count, page: pageAfter(after) };
    tail = own;
    const drop = () => {
      if (tail === own) tail = undefined;
    };
    own.page.then(({ more }) => more && drop(), drop);
    return own.page;
  };
};

/** A sleeper that is woken by appends and by the end; an append while it was awake is not slept through. */
const sleeper = ({ nudges, ends }: Source) => {
  let isNews = true;
  let wake = (): void => undefined;
  const rouse = (): void => {
    isNews = true;
    wake();
  };
  const stopListening = nudges.add(rouse);
  for (const signal of ends) signal.addEventListener('abort', rouse);
  return {
    readFrom: () => (isNews = false),
    untilNews: () => (isNews ? Promise.resolve() : new Promise<void>((resolve) => (wake = resolve))),
    stop: () => {
      stopListening();
      for (const signal of ends) signal.removeEventListener('abort', rouse);
    },
  };
};

async function* pull(source: Source, after: Position): AsyncGenerator<Batch, void, void> {
  const hasEnded = () => source.ends.some((signal) => signal.aborted);
  if (hasEnded()) return;
  const sleep = sleeper(source);
  let position = after;
  let toldCaughtUp = false;
  try {
    while (!hasEnded()) {
      sleep.readFrom();
      const page = await source.pageAfter(position, hasEnded);
      if (!page || hasEnded()) return;
      const { events, more } = page;
      if (events.length > 0 || !toldCaughtUp) {
        position = events.at(-1)?.position ?? position;
        toldCaughtUp = !more;
        yield { events, position, caughtUp: !more };
      }
      await (more ? nextTurn() : sleep.untilNews());
    }
  } finally {
    sleep.stop();
  }
}

/** Batches after a position for one consumer that pulls. Leaving the loop, or `return()` while it waits, ends it. */
export const subscription = (source: Source, after: Position): AsyncIterable<Batch> => ({
  [Symbol.asyncIterator]() {
    const left = new AbortController();
    const batches = pull({ ...source, ends: [...source.ends, left.signal] }, after);
    return {
      next: () => batches.next(),
      return: () => {
        left.abort();
        return batches.return();
      },
    };
  },
});
