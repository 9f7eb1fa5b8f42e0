import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Double, startDouble } from '../../support/eventstoredb-double/start-double.js';
import { onDatabase } from '../../support/postgres-cluster.js';
import { postgresDatabase } from '../../support/postgres.js';
import { until } from '../../support/until.js';
import { type NodeProcess, startNode } from './node-process.js';
import type { Place } from './sound.js';
import { isLong } from './table.js';
import { survives } from './under-load.js';

const commands = isLong ? 100 : 20;
const takenOverMsMax = 5_000;

/** Breaks off the connections that hold the locks of those who lead. */
const breakOffLeaders = (url: string) =>
  onDatabase(url, (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_locks
       where locktype = 'advisory' and granted
       and database = (select oid from pg_database where datname = current_database())
       and (classid::bigint << 32) | objid::bigint in
         (select hashtextextended('wavebook leads ' || name, 0) from wavebook.lead)`,
    ),
  );

/** Whether somebody has begun to write rows, and has not gone on for a while. */
const isStuckWriting = (url: string): Promise<boolean> =>
  onDatabase(url, async (client) => {
    await client.query('select pg_sleep(0.1)');
    const { rows } = await client.query(
      `select from pg_stat_activity where datname = current_database() and state = 'idle in transaction'
       and state_change < clock_timestamp() - interval '0.1 s'
       and pid in (select pid from pg_locks where locktype = 'advisory' and granted
         and (classid::bigint << 32) | objid::bigint in
           (select hashtextextended('wavebook writes ' || nspname || '/' || partition, 0)
            from pg_namespace, generate_series(0, 3) as partition))`,
    );
    return rows.length > 0;
  });

describe('two projectors that believe they lead', () => {
  let double: Double;
  let place: Place;
  let nodes: NodeProcess[];
  beforeAll(async () => {
    double = await startDouble();
    const masterKey = Buffer.alloc(32, 11).toString('hex');
    place = { eventStoreUrl: double.url(), readDatabaseUrl: await postgresDatabase(), masterKey };
    nodes = [await startNode(place, 'projector')];
    await nodes[0]!.leads();
    nodes.push(...(await Promise.all([startNode(place, 'projector'), startNode(place, 'api')])));
  }, 60_000);
  afterAll(async () => {
    await Promise.all(nodes.map((each) => each.remove()));
    await double.stop();
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
        const enough = clients.acknowledged.length + commands;
        await until(async () => clients.acknowledged.length >= enough);
        leader.thaw();
        return frozen;
      },
    );
  }, 60_000);
});
