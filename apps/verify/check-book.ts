import type { StoredEvent } from '#kernel';
import { type Checkpoint, leafEnvelopeOf, leafHash, verifyInclusion } from '#proof/check';
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

/** Each line with the one after it: what was done to a line is told by what follows. */
async function* withNext(file: string): AsyncGenerator<readonly [Read, Read | undefined], void, void> {
  let last: Read | undefined;
  for await (const at of readLines(file)) {
    const next = read(at);
    if (last) yield [last, next];
    last = next;
  }
  if (last) yield [last, undefined];
}

/** Goes through the lines of one book. */
class BookCheck {
  #revision = 0n;
  #last: ExportedLine | undefined;

  constructor(
    private readonly book: BookFile,
    private readonly checkpoint: Checkpoint,
  ) {}

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

  /** @throws Found */
  check(here: Read, next: Read | undefined): CheckedLine {
    const { at, line } = here;
    if (!at.ended) throw this.#found('LINE_TRUNCATED', here, 'The file ends in the middle of this line.');
    if (line === undefined) throw this.#found('LINE_UNREADABLE', here, `This line cannot be read: ${here.flaw}.`);
    this.#checkPlace(line, here, next);
    const leaf = leafHash(leafEnvelopeOf(line.event));
    const { size, root } = this.checkpoint;
    const isSealed = verifyInclusion({ index: line.leafIndex, size, leaf, proof: line.inclusion, root });
    if (!isSealed) throw this.#notSealed(line, here, next);
    if (lineText(line, this.checkpoint.origin) !== at.text)
      throw this.#found('LINE_CHANGED', here, 'What this line says around its content is not what its content says.');
    if (this.#last && line.event.position <= this.#last.event.position)
      throw this.#found('LINE_CHANGED', here, 'Its position is not after that of the line before it.');
    this.#last = line;
    this.#revision++;
    return { ...line, leaf, at };
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

  /** @throws Found */
  end(): void {
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

/**
 * The lines of a book, each held against the checkpoint by its own proof. `path` is where the file lies.
 * @throws Found at the first line that is wrong
 */
export async function* checkBook(
  path: string,
  book: BookFile,
  checkpoint: Checkpoint,
): AsyncGenerator<CheckedLine, void, void> {
  const check = new BookCheck(book, checkpoint);
  for await (const [here, next] of withNext(path)) yield check.check(here, next);
  check.end();
}
