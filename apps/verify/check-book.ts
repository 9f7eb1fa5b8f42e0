import type { StoredEvent } from '#kernel';
import { type InclusionCheck, leafEnvelope, leafHash, textsOf } from '#proof/check';
import { type BookFile, type ExportedLine, lineText, parseLine } from './export-format.js';
import { type ExportCode, Found } from './finding.js';
import { type FileLine, readLines } from './read-lines.js';

/** A line that was found to be right: what it holds, its leaf, and where it lies. */
export interface CheckedLine extends ExportedLine {
  readonly leaf: Buffer;
  readonly at: FileLine;
}

/** Tells what is wrong with the content of a line; undefined when nothing is. */
export type ReadEvent = (event: StoredEvent) => string | undefined;

interface Read {
  readonly at: FileLine;
  readonly line: ExportedLine | undefined;
  /** What is wrong with its form. */
  readonly flaw: string | undefined;
}

const read = (at: FileLine): Read => {
  try {
    return { at, line: parseLine(at.text), flaw: undefined };
  } catch (error) {
    return { at, line: undefined, flaw: error instanceof SyntaxError ? 'it is no JSON' : (error as Error).message };
  }
};

/** Goes through the lines of one book. */
class BookCheck {
  #revision = 0n;
  #last: ExportedLine | undefined;

  /** What was done to a line is told by the one after it: a line waits for that. */
  #waiting: Read | undefined;

  constructor(
    private readonly book: BookFile,
    private readonly against: CheckedAgainst,
  ) {}

  /** The lines that can be told to be right now, one by one. @throws Found at the first that is not */
  *take(lines: readonly FileLine[]): Generator<CheckedLine, void, void> {
    for (const at of lines) {
      const here = this.#waiting;
      this.#waiting = read(at);
      if (here) yield this.#checked(here, this.#waiting);
    }
  }

  /** The last line. @throws Found when it is wrong, or not the last that there should be */
  *end(): Generator<CheckedLine, void, void> {
    if (this.#waiting) yield this.#checked(this.#waiting, undefined);
    this.#assertWhole();
  }

  #found(code: ExportCode, { at, line }: Read, found: string): Found {
    const position = line?.event.position;
    return new Found({
      code,
      found,
      file: this.book.file,
      line: at.number,
      ...(position === undefined ? {} : { position }),
    });
  }

  #checked(here: Read, next: Read | undefined): CheckedLine {
    const { at, line } = here;
    if (!at.ended) throw this.#found('LINE_TRUNCATED', here, 'The file ends in the middle of this line.');
    if (line === undefined) throw this.#found('LINE_UNREADABLE', here, `This line cannot be read: ${here.flaw}.`);
    this.#checkPlace(line, here, next);
    const leaf = this.#checkContent(line, here, next);
    if (this.#last && line.event.position <= this.#last.event.position)
      throw this.#found('LINE_CHANGED', here, 'Its position is not after that of the line before it.');
    this.#last = line;
    this.#revision++;
    return { ...line, leaf, at };
  }

  /** What a line holds is what was sealed, and what it says around that fits. Gives its leaf. */
  #checkContent(line: ExportedLine, here: Read, next: Read | undefined): Buffer {
    const { event, leafIndex, inclusion } = line;
    const { stream, revision, id, type } = event;
    const texts = textsOf(event);
    const leaf = leafHash(leafEnvelope({ stream, revision, id, type, ...texts }));
    const { tree, origin } = this.against;
    const way = tree.wayOf(leafIndex, leaf, inclusion);
    if (way === undefined) throw this.#notSealed(line, here, next);
    if (lineText({ event, leafIndex, inclusion: way }, origin, texts) !== here.at.text)
      throw this.#found('LINE_CHANGED', here, 'What this line says around its content is not what its content says.');
    return leaf;
  }

  /** The lines of a book are numbered without gaps: what was moved is told by the numbers. */
  #checkPlace({ event }: ExportedLine, here: Read, next: Read | undefined): void {
    const { revision } = event;
    const expected = this.#revision;
    if (event.stream !== this.book.stream)
      throw this.#found('LINE_INSERTED', here, `This line belongs into the book ${event.stream}.`);
    if (revision === expected) return;
    if (event.id === this.#last?.event.id)
      throw this.#found('LINE_DUPLICATED', here, 'This line is the one before it once more.');
    if (next?.line?.event.revision === expected && revision === expected + 1n)
      throw this.#found('LINES_SWAPPED', here, 'This line and the one after it have changed places.');
    if (revision > expected)
      throw this.#found(
        'LINE_MISSING',
        here,
        `A line is missing before this one: it is number ${revision}, not ${expected}.`,
      );
    throw this.#found('LINE_DUPLICATED', here, `The book has a line of the number ${revision} already.`);
  }

  #notSealed({ event }: ExportedLine, here: Read, next: Read | undefined): Found {
    if (next?.line?.event.revision === event.revision)
      return this.#found('LINE_INSERTED', here, 'This line was put in: it was never sealed.');
    return this.#found('LINE_CHANGED', here, 'This line is not the one that was sealed.');
  }

  #assertWhole(): void {
    const { file, lines } = this.book;
    if (this.#revision === BigInt(lines)) return;
    const few = this.#revision < BigInt(lines);
    throw new Found({
      code: few ? 'LINES_CUT_OFF' : 'LINE_INSERTED',
      file,
      line: Number(this.#revision),
      found: `The book ends with ${this.#revision} lines, and the manifest says ${lines}.`,
    });
  }
}

/** What the lines of a book are held against. */
export interface CheckedAgainst {
  /** Names the log. */
  readonly origin: string;
  /** The tree under the checkpoint. */
  readonly tree: InclusionCheck;
  /** Given all bytes of the file. */
  readonly onBytes?: (bytes: Buffer) => void;
}

/**
 * The lines of a book, some at a time, each held against the checkpoint by its own proof. `path` is where the file lies.
 * @throws Found at the first line that is wrong, when those before it were given
 */
export async function* checkBook(
  path: string,
  book: BookFile,
  against: CheckedAgainst,
): AsyncGenerator<Iterable<CheckedLine>, void, void> {
  const check = new BookCheck(book, against);
  for await (const lines of readLines(path, against.onBytes)) yield check.take(lines);
  yield check.end();
}
