import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type Double, startDouble } from '../../support/eventstoredb-double/start-double.js';
import { PostgresCluster, emptyDatabase, onDatabase } from '../../support/postgres-cluster.js';
import { until } from '../../support/until.js';
import { type NodesHere, startNodesHere } from './nodes-here.js';
import type { Place } from './sound.js';
import { isLong } from './table.js';
import { survives } from './under-load.js';

const commands = isLong ? 100 : 20;

/** Whether somebody is in the middle of writing rows. */
const isWriting = (url: string): Promise<boolean> =>
  onDatabase(url, async (client) => {
    const { rows } = await client.query(
      `select from pg_locks join pg_stat_activity using (pid)
       where locktype = 'advisory' and granted and xact_start is not null and pid <> pg_backend_pid()`,
    );
    return rows.length > 0;
  });

describe('a PostgreSQL that is restarted', () => {
  let cluster: PostgresCluster;
  let double: Double;
  let place: Place;
  let nodes: NodesHere;
  beforeAll(async () => {
    [double, cluster] = await Promise.all([startDouble(), PostgresCluster.start()]);
    const masterKey = Buffer.alloc(32, 10).toString('hex');
    const readDatabaseUrl = await emptyDatabase(cluster.urlOf('postgres'));
    place = { eventStoreUrl: double.url(), readDatabaseUrl, masterKey };
    nodes = await startNodesHere(place);
  }, 60_000);
  afterAll(async () => {
    await nodes.remove();
    await double.stop();
    await cluster.remove();
  });

  it('in the middle of a batch costs no row, no line and no subscriber', async () => {
    await survives('PostgreSQL is restarted mid-batch', { place, doors: nodes.doors, commands }, async () => {
      await until(() => isWriting(place.readDatabaseUrl));
      await cluster.stop();
      await cluster.resume();
      return performance.now();
    });
  }, 120_000);
});
