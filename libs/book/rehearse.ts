import {
  type Context,
  type Event,
  type Evidence,
  type Line,
  type LocalDate,
  type Refusal,
  isRefusal,
  none,
} from '#kernel';
import { type Book, evolveBook } from './book.state.js';
import { decideInBook } from './decide.js';
import { checkInput } from './input.js';

/** A command that is tried out. */
export interface Rehearsal {
  readonly command: string;
  readonly input: unknown;
  /** What the record would say beside it; it occurred today, when that is left out. */
  readonly record?: {
    readonly occurredOn?: LocalDate | undefined;
    readonly evidence?: readonly Evidence[] | undefined;
  };
}

/** What would come of it: its refusals, none when it would be accepted, and the book as it would be then. */
export interface Rehearsed {
  readonly refusals: readonly Refusal[];
  readonly book: Book;
}

const lineOf = (book: Book, event: Event, { occurredOn, ...context }: Context): Line => ({
  ...event,
  occurredOn: event.occurredOn ?? occurredOn,
  id: context.newId(),
  programmeId: context.programmeId,
  revision: BigInt(book.timeline.subjectOf.size),
  recordedAt: context.now,
  actor: context.actor,
  commandId: context.newId(),
  correlationId: context.newId(),
  evidence: [],
});

/** Tries a command out on a book; nothing is written. The book that it leaves can be given to the next rehearsal. */
export const rehearse = (
  book: Book,
  { command, input, record = {} }: Rehearsal,
  context: Omit<Context, 'occurredOn'>,
): Rehearsed => {
  const checked = checkInput('RecordInput', record, none(), 'record');
  if ('refusals' in checked) return { refusals: checked.refusals, book };
  const whole: Context = { ...context, occurredOn: record.occurredOn ?? context.today };
  const decided = decideInBook(command, input, book, whole);
  const refusals = decided.filter(isRefusal);
  if (refusals.length > 0) return { refusals, book };
  const after = (decided as readonly Event[]).reduce((at, event) => evolveBook(at, lineOf(at, event, whole)), book);
  return { refusals, book: after };
};
