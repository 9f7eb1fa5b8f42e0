import type { MessagePort } from 'node:worker_threads';
import { type Recorded, streamOf } from '#kernel';
import { LRUCache } from 'lru-cache';
import { type AnyProjection, type Making, bookAsOf, correctedBook, rowsOfBook } from '../fold.js';
import type { Ledger } from '../ledger.js';
import { loadRows } from '../rows.js';
import { sqliteImage, sqliteTypes } from '../sqlite/sqlite-read-database.js';
import { createIndexes, createTables } from '../tables.js';
import { type PastAnswered, type PastAsked, type PastBook, type PastOfBooks, pastEventsMax } from './past-rows.js';

/** Books by their lines, read on when they are asked for again: an auditor asks for one book at many moments. */
class ReadBooks {
  readonly #books = new LRUCache<string, Recorded[]>({
    maxSize: pastEventsMax,
    sizeCalculation: (lines) => lines.length + 1,
  });

  constructor(private readonly ledger: Ledger) {}

  async linesOf({ programmeId, revision }: PastBook): Promise<readonly Recorded[]> {
    const lines = this.#books.get(programmeId) ?? [];
    const { store, catalogue } = this.ledger;
    const from = BigInt(lines.length);
    if (from <= revision)
      for await (const stored of store.read(streamOf(programmeId), { from, max: Number(revision + 1n - from) }))
        lines.push(catalogue.decode(stored));
    this.#books.set(programmeId, lines);
    return lines.slice(0, Number(revision) + 1);
  }
}

type Folded = Map<string, Map<string, Making>>;

const foldPast = async (
  projections: readonly AnyProjection[],
  books: ReadBooks,
  { correction }: Ledger,
  past: PastOfBooks,
): Promise<Folded> => {
  const folded: Folded = new Map(projections.map(({ name }) => [name, new Map<string, Making>()]));
  for (const book of past.books) {
    const known = correctedBook(await books.linesOf(book), correction);
    const told = past.asOf === undefined ? known : bookAsOf(known, past.asOf);
    for (const [name, rows] of rowsOfBook(projections, told)) {
      const all = folded.get(name)!;
      for (const [key, row] of rows) all.set(key, row as Making);
    }
  }
  return folded;
};

/** Answers what `PastRows` asks, in a thread of its own, from a ledger that is open there. */
export const servePastRows = (port: MessagePort, ledger: Ledger, projections: readonly AnyProjection[]): void => {
  const books = new ReadBooks(ledger);

  const imageOf = (past: PastOfBooks): Promise<Buffer> =>
    sqliteImage(async (db, run) => {
      const rows = await foldPast(projections, books, ledger, past);
      await db.transaction().execute(async (transaction) => {
        await createTables(transaction, projections, sqliteTypes);
        await loadRows(transaction, projections, rows, run);
        await createIndexes(transaction, projections);
      });
    });

  const answer = async ({ id, ...past }: PastAsked): Promise<void> => {
    try {
      const image = new Uint8Array(await imageOf(past));
      port.postMessage({ id, image } satisfies PastAnswered, [image.buffer]);
    } catch (error) {
      const told = error instanceof Error ? error.message : String(error);
      port.postMessage({ id, error: told } satisfies PastAnswered);
    }
  };

  // One at a time, in order: books that are read on are not read by two at once.
  let last: Promise<void> = Promise.resolve();
  port.on('message', (asked: PastAsked) => {
    last = last.then(() => answer(asked));
  });
};
