import { type Pool, type PoolClient, PostgresError, Session, isPostgresError } from '#postgres';

/** Shared by every process that uses what lies beside a ledger on PostgreSQL. Whoever moves it has it alone. */
export const besideLock = 'wavebook beside';

/** Told of when a server is refused, since what it would make there would be kept apart from all that was made before. */
const wayOn =
  'Start without READ_DATABASE_URL where it is now; where the move was cut off, give “wavebook migrate --from” with the same address again.';

/** That what lay beside a ledger has left a database: by which move, and when (ISO 8601, UTC). */
export interface Departure {
  readonly move: string;
  readonly leftAt: string;
}

const isThere = async (client: PoolClient, schema: string, table: string): Promise<boolean> => {
  const { rowCount } = await client.query(
    `select from pg_class join pg_namespace on pg_namespace.oid = relnamespace where nspname = $1 and relname = $2`,
    [schema, table],
  );
  return rowCount === 1;
};

/** Whether a table of Wavebook's own is there, made by whichever version. */
export const hasTable = (client: PoolClient, table: string): Promise<boolean> => isThere(client, 'wavebook', table);

/** Undefined while what lies beside a ledger is there, or nothing is. */
export const departureFrom = async (client: PoolClient): Promise<Departure | undefined> => {
  if (!(await hasTable(client, 'beside_left'))) return undefined;
  const { rows } = await client.query<Departure>('select move, left_at as "leftAt" from wavebook.beside_left');
  return rows[0];
};

const naming = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work;
  } catch (error) {
    if (!isPostgresError(error, '42501')) throw error;
    const message = `it does not let this user move the schema “wavebook”: ${(error as Error).message}`;
    throw new PostgresError('POSTGRES_FORBIDDEN', message, { cause: error });
  }
};

/**
 * Takes everything out of the way of those who would use it, and leaves word of that; it is removed by `clearDeparted`. In one step for
 * all tables: a process that has lost its share of the lock, and goes on, writes nothing that would be lost.
 * @throws PostgresError POSTGRES_FORBIDDEN
 */
export const depart = async (client: PoolClient, { move, leftAt }: Departure): Promise<void> => {
  await naming(client.query('alter schema wavebook rename to wavebook_left'));
  await client.query(`
    create schema wavebook;
    create table wavebook.beside_left (move text primary key, left_at text not null)`);
  await client.query('insert into wavebook.beside_left (move, left_at) values ($1, $2)', [move, leftAt]);
};

/** Whether what has departed is still to be removed. */
export const isDepartedThere = (client: PoolClient): Promise<boolean> => isThere(client, 'wavebook_left', 'migration');

/** Removes what has departed: a key that is forgotten there would outlive its erasure. May be repeated. */
export const clearDeparted = (client: PoolClient): Promise<unknown> =>
  client.query('drop schema if exists wavebook_left cascade');

/** Takes back the word that it has left, in the transaction that brings it there again. */
export const arrive = (client: PoolClient): Promise<unknown> =>
  client.query('drop table if exists wavebook.beside_left');

/**
 * Says to all who would move what lies beside the ledger that it is in use, until the session is closed.
 * @throws PostgresError POSTGRES_LEFT: it has left, or is being moved
 */
export const presence = async (pool: Pool, url: string): Promise<Session> => {
  const session = new Session(url);
  try {
    if (!(await session.share(besideLock)))
      throw new PostgresError('POSTGRES_LEFT', 'what lies beside the ledger is being moved; start when that is done');
    const departure = await pool.use(departureFrom);
    if (departure)
      throw new PostgresError(
        'POSTGRES_LEFT',
        `what lies beside the ledger was moved from there into a data folder, at ${departure.leftAt}. ${wayOn}`,
      );
    return session;
  } catch (error) {
    await session.close();
    throw error;
  }
};
