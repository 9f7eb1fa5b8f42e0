import { type Context, type Event, type Line, type LocalDate, type Refusal, isRefusal } from '#kernel';
import { type Book, evolveBook } from './book.state.js';
import { decideInBook } from './decide.js';

/** A command that is tried out. */
export interface Rehearsed {
  readonly command: string;
  readonly input: unknown;
  readonly occurredOn?: LocalDate | undefined;
}

/**
 * Tries commands out on a book, one after the other, each on what those before it would leave; nothing is written.
 * Gives for each its refusals, none when it would be accepted, and the book as it would be.
 */
export const rehearse = (
  book: Book,
  steps: readonly Rehearsed[],
  context: Omit<Context, 'occurredOn'>,
): { readonly refusals: readonly (readonly Refusal[])[]; readonly book: Book } => {
  let next = book;
  const refusals = steps.map(({ command, input, occurredOn }) => {
    const on = occurredOn ?? context.today;
    const decided = decideInBook(command, input, next, { ...context, occurredOn: on });
    const refused = decided.filter(isRefusal);
    if (refused.length === 0) next = (decided as readonly Event[]).reduce((at, event) => tryLine(at, event, on, context), next);
    return refused;
  });
  return { refusals, book: next };
};

const tryLine = (book: Book, event: Event, occurredOn: LocalDate, context: Omit<Context, 'occurredOn'>): Book => {
  const line: Line = {
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
  };
  return evolveBook(book, line);
};
