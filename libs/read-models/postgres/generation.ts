import { type Pool, locks } from '#postgres';
import { CompiledQuery, Kysely } from 'kysely';
import type { Generation } from '../read-database.js';
import type { AnyDatabase } from '../tables.js';
import { type Connections, PostgresDriver, postgresDialect, runPrepared } from './driver.js';
import { writeOn, writingTo } from './write.js';

export const plainOn = (from: Connections, begin: readonly CompiledQuery[]): AnyDatabase =>
  new Kysely({ dialect: postgresDialect(new PostgresDriver(from, begin)) });

/** Who looks at whole tables scans them, also on connections that otherwise look up keys. */
const scanning = CompiledQuery.raw('set local enable_seqscan = on');

/** `closed` is told when nobody here uses it any more. */
export const generationOn = (name: string, pool: Pool, closed: () => Promise<void>): Generation => {
  const db = plainOn(pool, [CompiledQuery.raw('begin'), CompiledQuery.raw(locks.forTransaction, [writingTo(name)])]);
  return {
    name,
    db,
    read: (statements) =>
      pool.use(async (client) => {
        const answers = await Promise.all(statements.map((each) => runPrepared(client, each)));
        return answers.map(({ rows }) => rows);
      }),
    write: (guards, statements, terms) => writeOn(pool, { generation: name, guards, statements, ...terms }),
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
