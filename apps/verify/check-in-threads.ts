import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { hashBytes } from '#proof/check';
import { type LinesChecked, type LinesToCheck, leavesFor, linesIn } from './check-lines.js';
import type { BookFile } from './export-format.js';
import type { BooksToCheck, ToldOfBook } from './serve-books.js';

/** Each takes some 50 MB. */
const threadsMax = 4;
/** Below this a thread takes longer to start than it saves. */
const linesMin = 20_000;

/** Whether there is enough to check that threads are worth while, and a processor for each. */
export const isForThreads = (books: readonly BookFile[]): boolean =>
  books.length > 1 && availableParallelism() > 1 && linesIn(books) >= linesMin;

/** Lets a thread check one book after the other, until there are no more. Rejects when one is not right. */
const workOff = (
  thread: Worker,
  books: BookFile[],
  isRight: (book: BookFile, told: ToldOfBook) => boolean,
): Promise<void> =>
  new Promise((resolve, reject) => {
    let book: BookFile | undefined;
    const next = (): void => {
      book = books.shift();
      if (book) thread.postMessage(book);
      else resolve();
    };
    thread.on('message', (told: ToldOfBook) => {
      if (!isRight(book!, told)) reject(new Error(`${book!.file} is not right`));
      else if ('sha256' in told) next();
    });
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('a thread ended before its work')));
    next();
  });

/** Puts together what threads tell of books. */
class Told {
  lines = 0;
  readonly checksums = new Map<string, string>();
  readonly leaves;
  readonly #all: number;

  constructor(private readonly toCheck: LinesToCheck) {
    this.leaves = leavesFor(toCheck);
    this.#all = linesIn(toCheck.books);
  }

  /** Takes what is told, and whether it can be right with what was told of others. */
  readonly take = ({ file }: BookFile, told: ToldOfBook): boolean => {
    if ('wrong' in told) return false;
    if ('sha256' in told) {
      this.checksums.set(file, told.sha256);
      return true;
    }
    const { indexes, hashes } = told;
    this.lines += indexes.length;
    this.toCheck.onProgress?.(this.lines, this.#all);
    const leafAt = (at: number) => hashes.subarray(at * hashBytes, (at + 1) * hashBytes);
    return indexes.every((index, at) => this.leaves?.take(index, leafAt(at)) ?? true);
  };
}

/**
 * Checks books in several threads at once; `program` is what each of them runs, and calls `serveBooks`. Undefined when
 * something is wrong with a book, or with a thread: `checkInOrder` then finds the first thing that is wrong.
 */
export const checkInThreads = async (
  toCheck: LinesToCheck & { readonly program: URL },
): Promise<LinesChecked | undefined> => {
  const { program, folder, books, checkpoint } = toCheck;
  const { origin, size, root } = checkpoint;
  const workerData: BooksToCheck = { folder, origin, size, root };
  const told = new Told(toCheck);
  // The largest first, so that no thread is left alone with it in the end.
  const waiting = books.toSorted((one, other) => other.lines - one.lines);
  const count = Math.min(availableParallelism(), threadsMax, books.length);
  const threads = Array.from({ length: count }, () => new Worker(program, { workerData, execArgv: [] }));
  try {
    await Promise.all(threads.map((thread) => workOff(thread, waiting, told.take)));
    return told;
  } catch {
    return undefined;
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
};
