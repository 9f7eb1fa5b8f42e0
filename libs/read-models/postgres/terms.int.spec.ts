import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { holdTerm } from '#postgres';
import { CompiledQuery } from 'kysely';
import type pg from 'pg';
import { onDatabase } from '../../../test/support/postgres-cluster.js';
import { type Generation, ProjectorDeposed, type ReadDatabase } from '../read-database.js';
import type { ReadModels } from '../read-models.js';
import { postgres } from '../testing/engines.js';
import { expectRefolded } from '../testing/refolded.js';
import { TaskTitled, type Tables, TestLedger, added, programmeId, projections, until } from '../testing/tasks.js';

const waitMs = 20_000;
const name = 'projector';
const under = (term: bigint) => ({ under: { name, term } });
const at = { position: 1n, partition: 0 };

let ledger: TestLedger;
const on = <T>(work: (client: pg.Client) => Promise<T>) => onDatabase(ledger.place.url!, work);

/** Another process begins to lead, as `lead` has it. Gives its term. */
const takeOver = (): Promise<bigint> =>
  on(async (client) => {
    const { rows } = await client.query<{ term: string }>(
      `insert into wavebook.lead (name, term) values ($1, 1)
       on conflict (name) do update set term = lead.term + 1 returning term`,
      [name],
    );
    return BigInt(rows[0]!.term);
  });

/** All that there is, under one term. */
const projectAll = async (models: ReadModels<Tables>, signal: AbortSignal, term: bigint): Promise<void> => {
  await Promise.all(models.partitions().map((each) => models.project(each, signal, under(term))));
};

let written = 0;
const append = async (lines: number): Promise<bigint> => {
  let last = 0n;
  for (const end = written + lines; written < end; written++) {
    const taskId = `t${written}`;
    last = await ledger.append(programmeId(written % 3), added(taskId), TaskTitled({ taskId, title: `T${written}` }));
  }
  return last;
};

const storedPosition = async (): Promise<bigint> => {
  const models = await ledger.open();
  const position = models.position();
  await ledger.close(models);
  return position;
};

beforeAll(async () => {
  ledger = await TestLedger.create(postgres);
  await on((client) => client.query('create table wavebook.lead (name text primary key, term bigint not null)'));
});
afterAll(() => ledger.destroy());

describe('a projector on PostgreSQL that was deposed', () => {
  const running = new Set<AbortController>();
  const project = async (term?: bigint) => {
    const models = await ledger.open();
    const ending = new AbortController();
    running.add(ending);
    const done = term === undefined ? models.run(ending.signal) : projectAll(models, ending.signal, term);
    const outcome = done.then(
      () => 'told to end',
      (error: unknown) => error,
    );
    return { models, ending, outcome };
  };
  afterEach(() => running.forEach((each) => each.abort()));

  it('writes nothing more, and says so', async () => {
    const old = await project(await takeOver());
    const before = await append(3);
    expect(await old.models.waitFor(before, { timeoutMs: waitMs })).toBe(true);
    await takeOver();
    await append(3);
    expect(await old.outcome).toBeInstanceOf(ProjectorDeposed);
    expect(await storedPosition()).toBe(before);
  });

  it('leaves each line to be written once, while both believe that they lead', async () => {
    const old = await project(await takeOver());
    const told: bigint[] = [];
    const appending = append(30);
    const next = await project(await takeOver());
    // What it was told to project before, it may have; nothing after the other one began.
    const deposedAt = await storedPosition();
    old.models.onProjected(({ position }) => told.push(position));
    const last = await appending.then(() => append(3));
    expect(await next.models.waitFor(last, { timeoutMs: waitMs })).toBe(true);
    expect(await old.outcome).toBeInstanceOf(ProjectorDeposed);
    expect(told.filter((position) => position > deposedAt)).toEqual([]);
    await expectRefolded(next.models.db, await ledger.lines());
  });

  it('projects again when it leads again, from where the other one came to', async () => {
    const [first, second] = [await takeOver(), await takeOver()];
    const old = await project(first);
    const other = await project(second);
    const meanwhile = await append(2);
    expect(await other.models.waitFor(meanwhile, { timeoutMs: waitMs })).toBe(true);
    expect(await old.outcome).toBeInstanceOf(ProjectorDeposed);
    other.ending.abort();
    expect(await other.outcome).toBe('told to end');
    const ending = new AbortController();
    const again = projectAll(old.models, ending.signal, await takeOver());
    expect(await old.models.waitFor(await append(2), { timeoutMs: waitMs })).toBe(true);
    ending.abort();
    await again;
    await expectRefolded(old.models.db, await ledger.lines());
  });

  it('does not keep a visitor from projecting, who does not lead', async () => {
    await takeOver();
    const visitor = await project();
    expect(await visitor.models.waitFor(await append(2), { timeoutMs: waitMs })).toBe(true);
    visitor.ending.abort();
    expect(await visitor.outcome).toBe('told to end');
    await expectRefolded(visitor.models.db, await ledger.lines());
  });
});

describe('a term', () => {
  let database: ReadDatabase;
  let generation: Generation;
  beforeAll(async () => {
    database = await postgres.open(ledger.place, projections);
    generation = await database.build((db) =>
      db.transaction().execute(async (transaction) => {
        await transaction.executeQuery(CompiledQuery.raw('create table done (n bigint)'));
      }),
    );
  });
  afterAll(async () => {
    await generation.close();
    await database.close();
  });

  const note = CompiledQuery.raw('insert into done values (1)');
  const notes = async () => (await generation.read([CompiledQuery.raw('select n from done')]))[0];

  it('does not end in the middle of a transaction that holds on to it', async () => {
    const term = await takeOver();
    await on(async (client) => {
      const waiting = async (like: string) => {
        const { rowCount } = await client.query(
          `select from pg_stat_activity
           where wait_event_type = 'Lock' and datname = current_database() and query like $1`,
          [like],
        );
        return rowCount === 1;
      };
      await client.query('select pg_advisory_lock(1)');
      const waits = CompiledQuery.raw('select pg_advisory_xact_lock(1)');
      const writing = generation.write([], [waits, note], { ...at, ...under(term) });
      await until(() => waiting('select pg_advisory_xact_lock(1)'));
      const next = takeOver();
      await until(() => waiting('insert into wavebook.lead%'));
      await client.query('select pg_advisory_unlock(1)');
      expect(await writing).toBe(true);
      expect(await next).toBe(term + 1n);
    });
    expect(await notes()).toEqual([{ n: 1 }]);
    await expect(generation.write([], [note], { ...at, ...under(term) })).rejects.toBeInstanceOf(ProjectorDeposed);
    expect(await notes()).toEqual([{ n: 1 }]);
  });

  it('is not held for ever by one who falls silent in the middle', async () => {
    const term = await takeOver();
    await on(async (client) => {
      const silenceMax = async () =>
        (await client.query<Record<string, string>>('show idle_in_transaction_session_timeout')).rows[0];
      await client.query('begin');
      await client.query(holdTerm, [name, term]);
      expect(await silenceMax()).toEqual({ idle_in_transaction_session_timeout: '4s' });
      await client.query('commit');
      expect(await silenceMax()).toEqual({ idle_in_transaction_session_timeout: '0' });
    });
  });
});
