import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from '#sqlite';
import { EventStoreError } from '../port.js';
import { applicationId, ledgerVersion, schemaFlaws, tables } from './ledger-tables.js';
import { codeOf, damaged, isBusy, isDamage, reasonOf } from './sqlite-faults.js';
import { hasLostCommits, syncAnew } from './write-ahead-log.js';

export type Connection = Database.Database;

/** PRAGMA synchronous: FULL. A commit waits for fsync of the write-ahead log. */
export const synchronousFull = 2;
/** How long SQLite itself waits for a lock; a connection on the main thread waits less, and asynchronously instead. */
export const busyMsMax = { writer: 5_000, reader: 100 } as const;
/** Pages of the log before they move into the tables: enough to be worth it, few enough to reuse the log's own blocks. */
const walPagesMax = 4_000;
/** The index of random ids is hit all over; let a good part of it stay in the writer's memory. */
const writerCacheKibibytes = 32_768;
/** How long a lock that another process holds is waited for in all, before the store counts as unavailable. */
export const lockMsMax = 30_000;

const pause = new Int32Array(new SharedArrayBuffer(4));

/** Repeats a step, blocking the thread, while another process holds the lock: for opening, and for the writer's thread. */
export const whenUnlocked = <Result>(step: () => Result): Result => {
  const deadline = Date.now() + lockMsMax;
  for (;;) {
    try {
      return step();
    } catch (error) {
      if (!isBusy(error) || Date.now() > deadline) throw error;
      Atomics.wait(pause, 0, 0, 1 + Math.random() * 4);
    }
  }
};

const number = (db: Connection, pragma: string) => Number(db.pragma(pragma, { simple: true }));
const isEmpty = (db: Connection) => Number(db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get()) === 0;

/** @throws EventStoreError STORE_FOREIGN, STORE_NEWER. Nothing in the file has been touched by then. */
export const isFresh = (db: Connection, file: string): boolean => {
  const id = number(db, 'application_id');
  const version = number(db, 'user_version');
  if (id === 0 && version === 0 && isEmpty(db)) return true;
  if (id !== applicationId || version < 1)
    throw new EventStoreError(
      'STORE_FOREIGN',
      `${file} is an SQLite database of something else; name a ledger, or a file that does not exist yet`,
    );
  if (version > ledgerVersion)
    throw new EventStoreError(
      'STORE_NEWER',
      `${file} is a ledger of version ${version} and this Wavebook reads version ${ledgerVersion}; start the newer Wavebook that wrote it, or restore a backup from before`,
    );
  return false;
};

/** Acknowledged means on the disk. SQLite falls back to NORMAL by itself when it opens a WAL file, so read it back. */
export const assertDurable = (db: Connection): void => {
  const mode = String(db.pragma('journal_mode', { simple: true }));
  const level = number(db, 'synchronous');
  if (mode !== 'wal' || level !== synchronousFull)
    throw new EventStoreError(
      'STORE_UNAVAILABLE',
      `${db.name} would not be durable: journal_mode=${mode}, synchronous=${level}; keep it on a local disk`,
    );
};

/**
 * Commits in the log that SQLite passes over, because something before them is broken: it would go on without what was
 * acknowledged, and give its positions to other events.
 */
const assertWholeLog = (file: string): void => {
  if (!hasLostCommits(file)) return;
  throw damaged(
    file,
    `its log, ${file}-wal, is broken in the middle: lines after the break were acknowledged and cannot be read. Whoever would go on without them tells SQLite so: sqlite3 ${file} "PRAGMA wal_checkpoint(TRUNCATE)"`,
  );
};

/**
 * After a crash SQLite takes from the log what it can read. When the disk had refused to sync, that may be in the memory of
 * the operating system alone. So the log is written and synced anew, and then moved into the tables, before anything
 * builds on it. The lock keeps other writers away from the log. After an orderly end there is none.
 */
const makeRecoveredDurable = (db: Connection, file: string): void => {
  whenUnlocked(() => db.exec('BEGIN IMMEDIATE'));
  try {
    syncAnew(file);
  } finally {
    db.exec('ROLLBACK');
  }
  whenUnlocked(() => db.pragma('wal_checkpoint(PASSIVE)'));
};

const prepare = (db: Connection, file: string, role: 'writer' | 'reader'): void => {
  whenUnlocked(() => isFresh(db, file));
  whenUnlocked(() => db.pragma('journal_mode = WAL'));
  db.pragma('synchronous = FULL');
  // macOS: fsync alone stops at the drive's cache. A no-op elsewhere.
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  // A store has a reader before it has a writer: whatever was recovered, the reader has met.
  if (role === 'reader') makeRecoveredDurable(db, file);
  whenUnlocked(() => db.transaction(() => isFresh(db, file) && db.exec(tables)).immediate());
  assertDurable(db);
  const [flaw] = schemaFlaws(db);
  if (flaw) throw damaged(file, `its ${flaw.type} ${flaw.name} is gone or was changed`);
};

const tuneForWriting = (db: Connection): void => {
  db.pragma(`wal_autocheckpoint = ${walPagesMax}`);
  db.pragma(`cache_size = -${writerCacheKibibytes}`);
};

const faultOf = (error: unknown, file: string): unknown => {
  if (error instanceof EventStoreError) return error;
  const options = { cause: error };
  if (codeOf(error) === 'SQLITE_NOTADB')
    return new EventStoreError(
      'STORE_FOREIGN',
      `${file} is not an SQLite database; name a ledger, or a file that does not exist yet`,
      {},
      options,
    );
  if (isDamage(error)) return damaged(file, reasonOf(error), error);
  return new EventStoreError(
    'STORE_UNAVAILABLE',
    `${file} cannot be opened (${reasonOf(error)}); see that its folder can be written and that no other program locks it`,
    {},
    options,
  );
};

/** Opens a ledger, or makes one where there is no file. Integers come back as bigint. @throws EventStoreError */
export const openLedgerFile = (file: string, role: 'writer' | 'reader'): Connection => {
  let db: Connection | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    // Before SQLite reads it: the last connection that is closed moves what it took into the tables, and removes the log.
    assertWholeLog(file);
    db = new Database(file, { timeout: busyMsMax.writer });
    prepare(db, file, role);
    db.defaultSafeIntegers(true);
    db.pragma(`busy_timeout = ${busyMsMax[role]}`);
    if (role === 'reader') db.pragma('query_only = ON');
    else tuneForWriting(db);
    return db;
  } catch (error) {
    db?.close();
    throw faultOf(error, file);
  }
};
