import { setImmediate as breathe } from 'node:timers/promises';
import type { ColumnType, Kept } from '#kernel';
import type { CompiledQuery } from 'kysely';
import type { AnyProjection, Making, Makings, Rows } from './fold.js';
import { type AnyDatabase, columnsOf } from './tables.js';

/** A statement carries at most this many values: every engine takes them, and more do not make it faster. */
const valuesMax = 1000;
/** After so many rows the event loop gets a turn: a server keeps answering while a model is written. */
const rowsPerTurn = 2000;

const encoded = (value: unknown, type: ColumnType): unknown => {
  if (value === null || value === undefined) return null;
  return type === 'json' ? JSON.stringify(value) : value;
};

const decoded = (value: unknown, type: ColumnType): unknown => {
  if (value === null) return null;
  if (type === 'json' && typeof value === 'string') return JSON.parse(value) as unknown;
  return type === 'flag' ? Boolean(value) : value;
};

type Column = readonly [name: string, type: ColumnType];

const addValues = (
  values: unknown[],
  columns: readonly Column[],
  { key, programmeId, sources, row }: Kept<unknown>,
) => {
  values.push(key, programmeId, `["${sources.join('","')}"]`);
  for (const [name, type] of columns) values.push(encoded((row as Record<string, unknown>)[name], type));
};

const makingOf = (projection: AnyProjection, stored: Record<string, unknown>): Making => {
  const columns = Object.entries(projection.columns);
  return {
    key: stored['key'] as string,
    programmeId: stored['programmeId'] as string,
    sources: (decoded(stored['sources'], 'json') as string[]).map(BigInt),
    row: Object.fromEntries(columns.map(([name, type]) => [name, decoded(stored[name], type)])),
  };
};

const sizes = [64, 16, 4, 1];

/**
 * Writes rows of one projection. Its statements are compiled once and run with other values each time, which costs a
 * tenth of building them anew; Kysely still decides how they read on each engine.
 */
export class RowWriter {
  readonly #compiled = new Map<number, CompiledQuery>();
  readonly #sizes: readonly number[];
  readonly #columns: readonly Column[];

  constructor(
    private readonly db: AnyDatabase,
    private readonly projection: AnyProjection,
    private readonly onConflict: 'replace' | 'fail',
  ) {
    this.#columns = Object.entries(projection.columns);
    const width = columnsOf(projection).length;
    this.#sizes = sizes.filter((size) => size === 1 || size * width <= valuesMax);
  }

  /** The statements that write the rows: in a transaction, run them on it. */
  *statements(rows: readonly Kept<unknown>[]): Generator<CompiledQuery> {
    for (let at = 0; at < rows.length;) {
      const size = this.#sizes.find((each) => each <= rows.length - at)!;
      const parameters: unknown[] = [];
      for (let index = at; index < at + size; index++) addValues(parameters, this.#columns, rows[index]!);
      yield { ...this.#statement(size), parameters };
      at += size;
    }
  }

  #statement(size: number): CompiledQuery {
    const known = this.#compiled.get(size);
    if (known) return known;
    const columns = columnsOf(this.projection).map(([name]) => name);
    const blank = Object.fromEntries(columns.map((name) => [name, '']));
    const insert = this.db.insertInto(this.projection.name).values(Array.from({ length: size }, () => blank));
    const compiled =
      this.onConflict === 'fail'
        ? insert.compile()
        : insert
            .onConflict((conflict) =>
              conflict
                .column('key')
                .doUpdateSet((set) =>
                  Object.fromEntries(
                    columns.filter((name) => name !== 'key').map((name) => [name, set.ref(`excluded.${name}`)]),
                  ),
                ),
            )
            .compile();
    this.#compiled.set(size, compiled);
    return compiled;
  }
}

/** Fills empty tables with folded rows. Within a transaction it is all or nothing. Returns how many rows there were. */
export const loadRows = async (db: AnyDatabase, projections: readonly AnyProjection[], rows: Rows): Promise<number> => {
  let written = 0;
  for (const projection of projections) {
    const writer = new RowWriter(db, projection, 'fail');
    // In the order of their keys the rows land side by side in the index, whatever order the events had.
    const sorted = [...(rows.get(projection.name)?.values() ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1));
    for (let at = 0; at < sorted.length; at += rowsPerTurn) {
      const part = sorted.slice(at, at + rowsPerTurn);
      for (const statement of writer.statements(part)) await db.executeQuery(statement);
      written += part.length;
      await breathe();
    }
  }
  return written;
};

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size));

/** The rows with these keys, as the fold left them. `db` must not decode by itself. */
export const readRows = async (
  db: AnyDatabase,
  projection: AnyProjection,
  keys: Iterable<string>,
): Promise<Makings> => {
  const rows: Makings = new Map();
  for (const chunk of chunks([...keys], valuesMax))
    for (const stored of await db.selectFrom(projection.name).selectAll().where('key', 'in', chunk).execute())
      rows.set(stored['key'] as string, makingOf(projection, stored));
  return rows;
};

export const deleteRows = async (db: AnyDatabase, projection: AnyProjection, keys: readonly string[]) => {
  for (const chunk of chunks(keys, valuesMax)) await db.deleteFrom(projection.name).where('key', 'in', chunk).execute();
};
