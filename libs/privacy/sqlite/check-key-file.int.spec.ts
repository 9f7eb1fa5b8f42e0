import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, open, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { checkKeyFile } from './check-key-file.js';
import { openSqliteVault } from './sqlite-vault.js';

const masterKey = randomBytes(32);
let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wavebook-keys-'));
  file = join(folder, 'keys.db');
  const vault = await openSqliteVault({ file, masterKey });
  for (let n = 0; n < 30; n++) await vault.seal(randomUUID(), 'synthetic', 'somewhere');
  const erased = randomUUID();
  await vault.seal(erased, 'synthetic', 'somewhere');
  await vault.erase(erased);
  await vault.close();
});
afterEach(() => rm(folder, { recursive: true }));

const flaws = (key = masterKey) => [
  ...new Set(checkKeyFile({ file, masterKey: key }).findings.map(({ flaw }) => flaw)),
];

describe('checking a key store', () => {
  it('finds nothing in a whole one, and counts', () => {
    expect(checkKeyFile({ file, masterKey })).toEqual({ persons: 30, erased: 1, findings: [] });
  });

  it('finds another master key', () => expect(flaws(randomBytes(32))).toEqual(['KEY_NOT_OPENABLE']));

  it('finds one changed bit in a key, and tells whose it is', () => {
    const db = new Database(file);
    const { person, wrapped } = db
      .prepare<[], { person: string; wrapped: Buffer }>('SELECT * FROM person_key WHERE wrapped IS NOT NULL')
      .get()!;
    wrapped[20]! ^= 1;
    db.prepare('UPDATE person_key SET wrapped = ? WHERE person = ?').run(wrapped, person);
    db.close();
    const { findings } = checkKeyFile({ file, masterKey });
    expect(findings).toMatchObject([{ flaw: 'KEY_NOT_OPENABLE', found: expect.stringContaining(person) }]);
  });

  it('finds a page of zeros, a file that was cut off, one that is none, and one that is not there', async () => {
    const handle = await open(file, 'r+');
    await handle.write(Buffer.alloc(4096), 0, 4096, (await stat(file)).size - 2 * 4096);
    await handle.close();
    expect(flaws()).not.toEqual([]);
    await truncate(file, 4096);
    expect(flaws()).not.toEqual([]);
    await truncate(file, 10);
    expect(flaws()).toEqual(['FILE_UNREADABLE']);
    await rm(file);
    expect(flaws()).toEqual(['FILE_MISSING']);
  });
});
