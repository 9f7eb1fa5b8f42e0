import { existsSync } from 'node:fs';
import type { PoolClient } from '#postgres';
import Database from '#sqlite';
import { filesIn } from '../../ledger/config.js';
import type { BesideColumn, BesideTable } from './beside-tables.js';

/** Rows that are under way at once. */
const rowsMax = 500;

type Value = string | bigint | Buffer | null;

/** The values of a row in the order of its table's columns, as a file has them. */
export type BesideRow = readonly Value[];

type Rows = Iterable<BesideRow> | AsyncIterable<BesideRow>;

const toPostgres = (value: Value, { kind }: BesideColumn): unknown => {
  if (value === null || kind === 'plain') return value;
  return kind === 'list' ? (JSON.parse(value as string) as unknown) : String(value);
};

const fromPostgres = (value: unknown, { kind }: BesideColumn): Value => {
  if (value === null || kind === 'plain') return value as Value;
  return kind === 'list' ? JSON.stringify(value) : BigInt(value as string);
};

/** Rows of a table of the data folder, in its order; none where there is no such file. Nothing may write to it meanwhile. */
export const rowsInFile = function* (
  data: string,
  { file, inFile, columns, order }: BesideTable,
): Generator<BesideRow, void> {
  const path = filesIn(data)[file];
  if (!existsSync(path)) return;
  const db = new Database(path, { fileMustExist: true }).defaultSafeIntegers(true);
  try {
    // Opened for reading alone, SQLite would leave an empty log beside the file.
    db.pragma('query_only = 1');
    const names = columns.map((column) => column.inFile).join(', ');
    const text = `SELECT ${names} FROM ${inFile} ORDER BY ${order.join(', ')}`;
    yield* db.prepare<[], BesideRow>(text).raw().iterate();
  } finally {
    db.close();
  }
};

/** By the bytes of a text, as files are, whatever alphabet the server orders by. */
const orderOn = ({ columns, order }: BesideTable): string =>
  order
    .map((name) => columns.find(({ inFile }) => inFile === name)!)
    .map(({ onPostgres, kind }) => `t.${onPostgres}${kind === 'plain' ? ' collate "C"' : ''}`)
    .join(', ');

/** Rows of a table on PostgreSQL, in the same order. Within a transaction, and to be read to the end. */
export const rowsOnPostgres = async function* (client: PoolClient, table: BesideTable): AsyncGenerator<BesideRow> {
  const { onPostgres, columns } = table;
  const names = columns.map((column) => `t.${column.onPostgres}${column.kind === 'number' ? '::text' : ''}`).join(', ');
  const text = `select ${names} from wavebook.${onPostgres} as t order by ${orderOn(table)}`;
  await client.query(`declare beside no scroll cursor for ${text}`);
  for (;;) {
    const fetched = { text: `fetch ${rowsMax} from beside`, rowMode: 'array' } as const;
    const { rows } = await client.query<unknown[]>(fetched);
    for (const row of rows) yield row.map((value, at) => fromPostgres(value, columns[at]!));
    if (rows.length < rowsMax) break;
  }
  await client.query('close beside');
};

/** Puts rows into a table of the data folder, in place of what opening its file has put there. */
export const putInFile = async (data: string, { file, inFile, columns }: BesideTable, rows: Rows): Promise<void> => {
  const db = new Database(filesIn(data)[file], { fileMustExist: true });
  try {
    db.exec('BEGIN IMMEDIATE').exec(`DELETE FROM ${inFile}`);
    const names = columns.map((column) => column.inFile).join(', ');
    const places = columns.map(() => '?').join(', ');
    const insert = db.prepare<unknown[]>(`INSERT INTO ${inFile} (${names}) VALUES (${places})`);
    for await (const row of rows) insert.run(...row);
    db.exec('COMMIT');
  } finally {
    db.close();
  }
};

/** Puts rows into a table on PostgreSQL, within a transaction. */
export const putOnPostgres = async (
  client: PoolClient,
  table: BesideTable,
  rows: Iterable<BesideRow>,
): Promise<void> => {
  const { onPostgres, columns, counted } = table;
  const names = columns.map((column) => column.onPostgres).join(', ');
  const places = columns.map((_, at) => `$${at + 1}`).join(', ');
  const text = `insert into wavebook.${onPostgres} (${names}) overriding system value values (${places})`;
  let sent: Promise<unknown>[] = [];
  for (const row of rows) {
    const values = row.map((value, at) => toPostgres(value, columns[at]!));
    if (sent.push(client.query(text, values)) < rowsMax) continue;
    await Promise.all(sent);
    sent = [];
  }
  await Promise.all(sent);
  if (counted !== undefined)
    await client.query(
      `select setval(pg_get_serial_sequence('wavebook.${onPostgres}', '${counted}'), max(${counted})) from wavebook.${onPostgres}`,
    );
};
