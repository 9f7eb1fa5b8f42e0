import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pool, openPostgres } from '#postgres';
import Database from '#sqlite';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { onDatabase } from '../../../test/support/postgres-cluster.js';
import { type TwoPools, twoPools } from '../../../test/support/postgres.js';
import { openSqliteVault } from '../sqlite/sqlite-vault.js';
import { aadOf } from '../vault.js';
import { vaultSuite } from '../vault.suite.js';
import { openPostgresVault } from './postgres-vault.js';

const masterKey = Buffer.alloc(32, 1);
const person = (n: number) => `bbbbbbbb-0000-4000-8000-${String(n).padStart(12, '0')}`;
const at = aadOf('event-1', 'name');

let database: TwoPools;
beforeAll(async () => {
  database = await twoPools();
});
afterAll(() => database.end());

vaultSuite('on PostgreSQL', async () => {
  await database.clear();
  return {
    open: (key) => openPostgresVault({ pool: database.next(), masterKey: key }),
    wrappedKeyOf: (personId) =>
      onDatabase(database.url, async (client) => {
        const { rows } = await client.query<{ wrapped: Buffer | null }>(
          'select wrapped from wavebook.person_key where person = $1',
          [personId],
        );
        return rows[0]!.wrapped;
      }),
    remove: () => Promise.resolve(),
  };
});

describe('keys on PostgreSQL', () => {
  it('are asked for by one statement for all that is opened in one turn, and again in the next', async () => {
    await database.clear();
    const vault = await openPostgresVault({ pool: database.pools[0], masterKey });
    const sent = jest.spyOn(pg.Client.prototype, 'query');
    const statements = () => sent.mock.calls.map(([each]) => (each as { text?: string }).text ?? String(each));
    const sealed = await Promise.all(Array.from({ length: 50 }, (_, n) => vault.seal(person(n % 40), `text ${n}`, at)));
    expect(statements().filter((text) => text.startsWith('insert'))).toHaveLength(1);
    const openAll = () => Promise.all(sealed.map((each) => vault.open(each, at)));
    for (let turn = 0; turn < 2; turn++) {
      sent.mockClear();
      expect(await openAll()).toEqual(sealed.map((_, n) => `text ${n}`));
      expect(statements()).toEqual([expect.stringContaining('where person = any')]);
    }
    sent.mockRestore();
  });

  it('are the same rows as in a SQLite file', async () => {
    await database.clear();
    const vault = await openPostgresVault({ pool: database.pools[0], masterKey });
    const sealed = await vault.seal(person(1), 'Ola', at);
    const secret = await vault.secret('digest');
    const folder = mkdtempSync(join(tmpdir(), 'wavebook-vault-'));
    const file = join(folder, 'keys.db');
    await (await openSqliteVault({ file, masterKey })).close();
    const rowsOf = (table: string) =>
      onDatabase(
        database.url,
        async (client) => (await client.query(`select * from wavebook.${table}`)).rows as object[],
      );
    const db = new Database(file);
    for (const row of await rowsOf('person_key'))
      db.prepare('INSERT INTO person_key (person, wrapped, erased_at) VALUES (@person, @wrapped, @erased_at)').run(row);
    for (const row of await rowsOf('secret'))
      db.prepare('INSERT OR REPLACE INTO secret (name, wrapped) VALUES (@name, @wrapped)').run(row);
    db.close();
    const there = await openSqliteVault({ file, masterKey });
    expect(await there.open(sealed, at)).toBe('Ola');
    expect(await there.findSecret('digest')).toEqual(secret);
    await there.close();
    rmSync(folder, { recursive: true });
  });

  it('are made once, by however many nodes at once, in whatever order', async () => {
    await database.clear();
    const [here, there] = await Promise.all(database.pools.map((pool) => openPostgresVault({ pool, masterKey })));
    const persons = Array.from({ length: 60 }, (_, n) => person(n));
    const sealAll = (vault: typeof here, ordered: readonly string[]) =>
      Promise.all(ordered.map((each) => vault!.seal(each, each, at)));
    const [ours, theirs] = await Promise.all([sealAll(here, persons), sealAll(there, persons.toReversed())]);
    expect(await Promise.all(ours.map((each) => there!.open(each, at)))).toEqual(persons);
    expect(await Promise.all(theirs.map((each) => here!.open(each, at)))).toEqual(persons.toReversed());
  });

  it('need connections whose commits are durable', async () => {
    const pool = new Pool({
      url: database.url,
      connectionsMax: 1,
      statementMsMax: 0,
      settings: { synchronous_commit: 'off' },
    });
    await expect(openPostgresVault({ pool, masterKey })).rejects.toThrow('durable');
    await pool.end();
  });

  it('that cannot be reached are a fault that says so, and not an erasure', async () => {
    await database.clear();
    const pool = await openPostgres(database.url, { connectionsMax: 1 });
    const vault = await openPostgresVault({ pool, masterKey });
    const sealed = await vault.seal(person(1), 'Ola', at);
    const use = pool.use.bind(pool);
    pool.use = () => use(() => Promise.reject(new Error('Connection terminated unexpectedly')));
    const asks = [() => vault.open(sealed, at), () => vault.seal(person(2), 'Kari', at), () => vault.erase(person(1))];
    for (const ask of asks) await expect(ask()).rejects.toMatchObject({ code: 'VAULT_UNAVAILABLE' });
    await pool.end();
  });
});
