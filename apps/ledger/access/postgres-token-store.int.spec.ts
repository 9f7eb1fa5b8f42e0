import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type TwoPools, twoPools } from '../../../test/support/postgres.js';
import { accessSuite } from './access.suite.js';
import { openPostgresTokenStore } from './postgres-token-store.js';
import { makeToken } from './token.js';

let database: TwoPools;
beforeAll(async () => {
  database = await twoPools();
});
afterAll(() => database.end());

accessSuite('on PostgreSQL', async () => {
  await database.clear();
  return { open: () => openPostgresTokenStore(database.next()), remove: () => Promise.resolve() };
});

describe('the list of tokens on PostgreSQL', () => {
  it('keeps every field, and no token itself', async () => {
    await database.clear();
    const store = await openPostgresTokenStore(database.pools[0]);
    const now = new Date('2018-03-01T08:00:00.000Z');
    const terms = { label: 'Bærum', role: 'contributor', programmes: ['p-1'], units: [] } as const;
    const { token, stored } = makeToken({ ...terms, expiresAt: '2019-01-01T00:00:00.000Z' }, now);
    await store.add(stored);
    expect(await store.all()).toEqual([stored]);
    await expect(store.add(stored)).rejects.toThrow('duplicate key');
    const { rows } = await database.pools[0].use((client) =>
      client.query<{ row: string }>('select t::text as row from wavebook.token t'),
    );
    expect(rows[0]!.row).toContain(stored.sha256);
    expect(rows[0]!.row).not.toContain(token.slice(16, 80));
  });
});
