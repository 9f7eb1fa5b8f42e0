import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, it } from '@jest/globals';
import { type Double, type Fault, startDouble } from '../../support/eventstoredb-double/start-double.js';
import { postgresDatabase } from '../../support/postgres.js';
import { until } from '../../support/until.js';
import { type NodesHere, startNodesHere } from './nodes-here.js';
import type { PatientClients } from './patient-clients.js';
import type { Place } from './sound.js';
import { isLong } from './table.js';
import { survives } from './under-load.js';

const commands = isLong ? 200 : 20;
const silentMs = isLong ? 8_000 : 1_500;
/** Cuts follow on each other, so that they strike appends, reads and subscriptions in whatever they are about. */
const cuts = { after: 5, times: isLong ? 20 : 4 };

describe('nodes whose store fails', () => {
  let double: Double;
  let place: Place;
  let nodes: NodesHere;
  beforeAll(async () => {
    double = await startDouble({ nodes: 2 });
    const masterKey = Buffer.alloc(32, 8).toString('hex');
    place = { eventStoreUrl: double.clusterUrl, readDatabaseUrl: await postgresDatabase(), masterKey };
    nodes = await startNodesHere(place);
  }, 60_000);
  afterEach(() => double.heal());
  afterAll(async () => {
    await nodes.remove();
    await double.stop();
  });

  /** A fault that is there from now on while some more commands are acknowledged. */
  const standing = async (fault: Fault, clients: PatientClients): Promise<number> => {
    const began = performance.now();
    await double.fault(fault);
    const enough = clients.acknowledged.length + commands;
    await until(async () => clients.acknowledged.length >= enough);
    return began;
  };

  const faults: Readonly<Record<string, (clients: PatientClients) => Promise<number>>> = {
    'the connection is cut before appends are stored': (clients) =>
      standing({ kind: 'cut', where: 'before an append is stored', ...cuts }, clients),
    'the connection is cut after appends are stored, before they are acknowledged': (clients) =>
      standing({ kind: 'cut', where: 'before an append is acknowledged', ...cuts }, clients),
    'the connection is cut in subscriptions': (clients) =>
      standing({ kind: 'cut', where: 'in a subscription', ...cuts }, clients),
    'appends are acknowledged twice': (clients) => standing({ kind: 'duplicate acknowledgement' }, clients),
    'another node of the store leads': (clients) => standing({ kind: 'leader', node: 1 }, clients),
    'the store is frozen': async () => {
      double.freeze();
      await delay(silentMs);
      double.thaw();
      return performance.now();
    },
    'the store is killed, and started again': async () => {
      await double.restart();
      return performance.now();
    },
  };

  it.each(Object.keys(faults))(
    '%s: nothing is lost or told twice',
    async (name) => {
      await survives(name, { place, doors: nodes.doors, commands }, faults[name]!);
    },
    120_000,
  );
});
