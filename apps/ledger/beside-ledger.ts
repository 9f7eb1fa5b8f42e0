import { existsSync, rmSync } from 'node:fs';
import { type LeadParts, type LeadWork, type Pool, lead, openPostgres } from '#postgres';
import { type Vault, VaultError, isVaultError, masterKeyFrom, openPostgresVault, openSqliteVault } from '#privacy';
import { type ProofLog, openPostgresProofLog, openSqliteProofLog } from '#proof';
import { openPostgresTokenStore } from './access/postgres-token-store.js';
import { openSqliteTokenStore } from './access/sqlite-token-store.js';
import type { TokenStore } from './access/token-store.js';
import { presence } from './beside-departure.js';
import { type Config, ConfigError, filesIn } from './config.js';
import { openPostgresReadLog } from './reads/postgres-read-log.js';
import type { ReadLog, ReadLogClock } from './reads/read-log.js';
import { openSqliteReadLog } from './reads/sqlite-read-log.js';

/** What tells where the things beside a ledger are: in files of a data folder, or on PostgreSQL where there is an address. */
export type BesideHere = Pick<Config, 'data'> & Partial<Pick<Config, 'readDatabaseUrl'>>;

export type Lead = (parts: Omit<LeadParts, 'pool'>, work: LeadWork) => Promise<void>;

/** What lies beside a ledger. Each part is opened when it is asked for, and is the caller's to close before this. */
export interface BesideLedger {
  /** @throws VaultError, PostgresError */
  vault(masterKey: Buffer): Promise<Vault>;
  /** @throws ProofFileError, PostgresError */
  proofLog(): Promise<ProofLog>;
  /** @throws AccessError, PostgresError */
  tokens(): Promise<TokenStore>;
  /** @throws ReadLogError, PostgresError */
  reads(clock: ReadLogClock): Promise<ReadLog>;
  /** Does what one process at a time does; undefined where processes share files, and each does everything. */
  readonly lead: Lead | undefined;
  close(): Promise<void>;
}

const inFolder = (data: string): BesideLedger => {
  const files = filesIn(data);
  return {
    vault: (masterKey) => openSqliteVault({ file: files.keys, masterKey }),
    proofLog: async () => openSqliteProofLog(files.proof),
    tokens: async () => openSqliteTokenStore(files.access),
    reads: async (clock) => openSqliteReadLog(files.reads, clock),
    lead: undefined,
    close: () => Promise.resolve(),
  };
};

/** @param pool - from `openPostgres`; ends with it */
export const besideOn = (pool: Pool): BesideLedger => ({
  vault: (masterKey) => openPostgresVault({ pool, masterKey }),
  proofLog: () => openPostgresProofLog(pool),
  tokens: () => openPostgresTokenStore(pool),
  reads: (clock) => openPostgresReadLog(pool, clock),
  lead: (parts, work) => lead({ ...parts, pool }, work),
  close: () => pool.end(),
});

/**
 * What is said where the keys are somewhere else than the configuration has it; undefined where all is well. Without them
 * personal data could not be read, and new keys would be made beside them.
 */
export const misplacedKeys = ({ data, readDatabaseUrl }: BesideHere): string | undefined => {
  const { keys, besideMoved, besideReturning } = filesIn(data);
  if (readDatabaseUrl !== undefined && existsSync(keys))
    return `READ_DATABASE_URL is set, and ${data} holds keys, too. Move them there with “wavebook migrate --to postgres://…”, or name another folder with WAVEBOOK_DATA; or start without READ_DATABASE_URL where the keys have come back.`;
  if (readDatabaseUrl !== undefined || existsSync(keys)) return undefined;
  if (existsSync(besideReturning))
    return `The keys of ${data}, and all else beside the ledger, were on their way back from PostgreSQL. Give “wavebook migrate --from postgres://…” again.`;
  if (existsSync(besideMoved))
    return `The keys of ${data}, and all else beside the ledger, were moved to PostgreSQL. Set READ_DATABASE_URL to where they are.`;
  return undefined;
};

const onPostgres = async (data: string, url: string): Promise<BesideLedger> => {
  const pool = await openPostgres(url);
  const beside = besideOn(pool);
  try {
    const present = await presence(pool, url);
    const { besideReturning, returningMove } = filesIn(data);
    // An attempt to fetch it that came to nothing has left copies of keys.
    if (!existsSync(returningMove)) rmSync(besideReturning, { recursive: true, force: true });
    return { ...beside, close: () => present.close().then(() => beside.close()) };
  } catch (error) {
    await beside.close();
    throw error;
  }
};

/** Opens what lies beside a ledger. @throws ConfigError where it lies somewhere else; PostgresError */
export const openBeside = async (here: BesideHere): Promise<BesideLedger> => {
  const wrong = misplacedKeys(here);
  if (wrong !== undefined) throw new ConfigError(wrong);
  const { data, readDatabaseUrl } = here;
  return readDatabaseUrl === undefined ? inFolder(data) : onPostgres(data, readDatabaseUrl);
};

/**
 * Opens the vault, which gets a master key when it is new. A key that was made for a vault that turns out to have another
 * is taken away again: it opens nothing, and would look like the one that is missing.
 */
export const openVaultBeside = async (
  beside: Pick<BesideLedger, 'vault'>,
  { data, masterKey: configured }: Pick<Config, 'data' | 'masterKey'>,
): Promise<Vault> => {
  const { masterKey: file } = filesIn(data);
  const isMade = configured === undefined && !existsSync(file);
  const masterKey = masterKeyFrom({ configured, file });
  try {
    return await beside.vault(masterKey);
  } catch (error) {
    if (!isMade || !isVaultError(error, 'MASTER_KEY_WRONG')) throw error;
    rmSync(file);
    throw new VaultError(
      'MASTER_KEY_MISSING',
      `set WAVEBOOK_MASTER_KEY to the key that the keys of persons were made with, or put it into ${file}`,
      { cause: error },
    );
  }
};
