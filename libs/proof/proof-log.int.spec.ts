import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres } from '#postgres';
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

let url: string | undefined;
proofLogSuite('PostgreSQL', async () => {
  const database = (url ??= await postgresDatabase());
  return {
    open: async () => openPostgresProofLog(await openPostgres(database, { connectionsMax: 2 })),
    dispose: () =>
      onDatabase(database, async (client) => {
        const tables = ['tile', 'place', 'checkpoint', 'hand_over', 'cosignature'].map(
          (each) => `wavebook.proof_${each}`,
        );
        await client.query(`truncate ${tables.join(', ')}`);
      }),
  };
});
