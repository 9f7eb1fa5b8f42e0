import type { PoolClient } from 'pg';
import { Pool } from './pool.js';

/** A lock is known by its name, to everybody on the same database. */
const keyOf = 'hashtextextended($1, 0)';

export const locks = {
  /** Until the connection ends; `taken` says whether it was free. */
  takeIfFree: `select pg_try_advisory_lock(${keyOf}) as taken`,
  /** Until the transaction ends; waits. */
  forTransaction: `select pg_advisory_xact_lock(${keyOf})`,
  /** Until the transaction ends; `taken` says whether it was free. */
  forTransactionIfFree: `select pg_try_advisory_xact_lock(${keyOf}) as taken`,
  /** As one of many who share it, until the connection ends or gives it back; `taken` says whether nobody has it alone. */
  shareIfFree: `select pg_try_advisory_lock_shared(${keyOf}) as taken`,
  /** Of a lock that `takeIfFree` gave. */
  giveBack: `select pg_advisory_unlock(${keyOf})`,
  /** How many hold or share a lock in this database. */
  countHolders: `
    select count(*)::int as holders from pg_locks
    where locktype = 'advisory' and granted and objsubid = 1
      and database = (select oid from pg_database where datname = current_database())
      and ((classid::bigint << 32) | objid::bigint) = ${keyOf}`,
  giveBackShare: `select pg_advisory_unlock_shared(${keyOf})`,
} as const;

const onOneConnection = async <T>(url: string, work: (client: PoolClient) => Promise<T>): Promise<T> => {
  const pool = new Pool({ url, connectionsMax: 1, statementMsMax: 0 });
  try {
    return await pool.use(work);
  } finally {
    await pool.end();
  }
};

/**
 * Does what nobody else does at the same time under this name; waits for its turn. The lock is the connection's: it ends
 * with the process, whatever becomes of that. @throws PostgresUnavailable
 */
export const withLock = <T>(url: string, name: string, work: () => Promise<T>): Promise<T> =>
  onOneConnection(url, async (client) => {
    await client.query(`select pg_advisory_lock(${keyOf})`, [name]);
    return work();
  });

/** As `withLock`, but does not wait: undefined when somebody else is at it. */
export const withLockIfFree = <T>(url: string, name: string, work: () => Promise<T>): Promise<T | undefined> =>
  onOneConnection(url, async (client) => {
    const { rows } = await client.query<{ taken: number }>(locks.takeIfFree, [name]);
    return rows[0]!.taken ? work() : undefined;
  });
