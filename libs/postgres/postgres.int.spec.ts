import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { onDatabase } from '../../test/support/postgres-cluster.js';
import { postgresDatabase } from '../../test/support/postgres.js';
import { type Pool, type PostgresErrorCode, inTransaction, isPostgresError, migrate, openPostgres } from './index.js';

let url: string;
const opened: Pool[] = [];
const open = async (options?: Parameters<typeof openPostgres>[1], at = url): Promise<Pool> => {
  const pool = await openPostgres(at, options);
  opened.push(pool);
  return pool;
};
/** The same way, with something of it changed. */
const changed = (change: (url: URL) => void): string => {
  const other = new URL(url);
  change(other);
  return other.href;
};
const value = async <T>(pool: Pool, sql: string): Promise<T | undefined> => {
  const { rows } = await pool.use((client) => client.query<{ value: T }>(sql));
  return rows[0]?.value;
};

beforeAll(async () => void (url = await postgresDatabase()));
afterEach(() => Promise.all(opened.splice(0).map((pool) => pool.end())));

describe('a database', () => {
  it('answers under a name, commits for good, and ends what takes too long', async () => {
    await onDatabase(url, (client) =>
      client.query(
        `do $$ begin execute format('alter database %I set synchronous_commit = off', current_database()); end $$`,
      ),
    );
    const pool = await open({ applicationName: 'wavebook keys', statementMsMax: 50 });
    expect(await value(pool, `select current_setting('synchronous_commit') as value`)).toBe('on');
    expect(
      await value(pool, `select application_name as value from pg_stat_activity where pid = pg_backend_pid()`),
    ).toBe('wavebook keys');
    const slow = pool.use((client) => client.query('select pg_sleep(60)'));
    expect(isPostgresError(await slow.catch((error: unknown) => error), '57014')).toBe(true);
  });

  it.each<[string, () => string, PostgresErrorCode]>([
    ['is no address', () => 'the-secret-itself', 'POSTGRES_URL_INVALID'],
    ['is one of something else', () => 'https://ola:the-secret@127.0.0.1/books', 'POSTGRES_URL_INVALID'],
    ['names no database', () => 'postgres://ola:the-secret@127.0.0.1/', 'POSTGRES_URL_INVALID'],
    ['names one that is not there', () => changed((to) => (to.pathname = '/none')), 'POSTGRES_URL_INVALID'],
    ['has another password', () => changed((to) => (to.password = 'the-secret')), 'POSTGRES_FORBIDDEN'],
    ['leads to nobody', () => 'postgres://ola:the-secret@127.0.0.1:1/books', 'POSTGRES_UNAVAILABLE'],
  ])('whose address %s is a named fault that does not repeat the password', async (_what, address, code) => {
    const fault = await openPostgres(address()).catch((error: unknown) => error);
    expect(fault).toMatchObject({ name: 'PostgresError', code });
    expect(String(fault)).not.toMatch(/the-secret|only-for-tests/);
  });
});

describe('a transaction', () => {
  const counterOf = (pool: Pool) => value<number>(pool, 'select n as value from counter');
  beforeAll(() =>
    onDatabase(url, (client) => client.query('create table counter (n int); insert into counter values (0)')),
  );
  afterAll(() => onDatabase(url, (client) => client.query('drop table counter')));

  it('that others stand in the way of is done again, until it is done once', async () => {
    const pool = await open();
    let attempts = 0;
    let allHaveRead!: () => void;
    const read = new Promise<void>((resolve) => (allHaveRead = resolve));
    const count = () =>
      inTransaction(pool, async (client) => {
        await client.query('set transaction isolation level serializable');
        const { rows } = await client.query<{ n: number }>('select n from counter');
        if (++attempts === 3) allHaveRead();
        await read;
        await client.query('update counter set n = $1', [rows[0]!.n + 1]);
      });
    await Promise.all([count(), count(), count()]);
    expect(await counterOf(pool)).toBe(3);
    expect(attempts).toBeGreaterThan(3);
  });

  it('whose connection breaks off before its end is done again, and one that cannot be done at all is given up', async () => {
    const pool = await open();
    await pool.use((client) => client.query('create table broken_off (attempt integer)'));
    let attempts = 0;
    const breakOff = (attemptsBroken: number) =>
      inTransaction(pool, async (client) => {
        await client.query('insert into broken_off values ($1)', [++attempts]);
        if (attempts <= attemptsBroken) await client.query('select pg_terminate_backend(pg_backend_pid())');
      });
    await breakOff(2);
    const { rows } = await pool.use((client) => client.query('select attempt from broken_off'));
    expect(rows).toEqual([{ attempt: 3 }]);
    await expect(breakOff(1_000)).rejects.toMatchObject({ name: 'PostgresUnavailable' });
  });

  it('that fails leaves nothing behind, and neither does its connection', async () => {
    const pool = await open({ connectionsMax: 1 });
    const before = await counterOf(pool);
    const failing = inTransaction(pool, async (client) => {
      await client.query('update counter set n = n + 1');
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    const swallowed = inTransaction(pool, async (client) => {
      await client.query('update counter set n = n + 1');
      await client.query('select 1 / 0').catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow('was rolled back');
    expect(await counterOf(pool)).toBe(before);
  });
});

describe('tables', () => {
  const steps = ['create table wavebook.thing (a int)', 'alter table wavebook.thing add column b int'];
  const columns = (pool: Pool) =>
    value<number>(pool, `select count(*) as value from information_schema.columns where table_name = 'thing'`);

  it('are made once, however many start at the same time, and are brought on by what was added', async () => {
    const pool = await open();
    for (let round = 0; round < 5; round++) {
      await pool.use((client) => client.query('drop schema if exists wavebook cascade'));
      await Promise.all(Array.from({ length: 5 }, () => migrate(pool, 'things', steps.slice(0, 1))));
      expect(await columns(pool)).toBe(1);
    }
    await migrate(pool, 'things', steps);
    await migrate(pool, 'things', steps);
    expect(await columns(pool)).toBe(2);
  });

  it('of a newer Wavebook are left alone', async () => {
    const pool = await open();
    await migrate(pool, 'things', steps);
    await expect(migrate(pool, 'things', steps.slice(0, 1))).rejects.toMatchObject({ code: 'POSTGRES_NEWER' });
  });

  it('are brought on whole or not at all', async () => {
    const pool = await open();
    const broken = [...steps, 'alter table wavebook.thing add column c int', 'select 1 / 0'];
    await expect(migrate(pool, 'things', broken)).rejects.toThrow('division by zero');
    expect(await columns(pool)).toBe(2);
  });

  it('are used by one who may not make any, when they are there', async () => {
    const pool = await open();
    await migrate(pool, 'things', steps);
    await pool.use((client) =>
      client.query(`
        do $$ begin create role guest login password 'guest'; exception when duplicate_object then null; end $$;
        grant usage on schema wavebook to guest;
        grant select on all tables in schema wavebook to guest`),
    );
    const asGuest = await open(
      {},
      changed((to) => Object.assign(to, { username: 'guest', password: 'guest' })),
    );
    await migrate(asGuest, 'things', steps);
    await expect(migrate(asGuest, 'more', steps)).rejects.toMatchObject({ code: 'POSTGRES_FORBIDDEN' });
  });
});
