import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { isGivenUp, isUnavailable } from './faults.js';
import type { Pool } from './pool.js';

/** How often a transaction is tried that PostgreSQL gave up in favour of another one. */
const attemptsMax = 8;
/** A pause of chance length lets those who stood in each other's way come apart. */
const pauseMsMax = 20;

const attempt = async <T>(client: PoolClient, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  await client.query('begin');
  try {
    const result = await work(client);
    const { command } = await client.query('commit');
    // PostgreSQL ends a transaction in which a statement failed without an error, and without its work.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
    return result;
  } catch (error) {
    if (!isUnavailable(error)) await client.query('rollback');
    throw error;
  }
};

/**
 * Does something in one transaction: all of it or nothing. It may be done several times over, where others stood in its
 * way, and must leave no trace but in the database. @throws PostgresUnavailable, after which it is not known whether it was
 * done
 */
export const inTransaction = async <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  for (let left = attemptsMax; ; left--) {
    try {
      return await pool.use((client) => attempt(client, work));
    } catch (error) {
      if (!isGivenUp(error) || left === 1) throw error;
      await delay(Math.random() * pauseMsMax);
    }
  }
};
