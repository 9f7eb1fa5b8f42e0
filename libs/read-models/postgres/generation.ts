import type { Pool } from '#postgres';
import { CompiledQuery, Kysely } from 'kysely';
import type { Generation } from '../read-database.js';
import { type AnyDatabase, checkpointTable } from '../tables.js';
import { type Connections, PostgresDriver, postgresDialect, runPrepared } from './driver.js';
import { writeOn } from './write.js';

export const plainOn = (from: Connections, begin: readonly CompiledQuery[]): AnyDatabase =>
  new Kysely({ dialect: postgresDialect(new PostgresDriver(from, begin)) });

const begin = [CompiledQuery.raw('begin')];
/** Half of what those who want to write meanwhile wait. */
const aloneMsMax = 30_000;
/** Whoever writes moves a checkpoint first. What is done alone may read the ledger meanwhile, which is standing still here. */
const alone = [
  `set local idle_in_transaction_session_timeout = ${aloneMsMax}`,
  `lock table ${checkpointTable} in exclusive mode`,
].map((each) => CompiledQuery.raw(each));

/** Who looks at whole tables scans them, also on connections that otherwise look up keys. */
const scanning = CompiledQuery.raw('set local enable_seqscan = on');

/** `closed` is told when nobody here uses it any more. */
export const generationOn = (name: string, pool: Pool, closed: () => Promise<void>): Generation => {
  const db = plainOn(pool, begin);
  return {
    name,
    db,
    read: (statements) =>
      pool.use(async (client) => {
        const answers = await Promise.all(statements.map((each) => runPrepared(client, each)));
        return answers.map(({ rows }) => rows);
      }),
    write: (guards, statements, terms) => writeOn(pool, { generation: name, guards, statements, ...terms }),
    alone: (work) =>
      db.transaction().execute(async (transaction) => {
        for (const statement of alone) await transaction.executeQuery(statement);
        return work(transaction);
      }),
    snapshot: (read) =>
      db
        .transaction()
        .setAccessMode('read only')
        .execute(async (transaction) => {
          await transaction.executeQuery(scanning);
          return read(transaction);
        }),
    async close() {
      // Kysely closes only what it has used itself.
      await pool.end();
      await closed();
    },
  };
};
