import type { NoteErrorCode } from '#proof/check';

/** What can be wrong with an export. */
export type ExportCode =
  | 'EXPORT_FOREIGN'
  | 'EXPORT_NEWER'
  | 'FILE_MISSING'
  | 'FILE_UNKNOWN'
  | 'CHECKSUM_DIFFERS'
  | 'MANIFEST_DIFFERS'
  | 'LINE_UNREADABLE'
  | 'LINE_TRUNCATED'
  | 'LINE_CHANGED'
  | 'LINE_MISSING'
  | 'LINE_INSERTED'
  | 'LINE_DUPLICATED'
  | 'LINES_SWAPPED'
  | 'LINES_CUT_OFF'
  | 'CHECKPOINT_OF_ANOTHER_LOG'
  | 'CHECKPOINT_DIFFERS'
  | 'CHECKPOINT_AHEAD'
  | NoteErrorCode;

/** The first thing that is wrong, and where. */
export interface ExportFinding {
  readonly code: ExportCode;
  readonly found: string;
  /** Path in the export. */
  readonly file?: string;
  /** Line of that file, from 1. */
  readonly line?: number;
  /** Place in the ledger of the line, as it says itself. */
  readonly position?: bigint;
}

/** Ends a check with the first thing that is wrong. */
export class Found extends Error {
  override readonly name = 'Found';
  constructor(readonly finding: ExportFinding) {
    super(`${finding.code}: ${finding.found}`);
  }
}
