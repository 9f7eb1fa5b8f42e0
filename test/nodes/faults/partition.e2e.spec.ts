import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type Double, startDouble } from '../../support/eventstoredb-double/start-double.js';
import { postgresDatabase } from '../../support/postgres.js';
import { TcpProxy } from '../../support/tcp-proxy.js';
import { type NodesHere, startNodesHere } from './nodes-here.js';
import type { Place } from './sound.js';
import { isLong } from './table.js';
import { survives } from './under-load.js';

const commands = isLong ? 100 : 20;
const cutMs = isLong ? 30_000 : 3_000;

describe('a partition between nodes and their store', () => {
  let double: Double;
  let proxy: TcpProxy;
  let place: Place;
  let nodes: NodesHere;
  beforeAll(async () => {
    double = await startDouble();
    const direct = new URL(double.url());
    proxy = await TcpProxy.open({ host: direct.hostname, port: Number(direct.port) });
    const masterKey = Buffer.alloc(32, 9).toString('hex');
    place = { eventStoreUrl: double.url(), readDatabaseUrl: await postgresDatabase(), masterKey };
    nodes = await startNodesHere({ ...place, eventStoreUrl: `esdb://127.0.0.1:${proxy.port}?tls=false` });
  }, 60_000);
  afterAll(async () => {
    proxy.mend();
    await nodes.remove();
    await proxy.close();
    await double.stop();
  });

  it(`of ${cutMs / 1000} s costs no line and no subscriber`, async () => {
    await survives(
      `partition of ${cutMs / 1000} s between nodes and store`,
      { place, doors: nodes.doors, commands },
      async () => {
        proxy.cut();
        await delay(cutMs);
        proxy.mend();
        return performance.now();
      },
    );
  }, 180_000);
});
