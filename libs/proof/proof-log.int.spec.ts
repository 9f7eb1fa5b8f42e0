import { afterAll, beforeAll } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Pool, openPostgres } from '#postgres';
import { onDatabase } from '../../test/support/postgres-cluster.js';
import { postgresDatabase } from '../../test/support/postgres.js';
import { openPostgresProofLog, openSqliteProofLog } from './index.js';
import { proofLogSuite } from './proof-log.suite.js';

proofLogSuite('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wavebook-tree-'));
  return {
    open: async () => openSqliteProofLog(join(folder, 'proof.db')),
    dispose: async () => rmSync(folder, { recursive: true, force: true }),
  };
});

let url: string;
let pool: Pool;
beforeAll(async () => {
  url = await postgresDatabase();
  pool = await openPostgres(url, { connectionsMax: 4 });
});
afterAll(() => pool.end());
proofLogSuite('PostgreSQL', async () => {
  return {
    open: () => openPostgresProofLog(pool),
    dispose: () =>
      onDatabase(url, async (client) => {
        const tables = ['tile', 'place', 'checkpoint', 'hand_over', 'cosignature'].map(
          (each) => `wavebook.proof_${each}`,
        );
        await client.query(`truncate ${tables.join(', ')}`);
      }),
  };
});
