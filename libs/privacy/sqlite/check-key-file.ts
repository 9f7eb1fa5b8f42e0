import { existsSync } from 'node:fs';
import Database from '#sqlite';
import { decrypt } from '../cipher.js';
import { isKeyFile } from './key-file.js';

/** Something about a key store that is not as Wavebook wrote it. */
export interface KeyFinding {
  readonly flaw: 'FILE_MISSING' | 'FILE_UNREADABLE' | 'PAGES_DAMAGED' | 'KEY_NOT_OPENABLE';
  readonly found: string;
  readonly remedy: string;
}

export interface KeysChecked {
  /** Persons with a key. */
  readonly persons: number;
  /** Persons whose key was destroyed. */
  readonly erased: number;
  readonly findings: readonly KeyFinding[];
}

const findingsMax = 100;
const restore =
  'Stop the server, keep a copy of the whole folder, and restore keys.db from a backup no older than the ledger.';

const pageFindings = (db: Database.Database): KeyFinding[] => {
  const lines = db.prepare<[], string>(`PRAGMA integrity_check(${findingsMax})`).pluck().all();
  return lines
    .filter((line) => line !== 'ok')
    .map((line) => ({ flaw: 'PAGES_DAMAGED', found: `SQLite's integrity check says: ${line}.`, remedy: restore }));
};

/** Every key is opened; each carries a seal of its own, so that a single changed bit is found. */
const keyFindings = (db: Database.Database, masterKey: Buffer): KeyFinding[] => {
  const keys = db.prepare<[], { name: string; aad: string; wrapped: Buffer }>(
    `SELECT 'the secret ' || name AS name, 'secret/' || name AS aad, wrapped FROM secret
     UNION ALL SELECT 'the key of person ' || person, person, wrapped FROM person_key WHERE wrapped IS NOT NULL`,
  );
  const closed = keys.all().filter(({ aad, wrapped }) => !decrypt(masterKey, wrapped, aad));
  const remedy = `Give the master key that these keys were wrapped with. Where it is the right one: ${restore}`;
  return closed
    .slice(0, findingsMax)
    .map(({ name }) => ({ flaw: 'KEY_NOT_OPENABLE', found: `The master key does not open ${name}.`, remedy }));
};

const unreadable = (found: string, flaw: KeyFinding['flaw'] = 'FILE_UNREADABLE'): KeysChecked => ({
  persons: 0,
  erased: 0,
  findings: [{ flaw, found, remedy: restore }],
});

/**
 * Looks at every page and opens every key of a key store. Changes nothing, and may run beside a server. Never throws for a
 * damaged file. Whether it has a key for everything that the ledger has sealed, the file alone cannot tell.
 */
export const checkKeyFile = ({ file, masterKey }: { file: string; masterKey: Buffer }): KeysChecked => {
  if (!existsSync(file)) return unreadable(`There is no file ${file}.`, 'FILE_MISSING');
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { readonly: true, fileMustExist: true });
    if (!isKeyFile(db)) return unreadable(`${file} is no key store of this Wavebook.`);
    const findings = pageFindings(db);
    const count = (where: string) =>
      Number(db!.prepare(`SELECT count(*) FROM person_key WHERE ${where}`).pluck().get());
    const [persons, erased] = [count('wrapped IS NOT NULL'), count('wrapped IS NULL')];
    return { persons, erased, findings: [...findings, ...keyFindings(db, masterKey)] };
  } catch (error) {
    return unreadable(
      `${file} cannot be read as a key store: ${error instanceof Error ? error.message : String(error)}.`,
    );
  } finally {
    db?.close();
  }
};
