import { afterAll, beforeAll } from '@jest/globals';
import { onDatabase } from '../../../test/support/postgres-cluster.js';
import { type TwoPools, twoPools } from '../../../test/support/postgres.js';
import { openPostgresReadLog } from './postgres-read-log.js';
import { readLogSuite } from './read-log.suite.js';

let database: TwoPools;
beforeAll(async () => {
  database = await twoPools();
});
afterAll(() => database.end());

readLogSuite('on PostgreSQL', async () => {
  await database.clear();
  return {
    open: (clock) => openPostgresReadLog(database.next(), clock),
    run: (sql) => onDatabase(database.url, (client) => client.query(sql)),
    removing: ['delete from wavebook.read', 'truncate wavebook.read'],
  };
});
