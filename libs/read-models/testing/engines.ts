import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recorded } from '#kernel';
import Sqlite from '#sqlite';
import { onDatabase } from '../../../test/support/postgres-cluster.js';
import { dividedDatabase } from '../../../test/support/postgres.js';
import { type AnyProjection, foldRows } from '../fold.js';
import { PostgresReadDatabase } from '../postgres/postgres-read-database.js';
import type { ReadDatabase } from '../read-database.js';
import { loadRows } from '../rows.js';
import { SqliteReadDatabase } from '../sqlite/sqlite-read-database.js';
import { type AnyDatabase, createIndexes, createTables } from '../tables.js';

/** Where read models are kept: what `openReadModels` is told of it. */
export interface Place {
  readonly directory: string;
  readonly url?: string;
}

/** A database engine for read models, as specifications are run on it. */
export interface ReadEngine {
  readonly name: string;
  /** How many a place is made with. */
  readonly partitions: number;
  /** A new place, in a folder that the specification removes. */
  place(directory: string): Promise<Place>;
  open(place: Place, projections: readonly AnyProjection[], onStatement?: (sql: string) => void): Promise<ReadDatabase>;
  /** By which code it refuses to write for who only reads. */
  readonly readOnlyCode: string;
  /** Names of the generations that are there, the newest last; `building` those that are being built, or were. */
  generations(place: Place): Promise<readonly string[]>;
  building(place: Place): Promise<readonly string[]>;
  /** Leaves what a build leaves that was cut off. */
  leaveHalfBuilt(place: Place): Promise<void>;
  /** Does to the newest generation what no program of Wavebook does. */
  tamper(place: Place, statement: string): Promise<void>;
}

const filesIn = async ({ directory }: Place, end: string) =>
  (await readdir(directory)).filter((name) => name.startsWith('read-') && name.endsWith(end) && !name.includes('lock'));

const schemasIn = ({ url }: Place, like: string) =>
  onDatabase(url!, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'select nspname as name from pg_namespace where nspname like $1 order by nspname',
      [like],
    );
    return rows.map(({ name }) => name);
  });

export const sqlite: ReadEngine = {
  name: 'SQLite',
  partitions: 1,
  place: (directory) => Promise.resolve({ directory: join(directory, 'read') }),
  open: ({ directory }, projections, onStatement) =>
    Promise.resolve(new SqliteReadDatabase(directory, projections, onStatement ? { onStatement } : {})),
  readOnlyCode: 'SQLITE_READONLY',
  generations: (place) => filesIn(place, '.db'),
  building: (place) => filesIn(place, '.building'),
  async leaveHalfBuilt(place) {
    const file = (await filesIn(place, '.db')).at(-1)!;
    await writeFile(join(place.directory, `${file.replace('000001', '000002')}.building`), 'half a database');
  },
  async tamper(place, statement) {
    const file = (await filesIn(place, '.db')).at(-1)!;
    const database = new Sqlite(join(place.directory, file));
    database.exec(statement);
    database.close();
  },
};

export const postgres: ReadEngine = {
  name: 'PostgreSQL',
  partitions: 4,
  place: async (directory) => ({ directory, url: await dividedDatabase(4) }),
  open: ({ url }, projections, onStatement) => PostgresReadDatabase.open({ url: url!, projections, onStatement }),
  readOnlyCode: '25006',
  generations: (place) => schemasIn(place, 'wavebook_read_%'),
  building: (place) => schemasIn(place, 'wavebook_building_%'),
  async leaveHalfBuilt(place) {
    const schema = (await schemasIn(place, 'wavebook_read_%')).at(-1)!;
    const half = schema.replace('read', 'building').replace('000001', '000002');
    await onDatabase(place.url!, (client) =>
      client.query(`create schema ${half}; create table ${half}.task (half text)`),
    );
  },
  async tamper(place, statement) {
    const schema = (await schemasIn(place, 'wavebook_read_%')).at(-1)!;
    await onDatabase(place.url!, (client) => client.query(`set search_path to ${schema}; ${statement}`));
  },
};

export const readEngines: readonly ReadEngine[] = [sqlite, postgres];

/** A read database with the rows that lines make, which nothing follows later. */
export const databaseWith = async (
  database: ReadDatabase,
  projections: readonly AnyProjection[],
  lines: Iterable<Recorded>,
): Promise<{ readonly db: AnyDatabase; close(): Promise<void> }> => {
  const generation = await database.build((db, run) =>
    db.transaction().execute(async (transaction) => {
      await createTables(transaction, projections, database.types);
      await loadRows(transaction, projections, foldRows(projections, lines), run);
      await createIndexes(transaction, projections);
    }),
  );
  await database.show(generation);
  return {
    db: database.reader,
    async close() {
      await database.close();
      await generation.close();
    },
  };
};
