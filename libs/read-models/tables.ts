import { createHash } from 'node:crypto';
import type { ColumnType } from '#kernel';
import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import type { AnyProjection } from './fold.js';

/** A row as queries find it: what the projection made, its key, its programme, and what it was made from. */
export type Table<Row> = Row & {
  readonly key: string;
  readonly programmeId: string;
  /** Positions of the events that the row was made from, oldest first, as decimal strings. */
  readonly sources: readonly string[];
};

// The engine serves tables that it learns of at run time.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type AnyDatabase = Kysely<any>;

/** How an engine spells the types of columns. */
export interface ColumnTypes {
  readonly of: Readonly<Record<ColumnType, string>>;
  /** What a table's definition ends with. */
  readonly tableEnd?: string;
}

export const systemColumns = { key: 'text', programmeId: 'text', sources: 'json' } as const;
export const checkpointTable = 'checkpoint';

/** Raised when the meaning of the system columns or of the checkpoint changes: every model is then built anew. */
const formatVersion = 2;

/** All columns of a projection's table, in their order. */
export const columnsOf = (projection: AnyProjection): readonly (readonly [string, ColumnType])[] =>
  Object.entries<ColumnType>({ ...systemColumns, ...projection.columns });

/**
 * The type of each column name over all tables. Results are decoded by the names of their columns, so that a name
 * cannot mean a flag in one table and a list in another.
 */
export const columnTypes = (projections: readonly AnyProjection[]): ReadonlyMap<string, ColumnType> => {
  const types = new Map<string, { type: ColumnType; projection: string }>();
  for (const projection of projections)
    for (const [column, type] of columnsOf(projection)) {
      const other = types.get(column);
      if (other && other.type !== type)
        throw new Error(
          `column ${column} is ${type} in projection ${projection.name} and ${other.type} in ${other.projection}: ` +
            'give one of them another name, or both the same type',
        );
      types.set(column, { type, projection: projection.name });
    }
  return new Map([...types].map(([column, { type }]) => [column, type]));
};

/** Finds what the engine could not serve. @throws Error that names the projection and what to change. */
export const checkProjections = (projections: readonly AnyProjection[]): void => {
  const names = new Set<string>();
  for (const { name, columns, indexes } of projections) {
    if (name === checkpointTable) throw new Error(`a projection cannot be named ${checkpointTable}`);
    if (names.has(name)) throw new Error(`two projections are named ${name}`);
    names.add(name);
    for (const column of Object.keys(systemColumns))
      if (column in columns) throw new Error(`projection ${name} declares ${column}, which every table has already`);
    for (const column of indexes.flat())
      if (!(column in columns) && !(column in systemColumns))
        throw new Error(`projection ${name} has an index on ${column}, which it does not declare`);
  }
  columnTypes(projections);
};

/** Names what the tables hold and mean: another version of a projection is another fingerprint, and so another model. */
export const fingerprintOf = (projections: readonly AnyProjection[]): string => {
  const parts = projections
    .map(({ name, version, columns, indexes }) => [name, version, Object.entries(columns).sort(), indexes])
    .sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  return createHash('sha256')
    .update(JSON.stringify([formatVersion, parts]))
    .digest('hex')
    .slice(0, 16);
};

const ended = <T extends string>(table: CreateTableBuilder<T>, types: ColumnTypes) =>
  types.tableEnd ? table.modifyEnd(sql.raw(types.tableEnd)) : table;

const createCheckpoint = (db: AnyDatabase, types: ColumnTypes) =>
  ended(
    db.schema
      .createTable(checkpointTable)
      .addColumn('projection', sql.raw(types.of.text), (column) => column.notNull())
      .addColumn('partition', sql.raw(types.of.integer), (column) => column.notNull())
      .addColumn('position', sql.raw(types.of.text), (column) => column.notNull())
      .addColumn('stopped', sql.raw(types.of.json))
      .addPrimaryKeyConstraint(`${checkpointTable}_key`, ['projection', 'partition']),
    types,
  ).execute();

const createTable = (db: AnyDatabase, projection: AnyProjection, types: ColumnTypes) => {
  const table = columnsOf(projection).reduce<CreateTableBuilder<string>>(
    (made, [column, type]) =>
      made.addColumn(column, sql.raw(types.of[type]), (definition) => {
        if (column === 'key') return definition.primaryKey();
        return column in systemColumns ? definition.notNull() : definition;
      }),
    db.schema.createTable(projection.name),
  );
  return ended(table, types).execute();
};

/** Makes the empty tables of the projections and of their checkpoint, without indexes: filling comes first. */
export const createTables = async (db: AnyDatabase, projections: readonly AnyProjection[], types: ColumnTypes) => {
  await createCheckpoint(db, types);
  for (const projection of projections) await createTable(db, projection, types);
};

export const createIndexes = async (db: AnyDatabase, projections: readonly AnyProjection[]) => {
  for (const { name, indexes } of projections)
    for (const columns of [['programmeId'], ...indexes])
      await db.schema
        .createIndex(`${name}_by_${columns.join('_')}`)
        .on(name)
        .columns([...columns])
        .execute();
};
