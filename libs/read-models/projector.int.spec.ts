import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '#event-store';
import type { CompiledQuery } from 'kysely';
import { readCheckpoints } from './checkpoint.js';
import { buildGeneration } from './generations.js';
import { Projector } from './projector.js';
import type { Generation } from './read-database.js';
import { SqliteReadDatabase, sqliteTypes } from './sqlite/sqlite-read-database.js';
import type { AnyDatabase } from './tables.js';
import {
  TaskRemoved,
  TaskTitled,
  TestLedger,
  added,
  dayCorrection,
  programmeId,
  projections,
  taskCatalogue,
} from './testing/tasks.js';

let ledger: TestLedger;
let database: SqliteReadDatabase;
let generation: Generation;
const one = programmeId(1);

const projectorOn = async (db: AnyDatabase) => {
  const projector = new Projector({ ...generation, db }, projections, {
    store: ledger.store,
    catalogue: taskCatalogue,
    correction: dayCorrection,
  });
  await projector.reload();
  return projector;
};
const delivery = async () => {
  const events: StoredEvent[] = [];
  for await (const stored of ledger.store.readAll()) events.push(stored);
  return { events, position: events.at(-1)!.position };
};

beforeEach(async () => {
  ledger = await TestLedger.create();
  database = new SqliteReadDatabase(ledger.readDirectory, projections);
  const workshop = {
    ledger: { store: ledger.store, catalogue: taskCatalogue },
    projections,
    database,
    types: sqliteTypes,
  };
  ({ generation } = await buildGeneration(workshop, 0n));
});
afterEach(async () => {
  await generation.close();
  await database.close();
  await ledger.destroy();
});

interface Hooks {
  /** Hears of each compiled statement; what it throws fails the statement. */
  readonly onStatement?: (sql: string) => void;
  readonly beforeTransaction?: () => Promise<void>;
}

const hooked = (hooks: Hooks): AnyDatabase => {
  const hook = (db: AnyDatabase): AnyDatabase =>
    new Proxy(db, {
      get(target, name) {
        if (name === 'executeQuery')
          return (query: CompiledQuery) => {
            hooks.onStatement?.(query.sql);
            return target.executeQuery(query);
          };
        if (name === 'transaction')
          return () => ({
            execute: async (work: (transaction: AnyDatabase) => Promise<unknown>) => {
              await hooks.beforeTransaction?.();
              return target.transaction().execute((transaction) => work(hook(transaction)));
            },
          });
        const member = target[name as keyof AnyDatabase] as unknown;
        return typeof member === 'function' ? (member.bind(target) as unknown) : member;
      },
    });
  return hook(generation.db);
};

describe('a batch', () => {
  it('is one write for each row that it touches, however many events touch it', async () => {
    const statements: string[] = [];
    const projector = await projectorOn(hooked({ onStatement: (sql) => statements.push(sql) }));
    await ledger.append(
      one,
      added('a'),
      ...Array.from({ length: 50 }, (_, n) => TaskTitled({ taskId: 'a', title: `v${n}` })),
    );
    await projector.project(await delivery());
    expect(statements.filter((sql) => sql.startsWith('insert'))).toHaveLength(projections.length);
    const [row] = await generation.db.selectFrom('task').selectAll().execute();
    expect(row).toMatchObject({ title: 'v49' });
    expect(JSON.parse(row!['sources'] as string)).toHaveLength(51);
  });

  it('changes nothing when it is delivered again', async () => {
    const projector = await projectorOn(generation.db);
    await ledger.append(one, added('a'), TaskTitled({ taskId: 'a', title: 'A' }));
    await projector.project(await delivery());
    const before = await generation.db.selectFrom('day').selectAll().execute();
    await projector.project(await delivery());
    const another = await projectorOn(generation.db);
    await another.project(await delivery());
    expect(await generation.db.selectFrom('day').selectAll().execute()).toEqual(before);
    expect(before).toMatchObject([{ added: 1, sources: '["1","2"]' }]);
  });

  it('leaves rows and checkpoints as they were when it fails halfway, and succeeds the next time', async () => {
    let failing = true;
    const db = hooked({
      onStatement: (sql) => {
        if (failing && sql.startsWith('insert into "day"')) throw new Error('the power went');
      },
    });
    const projector = await projectorOn(db);
    await ledger.append(one, added('a'));
    await expect(projector.project(await delivery())).rejects.toThrow('the power went');
    const states = async () => ({
      positions: (await readCheckpoints(generation.db)).map(({ position }) => position),
      tasks: (await generation.db.selectFrom('task').select('key').execute()).length,
    });
    expect(await states()).toEqual({ positions: [0n, 0n], tasks: 0 });
    expect(projector.position).toBe(0n);
    failing = false;
    await projector.project(await delivery());
    expect(await states()).toEqual({ positions: [1n, 1n], tasks: 1 });
  });

  it('goes on from where another projector has come meanwhile', async () => {
    const slow = await projectorOn(generation.db);
    const fast = await projectorOn(generation.db);
    await ledger.append(one, added('a'), added('b'));
    await fast.project(await delivery());
    await ledger.append(one, added('c'));
    await slow.project(await delivery());
    const days = await generation.db.selectFrom('day').selectAll().execute();
    expect(days).toMatchObject([{ added: 3, sources: '["1","2","3"]' }]);
    expect((await readCheckpoints(generation.db)).map(({ position }) => position)).toEqual([3n, 3n]);
    expect(slow.position).toBe(3n);
  });

  it('does not bring back what another projector removed between reading and writing', async () => {
    const fast = await projectorOn(generation.db);
    await ledger.append(one, added('a'));
    await fast.project(await delivery());
    await ledger.append(one, TaskTitled({ taskId: 'a', title: 'A2' }));
    const early = await delivery();
    await ledger.append(one, TaskRemoved({ taskId: 'a' }));
    const late = await delivery();
    let overtaken = 0;
    const beforeTransaction = async () => {
      if (overtaken++ === 0) await fast.project(late);
    };
    const slow = await projectorOn(hooked({ beforeTransaction }));
    await slow.project(early);
    expect(overtaken).toBe(1);
    expect(await generation.db.selectFrom('task').selectAll().execute()).toEqual([]);
    expect(slow.position).toBe(3n);
  });
});
