import type { AnyDatabase } from './tables.js';

/** One complete set of tables. A rebuild makes the next; readers are put on it and this one is removed. */
export interface Generation {
  readonly name: string;
  /** For the projector: gives values as they are stored. Its transactions lock out other writers from their start. */
  readonly db: AnyDatabase;
  /** Reads at one moment of this generation, whatever is written meanwhile. Gives values as they are stored. */
  snapshot<T>(read: (db: AnyDatabase) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Where generations are kept: what differs from one database engine to another, and nothing else. */
export interface ReadDatabase {
  /** Reads the generation that was shown last; decodes values. */
  readonly reader: AnyDatabase;
  /** The newest complete generation of these projections; undefined when there is none, or none that can be read. */
  newest(): Promise<Generation | undefined>;
  /** Makes a generation. Nobody sees it before it is filled and safe on the disk. Call it within `exclusive`. */
  build(fill: (db: AnyDatabase) => Promise<void>): Promise<Generation>;
  /** Puts readers on a generation, at once for queries that begin after this. */
  show(generation: Generation): Promise<void>;
  /**
   * Removes all generations but one, also those of other versions. One that another process still reads stays until
   * the next time. Call it within `exclusive` or `ifFree`.
   */
  removeOthers(keep: Generation): Promise<void>;
  /** Runs work that no other process does on this read database at the same time; waits for its turn. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** As `exclusive`, but does not wait: undefined when it is not its turn. */
  ifFree<T>(work: () => Promise<T>): Promise<T | undefined>;
  close(): Promise<void>;
}
