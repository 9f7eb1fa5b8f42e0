import type { PoolClient } from 'pg';
import { isPostgresError } from './faults.js';
import { locks } from './locks.js';
import type { Pool } from './pool.js';
import { PostgresError } from './postgres-error.js';
import { inTransaction } from './transaction.js';

const lockName = 'wavebook migrates';

/**
 * Looked for first: whoever may use the tables, and not make any, can still start on those that are there. By a statement
 * that reads the catalogue, since what a connection remembers of it (`to_regclass`, `if not exists`) may be older than the
 * lock.
 */
const establish = async (client: PoolClient): Promise<void> => {
  const { rowCount } = await client.query(
    `select from pg_class join pg_namespace on pg_namespace.oid = relnamespace
     where nspname = 'wavebook' and relname = 'migration'`,
  );
  if (rowCount === 1) return;
  await client.query(`
    create schema if not exists wavebook;
    create table wavebook.migration (name text primary key, version integer not null, migrated_at timestamptz not null)`);
};

const versionOf = async (client: PoolClient, name: string): Promise<number> => {
  const { rows } = await client.query<{ version: number }>('select version from wavebook.migration where name = $1', [
    name,
  ]);
  return rows[0]?.version ?? 0;
};

/**
 * Brings tables in the schema `wavebook` up to date. Step n makes version n of version n - 1; steps are only ever added.
 * All that are missing are done in one transaction, by one process at a time.
 * @throws PostgresError POSTGRES_NEWER, POSTGRES_FORBIDDEN; PostgresUnavailable
 */
export const migrate = async (pool: Pool, name: string, steps: readonly string[]): Promise<void> => {
  try {
    await inTransaction(pool, async (client) => {
      await client.query(locks.forTransaction, [lockName]);
      await establish(client);
      const known = await versionOf(client, name);
      if (known > steps.length)
        throw new PostgresError(
          'POSTGRES_NEWER',
          `its ${name} were written by a newer Wavebook (version ${known}, this one knows ${steps.length}); start that one`,
        );
      if (known === steps.length) return;
      for (const step of steps.slice(known)) await client.query(step);
      await client.query(
        `insert into wavebook.migration (name, version, migrated_at) values ($1, $2, now())
         on conflict (name) do update set version = excluded.version, migrated_at = excluded.migrated_at`,
        [name, steps.length],
      );
    });
  } catch (error) {
    if (!isPostgresError(error, '42501')) throw error;
    const message = `its ${name} could not be brought up to date: ${(error as Error).message}`;
    throw new PostgresError('POSTGRES_FORBIDDEN', message, { cause: error });
  }
};
