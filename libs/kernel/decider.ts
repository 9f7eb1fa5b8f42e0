import type { Actor, Event } from './event.js';
import type { Refusal } from './refusal.js';
import type { Instant, LocalDate } from './time.js';

/** What a decider may know of the outside: nothing else comes in. */
export interface Context {
  readonly actor: Actor;
  /** The book that the command is about. A charter opens a book under this id. */
  readonly programmeId: string;
  readonly now: Instant;
  /** `now` as a calendar day in the ledger's time zone. */
  readonly today: LocalDate;
  /** When what the command tells was true in the world; `today` unless the caller said otherwise. */
  readonly occurredOn: LocalDate;
  /** A new id; the same command asked again gets the same ids, so that a retry writes nothing twice. */
  readonly newId: () => string;
}

/** Events to append, or the rules that were broken. */
export type Decision<E extends Event = Event> = readonly E[] | Refusal;

/** May this happen now, and what happens then? Pure: the same input, state and context give the same answer. */
export type Decide<Input, State> = (input: Input, state: State, context: Context) => Decision;
