import type { Fault } from './fault.js';

/** How the double is started: given as JSON in its only argument. */
export interface DoubleOptions {
  /** Where the log is kept. */
  readonly folder: string;
  /** A port for each node of the cluster, 0 for any that is free. All nodes have the same log. */
  readonly ports: readonly number[];
  /** For how long the server waits for its disk. */
  readonly writeTimeoutMs: number;
  readonly fsync: boolean;
}

/** An event as the log holds it. */
export interface Stored {
  readonly stream: string;
  readonly revision: bigint;
  readonly position: bigint;
  readonly id: string;
  readonly type: string;
  readonly data: string;
}

/** What the process is asked, over its IPC channel. */
export type Question =
  | { readonly id: number; readonly ask: 'set'; readonly faults: readonly Fault[] }
  | { readonly id: number; readonly ask: 'stored' };

/** What the process says: where it listens, once; then answers. */
export type Told =
  { readonly ready: readonly number[] } | { readonly id: number; readonly answer: readonly Stored[] | undefined };
