import { type Pool, PostgresRefused, locks } from '#postgres';

const table = `
  create schema if not exists wavebook;
  create table if not exists wavebook.ledger (
    "only" boolean primary key default true check ("only"),
    first_event text not null
  )`;

/**
 * Notes which ledger a database belongs to. Two ledgers that were given the same database would each throw away what the
 * other one made. @throws PostgresRefused when it is another ledger's
 */
export const claim = (pool: Pool, firstEventId: string): Promise<void> =>
  pool.use(async (client) => {
    await client.query('begin');
    try {
      await client.query(locks.forTransaction, ['wavebook belongs to a ledger']);
      await client.query(table);
      await client.query('insert into wavebook.ledger (first_event) values ($1) on conflict do nothing', [
        firstEventId,
      ]);
      const { rows } = await client.query<{ first: string }>('select first_event as first from wavebook.ledger');
      if (rows[0]!.first !== firstEventId)
        throw new PostgresRefused(
          'the database of the read models belongs to another ledger: give this one a database of its own',
        );
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  });
