import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Checkpoint, InclusionCheck } from '#proof/check';
import { type CheckedLine, type ReadEvent, checkBook } from './check-book.js';
import type { BookFile } from './export-format.js';
import { Found } from './finding.js';
import { Leaves } from './leaves.js';

/** Lines between two messages of how far it has come. */
const progressLines = 1_000;

/** The lines of an export, and what they are held against. */
export interface LinesToCheck {
  readonly folder: string;
  readonly books: readonly BookFile[];
  /** Whether they are all lines of the tree. */
  readonly whole: boolean;
  readonly checkpoint: Checkpoint;
  readonly onProgress?: ((done: number, all: number) => void) | undefined;
}

export interface LinesChecked {
  readonly lines: number;
  /** Of the files of books, in hexadecimal, by their paths in the export. */
  readonly checksums: ReadonlyMap<string, string>;
  /** Where they are all lines of the tree. */
  readonly leaves: Leaves | undefined;
}

export const linesIn = (books: readonly BookFile[]): number => books.reduce((sum, { lines }) => sum + lines, 0);

export const leavesFor = ({ whole, checkpoint }: LinesToCheck): Leaves | undefined =>
  whole ? new Leaves(Number(checkpoint.size)) : undefined;

interface InOrder extends LinesToCheck {
  readonly read?: ReadEvent | undefined;
  readonly onLine?: ((line: CheckedLine, book: BookFile) => void) | undefined;
}

/** Goes through the books one after the other. */
class InOrderCheck {
  lines = 0;
  readonly checksums = new Map<string, string>();
  readonly leaves;
  readonly #tree: InclusionCheck;
  readonly #all: number;

  constructor(private readonly toCheck: InOrder) {
    const { size, root } = toCheck.checkpoint;
    this.leaves = leavesFor(toCheck);
    this.#tree = new InclusionCheck(size, root);
    this.#all = linesIn(toCheck.books);
  }

  /** @throws Found */
  async check(book: BookFile): Promise<void> {
    const { folder, checkpoint } = this.toCheck;
    const sha256 = createHash('sha256');
    const onBytes = (bytes: Buffer) => void sha256.update(bytes);
    const against = { origin: checkpoint.origin, tree: this.#tree, onBytes };
    for await (const lines of checkBook(join(folder, book.file), book, against))
      for (const line of lines) this.#take(line, book);
    this.checksums.set(book.file, sha256.digest('hex'));
  }

  /** A line that is right by itself is held against the others, and looked into. */
  #take(line: CheckedLine, book: BookFile): void {
    const { read, onLine, onProgress } = this.toCheck;
    const { leafIndex, leaf, event, at } = line;
    const place = { file: book.file, line: at.number, position: event.position };
    if (this.leaves?.take(leafIndex, leaf) === false)
      throw new Found({ code: 'LINE_DUPLICATED', ...place, found: `Leaf ${leafIndex} is in the export already.` });
    const flaw = read?.(event);
    if (flaw !== undefined) throw new Found({ code: 'LINE_UNREADABLE', ...place, found: flaw });
    onLine?.(line, book);
    if (++this.lines % progressLines === 0) onProgress?.(this.lines, this.#all);
  }
}

/** Goes through the books one after the other. @throws Found with the first thing that is wrong */
export const checkInOrder = async (toCheck: InOrder): Promise<LinesChecked> => {
  const check = new InOrderCheck(toCheck);
  for (const book of toCheck.books) await check.check(book);
  return check;
};
