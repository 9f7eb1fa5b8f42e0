import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { InclusionCheck } from '#proof/check';
import { type ReadEvent, checkBook } from './check-book.js';
import type { BookFile } from './export-format.js';

/** What the books of an export are held against; plain data, for it crosses threads. */
export interface BooksToCheck {
  readonly folder: string;
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
}

/**
 * What a thread tells of the book that it was given: of some lines that are right their places in the tree, and their leaves
 * one after the other; of a book that is right to its end the SHA-256 of its file, in hexadecimal; or that something is wrong,
 * which ends the work: what that is, is for those to say who go through the books in order.
 */
export type ToldOfBook =
  | { readonly indexes: readonly bigint[]; readonly hashes: Uint8Array }
  | { readonly sha256: string }
  | { readonly wrong: true };

/** For a thread: checks each book that it is given, as `checkInOrder` does, and tells of it what `ToldOfBook` says. */
export const serveBooks = (read: ReadEvent = () => undefined): void => {
  const port = parentPort!;
  const { folder, origin, size, root } = workerData as BooksToCheck;
  const tree = new InclusionCheck(size, Buffer.from(root));
  const tell = (told: ToldOfBook): void => port.postMessage(told);

  const check = async (book: BookFile): Promise<ToldOfBook> => {
    const sha256 = createHash('sha256');
    const against = { origin, tree, onBytes: (bytes: Buffer) => void sha256.update(bytes) };
    for await (const some of checkBook(join(folder, book.file), book, against)) {
      const lines = [...some];
      if (lines.some(({ event }) => read(event) !== undefined)) return { wrong: true };
      tell({
        indexes: lines.map(({ leafIndex }) => leafIndex),
        hashes: Buffer.concat(lines.map(({ leaf }) => leaf)),
      });
    }
    return { sha256: sha256.digest('hex') };
  };
  port.on(
    'message',
    (book: BookFile) =>
      void check(book)
        .catch((): ToldOfBook => ({ wrong: true }))
        .then(tell),
  );
};
