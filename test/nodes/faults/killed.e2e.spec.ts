import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ServerUnderTest, serverName } from '../../eventstoredb/server.js';
import { dividedDatabase } from '../../support/postgres.js';
import { takenOverMsMax } from './leader.js';
import { startLedgerServer } from './ledger-server.js';
import { type NodeProcess, removeNodes, startNode } from './node-process.js';
import type { Place } from './sound.js';
import { isLong } from './table.js';
import { survives } from './under-load.js';

const commands = isLong ? 100 : 40;

describe(`nodes that are killed, on ${serverName}`, () => {
  let server: ServerUnderTest;
  let place: Place;
  let api: NodeProcess[];
  let projectors: NodeProcess[];
  beforeAll(async () => {
    server = await startLedgerServer();
    const masterKey = Buffer.alloc(32, 7).toString('hex');
    place = { eventStoreUrl: server.url, readDatabaseUrl: await dividedDatabase(4), masterKey };
    projectors = [await startNode(place, 'projector')];
    await projectors[0]!.leads();
    [projectors[1], ...api] = await Promise.all([
      startNode(place, 'projector'),
      startNode(place, 'api'),
      startNode(place, 'api'),
    ]);
  }, 120_000);
  afterAll(async () => {
    await removeNodes();
    await server.stop();
  });

  it('hand over what they project, within five seconds', async () => {
    const [leader, next] = projectors as [NodeProcess, NodeProcess];
    await survives('a projector is killed while it projects', { place, doors: api, commands }, async () => {
      const killed = performance.now();
      await leader.kill();
      await next.leads();
      expect(performance.now() - killed).toBeLessThan(takenOverMsMax);
      return killed;
    });
  });

  it('lose no line of their subscribers, who go on at another one', async () => {
    const [gone, left] = api as [NodeProcess, NodeProcess];
    const load = {
      place,
      doors: [gone, left],
      followers: 100,
      books: 4,
      clients: { count: 4, pauseMs: 20 },
      commands,
    };
    const { resumed } = await survives(
      'an API node is killed with 100 subscribers',
      load,
      async () => {
        await gone.kill();
        return performance.now();
      },
      [left],
    );
    expect(resumed).toBeGreaterThanOrEqual(50);
  });
});
