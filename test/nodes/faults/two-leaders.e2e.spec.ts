import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ServerUnderTest, serverName } from '../../eventstoredb/server.js';
import { dividedDatabase } from '../../support/postgres.js';
import { until } from '../../support/until.js';
import { breakOffLeaders, isStuckWriting, takenOverMsMax } from './leader.js';
import { startLedgerServer } from './ledger-server.js';
import { type NodeProcess, removeNodes, startNode } from './node-process.js';
import type { Place } from './sound.js';
import { isLong } from './table.js';
import { survives } from './under-load.js';

const commands = isLong ? 100 : 20;

describe(`two projectors that believe they lead, on ${serverName}`, () => {
  let server: ServerUnderTest;
  let place: Place;
  let nodes: NodeProcess[];
  beforeAll(async () => {
    server = await startLedgerServer();
    const masterKey = Buffer.alloc(32, 11).toString('hex');
    place = { eventStoreUrl: server.url, readDatabaseUrl: await dividedDatabase(4), masterKey };
    nodes = [await startNode(place, 'projector')];
    await nodes[0]!.leads();
    nodes.push(...(await Promise.all([startNode(place, 'projector'), startNode(place, 'api')])));
  }, 120_000);
  afterAll(async () => {
    await removeNodes();
    await server.stop();
  });

  it('write no row twice, and the one that stands still in a batch keeps nobody waiting', async () => {
    const [leader, next, api] = nodes as [NodeProcess, NodeProcess, NodeProcess];
    const { readDatabaseUrl: url } = place;
    /** Stops it in the middle of a transaction: one who was stopped elsewhere is let go on. */
    const freezeInBatch = async () => {
      leader.freeze();
      if (await isStuckWriting(url)) return true;
      leader.thaw();
      return false;
    };
    await survives(
      'a leader stands still mid-batch, another takes over, it wakes',
      { place, doors: [api], commands },
      async (clients) => {
        await until(freezeInBatch);
        const frozen = performance.now();
        await breakOffLeaders(url);
        await next.leads();
        expect(performance.now() - frozen).toBeLessThan(takenOverMsMax);
        await clients.acknowledgedMore(commands);
        leader.thaw();
        return performance.now();
      },
    );
  }, 60_000);
});
