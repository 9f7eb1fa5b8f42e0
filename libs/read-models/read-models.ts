import type { EventStore } from '#event-store';
import type { Catalogue } from '#kernel';
import type { Term } from '#postgres';
import type { Kysely } from 'kysely';
import type { AnyProjection, Correction } from './fold.js';

/** A projection that met an event it could not take. Its table stays as it was before that event; the others go on. */
export interface ProjectionStopped {
  readonly projection: string;
  /** Position of the event that stopped it. */
  readonly position: bigint;
  readonly eventType: string;
  readonly error: string;
}

/** What was projected, by this process or another one on the same read database. */
export interface Change {
  /** Everything up to here can be read. */
  readonly position: bigint;
  readonly programmeIds: ReadonlySet<string>;
}

export interface Status {
  /** Projected up to here, as `ReadModels.position()`. */
  readonly position: bigint;
  /** The last event of the ledger. */
  readonly head: bigint;
  /** Events that the ledger holds beyond `position`; counted up to 1000, which stands for “1000 or more”. */
  readonly lagEvents: number;
  /** Not ready while this has entries: those tables are stale. A restart or a rebuild tries again. */
  readonly stopped: readonly ProjectionStopped[];
  /** How many partitions the programmes are divided into, and which of them this process projects, from 0. */
  readonly partitions: { readonly of: number; readonly here: readonly number[] };
  readonly rebuilding: boolean;
  /** Whether the read database answers. While it does not, nothing can be read. */
  readonly reachable: boolean;
}

export interface Rebuilt {
  readonly events: number;
  readonly rows: number;
  readonly seconds: number;
  /** SHA-256 (hex) over the rows of each table, ordered by key. */
  readonly checksums: Readonly<Record<string, string>>;
  /** Tables whose rows differed from those that were being read, at the same position. Empty when all was well. */
  readonly differs: readonly string[];
  /** False where programmes were divided anew, which leaves nothing to compare. */
  readonly compared: boolean;
  readonly partitions: number;
}

export interface RebuildOptions {
  /** Into how many partitions programmes are to be divided; as they are when absent. On PostgreSQL, from 1 to 64. */
  readonly partitions?: number | undefined;
}

export interface RunOptions {
  /** As whose work the rows are written, on PostgreSQL. */
  readonly under?: Term | undefined;
}

/** The tables that queries read, kept up to date from the event store. */
export interface ReadModels<Tables> {
  /**
   * For reading; writes are refused. The handle stays valid across rebuilds: each query runs on the generation that is
   * current when it starts, and a transaction sees one generation and one position throughout.
   */
  readonly db: Kysely<Tables>;
  /** Every projection that has not stopped has taken all events up to here. */
  position(): bigint;
  /** Resolves with true as soon as `position()` has reached the position, with false when that takes longer. */
  waitFor(position: bigint, options: { readonly timeoutMs: number }): Promise<boolean>;
  /** Calls back after each batch that can now be read. Returns how to stop it. */
  onProjected(listener: (change: Change) => void): () => void;
  status(): Promise<Status>;
  /** Names of the partitions that programmes are divided into now, each to be projected by one process at a time. */
  partitions(): readonly string[];
  /**
   * Projects one of them until the signal aborts, or until programmes are divided otherwise, then resolves. Transient trouble
   * is logged and tried again, never thrown. With `under` it writes nothing after another process has begun to lead.
   * @throws ProjectorDeposed, with `under` alone: leave it to the other process
   */
  project(partition: string, signal: AbortSignal, options?: RunOptions): Promise<void>;
  /**
   * Projects all of them until the signal aborts, as `project`. Several processes may do so at once: the one that comes
   * late goes on from where the other came to.
   */
  run(signal: AbortSignal): Promise<void>;
  /**
   * Follows how far other processes on the same read database bring what is not projected here, and tells of it, until the
   * signal aborts. Transient trouble is logged and tried again, never thrown.
   */
  follow(signal: AbortSignal): Promise<void>;
  /** Makes all rows anew from the events, says whether they differed, and puts readers on the new ones. */
  rebuild(options?: RebuildOptions): Promise<Rebuilt>;
  /** Abort the signals of `run`, `project` and `follow` first. */
  close(): Promise<void>;
}

/** What the engine says of its work; pino's loggers fit. */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ReadModelsOptions {
  /** Where the files of the read database lie; made when it is not there. Not used with a `url`. */
  readonly directory: string;
  /** A database on PostgreSQL to keep them in, `postgres://…`: one for each ledger. */
  readonly url?: string | undefined;
  readonly projections: readonly AnyProjection[];
  readonly catalogue: Catalogue;
  readonly store: EventStore;
  /** The event that moves another event of its book to another day of the world's clock. */
  readonly correction?: Correction;
  readonly logger?: Logger;
  /** Told of each statement that is run through `db`, so that tests can count them. */
  readonly onStatement?: (sql: string) => void;
}
