import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Pool, openPostgres } from '#postgres';
import { onDatabase } from '../../../test/support/postgres-cluster.js';
import { postgresDatabase } from '../../../test/support/postgres.js';
import { accessSuite } from './access.suite.js';
import { openPostgresTokenStore } from './postgres-token-store.js';
import { makeToken } from './token.js';

let url: string;
let pools: readonly Pool[];
const clear = () => onDatabase(url, (client) => client.query('drop schema if exists wavebook cascade'));

beforeAll(async () => {
  url = await postgresDatabase();
  pools = await Promise.all([openPostgres(url), openPostgres(url)]);
});
afterAll(() => Promise.all(pools.map((pool) => pool.end())));

accessSuite('on PostgreSQL', async () => {
  await clear();
  let opened = 0;
  return { open: () => openPostgresTokenStore(pools[opened++ % pools.length]!), remove: () => Promise.resolve() };
});

describe('the list of tokens on PostgreSQL', () => {
  it('keeps every field, and no token itself', async () => {
    await clear();
    const store = await openPostgresTokenStore(pools[0]!);
    const now = new Date('2018-03-01T08:00:00.000Z');
    const terms = { label: 'Bærum', role: 'contributor', programmes: ['p-1'], units: [] } as const;
    const { token, stored } = makeToken({ ...terms, expiresAt: '2019-01-01T00:00:00.000Z' }, now);
    await store.add(stored);
    expect(await store.all()).toEqual([stored]);
    await expect(store.add(stored)).rejects.toThrow('duplicate key');
    const { rows } = await pools[0]!.use((client) =>
      client.query<{ row: string }>('select t::text as row from wavebook.token t'),
    );
    expect(rows[0]!.row).toContain(stored.sha256);
    expect(rows[0]!.row).not.toContain(token.slice(16, 80));
  });
});
