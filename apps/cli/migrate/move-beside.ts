import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { type Pool, type PoolClient, inTransaction, openPostgres } from '#postgres';
import Database from '#sqlite';
import { type BesideLedger, besideOn } from '../../ledger/beside-ledger.js';
import { type Config, filesIn } from '../../ledger/config.js';
import { masterKeyHere } from '../backup/examine-copy.js';
import { CommandRefused } from '../outcome.js';
import { isOpenElsewhere } from '../sqlite-file.js';
import { exitCodes } from '../terminal.js';
import { type BesideTable, besideTables } from './beside-tables.js';

/** Rows that are under way at once. */
const sentMax = 500;
/** Made by whoever opens a vault, before anything is kept in it. */
const probe = 'master-key-probe';

export type MovedRows = Readonly<Record<string, number>>;

type Row = Readonly<Record<string, unknown>>;

const files = ['keys', 'access', 'reads', 'proof'] as const;

/** Opens each part once, so that its tables are there. */
const establish = async (beside: BesideLedger, masterKey: Buffer): Promise<void> => {
  const clock = { now: () => new Date(), today: () => '1970-01-01' };
  const parts = [beside.vault(masterKey), beside.proofLog(), beside.tokens(), beside.reads(clock)] as const;
  for (const part of parts) await (await part).close();
};

const rowsInFile = (data: string, { file, inFile, columns, order }: BesideTable): readonly Row[] => {
  const path = filesIn(data)[file];
  if (!existsSync(path)) return [];
  const db = new Database(path, { readonly: true, fileMustExist: true }).defaultSafeIntegers(true);
  try {
    const names = columns.map((column) => column.inFile).join(', ');
    return db.prepare<[], Row>(`SELECT ${names} FROM ${inFile} ORDER BY ${order}`).all();
  } finally {
    db.close();
  }
};

const toPostgresValue = (value: unknown, kind: BesideTable['columns'][number]['kind']): unknown => {
  if (kind === 'list') return value === null ? null : (JSON.parse(value as string) as unknown);
  return typeof value === 'bigint' ? String(value) : value;
};

const putOnPostgres = async (client: PoolClient, table: BesideTable, rows: readonly Row[]): Promise<void> => {
  const { onPostgres, columns } = table;
  const names = columns.map((column) => column.onPostgres).join(', ');
  const places = columns.map((_, at) => `$${at + 1}`).join(', ');
  // What opening the parts has put there gives way; there is nothing else.
  const text = `insert into wavebook.${onPostgres} (${names}) values (${places}) on conflict do nothing`;
  for (let at = 0; at < rows.length; at += sentMax)
    await Promise.all(
      rows.slice(at, at + sentMax).map((row) =>
        client.query(
          text,
          columns.map(({ inFile, kind }) => toPostgresValue(row[inFile], kind)),
        ),
      ),
    );
};

const countOn = async (client: PoolClient, { onPostgres }: BesideTable): Promise<number> => {
  const { rows } = await client.query<{ count: number }>(`select count(*) as count from wavebook.${onPostgres}`);
  return rows[0]!.count;
};

/** Keys of another ledger there would be mixed with these. */
const assertEmpty = async (client: PoolClient): Promise<void> => {
  const { rows } = await client.query('select 1 from wavebook.secret where name <> $1 limit 1', [probe]);
  if (rows.length > 0)
    throw new CommandRefused(
      'TARGET_DIFFERS',
      'There are keys of a ledger already. Move to a database of its own.',
      exitCodes.fault,
    );
};

const copyToPostgres = (data: string, pool: Pool): Promise<MovedRows> =>
  inTransaction(pool, async (client) => {
    await assertEmpty(client);
    const moved: Record<string, number> = {};
    for (const table of besideTables) {
      const rows = rowsInFile(data, table);
      await putOnPostgres(client, table, rows);
      const count = await countOn(client, table);
      const isWhole = count === rows.length || (table.onPostgres === 'secret' && count >= rows.length);
      if (!isWhole)
        throw new CommandRefused(
          'MOVED_DIFFERS',
          `Of ${table.inFile} ${rows.length} rows were moved, and ${count} are there. Nothing was moved.`,
          exitCodes.fault,
        );
      moved[table.onPostgres] = rows.length;
    }
    return moved;
  });

/**
 * Moves the keys, the tokens, who read what and the tree of proofs from the data folder to PostgreSQL: all of it, or
 * nothing. Then they are removed from the folder: a copy of a key that is forgotten there would outlive its erasure.
 * @throws CommandRefused MASTER_KEY_MISSING, LEDGER_IN_USE, TARGET_DIFFERS, MOVED_DIFFERS; VaultError, PostgresError
 */
export const moveBeside = async (config: Pick<Config, 'data' | 'masterKey'>, url: string): Promise<MovedRows> => {
  const { data } = config;
  const here = filesIn(data);
  const masterKey = masterKeyHere(config);
  for (const file of files.map((name) => here[name]))
    if (existsSync(file) && isOpenElsewhere(file))
      throw new CommandRefused('LEDGER_IN_USE', `Another process has ${file} open. Stop the server.`, exitCodes.fault);
  const pool = await openPostgres(url);
  const beside = besideOn(pool);
  try {
    await establish(beside, masterKey);
    const moved = await copyToPostgres(data, pool);
    writeFileSync(here.besideMoved, `${new Date().toISOString()}\n`, { flush: true });
    for (const name of files)
      for (const end of ['', '-wal', '-shm', '-journal']) rmSync(here[name] + end, { force: true });
    rmSync(here.readModels, { recursive: true, force: true });
    return moved;
  } finally {
    await beside.close();
  }
};
