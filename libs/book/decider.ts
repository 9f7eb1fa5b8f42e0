import type { Context, Decide, Decision, Event, LocalDate } from '#kernel';
import type { Book } from './book.state.js';

/** Declares a command: what it takes is the SDL's input type, what it sees is the book. */
export const decider =
  <Input>(decide: Decide<Input, Book>): Decide<Input, Book> =>
  (input: Input, book: Book, context: Context): Decision =>
    decide(input, book, context);

/** A clock event: it bears the day on which it fell due. */
export type DueEvent = Event & { readonly occurredOn: LocalDate };

/** What time alone has brought about in a book by a day, and the book does not tell yet. */
export type FallDue = (book: Book, today: LocalDate) => readonly DueEvent[];
