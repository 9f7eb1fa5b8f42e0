import { LRUCache } from 'lru-cache';
import type { StoredEvent } from '#event-store';
import type { Recorded } from '#kernel';
import type { Parts } from '../parts.js';

/** Lines that are read at a time. */
const pageLines = 100;
/** Lines that are kept for whoever asks for the same ones next. They are a few kilobytes each. */
const linesKept = 1_000;
/** How long a line waits for the read models that its sentence takes names from. It is given without them after that. */
const namesWaitMsMax = 1_000;

/** The books as they grow, read once for all who follow them. */
export interface Books {
  /** Calls back after each append to the stream, by any process. Returns how to stop it. */
  listen(stream: string, ring: () => void): () => void;
  /**
   * Lines of a stream from a revision on, at most a page, when the read models know of them; empty when there are none
   * yet. All who ask for the same lines at about the same time are given the same objects.
   */
  linesFrom(stream: string, revision: bigint): Promise<readonly Recorded[]>;
  /** Resolves when the signal has aborted. */
  readonly done: Promise<void>;
}

type BookParts = Pick<Parts, 'store' | 'readModels' | 'catalogue'>;

/** Lines that stand together, decoded when the first one asks. What does not decode is the asker's fault to see, not the feed's. */
class Page {
  #lines: Promise<readonly Recorded[]> | undefined;

  constructor(private readonly read: () => Promise<readonly Recorded[]>) {}

  get lines(): Promise<readonly Recorded[]> {
    return (this.#lines ??= this.read());
  }
}

/** Pages by their first line. Lines never change, so that a page is true for as long as it is kept. */
class Pages {
  readonly #kept = new LRUCache<string, Page>({ maxSize: linesKept });

  constructor(private readonly parts: BookParts) {}

  /** Lines that have just been appended, in order, of one stream. */
  add(appended: readonly StoredEvent[]): void {
    for (let from = 0; from < appended.length; from += pageLines) {
      const stored = appended.slice(from, from + pageLines);
      const { stream, revision } = stored[0]!;
      this.#keep(stream, revision, stored.length, () => this.#decoded(stored));
    }
  }

  async from(stream: string, revision: bigint): Promise<readonly Recorded[]> {
    const name = `${stream}@${revision}`;
    const page = this.#kept.get(name) ?? this.#keep(stream, revision, pageLines, () => this.#read(stream, revision));
    const forget = () => {
      if (this.#kept.peek(name) === page) this.#kept.delete(name);
    };
    try {
      const lines = await page.lines;
      // Where nothing stood there may soon be a line.
      if (lines.length === 0) forget();
      return lines;
    } catch (error) {
      forget();
      throw error;
    }
  }

  #keep(stream: string, revision: bigint, size: number, read: () => Promise<readonly Recorded[]>): Page {
    const page = new Page(read);
    this.#kept.set(`${stream}@${revision}`, page, { size });
    return page;
  }

  async #read(stream: string, from: bigint): Promise<readonly Recorded[]> {
    const stored: StoredEvent[] = [];
    for await (const event of this.parts.store.read(stream, { from, max: pageLines })) stored.push(event);
    return this.#decoded(stored);
  }

  async #decoded(stored: readonly StoredEvent[]): Promise<readonly Recorded[]> {
    const { catalogue, readModels } = this.parts;
    const lines = stored.map((event) => catalogue.decode(event));
    const last = lines.at(-1);
    if (last) await readModels.waitFor(last.position, { timeoutMs: namesWaitMsMax });
    return lines;
  }
}

/** A stream that somebody follows. */
interface Followed {
  readonly rings: Set<() => void>;
  /** Revision of the last line that was appended since somebody follows it. */
  last?: bigint;
}

const byStream = (events: readonly StoredEvent[]): Map<string, StoredEvent[]> => {
  const grouped = new Map<string, StoredEvent[]>();
  for (const event of events) {
    const group = grouped.get(event.stream);
    if (group) group.push(event);
    else grouped.set(event.stream, [event]);
  }
  return grouped;
};

/** Follows the ledger from where it ends now: what is read after this returned is missed by nobody. */
export const followBooks = async (parts: BookParts, signal: AbortSignal): Promise<Books> => {
  const after = await parts.store.head();
  const followed = new Map<string, Followed>();
  const pages = new Pages(parts);

  const follow = async () => {
    for await (const { events } of parts.store.subscribe({ after, signal }))
      for (const [stream, appended] of byStream(events)) {
        const book = followed.get(stream);
        if (!book) continue;
        pages.add(appended);
        book.last = appended.at(-1)!.revision;
        for (const ring of book.rings) ring();
      }
  };

  return {
    done: follow(),
    listen(stream, ring) {
      const book = followed.get(stream) ?? { rings: new Set() };
      followed.set(stream, book);
      book.rings.add(ring);
      return () => {
        book.rings.delete(ring);
        if (book.rings.size === 0 && followed.get(stream) === book) followed.delete(stream);
      };
    },
    async linesFrom(stream, revision) {
      const last = followed.get(stream)?.last;
      // What lies beyond is yet to be appended, or its ring is yet to come.
      return last !== undefined && revision > last ? [] : pages.from(stream, revision);
    },
  };
};
