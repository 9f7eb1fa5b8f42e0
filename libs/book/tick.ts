import { type Context, type Decision, type Event, latest } from '#kernel';
import { type Book, definitionOf } from './book.state.js';
import { refuseInBook } from './book.words.js';
import { fallDue as championsFallDue } from './champion/champion.clock.js';
import { fallDue as decisionsFallDue } from './decision/decision.clock.js';
import type { DueEvent } from './decider.js';
import { lastDayOf } from './timeline.js';

/** A clock event never stands before what the book last told of its subject, however late the clock got to it. */
const inOrder = (book: Book, event: DueEvent): Event => {
  const lastOn = lastDayOf(book.timeline, definitionOf(event.type).subject(event.data))!;
  return { ...event, occurredOn: latest(event.occurredOn, lastOn) };
};

/** The clock's own command: everything that fell due by today and is not in the book yet. */
export const tick = (book: Book, { today }: Context): Decision => {
  if (book.programme.status === 'CLOSED') return refuseInBook('NOTHING_DUE', {});
  const due = [...decisionsFallDue(book, today), ...championsFallDue(book, today)];
  return due.length === 0 ? refuseInBook('NOTHING_DUE', {}) : due.map((event) => inOrder(book, event));
};
