import { setImmediate as breathe } from 'node:timers/promises';
import type { ColumnType, Kept } from '#kernel';
import type { CompiledQuery } from 'kysely';
import type { AnyProjection, Making, Rows } from './fold.js';
import type { StoredRow } from './read-database.js';
import type { Row } from './row-fit.js';
import { type AnyDatabase, columnsOf } from './tables.js';

/** A statement carries at most this many values: every engine takes them, and more do not make it faster. */
const valuesMax = 1000;
/** After so many rows the event loop gets a turn: a server keeps answering while a model is written. */
const rowsPerTurn = 2000;
/** A statement is for one of these numbers of rows, so that few are compiled and each is used often. */
const sizes = [32, 8, 1];

const encoded = (value: unknown, type: ColumnType): unknown => {
  if (value === null || value === undefined) return null;
  return type === 'json' ? JSON.stringify(value) : value;
};

const decoded = (value: unknown, type: ColumnType): unknown => {
  if (value === null) return null;
  if (type === 'json' && typeof value === 'string') return JSON.parse(value) as unknown;
  return type === 'flag' ? Boolean(value) : value;
};

const sourcesText = (sources: readonly bigint[]) =>
  sources.length === 1 ? `["${sources[0]}"]` : `["${sources.join('","')}"]`;

/** A row that was changed: one that is not there was removed, one that was not there before is new. */
export interface RowChange {
  readonly key: string;
  /** What the database holds of it. */
  readonly before: Row | undefined;
  readonly now: Making | undefined;
}

/**
 * The statements of one projection's table. Each is compiled once and run with other values each time, which costs a
 * tenth of building it anew; Kysely still decides how it reads on each engine.
 */
export class RowStatements {
  readonly #compiled = new Map<string, CompiledQuery>();
  readonly #sizes: readonly number[];
  readonly #columns: readonly (readonly [name: string, type: ColumnType])[];

  constructor(
    private readonly db: AnyDatabase,
    private readonly projection: AnyProjection,
  ) {
    this.#columns = Object.entries(projection.columns);
    const width = columnsOf(projection).length;
    this.#sizes = sizes.filter((size) => size === 1 || size * width <= valuesMax);
  }

  select(keys: readonly string[]): CompiledQuery[] {
    return this.#portions(keys).map((portion) =>
      this.#with(`select ${portion.length}`, portion, () =>
        this.db.selectFrom(this.projection.name).selectAll().where('key', 'in', portion).compile(),
      ),
    );
  }

  /** A row as the fold left it. */
  making(stored: StoredRow): Making {
    const row: Record<string, unknown> = {};
    for (const [name, type] of this.#columns) row[name] = decoded(stored[name], type);
    return {
      key: stored['key'] as string,
      programmeId: stored['programmeId'] as string,
      sources: (JSON.parse(stored['sources'] as string) as string[]).map(BigInt),
      row,
    };
  }

  changes(changes: readonly RowChange[]): CompiledQuery[] {
    const statements: CompiledQuery[] = [];
    const removed: string[] = [];
    const made: Making[] = [];
    for (const { key, before, now } of changes) {
      if (now && before) statements.push(this.#update(before, now));
      else if (now) made.push(now);
      else if (before) removed.push(key);
    }
    return [...statements, ...this.#delete(removed), ...this.insert(made)];
  }

  /** Rows that are not there yet. */
  insert(rows: readonly Kept<unknown>[]): CompiledQuery[] {
    return this.#portions(rows).map((portion) => {
      const values: unknown[] = [];
      for (const row of portion) this.#addValues(values, row);
      return this.#with(`insert ${portion.length}`, values, () => {
        const blank = Object.fromEntries(columnsOf(this.projection).map(([name]) => [name, '']));
        return this.db
          .insertInto(this.projection.name)
          .values(portion.map(() => blank))
          .compile();
      });
    });
  }

  /** Only what became other: an index on a column that stays as it is then needs no work. */
  #update(before: Row, { key, sources, row }: Making): CompiledQuery {
    const names = ['sources'];
    const values: unknown[] = [sourcesText(sources)];
    const set = (name: string, value: unknown) => {
      names.push(name);
      values.push(value);
    };
    if (before !== row)
      for (const [name, type] of this.#columns) if (before[name] !== row[name]) set(name, encoded(row[name], type));
    values.push(key);
    return this.#with(`update ${names.join()}`, values, () =>
      this.db
        .updateTable(this.projection.name)
        .set(Object.fromEntries(names.map((name) => [name, ''])))
        .where('key', '=', '')
        .compile(),
    );
  }

  #delete(keys: readonly string[]): CompiledQuery[] {
    return this.#portions(keys).map((portion) =>
      this.#with(`delete ${portion.length}`, portion, () =>
        this.db.deleteFrom(this.projection.name).where('key', 'in', portion).compile(),
      ),
    );
  }

  #addValues(values: unknown[], { key, programmeId, sources, row }: Kept<unknown>): void {
    values.push(key, programmeId, sourcesText(sources));
    for (const [name, type] of this.#columns) values.push(encoded((row as Row)[name], type));
  }

  #portions<T>(all: readonly T[]): (readonly T[])[] {
    const portions: (readonly T[])[] = [];
    for (let at = 0; at < all.length;) {
      const size = this.#sizes.find((each) => each <= all.length - at)!;
      portions.push(all.slice(at, at + size));
      at += size;
    }
    return portions;
  }

  #with(name: string, parameters: readonly unknown[], compile: () => CompiledQuery): CompiledQuery {
    let compiled = this.#compiled.get(name);
    if (compiled === undefined) this.#compiled.set(name, (compiled = compile()));
    const { sql, query, queryId } = compiled;
    return { sql, query, queryId, parameters };
  }
}

/**
 * Fills empty tables with folded rows. Within a transaction it is all or nothing. Returns how many rows there were.
 * `run` is for a database that can be reached on a shorter way than through `db`.
 */
export const loadRows = async (
  db: AnyDatabase,
  projections: readonly AnyProjection[],
  rows: Rows,
  run = async (statement: CompiledQuery): Promise<unknown> => db.executeQuery(statement),
): Promise<number> => {
  let written = 0;
  for (const projection of projections) {
    const statements = new RowStatements(db, projection);
    // In the order of their keys the rows land side by side in the index, whatever order the events had.
    const sorted = [...(rows.get(projection.name)?.values() ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1));
    for (let at = 0; at < sorted.length; at += rowsPerTurn) {
      const part = sorted.slice(at, at + rowsPerTurn);
      for (const statement of statements.insert(part)) await run(statement);
      written += part.length;
      await breathe();
    }
  }
  return written;
};
