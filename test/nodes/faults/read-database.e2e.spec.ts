import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type ServerUnderTest, serverName } from '../../eventstoredb/server.js';
import { PostgresCluster, emptyDatabase } from '../../support/postgres-cluster.js';
import { until } from '../../support/until.js';
import { isWriting } from './leader.js';
import { startLedgerServer } from './ledger-server.js';
import { type NodesHere, startNodesHere } from './nodes-here.js';
import type { Place } from './sound.js';
import { isLong } from './table.js';
import { survives } from './under-load.js';

const commands = isLong ? 100 : 20;

describe(`a PostgreSQL that is restarted, beside ${serverName}`, () => {
  let cluster: PostgresCluster;
  let server: ServerUnderTest;
  let place: Place;
  let nodes: NodesHere;
  beforeAll(async () => {
    [server, cluster] = await Promise.all([startLedgerServer(), PostgresCluster.start()]);
    const masterKey = Buffer.alloc(32, 10).toString('hex');
    const readDatabaseUrl = await emptyDatabase(cluster.urlOf('postgres'));
    place = { eventStoreUrl: server.url, readDatabaseUrl, masterKey };
    nodes = await startNodesHere(place);
  }, 120_000);
  afterAll(async () => {
    await nodes.remove();
    await server.stop();
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
