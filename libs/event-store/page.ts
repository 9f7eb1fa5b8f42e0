import { setImmediate as nextTurn } from 'node:timers/promises';
import { flatten } from './flatten.js';
import type { StoredEvent } from './port.js';

/** Events that are read at once: enough that a page costs little, few enough that it blocks nobody for long. */
export const pageEventsMax = 1_000;
/** A page ends after this much JSON, so that a page of large events fits in memory as well. */
export const pageCharactersMax = 4_194_304;

export interface Page {
  readonly events: readonly StoredEvent[];
  /** There was more than fits in a page. */
  readonly more: boolean;
}

/** How a reader goes through a ledger, page by page. Between two pages nothing is held open, whoever goes away. */
export interface Pages {
  /** Where the first page begins. */
  readonly start: bigint;
  /** Where the next page begins, after the last event of this one. */
  readonly nextAfter: (last: StoredEvent) => bigint;
  /** So many events are wanted; all when undefined. */
  readonly max: number | undefined;
  /** Events of the first page, where a page costs enough that one who leaves early should not pay for a whole one. */
  readonly firstMax?: number;
  readonly page: (at: bigint, max: number) => Promise<Page>;
}

async function* pagesFrom({ start, nextAfter, max = Infinity, firstMax = pageEventsMax, page }: Pages) {
  let at = start;
  let pageMax = firstMax;
  let left = max;
  while (left > 0) {
    const { events, more } = await page(at, Math.min(left, pageMax));
    pageMax = pageEventsMax;
    yield events;
    if (!more) return;
    left -= events.length;
    at = nextAfter(events.at(-1)!);
    // A long read lets others have their turn.
    await nextTurn();
  }
}

/** The events of pages, one by one. */
export const eventsOf = (pages: Pages): AsyncIterable<StoredEvent> => flatten(() => pagesFrom(pages));
