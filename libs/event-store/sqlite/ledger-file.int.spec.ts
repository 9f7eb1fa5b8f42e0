import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { assertDurable, openLedgerFile } from './ledger-file.js';
import { applicationId, ledgerVersion } from './ledger-tables.js';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wavebook-ledger-file-'));
  file = join(folder, 'ledger.db');
});
afterEach(() => rm(folder, { recursive: true }));

const opened = <Result>(use: (db: Database.Database) => Result, role: 'writer' | 'reader' = 'writer'): Result => {
  const db = openLedgerFile(file, role);
  try {
    return use(db);
  } finally {
    db.close();
  }
};
const raw = <Result>(use: (db: Database.Database) => Result): Result => {
  const db = new Database(file);
  try {
    return use(db);
  } finally {
    db.close();
  }
};
const pragma = (db: Database.Database, name: string) => db.pragma(name, { simple: true });
const insert = (db: Database.Database, { id = randomUUID(), position = 1, data = '{}' } = {}, verb = 'INSERT') =>
  db
    .prepare(
      `${verb} INTO event (position, stream, revision, id, type, data, metadata) VALUES (?, 's', ?, ?, 'T', ?, '{}')`,
    )
    .run(position, position - 1, id, data);

const newId = `'${randomUUID()}'`;
const replace = (position: string, stream: string, revision: string, id: string) =>
  `REPLACE INTO event SELECT ${position}, ${stream}, ${revision}, ${id}, type, '[]', metadata FROM event`;

describe('a ledger file', () => {
  it('says what it is, to Wavebook and to every SQLite tool', () => {
    opened(() => undefined);
    raw((db) =>
      expect([pragma(db, 'application_id'), pragma(db, 'user_version')]).toEqual([applicationId, ledgerVersion]),
    );
  });

  it.each(['writer', 'reader'] as const)(
    'is durable on every connection of a %s, the first and a later one',
    (role) => {
      for (let time = 0; time < 2; time++)
        opened((db) => {
          expect(Number(pragma(db, 'synchronous'))).toBe(2);
          expect(pragma(db, 'journal_mode')).toBe('wal');
          expect(Number(pragma(db, 'fullfsync'))).toBe(1);
        }, role);
    },
  );

  it('is not trusted on a connection that would lose what it acknowledges', () => {
    opened(() => undefined);
    raw((db) => {
      db.pragma('synchronous = NORMAL');
      expect(() => assertDurable(db)).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
      db.pragma('synchronous = FULL');
      expect(() => assertDurable(db)).not.toThrow();
      db.pragma('journal_mode = DELETE');
      expect(() => assertDurable(db)).toThrow(/journal_mode=delete/);
    });
  });

  it('cannot be written by a reader', () => {
    expect(() => opened(insert, 'reader')).toThrow(/readonly/);
  });

  it.each([
    ['UPDATE', "UPDATE event SET type = 'Other'"],
    ['UPDATE of the data alone', "UPDATE event SET data = '[]' WHERE position = 1"],
    ['DELETE', 'DELETE FROM event'],
    ['REPLACE by its position', replace('position', "'other'", 'revision', newId)],
    ['REPLACE by its place in the stream', replace('position + 1', 'stream', 'revision', newId)],
    ['REPLACE by its id', replace('position + 1', "'other'", 'revision', 'id')],
    ['UPSERT', `INSERT INTO event SELECT * FROM event WHERE true ON CONFLICT DO UPDATE SET data = '[]'`],
  ])('holds on to its events against %s, in any SQLite tool', (_what, statement) => {
    opened((db) => insert(db));
    raw((db) => {
      expect(() => db.exec(statement)).toThrow(/an event is permanent/);
      expect(db.prepare('SELECT type, data FROM event').all()).toEqual([{ type: 'T', data: '{}' }]);
    });
  });

  it('takes no text that is not JSON, and no id twice', () => {
    opened((db) => {
      expect(() => insert(db, { data: '{' })).toThrow(/CHECK/);
      const id = randomUUID();
      insert(db, { id });
      expect(() => insert(db, { id, position: 2 })).toThrow(/its id and its place cannot be used again/);
    });
  });
});

describe('a file that is no ledger of this build', () => {
  const refusal = async (code: string, message: RegExp) => {
    const before = await readFile(file);
    for (const role of ['writer', 'reader'] as const) {
      const open = () => opened(() => undefined, role);
      expect(open).toThrow(expect.objectContaining({ code }));
      expect(open).toThrow(message);
    }
    expect(await readFile(file)).toEqual(before);
    expect(await readdir(folder)).toEqual(['ledger.db']);
  };

  it('is refused when it was written by a newer Wavebook, untouched', async () => {
    opened((db) => db.pragma(`user_version = ${ledgerVersion + 1}`));
    await refusal('STORE_NEWER', /version 2 .* start the newer Wavebook/);
  });

  it('is refused when it is a database of something else, untouched', async () => {
    raw((db) => db.exec('CREATE TABLE event (position INTEGER)'));
    await refusal('STORE_FOREIGN', /SQLite database of something else; name a ledger/);
  });

  it('is refused when another program has marked it, although it is empty', async () => {
    raw((db) => db.pragma('application_id = 1'));
    await refusal('STORE_FOREIGN', /something else/);
  });

  it.each(['hi', 'a,b,c\n'.repeat(10_000)])('is refused when it is no database at all, untouched', async (text) => {
    await writeFile(file, text);
    await refusal('STORE_FOREIGN', /is not an SQLite database/);
  });

  it('is refused when it is a folder', async () => {
    await mkdir(file);
    expect(() => opened(() => undefined)).toThrow(expect.objectContaining({ code: 'STORE_UNAVAILABLE' }));
  });

  it('is a ledger from now on when it was empty', async () => {
    await writeFile(file, '');
    expect(opened((db) => Number(pragma(db, 'user_version')))).toBe(ledgerVersion);
  });
});
