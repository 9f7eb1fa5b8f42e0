import type { ColumnType, Kept, LocalDate, Projection, Recorded } from '#kernel';
import { type Row, fitting } from './row-fit.js';

/** A projection of whatever rows: the engine looks into none, and checks at run time that they fit their columns. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export interface AnyProjection extends Omit<Projection<any>, 'columns'> {
  readonly columns: Readonly<Record<string, ColumnType>>;
}

/** Rows by projection, then by key. */
export type Rows = ReadonlyMap<string, ReadonlyMap<string, Kept<unknown>>>;

/** The event by which a book says that another line of it occurred on another day. */
export interface Correction {
  readonly type: string;
  /** Which line of the same book is corrected, and its true day. */
  readonly of: (event: Recorded) => { readonly revision: bigint; readonly occurredOn: LocalDate };
}

/** As `Kept`, but its sources grow in place: copying them at every event would cost the square of a row's events. */
export interface Making {
  readonly key: string;
  readonly programmeId: string;
  readonly sources: bigint[];
  row: Row;
}
export type Makings = Map<string, Making>;

const put = (rows: Makings, key: string, event: Recorded, row: Row | null) => {
  const making = rows.get(key);
  if (row === null) rows.delete(key);
  else if (making === undefined) rows.set(key, { key, programmeId: event.programmeId, sources: [event.position], row });
  else {
    making.sources.push(event.position);
    making.row = row;
  }
};

const isTaken = (making: Making | undefined, { position }: Recorded) =>
  making !== undefined && position <= making.sources[making.sources.length - 1]!;

const applied = (projection: AnyProjection, rows: Makings, event: Recorded, key: string): Row | null => {
  const making = rows.get(key);
  // Programmes are projected side by side: a row that two of them wrote would depend on who came first.
  if (making && making.programmeId !== event.programmeId)
    throw new Error(
      `row ${key} of ${projection.name} is of programme ${making.programmeId}, not of ${event.programmeId}`,
    );
  const row = projection.apply(making?.row, event, key) as Row | null;
  return row === null ? null : fitting(projection, row);
};

/**
 * Folds one event into the rows of a projection, as the kernel's `step` does, all rows that it touches or, when the
 * projection throws, none. An event that a row was already made from changes nothing.
 */
export const touch = (projection: AnyProjection, rows: Makings, event: Recorded, keys: readonly string[]): void => {
  const [only] = keys;
  if (only !== undefined && keys.length === 1) {
    if (!isTaken(rows.get(only), event)) put(rows, only, event, applied(projection, rows, event, only));
    return;
  }
  const open = keys.filter((key) => !isTaken(rows.get(key), event));
  const made = open.map((key) => applied(projection, rows, event, key));
  open.forEach((key, index) => put(rows, key, event, made[index]!));
};

/** Which projections take an event of a type. */
export const routesOf = (projections: readonly AnyProjection[]): ReadonlyMap<string, readonly AnyProjection[]> => {
  const types = new Set(projections.flatMap((projection) => [...projection.handles]));
  return new Map([...types].map((type) => [type, projections.filter((projection) => projection.handles.has(type))]));
};

/** A line whose day was corrected: as the book told it before, and as it tells it since. */
export interface Move {
  readonly correction: Recorded;
  readonly before: Recorded;
  readonly after: Recorded;
}

const placeOf = (programmeId: string, revision: bigint) => `${programmeId}@${revision}`;

/** Lines on the days that they are known to have occurred on. */
export interface CorrectedBook {
  readonly lines: readonly Recorded[];
  /** What each correction among the lines moved, by its id. One whose line is not among them moves nothing. */
  readonly moves: ReadonlyMap<string, Move>;
}

/** Applies the corrections among the lines; of several for one line the latest wins. */
export const correctedBook = (lines: readonly Recorded[], correction: Correction | undefined): CorrectedBook => {
  const corrections = correction ? lines.filter((line) => line.type === correction.type) : [];
  if (correction === undefined || corrections.length === 0) return { lines, moves: new Map() };
  const placed = new Map(lines.map((line) => [placeOf(line.programmeId, line.revision), line]));
  const moves = new Map<string, Move>();
  for (const line of corrections) {
    const { revision, occurredOn } = correction.of(line);
    const place = placeOf(line.programmeId, revision);
    const before = placed.get(place);
    if (before === undefined) continue;
    const after = { ...before, occurredOn };
    placed.set(place, after);
    moves.set(line.id, { correction: line, before, after });
  }
  return { lines: [...placed.values()], moves };
};

/**
 * The book as it was on a day of the world's clock: without what occurred later. A correction counts from the moment at
 * which the ledger knew of it, on whatever day the mistake came out, wherever the line that it corrects is still told.
 */
export const bookAsOf = ({ lines, moves }: CorrectedBook, asOf: LocalDate): CorrectedBook => {
  // Of several corrections of one line the last one tells its day.
  const days = new Map([...moves.values()].map(({ after }) => [after.revision, after.occurredOn]));
  const isTold = (line: Recorded) => {
    const move = moves.get(line.id);
    return (move ? days.get(move.after.revision)! : line.occurredOn) <= asOf;
  };
  return { lines: lines.filter(isTold), moves };
};

/** The lines, each with the day that the corrections among them say it occurred on. */
export const correctedLines = (lines: readonly Recorded[], correction: Correction | undefined): readonly Recorded[] =>
  correctedBook(lines, correction).lines;

/** Keys of the rows that a correction concerns: those of the line on its old day and on its new one. */
export const movedKeys = (projection: AnyProjection, { before, after }: Move): ReadonlySet<string> =>
  new Set(projection.handles.has(after.type) ? [...projection.keysOf(before), ...projection.keysOf(after)] : []);

/** A projection's rows of a book; with `only`, those with these keys. */
export const foldBook = (
  projection: AnyProjection,
  { lines, moves }: CorrectedBook,
  only?: ReadonlySet<string>,
): Makings => {
  const rows: Makings = new Map();
  for (const line of lines) {
    if (projection.handles.has(line.type)) {
      const keys = projection.keysOf(line);
      touch(projection, rows, line, only ? keys.filter((key) => only.has(key)) : keys);
    }
    const move = moves.get(line.id);
    if (move) for (const key of movedKeys(projection, move)) cite(rows.get(key), line.position);
  }
  return rows;
};

const cite = (making: Making | undefined, position: bigint) => {
  if (making && making.sources.at(-1)! < position) making.sources.push(position);
};

/**
 * The rows that whole books make, as they are known at the last of the lines: corrected days count from the start, and
 * a correction is a source of each row that it concerns. Pure. Lines come in the order of their positions; to see the
 * world as of a day, leave out those of `correctedLines` that occurred after it.
 * @throws whatever a projection throws at an event that it cannot take.
 */
export const foldRows = (
  projections: readonly AnyProjection[],
  lines: Iterable<Recorded>,
  options: { readonly correction?: Correction | undefined } = {},
): Rows => {
  return rowsOfBook(projections, correctedBook([...lines], options.correction));
};

/** The rows of all projections that a book makes, its days already corrected. */
export const rowsOfBook = (projections: readonly AnyProjection[], book: CorrectedBook): Rows =>
  new Map(projections.map((projection) => [projection.name, foldBook(projection, book)]));
