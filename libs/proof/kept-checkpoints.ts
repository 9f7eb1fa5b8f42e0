import type { KeptCheckpoint } from './proof-log.js';

/** Of the checkpoints of this time only the newest is kept: any of the others can be made again from the tree. */
const checkpointEveryMs = 60_000;

/** Whether the newest of those that there are, newest first, goes when the next one comes. */
export const dropsLast = ([last, before]: readonly KeptCheckpoint[]): boolean =>
  last !== undefined &&
  before !== undefined &&
  Date.parse(last.sealedAt) - Date.parse(before.sealedAt) < checkpointEveryMs;
