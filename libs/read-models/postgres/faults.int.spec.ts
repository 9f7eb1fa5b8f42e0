import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { CompiledQuery } from 'kysely';
import { PostgresCluster, emptyDatabase, onDatabase } from '../../../test/support/postgres-cluster.js';
import type { Change } from '../read-models.js';
import { type ReadEngine, postgres } from '../testing/engines.js';
import { expectRefolded } from '../testing/refolded.js';
import { TaskTitled, TestLedger, added, allRows, programmeId, projections, until } from '../testing/tasks.js';

const one = programmeId(1);
const waitMs = 20_000;

/** Breaks off all connections to a database, or those whose last statement reads like this. */
const breakOff = (url: string, statement = '%') =>
  onDatabase(url, (client) =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and query ilike $1`,
      [statement],
    ),
  );

/** Two processes, one that projects and one that follows it, while something happens to their database. */
const through = async (ledger: TestLedger, trouble: (append: () => Promise<void>) => Promise<void>) => {
  const [server, reader] = await Promise.all([ledger.open(), ledger.open()]);
  const told: Change[] = [];
  reader.onProjected((change) => told.push(change));
  const stop = new AbortController();
  const working = [server.run(stop.signal), reader.follow(stop.signal)];
  let n = 0;
  let last = 0n;
  const append = async () => {
    for (let end = n + 5; n < end; n++)
      last = await ledger.append(one, added(`t${n}`), TaskTitled({ taskId: `t${n}`, title: `T${n}` }));
  };
  await append();
  await trouble(append);
  await append();
  expect(await server.waitFor(last, { timeoutMs: waitMs })).toBe(true);
  expect(await reader.waitFor(last, { timeoutMs: waitMs })).toBe(true);
  await until(() => told.at(-1)?.position === last);
  const positions = told.map(({ position }) => position);
  expect(positions).toEqual([...new Set(positions)].sort((a, b) => Number(a - b)));
  await expectRefolded(reader.db, await ledger.lines());
  expect((await server.rebuild()).differs).toEqual([]);
  stop.abort();
  await Promise.all(working);
};

describe('read models on PostgreSQL', () => {
  let ledger: TestLedger;
  beforeEach(async () => {
    ledger = await TestLedger.create(postgres);
  });
  afterEach(() => ledger.destroy());

  it('go on after every connection was broken off, again and again', () =>
    through(ledger, async (append) => {
      for (let round = 0; round < 3; round++) {
        await Promise.all([append(), breakOff(ledger.place.url!)]);
        await append();
      }
    }));

  it('are followed on also where nudges no longer come', () =>
    through(ledger, async (append) => {
      await breakOff(ledger.place.url!, 'listen%');
      await append();
    }));

  it('are not kept in a database that cannot hold every letter', async () => {
    const url = ledger.place.url!;
    const latin = `${url.split('/').at(-1)!}_latin`;
    await onDatabase(url, (client) =>
      client.query(`create database ${latin} template template0 encoding 'LATIN1' locale_provider libc locale 'C'`),
    );
    const place = { ...ledger.place, url: url.replace(/[^/]*$/, latin) };
    await expect(postgres.open(place, projections)).rejects.toMatchObject({
      code: 'POSTGRES_URL_INVALID',
      message: expect.stringContaining('LATIN1'),
    });
  });

  it('do a transaction again that PostgreSQL gave up', async () => {
    const database = await postgres.open(ledger.place, projections);
    const generation = await database.build((db) =>
      db.transaction().execute(async (transaction) => {
        await transaction.executeQuery(CompiledQuery.raw('create sequence attempt'));
        await transaction.executeQuery(CompiledQuery.raw('create table done (n bigint)'));
      }),
    );
    const givenUp = (times: number) =>
      CompiledQuery.raw(
        `do $$ begin if nextval('attempt') <= ${times} then raise exception using errcode = '40001'; end if; end $$`,
      );
    const note = CompiledQuery.raw(`insert into done select currval('attempt')`);
    expect(await generation.write([], [givenUp(3), note], { position: 1n, partition: 0 })).toBe(true);
    expect(await generation.read([CompiledQuery.raw('select n from done')])).toEqual([[{ n: 4 }]]);
    await expect(generation.write([], [givenUp(1_000), note], { position: 1n, partition: 0 })).rejects.toMatchObject({
      code: '40001',
    });
    expect(await generation.read([CompiledQuery.raw('select n from done')])).toEqual([[{ n: 4 }]]);
    await generation.close();
    await database.close();
  });
});

describe('a PostgreSQL that is stopped and started', () => {
  let cluster: PostgresCluster;
  let ledger: TestLedger;
  beforeEach(async () => {
    cluster = await PostgresCluster.start();
    const url = await emptyDatabase(cluster.urlOf('postgres'));
    const own: ReadEngine = { ...postgres, place: (directory) => Promise.resolve({ directory, url }) };
    ledger = await TestLedger.create(own);
  });
  afterEach(async () => {
    await ledger.destroy();
    await cluster.remove();
  });

  it('costs no line: readers are told by name, projecting waits, and all goes on', () =>
    through(ledger, async (append) => {
      const models = await ledger.open();
      await cluster.stop();
      await append();
      await expect(allRows(models.db)).rejects.toMatchObject({ name: 'PostgresUnavailable' });
      expect((await models.status()).reachable).toBe(false);
      await cluster.resume();
    }));
});
