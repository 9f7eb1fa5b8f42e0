import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, it } from '@jest/globals';
import { type Double, type Fault, startDouble } from '../../support/eventstoredb-double/start-double.js';
import { dividedDatabase } from '../../support/postgres.js';
import { type NodesHere, startNodesHere } from './nodes-here.js';
import type { PatientClients } from './patient-clients.js';
import type { Place } from './sound.js';
import { isLong } from './table.js';
import { type Strike, survives } from './under-load.js';

const commands = isLong ? 100 : 20;
const silentMs = isLong ? 8_000 : 1_500;
/** Cuts follow on each other, so that they strike appends, reads and subscriptions in whatever they are about. */
const cuts = { after: 5, times: isLong ? 20 : 4 };

const beforeStored: Fault = { kind: 'cut', where: 'before an append is stored', ...cuts };
const beforeAcknowledged: Fault = { kind: 'cut', where: 'before an append is acknowledged', ...cuts };
const inSubscriptions: Fault = { kind: 'cut', where: 'in a subscription', ...cuts };
const twice: Fault = { kind: 'duplicate acknowledgement' };

/** Nobody can tell a real server when to fail: what a network does to it stands in `network.e2e.spec.ts`. */
describe('nodes go on when the store fails, on the double alone', () => {
  let double: Double;
  let place: Place;
  let nodes: NodesHere;
  beforeAll(async () => {
    double = await startDouble({ nodes: 2 });
    const masterKey = Buffer.alloc(32, 8).toString('hex');
    place = { eventStoreUrl: double.clusterUrl, readDatabaseUrl: await dividedDatabase(4), masterKey };
    nodes = await startNodesHere(place);
  }, 120_000);
  afterEach(() => double.heal());
  afterAll(async () => {
    await nodes.remove();
    await double.stop();
  });

  /** Faults that stand while some more commands are acknowledged. */
  const standing =
    (...those: readonly Fault[]) =>
    async (clients: PatientClients): Promise<number> => {
      await double.fault(...those);
      await clients.acknowledgedMore(commands);
      await double.heal();
      return performance.now();
    };

  const alone: Readonly<Record<string, Strike>> = {
    'its connection is cut before appends are stored': standing(beforeStored),
    'its connection is cut after appends are stored, before they are acknowledged': standing(beforeAcknowledged),
    'its connection is cut in subscriptions': standing(inSubscriptions),
    'it acknowledges appends twice': standing(twice),
  };
  const together: Readonly<Record<string, Strike>> = {
    'its connection is cut in each phase, and appends are acknowledged twice': standing(
      beforeStored,
      beforeAcknowledged,
      inSubscriptions,
      twice,
    ),
  };
  const faults: Readonly<Record<string, Strike>> = {
    ...(isLong ? alone : together),
    'another node of it leads, and the first one again': standing({ kind: 'leader', node: 1 }),
    'it is frozen': async () => {
      double.freeze();
      await delay(silentMs);
      double.thaw();
      return performance.now();
    },
    'it is killed, and started again': async () => {
      await double.restart();
      return performance.now();
    },
  };

  it.each(Object.keys(faults))(
    '%s',
    async (name) => {
      await survives(`store (as the double): ${name}`, { place, doors: nodes.doors, commands }, faults[name]!);
    },
    240_000,
  );
});
