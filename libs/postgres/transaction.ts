import { setTimeout as delay } from 'node:timers/promises';
import type { PoolClient } from 'pg';
import { isGivenUp, isUnavailable } from './faults.js';
import type { Pool } from './pool.js';

/** How often a transaction is tried that PostgreSQL gave up in favour of another one. */
const attemptsMax = 8;
/** A pause of chance length lets those who stood in each other's way come apart. */
const pauseMsMax = 20;

/** How a transaction stands that failed. */
interface Ending {
  /** Its end was asked for: with the connection gone it is not known whether it was done. */
  isAsked: boolean;
}

const attempt = async <T>(client: PoolClient, work: (client: PoolClient) => Promise<T>, ending: Ending): Promise<T> => {
  let lost: Error | undefined;
  const onLost = (error: Error) => (lost = error);
  client.on('error', onLost);
  try {
    await client.query('begin');
    const result = await work(client);
    if (lost) throw lost;
    ending.isAsked = true;
    const { command } = await client.query('commit');
    // PostgreSQL ends a transaction in which a statement failed without an error, and without its work.
    if (command !== 'COMMIT') throw new Error('the transaction was rolled back');
    return result;
  } catch (error) {
    if (!isUnavailable(error)) await client.query('rollback');
    throw error;
  } finally {
    client.off('error', onLost);
  }
};

/**
 * Does something in one transaction: all of it or nothing. It may be done several times over, where others stood in its way, or
 * where the connection broke off before its end, as the server does when a process stood still; it must leave no trace but
 * in the database. @throws PostgresUnavailable, after which it is not known whether it was done
 */
export const inTransaction = async <T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  for (let left = attemptsMax; ; left--) {
    // What fails before it has a connection is not tried again here.
    const ending: Ending = { isAsked: true };
    try {
      return await pool.use((client) => {
        ending.isAsked = false;
        return attempt(client, work, ending);
      });
    } catch (error) {
      const isUndone = isGivenUp(error) || (isUnavailable(error) && !ending.isAsked);
      if (!isUndone || left === 1) throw error;
      await delay(Math.random() * pauseMsMax);
    }
  }
};
