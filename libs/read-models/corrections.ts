import { type Recorded, streamOf } from '#kernel';
import {
  type AnyProjection,
  type CorrectedBook,
  type Makings,
  type Move,
  correctedBook,
  foldBook,
  movedKeys,
} from './fold.js';
import { type Ledger, lineAt, lineOf, readBook } from './ledger.js';

/** Books whose corrections are remembered. */
const booksMax = 10_000;

/** The corrections of each book, in their order. */
export class Corrections {
  readonly #books = new Map<string, Recorded[]>();

  /**
   * `met` says which ones it is asked for: those that come after others, of which a book may hold some (it then looks
   * the book through, once), or all from the beginning of the ledger.
   */
  constructor(
    private readonly ledger: Ledger,
    private readonly met: 'later' | 'all',
  ) {}

  /** Those of the event's book up to the event, which is the last of them. */
  async upTo(event: Recorded): Promise<readonly Recorded[]> {
    let known = this.#books.get(event.programmeId);
    if (known === undefined) {
      known = this.met === 'all' ? [] : await this.#read(event);
      if (this.met === 'later' && this.#books.size >= booksMax) this.#books.clear();
      this.#books.set(event.programmeId, known);
    }
    if (known.length === 0 || known.at(-1)!.position < event.position) known.push(event);
    return known.filter(({ position }) => position <= event.position);
  }

  /** For when others may have written corrections that this one was not told of. */
  clear(): void {
    this.#books.clear();
  }

  async #read({ programmeId }: Recorded): Promise<Recorded[]> {
    const { store, catalogue, correction } = this.ledger;
    const found: Recorded[] = [];
    for await (const stored of store.read(streamOf(programmeId)))
      if (stored.type === correction?.type) found.push(catalogue.decode(stored));
    return found;
  }
}

/** Some rows of a projection, and all that they are to be made from. */
export interface Refold {
  readonly book: CorrectedBook;
  readonly keys: ReadonlySet<string>;
}

/**
 * One correction, and what is made anew because of it: the rows that its line touches on the old day or on the new one.
 * A row knows the positions it was made from, so that only those lines are read again, not the whole book.
 */
export class Correcting {
  readonly #lines = new Map<bigint, Recorded>();
  readonly #moves = new Map<string, Promise<Move | undefined>>();
  #whole: Promise<CorrectedBook> | undefined;

  private constructor(
    private readonly ledger: Ledger,
    private readonly event: Recorded,
    private readonly corrections: readonly Recorded[],
  ) {}

  /** Undefined where the event is no correction. */
  static async of(ledger: Ledger, corrections: Corrections, event: Recorded): Promise<Correcting | undefined> {
    if (event.type !== ledger.correction?.type) return undefined;
    const correcting = new Correcting(ledger, event, await corrections.upTo(event));
    correcting.move = await correcting.#moveOf(event);
    return correcting;
  }

  /** Undefined where its line is not there. */
  move: Move | undefined;

  /** @throws what the projection throws at its line. */
  keysOf(projection: AnyProjection): ReadonlySet<string> {
    return this.move ? movedKeys(projection, this.move) : new Set();
  }

  /** What the rows with these keys are to be folded from. `rows` holds those of them that there are. */
  async gather(rows: Makings, keys: ReadonlySet<string>): Promise<readonly Refold[]> {
    const refolds: Refold[] = [];
    const whole = new Set<string>();
    for (const key of keys) {
      const sources = rows.get(key)?.sources;
      // What a row was made from before it was last removed, nobody knows but the book.
      if (sources === undefined || this.move!.after.position < sources[0]!) whole.add(key);
      else refolds.push({ book: await this.#bookAt(sources), keys: new Set([key]) });
    }
    if (whole.size > 0) refolds.push({ book: await this.#wholeBook(), keys: whole });
    return refolds;
  }

  /** The lines that a row was made from, with the one that is moved and the one that moves it, on their true days. */
  async #bookAt(sources: readonly bigint[]): Promise<CorrectedBook> {
    const positions = [...new Set([...sources, this.move!.after.position, this.event.position])];
    const lines: Recorded[] = [];
    const moves = new Map<string, Move>();
    for (const position of positions.sort((a, b) => (a < b ? -1 : 1))) {
      const line = await this.#lineAt(position);
      const move = line.type === this.event.type ? await this.#moveOf(line) : undefined;
      if (move) moves.set(line.id, move);
      lines.push(this.#onItsDay(line, this.corrections));
    }
    return { lines, moves };
  }

  #wholeBook(): Promise<CorrectedBook> {
    const { ledger, event } = this;
    this.#whole ??= readBook(ledger, event.programmeId, event.position).then((lines) =>
      correctedBook(lines, ledger.correction),
    );
    return this.#whole;
  }

  async #lineAt(position: bigint): Promise<Recorded> {
    const known = this.#lines.get(position);
    if (known) return known;
    const line = position === this.event.position ? this.event : await lineAt(this.ledger, position);
    this.#lines.set(position, line);
    return line;
  }

  #moveOf(correction: Recorded): Promise<Move | undefined> {
    const known = this.#moves.get(correction.id) ?? this.#findMove(correction);
    this.#moves.set(correction.id, known);
    return known;
  }

  async #findMove(correction: Recorded): Promise<Move | undefined> {
    const { revision, occurredOn } = this.ledger.correction!.of(correction);
    const line = await lineOf(this.ledger, this.event.programmeId, revision);
    if (line === undefined || line.position > this.event.position) return undefined;
    const earlier = this.corrections.filter(({ position }) => position < correction.position);
    return { correction, before: this.#onItsDay(line, earlier), after: { ...line, occurredOn } };
  }

  #onItsDay(line: Recorded, corrections: readonly Recorded[]): Recorded {
    const { of } = this.ledger.correction!;
    const last = corrections.findLast((each) => of(each).revision === line.revision);
    return last ? { ...line, occurredOn: of(last).occurredOn } : line;
  }
}

/** Makes rows anew; what it returns puts them in their places. @throws what the projection throws. */
export const refolded = (projection: AnyProjection, refolds: readonly Refold[]): ((rows: Makings) => void) => {
  const made = refolds.map(({ book, keys }) => ({ keys, found: foldBook(projection, book, keys) }));
  return (rows) => {
    for (const { keys, found } of made)
      for (const key of keys) {
        const row = found.get(key);
        if (row) rows.set(key, row);
        else rows.delete(key);
      }
  };
};
