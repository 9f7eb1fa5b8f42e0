import { chmodSync } from 'node:fs';
import { open } from 'node:fs/promises';
import Database from '#sqlite';

/** How long another process may hold the lock of a file. */
const lockMsMax = 10_000;
/** Pages that are copied before others get a turn; of 4 KiB each. */
const pagesPerTurn = 2_000;
const pagesInOneStep = 2 ** 31 - 1;

const opened = <Result>(file: string, options: Database.Options, work: (db: Database.Database) => Result): Result => {
  const db = new Database(file, { fileMustExist: true, timeout: lockMsMax, ...options });
  try {
    return work(db);
  } finally {
    db.close();
  }
};

/** Makes what was written to a file safe on the disk. */
export const synced = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/**
 * Copies a database as it is at one moment, whoever writes to it meanwhile. The copy is one file, without a log beside
 * it, readable by its owner alone, and safe on the disk.
 */
export const copyDatabase = async (
  from: string,
  to: string,
  onProgress: (pages: number, ofPages: number) => void = () => undefined,
): Promise<void> => {
  const source = new Database(from, { fileMustExist: true, timeout: lockMsMax });
  try {
    // Reading in a transaction keeps the moment: without it, the copy would begin anew at each write of another process.
    // Where there is no log, that would keep others from writing: there, all is copied in one step, which is short.
    const hasLog = source.pragma('journal_mode', { simple: true }) === 'wal';
    if (hasLog) source.exec('BEGIN').prepare('SELECT count(*) FROM sqlite_schema').get();
    await source.backup(to, {
      progress: ({ totalPages, remainingPages }) => {
        onProgress(totalPages - remainingPages, totalPages);
        return hasLog ? pagesPerTurn : pagesInOneStep;
      },
    });
  } finally {
    source.close();
  }
  chmodSync(to, 0o600);
  opened(to, {}, (db) => db.pragma('journal_mode = DELETE'));
  await synced(to);
};

/** What SQLite finds wrong with the pages of a file, a sentence each; empty when all is well. Blocks. */
export const pageFlaws = (file: string): readonly string[] => {
  try {
    const lines = opened(file, { readonly: true }, (db) =>
      db.prepare<[], string>('PRAGMA integrity_check').pluck().all(),
    );
    return lines.filter((line) => line !== 'ok');
  } catch (error) {
    return [(error as Error).message];
  }
};

/** Whether another process has a database of the WAL kind open. Alone with it, this one ends its log, and no more. */
export const isOpenElsewhere = (file: string): boolean => {
  try {
    return opened(file, { timeout: 0 }, (db) => db.pragma('journal_mode = DELETE', { simple: true }) !== 'delete');
  } catch (error) {
    // A file that cannot be read at all is open to nobody.
    return /^SQLITE_(BUSY|LOCKED)/.test(String((error as { code?: unknown }).code));
  }
};
