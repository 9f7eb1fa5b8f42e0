import { closeSync, openSync } from 'node:fs';
import Database from '#sqlite';
import { VaultError } from './vault.js';

/** “WBKY”: marks the file as a Wavebook key store, so that no other database is taken for one. */
const applicationId = 0x57424b59;
const version = 1;
const busyTimeoutMs = 10_000;

const tables = `
  CREATE TABLE person_key (
    person TEXT PRIMARY KEY,
    wrapped BLOB,                 -- the person's key under the master key; NULL once erased
    erased_at TEXT,
    CHECK ((wrapped IS NULL) = (erased_at IS NOT NULL))
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE secret (name TEXT PRIMARY KEY, wrapped BLOB NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE checkpoint (name TEXT PRIMARY KEY, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`;

/**
 * A rollback journal instead of a WAL, because a WAL keeps old pages, and with them destroyed keys, until somebody
 * overwrites them. EXTRA also syncs the folder after the journal is gone: otherwise a power cut could bring a
 * destroyed key back, or lose one that events were already sealed under.
 */
const settings: Readonly<Record<string, string | number>> = {
  journal_mode: 'delete',
  synchronous: 3,
  secure_delete: 1,
  temp_store: 2,
  busy_timeout: busyTimeoutMs,
};

const configure = (db: Database.Database) => {
  for (const [name, value] of Object.entries(settings)) {
    db.pragma(`${name} = ${value}`);
    const actual = db.pragma(name, { simple: true });
    if (actual !== value) throw new Error(`SQLite took ${name} = ${String(actual)} instead of ${value}`);
  }
};

const establish = (db: Database.Database, file: string) => {
  const found = db.pragma('application_id', { simple: true }) as number;
  const isEmpty = db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0;
  if (found === 0 && isEmpty) {
    db.exec(tables);
    db.pragma(`application_id = ${applicationId}`);
    db.pragma(`user_version = ${version}`);
    return;
  }
  if (found !== applicationId) throw new VaultError('VAULT_FOREIGN', `${file} is a database of another program`);
  const known = db.pragma('user_version', { simple: true }) as number;
  if (known > version)
    throw new VaultError(
      'VAULT_NEWER',
      `${file} was written by a newer Wavebook (format ${known}, this one knows ${version})`,
    );
};

/** Whether a database is a key store that this Wavebook knows. */
export const isKeyFile = (db: Database.Database): boolean =>
  db.pragma('application_id', { simple: true }) === applicationId &&
  db.pragma('user_version', { simple: true }) === version;

/** Opens the key store, or makes it: readable by its owner alone. */
export const openKeyFile = (file: string): Database.Database => {
  closeSync(openSync(file, 'a', 0o600));
  const db = new Database(file, { timeout: busyTimeoutMs });
  try {
    configure(db);
    db.transaction(establish).immediate(db, file);
    return db;
  } catch (error) {
    db.close();
    if ((error as { code?: unknown }).code === 'SQLITE_NOTADB')
      throw new VaultError('VAULT_FOREIGN', `${file} is no SQLite database`, { cause: error });
    throw error;
  }
};
