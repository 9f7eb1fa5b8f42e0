import { type Pool, PostgresUnavailable, migrate } from '#postgres';
import { Wrapping, openUnder, probe, sealUnder, secretAad } from '../sealing.js';
import { type Vault, VaultError, aadOf } from '../vault.js';
import { keyTables } from './key-tables.js';
import { PersonKeys } from './person-keys.js';

const keptIn = 'the key store on PostgreSQL';

const selectSecret = 'select wrapped from wavebook.secret where name = $1';
const insertSecret = 'insert into wavebook.secret (name, wrapped) values ($1, $2) on conflict (name) do nothing';
/** As text: the driver's numbers do not reach as far as positions. */
const selectCheckpoint = 'select position::text as position from wavebook.checkpoint where name = $1';
const upsertCheckpoint = `insert into wavebook.checkpoint as kept (name, position) values ($1, $2)
  on conflict (name) do update set position = excluded.position where excluded.position > kept.position`;

/** A destroyed key must not come back with a power cut, nor be lost one that something is sealed under. */
const assertDurable = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.use((client) => client.query<{ synchronous_commit: string }>('show synchronous_commit'));
  if (rows[0]!.synchronous_commit === 'off') throw new Error('keys need connections whose commits are durable');
};

/** Says in the vault's own words that the keys cannot be reached. */
const reaching = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof PostgresUnavailable)) throw error;
    throw new VaultError('VAULT_UNAVAILABLE', error.message, { cause: error });
  }
};

export interface PostgresVaultOptions {
  /** From `openPostgres`. It stays open when the vault is closed. */
  readonly pool: Pool;
  readonly masterKey: Buffer;
}

/**
 * Opens the vault on PostgreSQL, for all nodes that share its database; its tables are made where they are not there. No key
 * is kept in memory from one turn to the next.
 * @throws VaultError MASTER_KEY_WRONG, MASTER_KEY_INVALID, VAULT_UNAVAILABLE; PostgresError POSTGRES_NEWER, POSTGRES_FORBIDDEN
 */
export const openPostgresVault = async ({ pool, masterKey }: PostgresVaultOptions): Promise<Vault> => {
  const wrapping = new Wrapping(masterKey, keptIn);
  const persons = new PersonKeys(pool, wrapping);

  const open: Vault['open'] = async (sealed, aad) =>
    openUnder(await reaching(persons.find(sealed.person)), sealed, aad);

  const findSecret = async (name: string): Promise<Buffer | undefined> => {
    const { rows } = await reaching(pool.use((client) => client.query<{ wrapped: Buffer }>(selectSecret, [name])));
    return rows[0] && wrapping.open(rows[0].wrapped, secretAad(name));
  };

  const makeSecret = async (name: string): Promise<Buffer> => {
    const { wrapped } = wrapping.make(secretAad(name));
    await reaching(pool.use((client) => client.query(insertSecret, [name, wrapped])));
    // Another node may have been faster.
    return (await findSecret(name))!;
  };

  const vault: Vault = {
    async seal(person, clear, aad) {
      const key = await reaching(persons.findOrMake(person));
      if (key === null) throw new VaultError('PERSON_ERASED', `person ${person} was erased`);
      return sealUnder(key, person, clear, aad);
    },
    open,
    openField: (field) => open(field, aadOf(field.eventId, field.path)),
    erase: (person) => reaching(persons.erase(person, new Date())),
    secret: async (name) => (await findSecret(name)) ?? makeSecret(name),
    findSecret,
    async checkpoint(name) {
      const { rows } = await reaching(
        pool.use((client) => client.query<{ position: string }>(selectCheckpoint, [name])),
      );
      return rows[0] && BigInt(rows[0].position);
    },
    async saveCheckpoint(name, position) {
      await reaching(pool.use((client) => client.query(upsertCheckpoint, [name, String(position)])));
    },
    close: () => Promise.resolve(),
  };

  await reaching(assertDurable(pool));
  await reaching(migrate(pool, 'keys', keyTables));
  await vault.secret(probe);
  return vault;
};
