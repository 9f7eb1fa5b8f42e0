import { type Hash, createHash } from 'node:crypto';
import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BookFile, bookFileOf } from '../../../verify/export-format.js';
import { exportNames } from '../../../verify/export-names.js';
import { synced } from '../../sqlite-file.js';

/** Text that waits to be written, over all books. */
const waitingCharactersMax = 8_000_000;
/** Files that are made safe on the disk at once. */
const syncedAtOnce = 8;

/** What was written of a book. */
interface Written {
  readonly sha256: Hash;
  lines: number;
  waiting: string;
}

/** The files of books, as they were written. */
export interface WrittenBooks {
  /** In the order in which the books begin. */
  readonly books: readonly BookFile[];
  /** In hexadecimal, by their paths in the export. */
  readonly checksums: ReadonlyMap<string, string>;
}

/** Writes the lines of many books side by side, however many there are: no file is open for longer than a write. */
export class BookFiles {
  readonly #books = new Map<string, Written>();
  #characters = 0;

  constructor(private readonly folder: string) {
    mkdirSync(join(folder, exportNames.books), { mode: 0o700 });
  }

  add(stream: string, line: string): void {
    const book = this.#books.get(stream) ?? { sha256: createHash('sha256'), lines: 0, waiting: '' };
    this.#books.set(stream, book);
    book.waiting += `${line}\n`;
    book.lines++;
    this.#characters += line.length;
    if (this.#characters > waitingCharactersMax) this.#write();
  }

  /** Writes the rest. All of it is on the disk when this resolves. */
  async end(): Promise<WrittenBooks> {
    this.#write();
    const books = [...this.#books].map(([stream, { lines }]) => ({ file: bookFileOf(stream), stream, lines }));
    for (let at = 0; at < books.length; at += syncedAtOnce)
      await Promise.all(books.slice(at, at + syncedAtOnce).map(({ file }) => synced(join(this.folder, file))));
    const checksums = [...this.#books].map(
      ([stream, { sha256 }]) => [bookFileOf(stream), sha256.digest('hex')] as const,
    );
    return { books, checksums: new Map(checksums) };
  }

  #write(): void {
    for (const [stream, book] of this.#books) {
      if (book.waiting === '') continue;
      const bytes = Buffer.from(book.waiting);
      appendFileSync(join(this.folder, bookFileOf(stream)), bytes, { mode: 0o600 });
      book.sha256.update(bytes);
      book.waiting = '';
    }
    this.#characters = 0;
  }
}
