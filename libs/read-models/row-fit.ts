import { inspect } from 'node:util';
import type { ColumnType } from '#kernel';

/** What a projection makes, as far as the engine looks into it. */
export type Row = Readonly<Record<string, unknown>>;

interface Table {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
}

type Fits = (value: unknown) => boolean;

const fits: Readonly<Record<ColumnType, Fits>> = {
  text: (value) => typeof value === 'string',
  integer: Number.isSafeInteger,
  real: Number.isFinite,
  flag: (value) => typeof value === 'boolean',
  json: (value) => typeof value !== 'bigint' && typeof value !== 'function' && typeof value !== 'symbol',
};

type Column = readonly [name: string, fits: Fits];
const known = new WeakMap<Table, readonly Column[]>();

const columnsOf = (table: Table): readonly Column[] => {
  const columns = known.get(table) ?? Object.entries(table.columns).map(([name, type]) => [name, fits[type]] as const);
  known.set(table, columns);
  return columns;
};

/** Whether the row holds each column and nothing else. Most rows do, and need no copy. */
const isExact = (columns: readonly Column[], row: Row): boolean => {
  for (const [name, fit] of columns) {
    const value = row[name];
    if (value !== null && (value === undefined || !fit(value))) return false;
  }
  let fields = 0;
  for (const _name in row) fields++;
  return fields === columns.length;
};

/**
 * The row as the database will give it back: exactly the declared columns, absent values as null. So the next event
 * meets the same row whether it comes in the same batch, after a restart or in a rebuild.
 */
export const fitting = (table: Table, row: Row): Row => {
  const columns = columnsOf(table);
  if (isExact(columns, row)) return row;
  const fitted: Record<string, unknown> = {};
  for (const [name, fit] of columns) {
    const value = row[name] ?? null;
    if (value !== null && !fit(value))
      throw new TypeError(`${table.name}.${name} is declared ${table.columns[name]} and cannot hold ${inspect(value)}`);
    fitted[name] = value;
  }
  return fitted;
};
