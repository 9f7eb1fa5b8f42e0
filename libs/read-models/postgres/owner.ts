import { type Pool, PostgresError, migrate } from '#postgres';

/** Each costs a transaction for every batch: one process alone is fastest with one. `wavebook rebuild --partitions` divides. */
const partitionsDefault = 1;

const steps = [
  `create table wavebook.read_ledger (
    "only" boolean primary key default true check ("only"),
    first_event text not null
  )`,
  `create table wavebook.read_partitions (
    "only" boolean primary key default true check ("only"),
    partitions integer not null
  )`,
];

/**
 * Notes which ledger the read models of a database are of. Two ledgers that were given the same database would each throw
 * away what the other one made. @throws PostgresError POSTGRES_OF_ANOTHER_LEDGER
 */
export const claim = async (pool: Pool, firstEventId: string): Promise<void> => {
  await migrate(pool, 'read models', steps);
  const owner = await pool.use(async (client) => {
    await client.query('insert into wavebook.read_ledger (first_event) values ($1) on conflict do nothing', [
      firstEventId,
    ]);
    const { rows } = await client.query<{ first: string }>('select first_event as first from wavebook.read_ledger');
    return rows[0]!.first;
  });
  if (owner !== firstEventId)
    throw new PostgresError(
      'POSTGRES_OF_ANOTHER_LEDGER',
      'the read models there are of another ledger; give this one a database of its own',
    );
};

/** How many partitions are to be made. */
export const partitionsOn = async (pool: Pool): Promise<number> => {
  await migrate(pool, 'read models', steps);
  const { rows } = await pool.use((client) =>
    client.query<{ partitions: number }>('select partitions from wavebook.read_partitions'),
  );
  return rows[0]?.partitions ?? partitionsDefault;
};

export const divideOn = async (pool: Pool, partitions: number): Promise<void> => {
  await migrate(pool, 'read models', steps);
  await pool.use((client) =>
    client.query(
      `insert into wavebook.read_partitions (partitions) values ($1)
       on conflict ("only") do update set partitions = excluded.partitions`,
      [partitions],
    ),
  );
};
