import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { EventStoreError } from '../port.js';

export type Connection = Database.Database;

/** Marks a file as a ledger, in the header that `file` and every SQLite tool shows: "WbEv". */
export const applicationId = 0x57624576;
/** Version of the tables below, kept as `user_version`. */
export const ledgerVersion = 1;
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

const tables = `
CREATE TABLE event (
  position INTEGER PRIMARY KEY CHECK (position > 0),
  stream   TEXT    NOT NULL CHECK (stream <> ''),
  revision INTEGER NOT NULL CHECK (revision >= 0),
  id       TEXT    NOT NULL UNIQUE,
  type     TEXT    NOT NULL CHECK (type <> ''),
  data     TEXT    NOT NULL CHECK (json_valid(data)),
  metadata TEXT    NOT NULL CHECK (json_valid(metadata)),
  UNIQUE (stream, revision)
) STRICT;
CREATE TRIGGER event_is_never_changed BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'an event is permanent: record a correction instead of changing it'); END;
CREATE TRIGGER event_is_never_deleted BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'an event is permanent: it cannot be deleted'); END;
CREATE TRIGGER event_is_never_replaced BEFORE INSERT ON event
WHEN EXISTS (SELECT 1 FROM event WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM event WHERE stream = NEW.stream AND revision = NEW.revision)
  OR EXISTS (SELECT 1 FROM event WHERE position = NEW.position)
BEGIN SELECT RAISE(ABORT, 'an event is permanent: its id and its place cannot be used again'); END;
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${ledgerVersion};
`;

/** By what it carries, not by its class: the driver's class is another one in every realm that loads the driver. */
const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : '';

export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error));

/** A fault that may be gone at the next try; a damaged file is not. */
export const isTransient = (error: unknown): boolean =>
  isBusy(error) || /^SQLITE_(IOERR|CANTOPEN|NOMEM|PROTOCOL|FULL)/.test(codeOf(error));

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
const isFresh = (db: Connection, file: string): boolean => {
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

const prepare = (db: Connection, file: string): void => {
  whenUnlocked(() => isFresh(db, file));
  whenUnlocked(() => db.pragma('journal_mode = WAL'));
  db.pragma('synchronous = FULL');
  // macOS: fsync alone stops at the drive's cache. A no-op elsewhere.
  db.pragma('fullfsync = ON');
  db.pragma('checkpoint_fullfsync = ON');
  whenUnlocked(() => db.transaction(() => isFresh(db, file) && db.exec(tables)).immediate());
  assertDurable(db);
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
  const reason = error instanceof Error ? error.message : String(error);
  return new EventStoreError(
    'STORE_UNAVAILABLE',
    `${file} cannot be opened (${reason}); see that its folder can be written and that no other program locks it`,
    {},
    options,
  );
};

/** Opens a ledger, or makes one where there is no file. Integers come back as bigint. @throws EventStoreError */
export const openLedgerFile = (file: string, role: 'writer' | 'reader'): Connection => {
  let db: Connection | undefined;
  try {
    mkdirSync(dirname(file), { recursive: true });
    db = new Database(file, { timeout: busyMsMax.writer });
    prepare(db, file);
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
