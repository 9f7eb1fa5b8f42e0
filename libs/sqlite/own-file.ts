import { closeSync, openSync } from 'node:fs';
import type BetterSqlite3 from 'better-sqlite3';
import Database from './driver.js';

/** Why a file cannot be used: a setting did not take, it is another program's, no database at all, or of a later format. */
export type FileFlaw =
  | { readonly why: 'SETTING'; readonly detail: string }
  | { readonly why: 'FOREIGN' | 'NOT_SQLITE' }
  | { readonly why: 'NEWER'; readonly known: number };

/** A SQLite file of one kind, as Wavebook makes it. */
export interface FileKind {
  /** Four characters, as a number, that tell the kind from every other database. */
  readonly applicationId: number;
  readonly version: number;
  readonly tables: string;
  /** Pragmas, each read back after it was set. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** How long a lock of another process is waited for. */
  readonly busyMsMax: number;
  /** The error that whoever opens it shall get. */
  readonly faultOf: (file: string, flaw: FileFlaw, options?: ErrorOptions) => Error;
}

const configure = (db: BetterSqlite3.Database, { settings, faultOf }: FileKind): void => {
  for (const [name, value] of Object.entries(settings)) {
    db.pragma(`${name} = ${value}`);
    const actual = db.pragma(name, { simple: true });
    if (actual !== value)
      throw faultOf(db.name, { why: 'SETTING', detail: `SQLite took ${name} = ${String(actual)} instead of ${value}` });
  }
};

const establish = (db: BetterSqlite3.Database, { applicationId, version, tables, faultOf }: FileKind): void => {
  const found = db.pragma('application_id', { simple: true }) as number;
  const isEmpty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
  if (found === 0 && isEmpty) {
    db.exec(tables);
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${version}`);
    return;
  }
  if (found !== applicationId) throw faultOf(db.name, { why: 'FOREIGN' });
  const known = db.pragma('user_version', { simple: true }) as number;
  if (known > version) throw faultOf(db.name, { why: 'NEWER', known });
};

/**
 * Opens a file of a kind, or makes it: readable by its owner alone. What SQLite puts beside it takes over its mode.
 * @throws what the kind's `faultOf` gives
 */
export const openOwnFile = (file: string, kind: FileKind): BetterSqlite3.Database => {
  closeSync(openSync(file, 'a', 0o600));
  const db = new Database(file, { timeout: kind.busyMsMax });
  try {
    configure(db, kind);
    db.transaction(establish).immediate(db, kind);
    return db;
  } catch (error) {
    db.close();
    if ((error as { code?: unknown }).code === 'SQLITE_NOTADB')
      throw kind.faultOf(file, { why: 'NOT_SQLITE' }, { cause: error });
    throw error;
  }
};
