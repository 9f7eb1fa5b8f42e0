import { onDatabase } from '../../support/postgres-cluster.js';

/** How soon another one leads when the one that led is gone. */
export const takenOverMsMax = 5_000;

/** Breaks off the connections that hold the locks of those who lead. */
export const breakOffLeaders = (url: string) =>
  onDatabase(url, (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_locks
       where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())
       and (classid::bigint << 32) | objid::bigint in
         (select hashtextextended('wavebook leads ' || name, 0) from wavebook.lead)`,
    ),
  );

/** Whether somebody is in the middle of writing rows. */
export const isWriting = (url: string): Promise<boolean> =>
  onDatabase(url, async (client) => {
    const { rows } = await client.query(
      `select from pg_locks join pg_stat_activity using (pid)
       where locktype = 'advisory' and granted and xact_start is not null and pid <> pg_backend_pid()`,
    );
    return rows.length > 0;
  });

/** Whether somebody has begun to write rows, and has not gone on for a while. */
export const isStuckWriting = (url: string): Promise<boolean> =>
  onDatabase(url, async (client) => {
    await client.query('select pg_sleep(0.1)');
    const { rows } = await client.query(
      `select from pg_stat_activity where datname = current_database() and state = 'idle in transaction'
       and state_change < clock_timestamp() - interval '0.1 s'
       and pid in (select pid from pg_locks where locktype = 'advisory' and granted
         and (classid::bigint << 32) | objid::bigint in
           (select hashtextextended('wavebook writes ' || nspname || '/' || partition, 0)
            from pg_namespace, generate_series(0, 3) as partition))`,
    );
    return rows.length > 0;
  });
