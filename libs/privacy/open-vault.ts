import { randomBytes } from 'node:crypto';
import type { Sealed } from '#kernel';
import { LRUCache } from 'lru-cache';
import { decrypt, encrypt, keyBytes } from './cipher.js';
import { openKeyFile } from './key-file.js';
import { type Vault, VaultError, aadOf } from './vault.js';

/** Opened keys kept in memory. */
const openKeysMax = 10_000;
/** Names the format of a sealed text: base64url of nonce, ciphertext and tag. */
const sealedPrefix = 'v1.';
/** A secret that is only there to find out that the master key is another one. */
const probe = 'master-key-probe';

interface KeyRow {
  readonly wrapped: Buffer | null;
}

/**
 * Opens the vault in a SQLite file of its own, which several processes may share. Calls block for a read, or, where they
 * write (a person's first key, an erasure, a checkpoint), for a sync of the disk.
 * @throws VaultError MASTER_KEY_WRONG, MASTER_KEY_INVALID, VAULT_FOREIGN, VAULT_NEWER
 */
export const openVault = ({ file, masterKey }: { file: string; masterKey: Buffer }): Vault => {
  if (masterKey.length !== keyBytes)
    throw new VaultError('MASTER_KEY_INVALID', `the master key has ${masterKey.length} bytes instead of ${keyBytes}`);
  const db = openKeyFile(file);
  const selectKey = db.prepare<[string], KeyRow>('SELECT wrapped FROM person_key WHERE person = ?');
  const insertKey = db.prepare('INSERT INTO person_key (person, wrapped) VALUES (?, ?)');
  const destroyKey = db.prepare(
    `INSERT INTO person_key (person, wrapped, erased_at) VALUES (?, NULL, ?)
     ON CONFLICT (person) DO UPDATE SET wrapped = NULL, erased_at = excluded.erased_at WHERE wrapped IS NOT NULL`,
  );
  const selectSecret = db.prepare<[string], Buffer>('SELECT wrapped FROM secret WHERE name = ?').pluck();
  const insertSecret = db.prepare('INSERT INTO secret (name, wrapped) VALUES (?, ?)');
  const selectCheckpoint = db
    .prepare<[string], bigint>('SELECT position FROM checkpoint WHERE name = ?')
    .pluck()
    .safeIntegers();
  const upsertCheckpoint = db.prepare(
    `INSERT INTO checkpoint (name, position) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET position = excluded.position WHERE excluded.position > position`,
  );
  const dataVersion = db.prepare<[], number>('PRAGMA data_version').pluck();

  const openKeys = new LRUCache<string, Buffer>({ max: openKeysMax, dispose: (key) => key.fill(0) });
  let seenVersion = dataVersion.get();

  /** Another process may have erased somebody: what it wrote makes all keys in memory doubtful. */
  const forgetWhenOthersWrote = () => {
    const version = dataVersion.get();
    if (version !== seenVersion) openKeys.clear();
    seenVersion = version;
  };

  const unwrap = (wrapped: Buffer, aad: string): Buffer => {
    const key = decrypt(masterKey, wrapped, aad);
    if (!key)
      throw new VaultError(
        'MASTER_KEY_WRONG',
        `the master key is not the one that ${file} was made with: it does not open ${aad}`,
      );
    return key;
  };

  /** The key; null when the person was erased, undefined when they never had one. */
  const keyOf = (person: string): Buffer | null | undefined => {
    forgetWhenOthersWrote();
    const open = openKeys.get(person);
    if (open) return open;
    const row = selectKey.get(person);
    if (!row?.wrapped) return row && null;
    const key = unwrap(row.wrapped, person);
    openKeys.set(person, key);
    return key;
  };

  const makeKey = db.transaction((person: string): Buffer | null => {
    const existing = keyOf(person);
    if (existing !== undefined) return existing;
    const key = randomBytes(keyBytes);
    insertKey.run(person, encrypt(masterKey, key, person));
    return key;
  });

  const makeSecret = db.transaction((name: string): Buffer => {
    const existing = selectSecret.get(name);
    if (existing) return unwrap(existing, `secret/${name}`);
    const secret = randomBytes(keyBytes);
    insertSecret.run(name, encrypt(masterKey, secret, `secret/${name}`));
    return secret;
  });

  const open = ({ person, sealed }: Sealed, aad: string): string | undefined => {
    const key = keyOf(person);
    if (key === null) return undefined;
    if (key === undefined) throw new VaultError('KEY_MISSING', `there is no key for person ${person} in ${file}`);
    const box = sealed.startsWith(sealedPrefix)
      ? Buffer.from(sealed.slice(sealedPrefix.length), 'base64url')
      : undefined;
    const clear = box && decrypt(key, box, aad);
    if (!clear) throw new VaultError('SEALED_BROKEN', `the value of person ${person} does not belong at ${aad}`);
    return clear.toString('utf8');
  };

  const vault: Vault = {
    seal(person, clear, aad) {
      const key = keyOf(person) ?? makeKey.immediate(person);
      if (key === null) throw new VaultError('PERSON_ERASED', `person ${person} was erased`);
      return { person, sealed: sealedPrefix + encrypt(key, Buffer.from(clear, 'utf8'), aad).toString('base64url') };
    },
    open,
    openField: (field) => open({ person: field.person, sealed: field.sealed }, aadOf(field.eventId, field.path)),
    erase(person) {
      destroyKey.run(person, new Date().toISOString());
      openKeys.delete(person);
    },
    secret: (name) => makeSecret.immediate(name),
    findSecret(name) {
      const wrapped = selectSecret.get(name);
      return wrapped && unwrap(wrapped, `secret/${name}`);
    },
    checkpoint: (name) => selectCheckpoint.get(name),
    saveCheckpoint: (name, position) => void upsertCheckpoint.run(name, position),
    close() {
      openKeys.clear();
      db.close();
    },
  };

  try {
    vault.secret(probe);
    return vault;
  } catch (error) {
    vault.close();
    throw error;
  }
};
