import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { bearerToken, openAccess } from './access.js';
import { accessSuite } from './access.suite.js';
import { openSqliteTokenStore } from './sqlite-token-store.js';
import { type TokenTerms, isIssuedToken, makeToken } from './token.js';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wavebook-'));
  file = join(folder, 'access.db');
});
afterEach(() => rmSync(folder, { recursive: true }));

const terms = { label: 'test', role: 'manager', programmes: 'all', units: 'all' } as const satisfies TokenTerms;

accessSuite('in a SQLite file', async () => ({
  open: async () => openSqliteTokenStore(file),
  remove: () => Promise.resolve(),
}));

describe('a token', () => {
  it('is found by a scanner for secrets, and tells a slip of the pen by its checksum', () => {
    const { token } = makeToken(terms, new Date());
    expect(token).toMatch(/^wb_[0-9a-f]{12}_[0-9a-f]{72}$/);
    expect(isIssuedToken(token)).toBe(true);
    const last = token.at(-1) === '0' ? '1' : '0';
    expect(isIssuedToken(token.slice(0, -1) + last)).toBe(false);
    expect(isIssuedToken(token.replace(/_[0-9a-f]/, token[3] === 'a' ? '_b' : '_a'))).toBe(false);
  });
});

describe('the file', () => {
  it('lies nowhere in the files, which nobody else may read', async () => {
    const access = await openAccess({ tokens: openSqliteTokenStore(file) });
    const store = openSqliteTokenStore(file);
    const { token, stored } = makeToken(terms, new Date());
    await store.add(stored);
    const files = readdirSync(folder).map((name) => join(folder, name));
    expect(files.length).toBeGreaterThan(1);
    for (const each of files) {
      const text = readFileSync(each, 'latin1');
      for (const secret of [token, access.newAdminToken!]) expect(text).not.toContain(secret.slice(16, 80));
      expect(statSync(each).mode & 0o777).toBe(0o600);
    }
    await store.close();
    await access.close();
  });

  it.each([
    ['is no database', () => writeFileSync(file, '{"grants": [{}]}'.repeat(100)), /is no SQLite database/],
    [
      'is another program’s',
      () => new Database(file).exec('CREATE TABLE cheese (name TEXT); PRAGMA application_id = 7').close(),
      /is a database of something else/,
    ],
    [
      'is a newer Wavebook’s',
      () =>
        new Database(file)
          .exec('PRAGMA application_id = 1463959875; PRAGMA user_version = 99; CREATE TABLE a (b)')
          .close(),
      /written by a newer Wavebook/,
    ],
  ])('lets nobody in when it %s', (_what, damage, message) => {
    damage();
    expect(() => openSqliteTokenStore(file)).toThrow(message);
  });
});

describe('the header', () => {
  it.each([
    ['Bearer abc', 'abc'],
    ['bearer  abc ', 'abc'],
    ['Basic abc', undefined],
    ['Bearer a b', undefined],
    ['Bearer ', undefined],
    [['Bearer abc'], undefined],
    [undefined, undefined],
  ])('%j bears %j', (header, token) => expect(bearerToken(header)).toBe(token));
});
