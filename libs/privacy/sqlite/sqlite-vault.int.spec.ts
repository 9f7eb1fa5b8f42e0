import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { decrypt } from '../cipher.js';
import { vaultSuite } from '../vault.suite.js';
import { aadOf } from '../vault.js';
import { openSqliteVault } from './sqlite-vault.js';

const wrappedKeyIn = (file: string, person: string): Buffer | null => {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare<[string], Buffer | null>('SELECT wrapped FROM person_key WHERE person = ?').pluck().get(person)!;
  } finally {
    db.close();
  }
};

vaultSuite('in a SQLite file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-vault-'));
  const file = join(folder, 'keys.db');
  return {
    open: (masterKey) => openSqliteVault({ file, masterKey }),
    wrappedKeyOf: async (person) => wrappedKeyIn(file, person),
    remove: async () => rmSync(folder, { recursive: true }),
  };
});

describe('the file of the keys', () => {
  const masterKey = Buffer.alloc(32, 1);
  const person = (n: number) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const at = aadOf('event-1', 'name');
  let folder: string;
  let file: string;
  const open = () => openSqliteVault({ file, masterKey });
  /** Files of the folder that hold the bytes. */
  const holding = (bytes: Buffer) =>
    readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(bytes));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'wavebook-vault-'));
    file = join(folder, 'keys.db');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('holds no byte of a key that was destroyed, and neither does any other, also when pages were split since', async () => {
    const vault = await open();
    const people = Array.from({ length: 200 }, (_, n) => person((n * 7919) % 200));
    for (const each of people) await vault.seal(each, 'x', at);
    const erased = people.slice(0, 20);
    const keys = erased.map((each) => {
      const wrapped = wrappedKeyIn(file, each)!;
      return { wrapped, raw: decrypt(masterKey, wrapped, each)! };
    });
    for (const { wrapped } of keys) expect(holding(wrapped)).toEqual(['keys.db']);
    for (const each of erased) await vault.erase(each);
    for (const { wrapped, raw } of keys) {
      // The nonce, and pieces of the rest: a torn copy would be a copy.
      for (const part of [
        wrapped.subarray(0, 12),
        wrapped.subarray(12, 28),
        wrapped.subarray(-16),
        raw.subarray(0, 16),
      ])
        expect(holding(part)).toEqual([]);
    }
    expect(erased.map((each) => wrappedKeyIn(file, each))).toEqual(erased.map(() => null));
    await vault.close();
  });

  it('holds no clear text, and is readable by its owner alone', async () => {
    const vault = await open();
    await vault.seal(person(1), 'Ola Nordmann', at);
    expect(holding(Buffer.from('Ola Nordmann'))).toEqual([]);
    expect(statSync(file).mode & 0o077).toBe(0);
    await vault.close();
  });

  it('is not mistaken for another file, or an older program for a newer one', async () => {
    writeFileSync(file, 'this is a text, and long enough to be looked at as if it were a database header'.repeat(20));
    await expect(open()).rejects.toThrow('VAULT_FOREIGN');
    rmSync(file);
    new Database(file).exec('CREATE TABLE other (x)').close();
    await expect(open()).rejects.toThrow('VAULT_FOREIGN');
    rmSync(file);
    await (await open()).close();
    const db = new Database(file);
    db.pragma('user_version = 99');
    db.close();
    await expect(open()).rejects.toThrow('VAULT_NEWER');
  });
});
