import { existsSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from '#sqlite';
import { EventStoreError, type Position, type StoredEvent } from '../port.js';
import { EventScan } from './event-scan.js';
import { type Connection, isFresh } from './ledger-file.js';
import { type LedgerFinding, restore } from './ledger-finding.js';
import { schemaFlaws } from './ledger-tables.js';
import { isDamage, reasonOf } from './sqlite-faults.js';
import { hasLostCommits } from './write-ahead-log.js';

export interface LedgerChecked {
  /** Events that were read. */
  readonly events: number;
  readonly streams: number;
  /** Position of the last one. */
  readonly head: Position;
  /** In the order in which they were found; empty when all is well. */
  readonly findings: readonly LedgerFinding[];
  /** There were more findings than are told. */
  readonly more: boolean;
}

export interface LedgerCheckOptions {
  /** Told now and then how many events were read, of how many. */
  readonly onProgress?: (events: number, ofEvents: number) => void;
  /** Throws when an event is not what the domain knows, as `Catalogue.decode` does: that becomes a finding. */
  readonly examine?: (event: StoredEvent) => unknown;
  /** Waited for whenever some thousand events were examined, and at the end: for what cannot be done in between. */
  readonly examined?: () => Promise<void>;
}

/** Each kind of damage is told so often; a whole file of them says no more. */
const findingsMax = 100;
const eventsPerTurn = 2_000;

/** SQLite's own check of pages, indexes, types and constraints. Blocks: about a second for each 200 MB. */
const pageFindings = (db: Connection, file: string): LedgerFinding[] => {
  const lines = db.prepare<[], string>(`PRAGMA integrity_check(${findingsMax})`).pluck().all();
  return lines
    .filter((line) => line !== 'ok')
    .flatMap((line) => line.split('\n'))
    .map((line): LedgerFinding => {
      const found = `SQLite's integrity check says: ${line}.`;
      const isIndexAlone = /missing from index|wrong # of entries in index/.test(line);
      return isIndexAlone
        ? { flaw: 'INDEX_DAMAGED', found, remedy: `With the server stopped: sqlite3 ${file} "REINDEX"; check again.` }
        : { flaw: 'PAGES_DAMAGED', found, remedy: restore };
    });
};

const tableFindings = (db: Connection): LedgerFinding[] =>
  schemaFlaws(db).map(({ type, name, sql }) => ({
    flaw: 'TABLES_CHANGED',
    found: `The ${type} ${name} is gone or was changed: since then events could be altered.`,
    remedy: type === 'trigger' ? `${restore} Where nothing else was found, put it back: ${sql}` : restore,
  }));

const scanFindings = async (db: Connection, options: LedgerCheckOptions): Promise<LedgerChecked> => {
  const { onProgress, examine, examined } = options;
  const scan = new EventScan(db, findingsMax, examine);
  const total = scan.headPosition();
  for (let told = 0; scan.next(eventsPerTurn); told = scan.events) {
    if (scan.events > told) onProgress?.(scan.events, total);
    await examined?.();
    await nextTurn();
  }
  await examined?.();
  onProgress?.(scan.events, total);
  const { events, head, findings, more } = scan;
  return { events, streams: scan.streams, head, findings, more };
};

const unread = (findings: readonly LedgerFinding[]): LedgerChecked => ({
  events: 0,
  streams: 0,
  head: 0n,
  findings,
  more: false,
});

const unreadable = (file: string, error: unknown): LedgerFinding =>
  error instanceof EventStoreError
    ? { flaw: 'FILE_UNREADABLE', found: `${error.message}.`, remedy: 'Name a ledger that this Wavebook wrote.' }
    : {
        flaw: isDamage(error) ? 'PAGES_DAMAGED' : 'FILE_UNREADABLE',
        found: `${file} cannot be read as a ledger: ${reasonOf(error)}.`,
        remedy: restore,
      };

/** Each step for itself: damage that ends one of them leaves the others something to find. */
const attempt = async <Result>(file: string, findings: LedgerFinding[], step: () => Result | Promise<Result>) => {
  try {
    return await step();
  } catch (error) {
    findings.push(unreadable(file, error));
    return undefined;
  }
};

const checkOpened = async (db: Connection, file: string, options: LedgerCheckOptions): Promise<LedgerChecked> => {
  const findings: LedgerFinding[] = [];
  const isLedger = await attempt(file, findings, () => {
    if (isFresh(db, file)) throw new Error('there is nothing in it');
    return true;
  });
  if (!isLedger) return unread(findings);
  findings.push(...((await attempt(file, findings, () => tableFindings(db))) ?? []));
  findings.push(...((await attempt(file, findings, () => pageFindings(db, file))) ?? []));
  const scanned = await attempt(file, findings, () => scanFindings(db, options));
  return scanned ? { ...scanned, findings: [...findings, ...scanned.findings] } : unread(findings);
};

const brokenLog = (file: string): LedgerFinding => ({
  flaw: 'LOG_BROKEN',
  found: `${file}-wal is broken in the middle: events after the break were acknowledged and cannot be read any more.`,
  remedy: `${restore} To go on without them instead: sqlite3 ${file} "PRAGMA wal_checkpoint(TRUNCATE)".`,
});

/**
 * Looks at every page and every event of a ledger: the log beside it, SQLite's own check, tables and triggers, positions
 * and revisions without gaps, texts as Wavebook writes them. Changes nothing, and may run beside a server. Reads all of
 * it; SQLite's part blocks. What it cannot find: a changed character in a text that is still sound JSON, and damage to the
 * last transaction of the log, which looks like a power cut in the middle of writing. Never throws for a damaged file.
 */
export const checkLedgerFile = async (file: string, options: LedgerCheckOptions = {}): Promise<LedgerChecked> => {
  if (!existsSync(file)) {
    const remedy = 'Name the ledger.db of a data folder, or restore a backup.';
    return unread([{ flaw: 'FILE_MISSING', found: `There is no file ${file}.`, remedy }]);
  }
  const inLog = hasLostCommits(file) ? [brokenLog(file)] : [];
  let db: Connection | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    db.defaultSafeIntegers(true);
    const checked = await checkOpened(db, file, options);
    return { ...checked, findings: [...inLog, ...checked.findings] };
  } catch (error) {
    return unread([...inLog, unreadable(file, error)]);
  } finally {
    db?.close();
  }
};
