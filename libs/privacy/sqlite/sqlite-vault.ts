import { LRUCache } from 'lru-cache';
import { Wrapping, openUnder, probe, sealUnder, secretAad } from '../sealing.js';
import { type Vault, VaultError, aadOf } from '../vault.js';
import { openKeyFile } from './key-file.js';

/** Opened keys kept in memory. */
const openKeysMax = 10_000;

interface KeyRow {
  readonly wrapped: Buffer | null;
}

/**
 * Opens the vault in a SQLite file of its own, which several processes may share. Each call is done before it gives its
 * promise: it blocks for a read or, where it writes (a person's first key, an erasure, a checkpoint), for a sync of the disk.
 * @throws VaultError MASTER_KEY_WRONG, MASTER_KEY_INVALID, VAULT_FOREIGN, VAULT_NEWER
 */
export const openSqliteVault = async ({ file, masterKey }: { file: string; masterKey: Buffer }): Promise<Vault> => {
  const wrapping = new Wrapping(masterKey, file);
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

  /** The key; null when the person was erased, undefined when they never had one. */
  const keyOf = (person: string): Buffer | null | undefined => {
    forgetWhenOthersWrote();
    const open = openKeys.get(person);
    if (open) return open;
    const row = selectKey.get(person);
    if (!row?.wrapped) return row && null;
    const key = wrapping.open(row.wrapped, person);
    openKeys.set(person, key);
    return key;
  };

  const makeKey = db.transaction((person: string): Buffer | null => {
    const existing = keyOf(person);
    if (existing !== undefined) return existing;
    const { key, wrapped } = wrapping.make(person);
    insertKey.run(person, wrapped);
    return key;
  });

  const findSecret = (name: string): Buffer | undefined => {
    const wrapped = selectSecret.get(name);
    return wrapped && wrapping.open(wrapped, secretAad(name));
  };
  const makeSecret = db.transaction((name: string): Buffer => {
    const existing = findSecret(name);
    if (existing) return existing;
    const { key, wrapped } = wrapping.make(secretAad(name));
    insertSecret.run(name, wrapped);
    return key;
  });

  const vault: Vault = {
    async seal(person, clear, aad) {
      const key = keyOf(person) ?? makeKey.immediate(person);
      if (key === null) throw new VaultError('PERSON_ERASED', `person ${person} was erased`);
      return sealUnder(key, person, clear, aad);
    },
    open: async (sealed, aad) => openUnder(keyOf(sealed.person), sealed, aad),
    openField: async (field) => openUnder(keyOf(field.person), field, aadOf(field.eventId, field.path)),
    async erase(person) {
      destroyKey.run(person, new Date().toISOString());
      openKeys.delete(person);
    },
    secret: async (name) => makeSecret.immediate(name),
    findSecret: async (name) => findSecret(name),
    checkpoint: async (name) => selectCheckpoint.get(name),
    saveCheckpoint: async (name, position) => void upsertCheckpoint.run(name, position),
    async close() {
      openKeys.clear();
      db.close();
    },
  };

  try {
    await vault.secret(probe);
    return vault;
  } catch (error) {
    await vault.close();
    throw error;
  }
};
