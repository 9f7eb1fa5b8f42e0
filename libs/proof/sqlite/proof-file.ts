import { type FileFlaw, openOwnFile } from '#sqlite';
import type Database from '#sqlite';

/** “WBPR”: marks the file as the tree of a ledger. */
const applicationId = 0x57425052;
const version = 1;
const busyMsMax = 10_000;

/** Tiles of hashes; for those of leaves also where their events stand, since positions may have gaps. */
const tables = `
  CREATE TABLE tile (
    level INTEGER NOT NULL,
    n INTEGER NOT NULL,
    hashes BLOB NOT NULL,          -- 32 bytes each, at most 256
    PRIMARY KEY (level, n)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE place (
    n INTEGER PRIMARY KEY,         -- of the tile of leaves
    first INTEGER NOT NULL UNIQUE, -- position of its first event
    positions BLOB NOT NULL        -- 8 bytes each, big-endian
  ) STRICT;
  CREATE TABLE checkpoint (
    size INTEGER PRIMARY KEY,
    note TEXT NOT NULL,
    sealed_at TEXT NOT NULL
  ) STRICT;
`;

/** Came later: files that were made before are given them when they are opened. */
const laterTables = `
  CREATE TABLE IF NOT EXISTS hand_over (
    size INTEGER PRIMARY KEY       -- of a checkpoint that two keys signed, the old one and the new one
  ) STRICT;
  CREATE TABLE IF NOT EXISTS cosignature (
    size INTEGER NOT NULL,
    verifier_key TEXT NOT NULL,    -- of the witness
    signed_at TEXT NOT NULL,
    line TEXT NOT NULL,
    PRIMARY KEY (size, verifier_key)
  ) STRICT, WITHOUT ROWID;
`;

/** Whoever waits for a seal waits for the disk as well: what a checkpoint says is not taken back. */
const settings: Readonly<Record<string, string | number>> = {
  journal_mode: 'wal',
  synchronous: 2,
  busy_timeout: busyMsMax,
};

const sentences: Readonly<Record<FileFlaw['why'], string>> = {
  SETTING: 'does not take a setting',
  FOREIGN: 'is a database of another program',
  NOT_SQLITE: 'is no SQLite database',
  NEWER: 'was written by a newer Wavebook',
};

/** The file of the tree cannot be used. It can be made anew from the ledger: move it away and start again. */
export class ProofFileError extends Error {
  override readonly name = 'ProofFileError';
}

const faultOf = (file: string, { why }: FileFlaw, options?: ErrorOptions): Error =>
  new ProofFileError(`${file} ${sentences[why]}; move it away, and the tree is made anew from the ledger`, options);

export const openProofFile = (file: string): Database.Database =>
  openOwnFile(file, { applicationId, version, tables, settings, busyMsMax, faultOf }).exec(laterTables);
