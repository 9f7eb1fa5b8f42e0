import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { decrypt } from './cipher.js';
import { openVault } from './open-vault.js';
import { type Vault, aadOf, openPersonal } from './vault.js';

const masterKey = Buffer.alloc(32, 1);
const person = (n: number) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
const at = aadOf('event-1', 'name');

let folder: string;
let file: string;
let vaults: Vault[];
const open = (key = masterKey) => {
  const vault = openVault({ file, masterKey: key });
  vaults.push(vault);
  return vault;
};
const wrappedKeyOf = (personId: string): Buffer | null => {
  const db = new Database(file, { readonly: true });
  try {
    return db
      .prepare<[string], Buffer | null>('SELECT wrapped FROM person_key WHERE person = ?')
      .pluck()
      .get(personId)!;
  } finally {
    db.close();
  }
};
/** Files of the folder that hold the bytes. */
const holding = (bytes: Buffer) =>
  readdirSync(folder).filter((name) => readFileSync(join(folder, name)).includes(bytes));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wavebook-vault-'));
  file = join(folder, 'keys.db');
  vaults = [];
});
afterEach(() => {
  for (const vault of vaults) vault.close();
  rmSync(folder, { recursive: true });
});

describe('a sealed value', () => {
  it('opens again, also after a restart, whatever was in it', () => {
    const texts = ['Ola Nordmann', 'Þórunn 😀 \u0000 \u202e', '', 'x'.repeat(10_000)];
    const sealed = texts.map((text) => open().seal(person(1), text, at));
    expect(sealed.map((each) => open().open(each, at))).toEqual(texts);
    expect(sealed.map(({ person: owner }) => owner)).toEqual(texts.map(() => person(1)));
  });

  it('is base64url with the version before it, and never the same twice', () => {
    const vault = open();
    const [one, other] = [vault.seal(person(1), 'Ola', at), vault.seal(person(1), 'Ola', at)];
    expect(one.sealed).toMatch(/^v1\.[\w-]+$/);
    expect(one.sealed).not.toBe(other.sealed);
  });

  it('opens nowhere but at the event and path that it was sealed for', () => {
    const vault = open();
    const sealed = vault.seal(person(1), 'Ola', aadOf('event-1', 'owner.name'));
    expect(openPersonal(vault, sealed, 'event-1', 'owner.name')).toBe('Ola');
    expect(vault.openField({ ...sealed, eventId: 'event-1', path: 'owner.name' })).toBe('Ola');
    expect(() => openPersonal(vault, sealed, 'event-2', 'owner.name')).toThrow('SEALED_BROKEN');
    expect(() => openPersonal(vault, sealed, 'event-1', 'owner.email')).toThrow('SEALED_BROKEN');
  });

  it('does not open when it was tampered with, or is another person’s', () => {
    const vault = open();
    const sealed = vault.seal(person(1), 'Ola', at);
    vault.seal(person(2), 'Kari', at);
    const bytes = Buffer.from(sealed.sealed.slice(3), 'base64url');
    bytes[14]! ^= 1;
    const altered = [
      { ...sealed, sealed: `v1.${bytes.toString('base64url')}` },
      { ...sealed, sealed: sealed.sealed.slice(0, 20) },
      { ...sealed, sealed: sealed.sealed.replace('v1.', 'v2.') },
      { ...sealed, person: person(2) },
    ];
    for (const each of altered) expect(() => vault.open(each, at)).toThrow('SEALED_BROKEN');
  });

  it('whose key is not in the file is a fault, for it was not erased', () => {
    const sealed = { person: person(3), sealed: 'v1.AAAA' };
    expect(() => open().open(sealed, at)).toThrow('KEY_MISSING');
  });
});

describe('erasing a person', () => {
  it('makes everything sealed for them unreadable, for good, and nobody else’s', () => {
    const vault = open();
    const [ola, kari] = [vault.seal(person(1), 'Ola', at), vault.seal(person(2), 'Kari', at)];
    vault.erase(person(1));
    for (const each of [vault, open()]) {
      expect(each.open(ola, at)).toBeUndefined();
      expect(each.open(kari, at)).toBe('Kari');
      expect(() => each.seal(person(1), 'Ola', at)).toThrow('PERSON_ERASED');
    }
  });

  it('may be repeated, and leaves a tombstone for one who never had a key', () => {
    const vault = open();
    vault.erase(person(1));
    vault.erase(person(1));
    expect(() => vault.seal(person(1), 'Ola', at)).toThrow('PERSON_ERASED');
  });

  it('reaches the keys that another process has in memory', () => {
    const [here, there] = [open(), open()];
    const sealed = here.seal(person(1), 'Ola', at);
    expect(there.open(sealed, at)).toBe('Ola');
    here.erase(person(1));
    expect(there.open(sealed, at)).toBeUndefined();
    expect(() => there.seal(person(1), 'Ola', at)).toThrow('PERSON_ERASED');
  });

  it('leaves no byte of the key in any file, also when pages were split since', () => {
    const vault = open();
    const people = Array.from({ length: 200 }, (_, n) => person((n * 7919) % 200));
    for (const each of people) vault.seal(each, 'x', at);
    const erased = people.slice(0, 20);
    const keys = erased.map((each) => {
      const wrapped = wrappedKeyOf(each)!;
      return { wrapped, raw: decrypt(masterKey, wrapped, each)! };
    });
    for (const { wrapped } of keys) expect(holding(wrapped)).toEqual(['keys.db']);
    for (const each of erased) vault.erase(each);
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
    expect(erased.map(wrappedKeyOf)).toEqual(erased.map(() => null));
  });
});

describe('the key store', () => {
  it('holds neither clear text nor a usable key without the master key', () => {
    const vault = open();
    vault.seal(person(1), 'Ola Nordmann', at);
    expect(holding(Buffer.from('Ola Nordmann'))).toEqual([]);
    expect(decrypt(Buffer.alloc(32, 2), wrappedKeyOf(person(1))!, person(1))).toBeUndefined();
    expect(() => open(Buffer.alloc(32, 2))).toThrow('MASTER_KEY_WRONG');
    expect(() => open(Buffer.alloc(16))).toThrow('MASTER_KEY_INVALID');
  });

  it('gives a person one key, whoever asks first', () => {
    const [here, there] = [open(), open()];
    const values = Array.from({ length: 20 }, (_, n) => (n % 2 ? here : there).seal(person(n >> 1), `text ${n}`, at));
    expect(values.map((value, n) => (n % 2 ? there : here).open(value, at))).toEqual(values.map((_, n) => `text ${n}`));
  });

  it('keeps a secret under its name', () => {
    const secret = open().secret('digest');
    expect(secret).toHaveLength(32);
    expect(open().secret('digest')).toEqual(secret);
    expect(open().secret('other')).not.toEqual(secret);
  });

  it('keeps how far readers got, and never goes back', () => {
    const vault = open();
    expect(vault.checkpoint('reader')).toBeUndefined();
    vault.saveCheckpoint('reader', 2n ** 60n);
    vault.saveCheckpoint('reader', 5n);
    expect(open().checkpoint('reader')).toBe(2n ** 60n);
  });

  it('is readable by its owner alone', () => {
    open();
    expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('is not mistaken for another file, or an older program for a newer one', () => {
    writeFileSync(file, 'this is a text, and long enough to be looked at as if it were a database header'.repeat(20));
    expect(() => open()).toThrow('VAULT_FOREIGN');
    rmSync(file);
    new Database(file).exec('CREATE TABLE other (x)').close();
    expect(() => open()).toThrow('VAULT_FOREIGN');
    rmSync(file);
    open().close();
    vaults = [];
    const db = new Database(file);
    db.pragma('user_version = 99');
    db.close();
    expect(() => open()).toThrow('VAULT_NEWER');
  });
});
