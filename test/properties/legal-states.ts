import type { Book } from '#book';
import type { Line } from '#kernel';

/** What a command did: the book before it, what it wrote, the book after it, and the day on which it was given. */
export interface Step {
  readonly before: Book;
  readonly lines: readonly Line[];
  readonly book: Book;
  readonly today: string;
}

/** Says what is wrong, in a sentence; nothing when all is well. */
export type Invariant = (step: Step) => readonly string[];

export const unless = (holds: boolean, complaint: string): readonly string[] => (holds ? [] : [complaint]);
/** From which state to which others something may go by one command, as DOMAIN.md has it. */
type Moves = Readonly<Record<string, readonly string[]>>;
const programmeMoves: Moves = {
  NONE: ['CHARTERED'],
  CHARTERED: ['RUNNING', 'CLOSED'],
  RUNNING: ['PAUSED', 'CLOSED'],
  PAUSED: ['RUNNING', 'CLOSED'],
  CLOSED: [],
};
const decisionMoves: Moves = {
  new: ['NEEDED', 'TAKEN'],
  NEEDED: ['PROPOSED', 'DEFERRED', 'NOT_TAKEN'],
  PROPOSED: ['TAKEN', 'REJECTED', 'DEFERRED', 'NOT_TAKEN'],
  DEFERRED: ['PROPOSED', 'TAKEN', 'REJECTED', 'NOT_TAKEN'],
  TAKEN: ['SUPERSEDED', 'REVOKED'],
};
const pilotMoves: Moves = {
  new: ['PROPOSED'],
  PROPOSED: ['APPROVED', 'STOPPED'],
  APPROVED: ['RUNNING', 'STOPPED'],
  RUNNING: ['EVALUATED', 'STOPPED'],
  EVALUATED: ['SCALED', 'STOPPED'],
};
const waveMoves: Moves = {
  new: ['PLANNED'],
  PLANNED: ['BASELINED', 'CANCELLED'],
  BASELINED: ['OPEN', 'CANCELLED'],
  OPEN: ['PAUSED', 'COMPLETED', 'CANCELLED'],
  PAUSED: ['OPEN', 'COMPLETED', 'CANCELLED'],
};
const championMoves: Moves = {
  new: ['NOMINATED'],
  NOMINATED: ['ACTIVE', 'DECLINED', 'EXPIRED'],
  ACTIVE: ['ON_LEAVE', 'LEFT'],
  ON_LEAVE: ['ACTIVE', 'LEFT'],
  // A true answer that is told late counts more than what the clock had not been told.
  EXPIRED: ['ACTIVE', 'DECLINED'],
};
const unitMoves: Moves = { new: ['ACTIVE'], ACTIVE: ['MERGED', 'CLOSED'] };
const personMoves: Moves = { new: ['KEPT'], KEPT: ['ERASED', 'RESTRICTED'], RESTRICTED: ['ERASED', 'KEPT'] };
const adoptionMoves: Moves = {
  new: ['INTERESTED', 'COMMITTED', 'DECLINED'],
  UNAWARE: ['INTERESTED', 'COMMITTED', 'DECLINED'],
  INTERESTED: ['UNAWARE', 'COMMITTED', 'DECLINED'],
  COMMITTED: ['PREPARING', 'LIVE', 'DECLINED'],
  PREPARING: ['LIVE', 'DECLINED'],
  LIVE: ['EMBEDDED', 'LAPSED'],
  EMBEDDED: ['LAPSED'],
  LAPSED: ['LIVE'],
  DECLINED: ['INTERESTED'],
};

export type Having = { readonly status: string };
type ById = Iterable<readonly [string, Having]> & { get(id: string): Having | undefined };

const illegalMoves = (what: string, before: ById, after: ById, moves: Moves): readonly string[] =>
  [...after].flatMap(([id, { status }]) => {
    const from = before.get(id)?.status ?? 'new';
    return unless(
      from === status || (moves[from] ?? []).includes(status),
      `${what} ${id} went from ${from} to ${status}`,
    );
  });

/** Everything goes from one state to the next as it may. */
export const statesAreLegal: Invariant = ({ before, book, lines }) => {
  const merged = lines.some(({ type }) => type === 'UnitsMerged');
  const { status } = book.programme;
  const was = before.programme.status;
  return [
    ...unless(was === status || programmeMoves[was]!.includes(status), `the programme went from ${was} to ${status}`),
    ...illegalMoves('decision', before.decisions, book.decisions, decisionMoves),
    ...illegalMoves('pilot', before.pilots, book.pilots, pilotMoves),
    ...illegalMoves('wave', before.waves, book.waves, waveMoves),
    ...illegalMoves('champion', before.champions, book.champions, championMoves),
    ...illegalMoves('unit', before.units.byId, book.units.byId, unitMoves),
    ...illegalMoves('person', before.persons, book.persons, personMoves),
    // A unit takes over what those that merge into it have reached.
    ...(merged ? [] : illegalMoves('adoption', before.units.adoptions, book.units.adoptions, adoptionMoves)),
  ];
};
