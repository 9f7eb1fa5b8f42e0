import type { Kysely } from 'kysely';
import type { Recorded } from '#kernel';
import { PostgresUnavailable } from '#postgres';
import { Engine } from './engine.js';
import { type AnyProjection, type Correction, foldRows } from './fold.js';
import { type Workshop, firstGeneration } from './generations.js';
import { PostgresReadDatabase } from './postgres/postgres-read-database.js';
import type { ReadDatabase } from './read-database.js';
import type { ReadModels, ReadModelsOptions } from './read-models.js';
import { loadRows } from './rows.js';
import { SqliteReadDatabase, openSqliteMemory, sqliteTypes } from './sqlite/sqlite-read-database.js';
import { checkProjections, createIndexes, createTables } from './tables.js';

/** Whether something failed because the read database is out of reach: it can be asked again later. */
export const isReadDatabaseAway = (error: unknown): boolean => error instanceof PostgresUnavailable;

const openDatabase = async (options: ReadModelsOptions): Promise<ReadDatabase> => {
  const { directory, url, projections, logger, onStatement } = options;
  if (url !== undefined) return PostgresReadDatabase.open({ url, projections, onStatement });
  return new SqliteReadDatabase(directory, projections, { logger, ...(onStatement ? { onStatement } : {}) });
};

/**
 * Opens the read models in files of a directory, or on PostgreSQL. Where there are none of these versions of the
 * projections they are built first, from all events, and those of other versions are removed. Then call `run`.
 * @throws Error that names the projection, when two of them cannot live in one database; PostgresError, PostgresUnavailable.
 */
export const openReadModels = async <Tables>(options: ReadModelsOptions): Promise<ReadModels<Tables>> => {
  const { projections, store, catalogue, correction, logger } = options;
  checkProjections(projections);
  const database = await openDatabase(options);
  const workshop: Workshop = { ledger: { store, catalogue, correction }, projections, database, logger };
  try {
    for await (const { id } of store.readAll({ max: 1 })) await database.claim(id);
    return await Engine.begin<Tables>(workshop, await firstGeneration(workshop));
  } catch (error) {
    await database.close();
    throw error;
  }
};

/**
 * The tables that whole books make, in memory, for the same queries as the live ones: the past of a book, or the given
 * of a specification. Nothing follows later. Close it with `destroy()`.
 */
export const openRows = async <Tables>(
  projections: readonly AnyProjection[],
  lines: Iterable<Recorded>,
  options: { readonly correction?: Correction; readonly onStatement?: (sql: string) => void } = {},
): Promise<Kysely<Tables>> => {
  const db = openSqliteMemory(projections, options.onStatement);
  await createTables(db, projections, sqliteTypes);
  await loadRows(db, projections, foldRows(projections, lines, options));
  await createIndexes(db, projections);
  return db as Kysely<Tables>;
};
