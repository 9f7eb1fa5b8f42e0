import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, it } from '@jest/globals';
import { type ServerUnderTest, serverName } from '../../eventstoredb/server.js';
import { dividedDatabase } from '../../support/postgres.js';
import type { Side, TcpProxy } from '../../support/tcp-proxy.js';
import { startLedgerServer, wayTo } from './ledger-server.js';
import { type NodesHere, startNodesHere } from './nodes-here.js';
import type { PatientClients } from './patient-clients.js';
import type { Place } from './sound.js';
import { isLong } from './table.js';
import { type Strike, survives } from './under-load.js';

const commands = isLong ? 100 : 20;
const cutMs = isLong ? 30_000 : 3_000;
const breaks = isLong ? 20 : 4;
/** Nodes are at work again before the next break. */
const betweenBreaks = 5;

describe(`a network that fails between nodes and their store, ${serverName}`, () => {
  let server: ServerUnderTest;
  let proxy: TcpProxy;
  let place: Place;
  let nodes: NodesHere;
  beforeAll(async () => {
    server = await startLedgerServer();
    const way = await wayTo(server.url);
    proxy = way.proxy;
    const masterKey = Buffer.alloc(32, 9).toString('hex');
    place = { eventStoreUrl: server.url, readDatabaseUrl: await dividedDatabase(4), masterKey };
    nodes = await startNodesHere({ ...place, eventStoreUrl: way.url });
  }, 120_000);
  afterAll(async () => {
    proxy.mend();
    await nodes.remove();
    await proxy.close();
    await server.stop();
  });

  /** Breaks all connections again and again, each time one piece further on in what this side sends. */
  const breaking =
    (side: Side) =>
    async (clients: PatientClients): Promise<number> => {
      for (let after = 0; after < breaks; after++) {
        await clients.acknowledgedMore(betweenBreaks);
        await proxy.breakOff(side, { after });
      }
      return performance.now();
    };

  const faults: Readonly<Record<string, Strike>> = {
    'connections break, and what was asked of the store does not arrive': breaking('near'),
    'connections break, and what the store answers or tells does not arrive': breaking('far'),
    [`partition of ${cutMs / 1000} s between nodes and store`]: async () => {
      proxy.cut();
      await delay(cutMs);
      proxy.mend();
      return performance.now();
    },
  };

  it.each(Object.keys(faults))(
    '%s',
    async (name) => {
      await survives(name, { place, doors: nodes.doors, commands }, faults[name]!);
    },
    240_000,
  );
});
