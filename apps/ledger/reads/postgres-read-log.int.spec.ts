import { afterAll, beforeAll } from '@jest/globals';
import { type Pool, openPostgres } from '#postgres';
import { onDatabase } from '../../../test/support/postgres-cluster.js';
import { postgresDatabase } from '../../../test/support/postgres.js';
import { openPostgresReadLog } from './postgres-read-log.js';
import { readLogSuite } from './read-log.suite.js';

let url: string;
let pools: readonly Pool[];
const changed = (sql: string) => onDatabase(url, (client) => client.query(sql));

beforeAll(async () => {
  url = await postgresDatabase();
  pools = await Promise.all([openPostgres(url), openPostgres(url)]);
});
afterAll(() => Promise.all(pools.map((pool) => pool.end())));

readLogSuite('on PostgreSQL', async () => {
  await changed('drop schema if exists wavebook cascade');
  let opened = 0;
  return {
    open: (clock) => openPostgresReadLog(pools[opened++ % pools.length]!, clock),
    run: changed,
    removing: ['delete from wavebook.read', 'truncate wavebook.read'],
  };
});
