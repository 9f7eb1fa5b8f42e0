import { type PoolClient, withLockIfFree } from '#postgres';
import { besideLock } from '../../ledger/beside-departure.js';
import type { BesideLedger } from '../../ledger/beside-ledger.js';
import { CommandRefused } from '../outcome.js';
import { exitCodes } from '../terminal.js';
import { type BesideRow, rowsInFile, rowsOnPostgres } from './beside-rows.js';
import { type BesideTable, besideTables } from './beside-tables.js';

/** Made by whoever opens a vault, before anything is kept in it. */
export const probe = 'master-key-probe';

/** How many rows of each table were moved, by its name on PostgreSQL. */
export type MovedRows = Readonly<Record<string, number>>;

/** Whether what was moved has the keys of a ledger. Its tables must be there. */
export const hasKeys = async (client: PoolClient): Promise<boolean> => {
  const { rowCount } = await client.query('select 1 from wavebook.secret where name <> $1 limit 1', [probe]);
  return rowCount === 1;
};

/** Opens each part once, so that its tables are there, as this version has them. @throws VaultError MASTER_KEY_WRONG */
export const establish = async (beside: BesideLedger, masterKey: Buffer): Promise<void> => {
  const clock = { now: () => new Date(), today: () => '1970-01-01' };
  const parts = [
    () => beside.vault(masterKey),
    () => beside.proofLog(),
    () => beside.tokens(),
    () => beside.reads(clock),
  ] as const;
  for (const open of parts) await (await open()).close();
};

/** Moves something to or from PostgreSQL while nobody uses it there. @throws CommandRefused LEDGER_IN_USE */
export const alone = async <Result>(url: string, work: () => Promise<Result>): Promise<Result> => {
  const done = await withLockIfFree(url, besideLock, async () => ({ result: await work() }));
  if (done) return done.result;
  throw new CommandRefused(
    'LEDGER_IN_USE',
    'Another process uses what lies on PostgreSQL. Stop all servers: what they write meanwhile would be lost.',
    exitCodes.fault,
  );
};

const isSame = (here: BesideRow, there: BesideRow): boolean =>
  here.every((value, at) => {
    const other = there[at]!;
    return Buffer.isBuffer(value) && Buffer.isBuffer(other) ? value.equals(other) : value === other;
  });

/** Reads a table at both ends, row by row, and gives how many there are. @throws CommandRefused MOVED_DIFFERS */
const compareTable = async (client: PoolClient, data: string, table: BesideTable): Promise<number> => {
  const inFile = rowsInFile(data, table);
  let count = 0;
  try {
    for await (const there of rowsOnPostgres(client, table)) {
      const here = inFile.next();
      if (here.done || !isSame(here.value, there)) throw moveDiffers(table, count + 1);
      count++;
    }
    if (!inFile.next().done) throw moveDiffers(table, count + 1);
    return count;
  } finally {
    inFile.return(undefined);
  }
};

const moveDiffers = ({ inFile }: BesideTable, at: number): CommandRefused =>
  new CommandRefused(
    'MOVED_DIFFERS',
    `Row ${at} of ${inFile} is not the same in the folder and on PostgreSQL. Nothing was moved.`,
    exitCodes.fault,
  );

/** Reads both ends to their ends: each row, each value, each order. @throws CommandRefused MOVED_DIFFERS */
export const compareEnds = async (client: PoolClient, data: string): Promise<MovedRows> => {
  const moved: Record<string, number> = {};
  for (const table of besideTables) moved[table.onPostgres] = await compareTable(client, data, table);
  return moved;
};

/** A pool for moving: what takes long is broken off by nobody. */
export const unhurried = { statementMsMax: 0 } as const;
