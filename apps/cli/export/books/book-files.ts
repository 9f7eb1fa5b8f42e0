import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type BookFile, bookFileOf, exportNames } from '../../../verify/export-format.js';

/** Text that waits to be written, over all books. */
const waitingCharactersMax = 8_000_000;

/** Writes the lines of many books side by side, however many there are: no file is open for longer than a write. */
export class BookFiles {
  readonly #waiting = new Map<string, string[]>();
  readonly #lines = new Map<string, number>();
  #characters = 0;

  constructor(private readonly folder: string) {
    mkdirSync(join(folder, exportNames.books), { mode: 0o700 });
  }

  add(stream: string, line: string): void {
    const waiting = this.#waiting.get(stream) ?? [];
    this.#waiting.set(stream, waiting);
    waiting.push(`${line}\n`);
    this.#lines.set(stream, (this.#lines.get(stream) ?? 0) + 1);
    this.#characters += line.length;
    if (this.#characters > waitingCharactersMax) this.#write();
  }

  /** Writes the rest. Gives what was written, in the order in which the books begin. */
  end(): readonly BookFile[] {
    this.#write();
    return [...this.#lines].map(([stream, lines]) => ({ file: bookFileOf(stream), stream, lines }));
  }

  #write(): void {
    for (const [stream, waiting] of this.#waiting)
      appendFileSync(join(this.folder, bookFileOf(stream)), waiting.join(''), { mode: 0o600, flush: true });
    this.#waiting.clear();
    this.#characters = 0;
  }
}
