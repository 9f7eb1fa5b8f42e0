import type { Position } from '../port.js';

export type LedgerFlaw =
  | 'FILE_MISSING'
  | 'FILE_UNREADABLE'
  | 'LOG_BROKEN'
  | 'PAGES_DAMAGED'
  | 'INDEX_DAMAGED'
  | 'TABLES_CHANGED'
  | 'EVENTS_MISSING'
  | 'EVENTS_UNREADABLE'
  | 'EVENT_MISPLACED'
  | 'EVENT_BROKEN';

/** Something that is not as Wavebook wrote it. */
export interface LedgerFinding {
  readonly flaw: LedgerFlaw;
  /** Of the first event that it is about, where it is about events. */
  readonly position?: Position;
  /** What was found, in a sentence. */
  readonly found: string;
  /** What whoever keeps the ledger can do, in a sentence. */
  readonly remedy: string;
}

export const restore =
  'Stop the server, keep a copy of the whole folder, and restore the last backup that `wavebook check` finds whole.';
