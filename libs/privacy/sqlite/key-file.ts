import { type FileFlaw, openOwnFile } from '#sqlite';
import type Database from '#sqlite';
import { VaultError } from '../vault.js';

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

const faultOf = (file: string, flaw: FileFlaw, options?: ErrorOptions): Error => {
  switch (flaw.why) {
    case 'SETTING':
      return new Error(flaw.detail);
    case 'FOREIGN':
      return new VaultError('VAULT_FOREIGN', `${file} is a database of another program`);
    case 'NOT_SQLITE':
      return new VaultError('VAULT_FOREIGN', `${file} is no SQLite database`, options);
    case 'NEWER':
      return new VaultError(
        'VAULT_NEWER',
        `${file} was written by a newer Wavebook (format ${flaw.known}, this one knows ${version})`,
      );
  }
};

/** Whether a database is a key store that this Wavebook knows. */
export const isKeyFile = (db: Database.Database): boolean =>
  db.pragma('application_id', { simple: true }) === applicationId &&
  db.pragma('user_version', { simple: true }) === version;

/** Opens the key store, or makes it: readable by its owner alone. */
export const openKeyFile = (file: string): Database.Database =>
  openOwnFile(file, { applicationId, version, tables, settings, busyMsMax: busyTimeoutMs, faultOf });
