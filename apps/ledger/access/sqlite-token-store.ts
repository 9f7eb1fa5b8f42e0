import { type FileFlaw, openOwnFile } from '#sqlite';
import type { Scope, StoredToken } from './token.js';
import { AccessError, type TokenStore, idOfEnded } from './token-store.js';

/** “WBAC”: marks the file as Wavebook's list of tokens. */
const applicationId = 0x57424143;
const version = 1;
const busyMsMax = 10_000;

const tables = `
  CREATE TABLE token (
    id TEXT PRIMARY KEY CHECK (id <> ''),
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    label TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('admin', 'manager', 'contributor', 'auditor', 'viewer')),
    actorId TEXT NOT NULL CHECK (actorId <> ''),
    programmes TEXT CHECK (json_valid(programmes)),   -- a JSON list of ids; NULL: all
    units TEXT CHECK (json_valid(units)),             -- the same
    createdAt TEXT NOT NULL,
    expiresAt TEXT,
    revokedAt TEXT,
    lastUsedOn TEXT
  ) STRICT, WITHOUT ROWID;
`;

/** A token that was told once is worth nothing when a power cut loses it; one that was revoked must not come back. */
const settings: Readonly<Record<string, string | number>> = {
  journal_mode: 'wal',
  synchronous: 2,
  fullfsync: 1,
  checkpoint_fullfsync: 1,
  secure_delete: 1,
  busy_timeout: busyMsMax,
};

const faultOf = (file: string, flaw: FileFlaw, options?: ErrorOptions): AccessError => {
  switch (flaw.why) {
    case 'SETTING':
      return new AccessError(flaw.detail);
    case 'FOREIGN':
      return new AccessError(`${file} is a database of something else. Set WAVEBOOK_DATA.`);
    case 'NOT_SQLITE':
      return new AccessError(
        `${file} is no SQLite database. Restore it, or remove it to get a new admin token.`,
        options,
      );
    case 'NEWER':
      return new AccessError(
        `${file} was written by a newer Wavebook (format ${flaw.known}, this one knows ${version}). Start that one.`,
      );
  }
};

interface Row extends Omit<StoredToken, 'programmes' | 'units'> {
  readonly programmes: string | null;
  readonly units: string | null;
}

const written = (scope: Scope): string | null => (scope === 'all' ? null : JSON.stringify(scope));
const readScope = (text: string | null): Scope => (text === null ? 'all' : (JSON.parse(text) as string[]));

const rowOf = (token: StoredToken): Row => ({
  ...token,
  programmes: written(token.programmes),
  units: written(token.units),
});
const tokenOf = (row: Row): StoredToken => ({
  ...row,
  programmes: readScope(row.programmes),
  units: readScope(row.units),
});

/** Keeps tokens in a SQLite file of their own. @throws AccessError when the file is another program's, or a newer one's */
export const openSqliteTokenStore = (file: string): TokenStore => {
  const db = openOwnFile(file, { applicationId, version, tables, settings, busyMsMax, faultOf });
  const selectAll = db.prepare<[], Row>('SELECT * FROM token ORDER BY createdAt, id');
  const selectOne = db.prepare<[string], Row>('SELECT * FROM token WHERE id = ?');
  const selectTaken = db.prepare<[string, string]>('SELECT 1 FROM token WHERE sha256 = ? AND id <> ?');
  const columns = ['id', 'sha256', 'label', 'role', 'actorId', 'programmes', 'units', 'createdAt'];
  const values = [...columns, 'expiresAt', 'revokedAt', 'lastUsedOn'];
  const put = (verb: string) =>
    db.prepare<[Row]>(`${verb} INTO token (${values.join()}) VALUES (${values.map((name) => `@${name}`).join()})`);
  const insert = put('INSERT');
  const replace = put('INSERT OR REPLACE');
  const revoke = db.prepare('UPDATE token SET revokedAt = ? WHERE id = ? AND revokedAt IS NULL');
  const markUsed = db.prepare('UPDATE token SET lastUsedOn = ? WHERE id = ?');
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck();
  let seenVersion = dataVersion.get();

  const establish = db.transaction((id: string, decide: Parameters<TokenStore['establish']>[1]) => {
    const row = selectOne.get(id);
    const kept = row && tokenOf(row);
    const decided = decide(kept, (sha256) => selectTaken.get(sha256, id) !== undefined);
    if (decided === kept) return decided;
    replace.run(rowOf(decided));
    if (kept && kept.revokedAt !== null) insert.run(rowOf({ ...kept, id: idOfEnded(kept) }));
    return decided;
  });
  const markAll = db.transaction((ids: readonly string[], day: string) => ids.forEach((id) => markUsed.run(day, id)));

  return {
    all: async () => selectAll.all().map(tokenOf),
    add: async (token) => void insert.run(rowOf(token)),
    establish: async (id, decide) => establish.immediate(id, decide),
    revoke: async (id, at) => revoke.run(at, id).changes === 1,
    markUsed: async (ids, day) => markAll.immediate(ids, day),
    async changed() {
      const current = dataVersion.get();
      const changed = current !== seenVersion;
      seenVersion = current;
      return changed;
    },
    close: async () => void db.close(),
  };
};
