import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CompiledQuery, sql } from 'kysely';
import type { Generation, ReadDatabase } from '../read-database.js';
import { RowStatements, loadRows } from '../rows.js';
import { createIndexes, createTables } from '../tables.js';
import { postgres } from '../testing/engines.js';
import { projections, tasksOf } from '../testing/tasks.js';

let database: ReadDatabase;
let generation: Generation;
beforeAll(async () => {
  database = await postgres.open(await postgres.place(''), projections);
  generation = await database.build((db) =>
    db.transaction().execute(async (transaction) => {
      await createTables(transaction, projections, database.types);
      await loadRows(transaction, projections, new Map());
      await createIndexes(transaction, projections);
    }),
  );
  await database.show(generation);
});
afterAll(async () => {
  await generation.close();
  await database.close();
});

const settingOf = CompiledQuery.raw(`select current_setting('enable_seqscan') as setting`);

describe('how PostgreSQL finds rows', () => {
  it('looks them up by their keys for a projector, also where tables were empty when it began', async () => {
    const [statement] = new RowStatements(generation.db, tasksOf()).select(['t1']);
    const explained = { ...statement!, sql: `explain ${statement!.sql}` };
    const [plan] = await generation.read([explained]);
    const steps = plan!.map((row) => row['QUERY PLAN']).join('\n');
    expect(steps).toMatch(/Index/);
    expect(steps).not.toMatch(/Seq Scan/);
  });

  it('scans for whoever reads, and for comparing whole tables', async () => {
    const { rows } = await database.reader.executeQuery(settingOf);
    expect(rows).toEqual([{ setting: 'on' }]);
    const seen = await generation.snapshot((db) =>
      sql`select current_setting('enable_seqscan') as setting`.execute(db),
    );
    expect(seen.rows).toEqual([{ setting: 'on' }]);
  });

  it('goes on without, once a comparison has ended', async () => {
    await generation.snapshot((db) => db.executeQuery(settingOf));
    expect(await generation.read([settingOf, CompiledQuery.raw('show jit')])).toEqual([
      [{ setting: 'off' }],
      [{ jit: 'off' }],
    ]);
  });
});
