import { join } from 'node:path';
import { postgresDatabase } from '../../../test/support/postgres.js';
import type { AnyProjection } from '../fold.js';
import { PostgresReadDatabase } from '../postgres/postgres-read-database.js';
import type { ReadDatabase } from '../read-database.js';
import { SqliteReadDatabase } from '../sqlite/sqlite-read-database.js';

/** Where read models are kept: what `openReadModels` is told of it. */
export interface Place {
  readonly directory: string;
  readonly url?: string;
}

/** A database engine for read models, as specifications are run on it. */
export interface ReadEngine {
  readonly name: string;
  /** A new place, in a folder that the specification removes. */
  place(directory: string): Promise<Place>;
  open(place: Place, projections: readonly AnyProjection[]): ReadDatabase;
  /** By which code it refuses to write for who only reads. */
  readonly readOnlyCode: string;
}

export const sqlite: ReadEngine = {
  name: 'SQLite',
  place: (directory) => Promise.resolve({ directory: join(directory, 'read') }),
  open: ({ directory }, projections) => new SqliteReadDatabase(directory, projections),
  readOnlyCode: 'SQLITE_READONLY',
};

export const postgres: ReadEngine = {
  name: 'PostgreSQL',
  place: async (directory) => ({ directory, url: await postgresDatabase() }),
  open: ({ url }, projections) => new PostgresReadDatabase({ url: url!, projections }),
  readOnlyCode: '25006',
};

export const readEngines: readonly ReadEngine[] = [sqlite, postgres];
