import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tables } from '#book';
import type { PastRows } from '#read-models';
import { startReplays } from '../../apps/ledger/replay/start-replays.js';
import { fillWithBooks, fillWithOneBook } from './books.js';
import type { Bench, Figure, Row } from './figure.js';

/**
 * Replays of one book: events per second of the first one, the time of a repeated one, and the first one again where the
 * ledger holds a hundred times as much beside the book. The thread has started before, and every replay is of another
 * moment, so that nothing of it is kept.
 */
const sizes = [1_000, 10_000, 100_000] as const;
const momentsOfEach = 1;

interface Measured {
  readonly coldPerSecond: number;
  readonly repeatedMs: number;
}

const measured = async (file: string, programmeId: string, events: number): Promise<Measured> => {
  const replays: PastRows<Tables> = startReplays({ file });
  try {
    // Starts the thread and lets it load its code; the book itself is read again by the first replay that is timed.
    await replays.open({ books: [{ programmeId, revision: 0n }] });
    let [coldMs, repeatedMs, lines] = [0, 0, 0];
    for (let moment = 0; moment < momentsOfEach; moment++) {
      const past = { books: [{ programmeId, revision: BigInt(events - 1 - moment) }] };
      const began = performance.now();
      const db = await replays.open(past);
      const waves = await db.selectFrom('wave').selectAll().execute();
      coldMs += performance.now() - began;
      const again = performance.now();
      const same = await (await replays.open(past)).selectFrom('wave').selectAll().execute();
      repeatedMs += performance.now() - again;
      if (waves.length === 0 || same.length !== waves.length) throw new Error('a replay has no waves');
      lines += events - moment;
      replays.purge([programmeId]);
    }
    return { coldPerSecond: lines / (coldMs / 1000), repeatedMs: repeatedMs / momentsOfEach };
  } finally {
    await replays.close();
  }
};

const open = async (): Promise<Bench> => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-bench-'));
  const books: { file: string; programmeId: string; events: number }[] = [];
  for (const size of sizes) {
    const file = join(folder, `book-${size}.db`);
    books.push({ file, ...(await fillWithOneBook(file, size)) });
  }
  const crowded = join(folder, 'crowded.db');
  const { programmeId, events } = await fillWithOneBook(crowded, sizes[0]);
  const beside = await fillWithBooks(crowded, events * 100);

  return {
    async run() {
      const figures: Figure[] = [];
      for (const book of books) {
        const { coldPerSecond, repeatedMs } = await measured(book.file, book.programmeId, book.events);
        const what = (name: string) => `replay of a book of ${book.events} events, ${name}`;
        figures.push({
          what: what('first'),
          value: coldPerSecond,
          unit: '/s',
          bar: { of: 'figure', at: 'least', limit: 200_000 },
        });
        figures.push({
          what: what('repeated'),
          value: repeatedMs,
          unit: 'ms',
          bar: { of: 'figure', at: 'most', limit: 5 },
        });
      }
      const alone = await measured(books[0]!.file, books[0]!.programmeId, books[0]!.events);
      const inCrowd = await measured(crowded, programmeId, events);
      figures.push({
        what: `replay of a book of ${events} events among ${beside.events} others`,
        value: inCrowd.coldPerSecond,
        unit: '/s',
        peer: { what: 'alone in its ledger', value: alone.coldPerSecond },
        bar: { of: 'ratio', at: 'least', limit: 0.8 },
      });
      return figures;
    },
    notes: () => [`each figure is of ${momentsOfEach} moments of the book; the thread that folds had started before`],
    close: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  };
};

export const replay: Row = { name: 'replay', open };
