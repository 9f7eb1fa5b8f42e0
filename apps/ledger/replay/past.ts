import { type Tables, bookCorrection } from '#book';
import type { StoredEvent } from '#event-store';
import { type Instant, type LocalDate, type Recorded, type Refusal, streamOf } from '#kernel';
import { PastTooLarge, bookAsOf, correctedBook, pastEventsMax } from '#read-models';
import type { Kysely } from 'kysely';
import type { Parts } from '../parts.js';
import { type KnownAt, firstLineOf, isKnownAt, lastKnownLine } from './known-at.js';
import { refusePast } from './past.words.js';

/** Programmes that are replayed together. */
export const pastBooksMax = 200;

/** The two clocks, as they were asked for; each is now where it is absent. */
export interface Clocks {
  readonly asOf?: LocalDate | undefined;
  readonly knownAt?: KnownAt | undefined;
}

/** Books as they were on a day, as far as the ledger knew then. */
export interface Past {
  readonly db: Kysely<Tables>;
  /** Everything up to here counts. */
  readonly position: bigint;
  /** The day that clock-dependent answers are given for. */
  readonly today: LocalDate;
  /** The lines of a book that count, in the order of the book; none of a book that is not among those replayed. */
  linesOf(programmeId: string): Promise<readonly Recorded[]>;
}

interface KnownBook {
  readonly programmeId: string;
  readonly last: StoredEvent;
}

/** What replays are made of; a ledger's clock is enough of the ledger. */
export interface PastParts extends Pick<Parts, 'store' | 'catalogue' | 'replays' | 'now'> {
  readonly ledger: Pick<Parts['ledger'], 'today' | 'dayOf'>;
}

/** A clock that is ahead of the world's or of the ledger's own. */
const aheadOf = async ({ ledger, store, now }: PastParts, { asOf, knownAt }: Clocks): Promise<Refusal | undefined> => {
  const today = ledger.today();
  if (asOf !== undefined && asOf > today) return refusePast('CLOCK_IN_FUTURE', { field: 'asOf', now: today }, 'asOf');
  if (knownAt === undefined) return undefined;
  if ('position' in knownAt) {
    const head = await store.head();
    return knownAt.position > head
      ? refusePast('POSITION_NOT_OF_THIS_LEDGER', { position: knownAt.position, head }, 'knownAt')
      : undefined;
  }
  const isAhead = 'day' in knownAt ? knownAt.day > today : knownAt.moment > now().toISOString();
  const told = 'day' in knownAt ? today : now().toISOString();
  return isAhead ? refusePast('CLOCK_IN_FUTURE', { field: 'knownAt', now: told }, 'knownAt') : undefined;
};

const recordedAtOf = ({ metadata }: StoredEvent): Instant => (metadata as { recordedAt: Instant }).recordedAt;
const occurredOnOf = ({ metadata }: StoredEvent): LocalDate => (metadata as { occurredOn: LocalDate }).occurredOn;

const dayOfPast = ({ ledger }: PastParts, { asOf, knownAt }: Clocks, books: readonly KnownBook[]): LocalDate => {
  if (asOf !== undefined) return asOf;
  if (knownAt === undefined) return ledger.today();
  if ('day' in knownAt) return knownAt.day;
  if ('moment' in knownAt) return ledger.dayOf(knownAt.moment);
  const days = books.map(({ last }) => ledger.dayOf(recordedAtOf(last)));
  return days.sort().at(-1) ?? ledger.today();
};

/** Why one book, which is there now, tells nothing at a point of its past. */
const beforeBook = (first: StoredEvent, field: keyof Clocks) =>
  refusePast(
    'BEFORE_THE_BOOK',
    { occurredOn: occurredOnOf(first), recordedAt: recordedAtOf(first), position: first.position },
    field,
  );

const knownBooks = async (parts: PastParts, clocks: Clocks, programmeIds: readonly string[]): Promise<KnownBook[]> => {
  const isKnown = isKnownAt(clocks.knownAt, (instant) => parts.ledger.dayOf(instant));
  const books: KnownBook[] = [];
  for (const programmeId of programmeIds) {
    const last = await lastKnownLine(parts.store, streamOf(programmeId), isKnown);
    if (last) books.push({ programmeId, last });
  }
  return books;
};

const opened = async (parts: PastParts, clocks: Clocks, books: readonly KnownBook[]): Promise<Past> => {
  const { asOf } = clocks;
  const byId = new Map(books.map((book) => [book.programmeId, book]));
  const known = books.map(({ programmeId, last }) => ({ programmeId, revision: last.revision }));
  const db = await parts.replays.open({ books: known, asOf });
  const position = books.reduce((most, { last }) => (last.position > most ? last.position : most), 0n);
  const lines = new Map<string, Promise<readonly Recorded[]>>();

  const read = async (programmeId: string): Promise<readonly Recorded[]> => {
    const book = byId.get(programmeId);
    if (!book) return [];
    const found: Recorded[] = [];
    for await (const stored of parts.store.read(streamOf(programmeId), { max: Number(book.last.revision) + 1 }))
      found.push(parts.catalogue.decode(stored));
    if (asOf === undefined) return found;
    const told = bookAsOf(correctedBook(found, bookCorrection), asOf);
    const ids = new Set(told.lines.map(({ id }) => id));
    // As they were written: the book keeps the days that were told at first.
    return found.filter(({ id }) => ids.has(id));
  };

  return {
    db,
    position,
    today: dayOfPast(parts, clocks, books),
    linesOf(programmeId) {
      const known = lines.get(programmeId) ?? read(programmeId);
      lines.set(programmeId, known);
      return known;
    },
  };
};

const hasBegun = async ({ db }: Past, programmeId: string): Promise<boolean> =>
  (await db.selectFrom('programme').select('key').where('key', '=', programmeId).executeTakeFirst()) !== undefined;

const tooLarge = (count: string) =>
  refusePast('REPLAY_TOO_LARGE', { count, lines: pastEventsMax, programmes: pastBooksMax });

/** Opens what was known of a single book, which must have begun by then. */
const openBook = async (parts: PastParts, clocks: Clocks, programmeId: string): Promise<Past | Refusal> => {
  const books = await knownBooks(parts, clocks, [programmeId]);
  const first = await firstLineOf(parts.store, streamOf(programmeId));
  // What nobody has opened is not there by any clock, as it is not there now.
  if (first && books.length === 0) return beforeBook(first, 'knownAt');
  const past = await opened(parts, clocks, books);
  return first && !(await hasBegun(past, programmeId)) ? beforeBook(first, 'asOf') : past;
};

/**
 * Opens the past of some books. A single book must have been there; of several, those count that were. Where a clock
 * cannot be answered, the refusal says which and what can be.
 */
export const openPast = async (
  parts: PastParts,
  clocks: Clocks,
  programmeIds: readonly string[],
): Promise<Past | Refusal> => {
  const ahead = await aheadOf(parts, clocks);
  if (ahead) return ahead;
  if (programmeIds.length > pastBooksMax) return tooLarge(`${programmeIds.length} programmes`);
  const [only, ...others] = programmeIds;
  try {
    if (only !== undefined && others.length === 0) return await openBook(parts, clocks, only);
    return await opened(parts, clocks, await knownBooks(parts, clocks, programmeIds));
  } catch (error) {
    if (error instanceof PastTooLarge) return tooLarge(`${error.events} lines`);
    throw error;
  }
};
