import type { z } from 'zod';
import { personalPathsOf } from './personal.js';
import type { Instant, LocalDate } from './time.js';

/** What happened, as a decider says it: before it has a place in a book. */
export interface Event<Type extends string = string, Data = unknown> {
  readonly type: Type;
  readonly version: number;
  readonly data: Data;
  /** When it was true in the world, where that differs from the command's own date (a clock event recorded late). */
  readonly occurredOn?: LocalDate;
}

export type Role = 'admin' | 'manager' | 'contributor' | 'auditor' | 'viewer' | 'system';

/** Who wrote a line: a pseudonym and the role it was written in. Never a person's name. */
export interface Actor {
  readonly id: string;
  readonly role: Role;
}

/** What a line rests on. `synthetic` marks invented data, so that nobody takes a demo for a fact. */
export interface Evidence {
  readonly title: string;
  readonly uri?: string;
  readonly evidenceDate?: LocalDate;
  readonly synthetic?: boolean;
}

/** What a line says of itself, beside what happened. */
export interface LineMetadata {
  readonly occurredOn: LocalDate;
  readonly recordedAt: Instant;
  readonly actor: Actor;
  readonly commandId: string;
  /** A keyed digest of the command's payload: the same command id with another payload is found out. */
  readonly commandDigest?: string;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly evidence: readonly Evidence[];
  readonly legalBasis?: string;
}

/** A line of a book: an event at its place in the stream, with both clocks, its author and its grounds. */
export type Line<E extends Event = Event> = E extends Event ? Omit<E, 'occurredOn'> & Placed : never;

/** A line that the ledger holds: it has its place in the order of the whole ledger. */
export type Recorded<E extends Event = Event> = E extends Event ? Line<E> & { readonly position: bigint } : never;

interface Placed extends LineMetadata {
  readonly id: string;
  readonly programmeId: string;
  /** Place in the book, from 0. */
  readonly revision: bigint;
}

/** An event's name and shape, and what the clocks need to know of it. Called with data, it makes the event. */
export interface EventDefinition<Type extends string = string, Schema extends z.ZodType = z.ZodType> {
  (data: z.input<Schema>, options?: { occurredOn?: LocalDate }): Event<Type, z.output<Schema>>;
  readonly type: Type;
  readonly version: number;
  readonly schema: Schema;
  readonly personalPaths: readonly string[];
  /** The entity that the event is a chapter of: within it, world dates never run backwards. */
  readonly subject: (data: z.output<Schema>) => string;
  /** Other entities that must already exist in the world when it occurs. */
  readonly about: (data: z.output<Schema>) => readonly string[];
  /** Time alone brought it about. It says what the book had not been told by a day, and binds no later line to that day. */
  readonly byClock: boolean;
}

/** The union of events that a list of definitions can make. */
export type EventOf<Definitions extends readonly EventDefinition[]> = {
  [Index in keyof Definitions]: Definitions[Index] extends EventDefinition<infer Type, infer Schema>
    ? Event<Type, z.output<Schema>>
    : never;
}[number];

/** Declares a permanent fact. Once released its shape never changes: make version + 1 and an upcaster instead. */
export const event = <const Type extends string, Schema extends z.ZodObject>(
  type: Type,
  version: number,
  schema: Schema,
  about: {
    subject: (data: z.output<Schema>) => string;
    about?: (data: z.output<Schema>) => readonly (string | undefined)[];
    byClock?: boolean;
  },
): EventDefinition<Type, Schema> => {
  const make = (data: z.input<Schema>, options: { occurredOn?: LocalDate } = {}) => ({
    type,
    version,
    data: data as z.output<Schema>,
    ...options,
  });
  return Object.assign(make, {
    type,
    version,
    schema,
    personalPaths: personalPathsOf(schema),
    subject: about.subject,
    about: (data: z.output<Schema>) => (about.about?.(data) ?? []).filter((id) => id !== undefined),
    byClock: about.byClock ?? false,
  });
};

/** For the `default` of a switch over events: an event that nobody handled does not compile. */
export const unreachable = (never: never): never => {
  throw new Error(`unhandled ${JSON.stringify((never as Event | undefined)?.type ?? never)}`);
};
