import type { Actor, Instant, Language, LocalDate, Recorded, SealedField } from '#kernel';
import type { Kysely } from 'kysely';
import type { Tables } from './tables.js';

export type TableName = keyof Tables;

/**
 * One reader's view of the read models: what every query and resolver of a slice is given. The live view and a replay
 * of the past (`asOf`, `knownAt`) differ only in what stands behind it.
 */
export interface Reading {
  readonly db: Kysely<Tables>;
  /** Everything in the ledger up to here can be read through `db`. */
  position(): bigint;
  /** The day that clock-dependent answers (overdue, due soon) are given for. */
  readonly today: LocalDate;
  /** The calendar day of a moment in the ledger's time zone. */
  dayOf(instant: Instant): LocalDate;
  readonly language: Language;
  readonly actor: Actor;
  /** The programmes (UUID) that there are for this reader; all when absent. */
  readonly programmes?: ReadonlySet<string> | undefined;
  /** A row by its key; all look-ups of one request are answered with one statement for each table. */
  load<Name extends TableName>(table: Name, key: string): Promise<Tables[Name] | undefined>;
  /** Rows by a foreign key (`unitId`), in the order of their keys; batched like `load`. */
  loadBy<Name extends TableName>(table: Name, column: string, value: string): Promise<readonly Tables[Name][]>;
  /**
   * Lines of a book from a place on, at most `max`; empty when there is no such book. Straight from the event store. A
   * line's place is its revision, unless it is a past that leaves some lines out.
   */
  lines(programmeId: string, from: bigint, max: number): Promise<readonly Recorded[]>;
  /** Lines by their positions, in that order; what was made of rows of this reading is found. */
  linesAt(positions: readonly bigint[]): Promise<readonly Recorded[]>;
  /** How many lines of a book are told. */
  lineCount(programmeId: string): Promise<bigint>;
  /** The clear text of a personal field; null when it was never there, is restricted, or was erased. */
  open(field: SealedField | null | undefined): Promise<string | null>;
}

/** What came of a command, before its payload type picks from it. */
export interface Submitted {
  readonly accepted: boolean;
  readonly programmeId: string | null;
  readonly position: bigint | null;
  readonly events: readonly Recorded[];
  readonly userErrors: readonly UserError[];
}

export interface UserError {
  readonly code: string;
  readonly message: string;
  readonly field: string | null;
}

/** The id that the events of a command bear in one field: `idIn(submitted, 'waveId')`. Undefined when refused. */
export const idIn = (submitted: Submitted, field: string): string | undefined =>
  submitted.events
    .map((event) => (event.data as Record<string, unknown>)[field])
    .find((value): value is string => typeof value === 'string');
