import { Worker } from 'node:worker_threads';
import { type Tables, bookProjections } from '#book';
import { PastRows } from '#read-models';
import type { LedgerPlace } from '../ledger-place.js';

/** Replays of the books of a ledger. The thread starts with the first one that is asked for. */
export const startReplays = (place: LedgerPlace, onStatement?: (sql: string) => void): PastRows<Tables> =>
  new PastRows<Tables>({
    projections: bookProjections,
    // Not with this process's own options: those of `node --eval` or a test runner make no sense in the thread.
    start: () => new Worker(new URL('./replay.worker.js', import.meta.url), { workerData: place, execArgv: [] }),
    onStatement,
  });
