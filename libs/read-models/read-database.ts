import type { Term } from '#postgres';
import type { CompiledQuery } from 'kysely';
import type { AnyDatabase, ColumnTypes } from './tables.js';

/** A row as it is stored: lists and objects as JSON text, flags as the engine keeps them. */
export type StoredRow = Readonly<Record<string, unknown>>;

/** A statement that must change exactly so many rows. When it does not, somebody else was faster. */
export interface Guard {
  readonly statement: CompiledQuery;
  readonly rows: number;
}

/** Another process projects by now: this one wrote nothing, and leaves it to that one until it leads again. */
export class ProjectorDeposed extends Error {
  override readonly name = 'ProjectorDeposed';

  constructor({ name, term }: Term) {
    super(`term ${term} of ${name} is over: another process projects`);
  }
}

/** How a write is meant. */
export interface WriteTerms {
  /** How far the rows have come by then. */
  readonly position: bigint;
  /** Whose rows they are, by the partition's index. */
  readonly partition: number;
  /** Written only while this process leads. On its word alone where processes do not agree on who does: on files. */
  readonly under?: Term | undefined;
}

/** One complete set of tables. A rebuild makes the next; readers are put on it and this one is removed. */
export interface Generation {
  readonly name: string;
  /** Gives values as they are stored. */
  readonly db: AnyDatabase;
  /**
   * For the projector, as `write`: the rows that each statement gives. Both go to the database on the shortest way that
   * there is. Not while a transaction of `db` is open.
   */
  read(statements: readonly CompiledQuery[]): Promise<readonly (readonly StoredRow[])[]>;
  /**
   * Runs the guards and then the statements in one transaction that locks out other writers to the partition from its
   * start. False when a guard did not hold: nothing was written. @throws ProjectorDeposed
   */
  write(guards: readonly Guard[], statements: readonly CompiledQuery[], terms: WriteTerms): Promise<boolean>;
  /** Does something in one transaction that locks out all who write, from its start. */
  alone<T>(work: (db: AnyDatabase) => Promise<T>): Promise<T>;
  /** Reads at one moment of this generation, whatever is written meanwhile. Gives values as they are stored. */
  snapshot<T>(read: (db: AnyDatabase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Runs a statement on the shortest way that there is, in the transaction of the database that it comes with. */
export type Run = (statement: CompiledQuery) => Promise<unknown>;

/** Where generations are kept: what differs from one database engine to another, and nothing else. */
export interface ReadDatabase {
  readonly types: ColumnTypes;
  /** Reads the generation that was shown last; decodes values. */
  readonly reader: AnyDatabase;
  /**
   * Says that these are the read models of the ledger that begins with an event.
   * @throws when they are another's, and can be nobody else's
   */
  claim(firstEventId: string): Promise<void>;
  /** How many partitions a generation has that is built now. */
  partitions(): Promise<number>;
  /** Says how many partitions generations shall have. @throws where there can be but one */
  divide(partitions: number): Promise<void>;
  /** Whether it can be reached just now. */
  answers(): Promise<boolean>;
  /** The newest complete generation of these projections; undefined when there is none, or none that can be read. */
  newest(): Promise<Generation | undefined>;
  /** Makes a generation. Nobody sees it before it is filled and safe on the disk. Call it within `exclusive`. */
  build(fill: (db: AnyDatabase, run: Run) => Promise<void>): Promise<Generation>;
  /** Puts readers on a generation, at once for queries that begin after this. */
  show(generation: Generation): Promise<void>;
  /**
   * Removes all generations but one, also those of other versions. One that another process still reads stays until
   * the next time. Call it within `exclusive` or `ifFree`.
   */
  removeOthers(keep: Generation): Promise<void>;
  /**
   * Comes at once, and then each time that another process may have moved the rows on, until the signal aborts. It may
   * come for nothing, and comes late rather than never.
   */
  moves(signal: AbortSignal): AsyncIterable<void>;
  /** Runs work that no other process does on this read database at the same time; waits for its turn. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** As `exclusive`, but does not wait: undefined when it is not its turn. */
  ifFree<T>(work: () => Promise<T>): Promise<T | undefined>;
  close(): Promise<void>;
}
