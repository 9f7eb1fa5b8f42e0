import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { EventStore } from '#event-store';
import { type Pool, type PoolClient, PostgresError, inTransaction, openPostgres } from '#postgres';
import { removeReadModels } from '#read-models';
import { clearDeparted, depart, departureFrom, hasTable } from '../../ledger/beside-departure.js';
import { besideOn, openBeside } from '../../ledger/beside-ledger.js';
import { type Config, filesIn } from '../../ledger/config.js';
import { ledgerPlace, openLedgerAt } from '../../ledger/ledger-place.js';
import { masterKeyHere } from '../backup/examine-copy.js';
import { assertLedger } from '../open-books.js';
import { CommandRefused } from '../outcome.js';
import { isOpenElsewhere, synced } from '../sqlite-file.js';
import { exitCodes } from '../terminal.js';
import { putInFile, rowsInFile, rowsOnPostgres } from './beside-rows.js';
import { besideFiles, besideTables } from './beside-tables.js';
import { type MovedRows, alone, compareEnds, establish, hasKeys, unhurried } from './both-ends.js';
import { fitToLedger, assertOfLedger } from './of-this-ledger.js';

/** What has been done, and holds from then on, whatever becomes of this process. */
export const returnSteps = ['FETCHED', 'READY', 'LEFT', 'PLACED_BUT_KEYS', 'PLACED', 'CLEARED'] as const;
export type ReturnStep = (typeof returnSteps)[number];

export interface ReturnParts {
  readonly config: Pick<Config, 'data' | 'masterKey' | 'eventStoreUrl'>;
  /** Of the database on PostgreSQL. */
  readonly url: string;
  readonly onStep?: (step: ReturnStep) => void | Promise<void>;
}

const refused = (code: string, message: string): CommandRefused => new CommandRefused(code, message, exitCodes.fault);

const syncedFolder = async (folder: string): Promise<void> => {
  if (process.platform !== 'win32') await synced(folder);
};

/** What it takes to fetch what lies there: the ledger that it belongs to, and the master key that opens it. */
interface Found {
  readonly store: EventStore;
  readonly masterKey: Buffer;
}

const assertNone = (data: string): void => {
  const files = filesIn(data);
  for (const file of besideFiles.map((name) => files[name]))
    if (existsSync(file))
      throw refused(
        'BESIDE_THERE',
        `${file} is there already, and would be written over. Name another folder with WAVEBOOK_DATA.`,
      );
  if (existsSync(files.ledger) && isOpenElsewhere(files.ledger))
    throw refused('LEDGER_IN_USE', `Another process has ${files.ledger} open. Stop the server.`);
};

/** @throws CommandRefused BESIDE_MISSING */
const assertKeysThere = async (client: PoolClient): Promise<void> => {
  const isThere = (await hasTable(client, 'secret')) && (await hasKeys(client));
  if (!isThere)
    throw refused(
      'BESIDE_MISSING',
      'Nothing lies there that was beside a ledger. Name the database that the servers use.',
    );
};

/** Nobody adds a row between what is read and what leaves: whoever tries waits, and then finds nothing to add to. */
const holdStill = (client: PoolClient): Promise<unknown> =>
  client.query(`lock table ${besideTables.map(({ onPostgres }) => `wavebook.${onPostgres}`).join(', ')} in share mode`);

/** Fetches everything into a folder of drafts, and reads both ends before it counts. */
const fetchInto = async (drafts: string, client: PoolClient, masterKey: Buffer): Promise<void> => {
  rmSync(drafts, { recursive: true, force: true });
  mkdirSync(drafts, { recursive: true, mode: 0o700 });
  const beside = await openBeside({ data: drafts });
  await establish(beside, masterKey).finally(() => beside.close());
  for (const table of besideTables) await putInFile(drafts, table, rowsOnPostgres(client, table));
  await compareEnds(client, drafts);
};

/** The first line of the ledger whose read models are there; undefined where there are none. */
const ledgerOn = async (client: PoolClient): Promise<string | undefined> => {
  if (!(await hasTable(client, 'read_ledger'))) return undefined;
  const { rows } = await client.query<{ first: string }>('select first_event as first from wavebook.read_ledger');
  return rows[0]?.first;
};

const leave = async ({ config: { data }, onStep }: ReturnParts, pool: Pool, found: Found): Promise<void> => {
  const { besideReturning: drafts, returningMove } = filesIn(data);
  try {
    await inTransaction(pool, async (client) => {
      await holdStill(client);
      await fetchInto(drafts, client, found.masterKey);
      await fitToLedger(drafts, found.store);
      for (const name of besideFiles) await synced(filesIn(drafts)[name]);
      await onStep?.('FETCHED');
      const move = randomUUID();
      writeFileSync(returningMove, move, { flush: true });
      for (const folder of [drafts, data]) await syncedFolder(folder);
      await onStep?.('READY');
      await depart(client, { move, leftAt: new Date().toISOString() });
    });
  } catch (error) {
    // Where it is known that nothing has left, no copies of keys are left, either.
    if (error instanceof CommandRefused || error instanceof PostgresError) rmSync(drafts, { recursive: true });
    throw error;
  }
  await onStep?.('LEFT');
};

/** The keys come last: with them, the folder is where everything is. */
const place = async ({ config: { data }, onStep }: ReturnParts): Promise<void> => {
  const files = filesIn(data);
  const drafts = filesIn(files.besideReturning);
  for (const name of besideFiles) {
    if (name === 'keys') await onStep?.('PLACED_BUT_KEYS');
    if (existsSync(drafts[name])) renameSync(drafts[name], files[name]);
    await syncedFolder(data);
  }
  await onStep?.('PLACED');
};

const clear = async ({ config: { data }, onStep }: ReturnParts, pool: Pool): Promise<void> => {
  const { besideReturning, besideMoved } = filesIn(data);
  await pool.use(clearDeparted);
  await removeReadModels(pool);
  await onStep?.('CLEARED');
  rmSync(besideMoved, { force: true });
  rmSync(besideReturning, { recursive: true });
  await syncedFolder(data);
};

/** What is there, and by which move it has left where it has; this folder's own, or another's. */
const begin = async (parts: ReturnParts, pool: Pool): Promise<void> => {
  const { config } = parts;
  const { data } = config;
  const { returningMove } = filesIn(data);
  const departure = await pool.use(departureFrom);
  const own = existsSync(returningMove) ? readFileSync(returningMove, 'utf8') : undefined;
  if (departure && departure.move === own) return;
  if (departure)
    throw refused(
      'BESIDE_MISSING',
      `What lay there beside a ledger was moved into a data folder, at ${departure.leftAt}.`,
    );
  assertLedger(config);
  assertNone(data);
  const masterKey = masterKeyHere(config);
  await pool.use(assertKeysThere);
  await establish(besideOn(pool), masterKey);
  const store = await openLedgerAt(ledgerPlace(config));
  try {
    await assertOfLedger(await pool.use(ledgerOn), store);
    mkdirSync(data, { recursive: true, mode: 0o700 });
    await leave(parts, pool, { store, masterKey });
  } finally {
    await store.close();
  }
};

const countRows = (data: string): MovedRows => {
  const moved: Record<string, number> = {};
  for (const table of besideTables) {
    moved[table.onPostgres] = 0;
    for (const _ of rowsInFile(data, table)) moved[table.onPostgres]!++;
  }
  return moved;
};

/**
 * Moves the keys, the tokens, who read what and the tree of proofs from PostgreSQL into the data folder. They are fetched into
 * drafts and compared, leave PostgreSQL in one transaction, take their places, the keys last, and are then removed there, with
 * the read models. Servers never find them at both ends; between the second step and the fourth, they find them at neither. Given
 * again, it goes on where it was cut off.
 * @throws CommandRefused LEDGER_MISSING, LEDGER_MISPLACED, MASTER_KEY_MISSING, LEDGER_IN_USE, BESIDE_THERE, BESIDE_MISSING, SOURCE_DIFFERS,
 * MOVED_DIFFERS; VaultError MASTER_KEY_WRONG; PostgresError, PostgresUnavailable
 */
export const returnBeside = async (parts: ReturnParts): Promise<MovedRows> => {
  const pool = await openPostgres(parts.url, unhurried);
  try {
    return await alone(parts.url, async () => {
      await begin(parts, pool);
      await place(parts);
      const moved = countRows(parts.config.data);
      await clear(parts, pool);
      return moved;
    });
  } finally {
    await pool.end();
  }
};
