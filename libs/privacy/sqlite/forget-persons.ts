import { openKeyFile } from './key-file.js';

/** Opens a key store for one piece of work; no master key is needed, since no key is opened. */
const inKeyFile = <Result>(file: string, work: (db: ReturnType<typeof openKeyFile>) => Result): Result => {
  const db = openKeyFile(file);
  try {
    return work(db);
  } finally {
    db.close();
  }
};

const destroy = `INSERT INTO person_key (person, wrapped, erased_at) VALUES (?, NULL, ?)
  ON CONFLICT (person) DO UPDATE SET wrapped = NULL, erased_at = excluded.erased_at WHERE wrapped IS NOT NULL`;

/**
 * Destroys the keys of all persons in a copy of a key store, and keeps what the ledger itself needs: its name, the keys
 * of its checkpoints. Personal data reads as erased from then on. Gives how many there were.
 * @throws VaultError VAULT_FOREIGN, VAULT_NEWER
 */
export const forgetPersons = (file: string, at: Date): number =>
  inKeyFile(
    file,
    (db) =>
      db.prepare('UPDATE person_key SET wrapped = NULL, erased_at = ? WHERE wrapped IS NOT NULL').run(at.toISOString())
        .changes,
  );

/**
 * Destroys in a copy of a key store the keys of everybody who is erased in another one, which is later. Gives how many of
 * them were not erased there. @throws VaultError VAULT_FOREIGN, VAULT_NEWER
 */
export const eraseAsIn = (file: string, later: string): number => {
  const erased = inKeyFile(later, (db) =>
    db
      .prepare<[], { person: string; at: string }>(
        'SELECT person, erased_at AS at FROM person_key WHERE wrapped IS NULL',
      )
      .all(),
  );
  return inKeyFile(file, (db) => {
    const erase = db.prepare(destroy);
    return db.transaction(() => erased.reduce((had, { person, at }) => had + erase.run(person, at).changes, 0))();
  });
};
