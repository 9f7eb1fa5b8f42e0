import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredEvent } from '#event-store';
import type { Catalogue, Event } from '#kernel';
import { CompiledQuery } from 'kysely';
import { readCheckpoints } from './checkpoint.js';
import { foldRows } from './fold.js';
import { buildGeneration } from './generations.js';
import { Projector } from './projector.js';
import type { Generation, ReadDatabase } from './read-database.js';
import { readEngines } from './testing/engines.js';
import {
  DayCorrected,
  TaskRemoved,
  TaskTitled,
  TasksMerged,
  TestLedger,
  added,
  dayCorrection,
  programmeId,
  projections,
  taskCatalogue,
} from './testing/tasks.js';

const one = programmeId(1);

interface Hooks {
  /** What is written in place of the statements that the projector writes. */
  readonly onWrite?: (statements: readonly CompiledQuery[]) => readonly CompiledQuery[];
  readonly onRead?: (statements: readonly CompiledQuery[]) => void;
  readonly beforeWrite?: () => Promise<void>;
}

describe.each(readEngines)('on $name', (engine) => {
  let ledger: TestLedger;
  let database: ReadDatabase;
  let generation: Generation;

  const projectorOn = async (on: Generation, catalogue: Catalogue = taskCatalogue) => {
    const projector = new Projector(on, { index: 0, of: 1 }, projections, {
      store: ledger.store,
      catalogue,
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
    ledger = await TestLedger.create(engine);
    database = await engine.open(ledger.place, projections);
    const workshop = {
      ledger: { store: ledger.store, catalogue: taskCatalogue },
      projections,
      database,
    };
    ({ generation } = await buildGeneration(workshop, [0n]));
  });
  afterEach(async () => {
    await generation.close();
    await database.close();
    await ledger.destroy();
  });

  const hooked = ({ onWrite, onRead, beforeWrite }: Hooks): Generation => ({
    ...generation,
    read: (statements) => {
      onRead?.(statements);
      return generation.read(statements);
    },
    write: async (guards, statements, position) => {
      await beforeWrite?.();
      return generation.write(guards, onWrite?.(statements) ?? statements, position);
    },
  });

  describe('a batch', () => {
    it('is one write for each row that it touches, however many events touch it', async () => {
      const statements: string[] = [];
      const onWrite = (written: readonly CompiledQuery[]) => {
        statements.push(...written.map(({ sql }) => sql));
        return written;
      };
      const projector = await projectorOn(hooked({ onWrite }));
      await ledger.append(
        one,
        added('a'),
        ...Array.from({ length: 50 }, (_, n) => TaskTitled({ taskId: 'a', title: `v${n}` })),
      );
      await projector.project(await delivery());
      expect(statements).toHaveLength(projections.length);
      const [row] = await generation.db.selectFrom('task').selectAll().execute();
      expect(row).toMatchObject({ title: 'v49' });
      expect(JSON.parse(row!['sources'] as string)).toHaveLength(51);
    });

    it('changes nothing when it is delivered again', async () => {
      const projector = await projectorOn(generation);
      await ledger.append(one, added('a'), TaskTitled({ taskId: 'a', title: 'A' }));
      await projector.project(await delivery());
      const before = await generation.db.selectFrom('day').selectAll().execute();
      await projector.project(await delivery());
      const another = await projectorOn(generation);
      await another.project(await delivery());
      expect(await generation.db.selectFrom('day').selectAll().execute()).toEqual(before);
      expect(before).toMatchObject([{ added: 1, sources: '["1","2"]' }]);
    });

    it('leaves rows and checkpoints as they were when it fails halfway, and succeeds the next time', async () => {
      let failing = true;
      const onWrite = (written: readonly CompiledQuery[]) =>
        failing ? [...written, CompiledQuery.raw('insert into "gone" values (1)')] : written;
      const projector = await projectorOn(hooked({ onWrite }));
      await ledger.append(one, added('a'));
      await expect(projector.project(await delivery())).rejects.toMatchObject({
        message: expect.stringContaining('gone'),
      });
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
      const slow = await projectorOn(generation);
      const fast = await projectorOn(generation);
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
      const fast = await projectorOn(generation);
      await ledger.append(one, added('a'));
      await fast.project(await delivery());
      await ledger.append(one, TaskTitled({ taskId: 'a', title: 'A2' }));
      const early = await delivery();
      await ledger.append(one, TaskRemoved({ taskId: 'a' }));
      const late = await delivery();
      let overtaken = 0;
      const beforeWrite = async () => {
        if (overtaken++ === 0) await fast.project(late);
      };
      const slow = await projectorOn(hooked({ beforeWrite }));
      await slow.project(early);
      expect(overtaken).toBe(1);
      expect(await generation.db.selectFrom('task').selectAll().execute()).toEqual([]);
      expect(slow.position).toBe(3n);
    });

    it('keeps at hand the rows that it wrote, until somebody else has written', async () => {
      const read: string[] = [];
      const projector = await projectorOn(
        hooked({
          onRead: (statements) => read.push(...statements.flatMap(({ parameters }) => parameters as string[])),
        }),
      );
      const project = async (...events: readonly Event[]) => {
        const after = projector.position;
        await ledger.append(one, ...events);
        const { events: all, position } = await delivery();
        read.length = 0;
        await projector.project({ events: all.filter((each) => each.position > after), position });
        return [...read];
      };
      expect(await project(added('a'))).toContain('a');
      expect(await project(TaskTitled({ taskId: 'a', title: 'A2' }))).toEqual([]);

      const other = await projectorOn(generation);
      await ledger.append(one, TaskTitled({ taskId: 'a', title: 'A3' }));
      await other.project(await delivery());
      expect(await project(TasksMerged({ from: [], taskId: 'a' }))).toContain('a');
      expect(await generation.db.selectFrom('task').selectAll().execute()).toMatchObject([
        { title: 'A3', tags: '["merged"]', sources: '["1","2","3","4"]' },
      ]);
    });

    it('forgets what a failed write would have made', async () => {
      let failing = false;
      const onWrite = (written: readonly CompiledQuery[]) =>
        failing ? [CompiledQuery.raw('insert into "gone" values (1)')] : written;
      const projector = await projectorOn(hooked({ onWrite }));
      await ledger.append(one, added('a'));
      await projector.project(await delivery());
      failing = true;
      await ledger.append(one, TaskTitled({ taskId: 'a', title: 'A2' }));
      await expect(projector.project(await delivery())).rejects.toMatchObject({
        message: expect.stringContaining('gone'),
      });
      failing = false;
      await projector.project(await delivery());
      expect(await generation.db.selectFrom('task').selectAll().execute()).toMatchObject([
        { title: 'A2', sources: '["1","2"]' },
      ]);
    });

    it('writes only the columns that an event changed, so that indexes on the others rest', async () => {
      const statements: string[] = [];
      const onWrite = (written: readonly CompiledQuery[]) => {
        statements.push(...written.map(({ sql }) => sql));
        return written;
      };
      const projector = await projectorOn(hooked({ onWrite }));
      await ledger.append(one, added('a'));
      await projector.project(await delivery());
      statements.length = 0;
      await ledger.append(one, TasksMerged({ from: [], taskId: 'a' }));
      await projector.project(await delivery());
      const told = statements.map((each) => each.replaceAll(/\$\d+/g, '?'));
      expect(told).toEqual(['update "task" set "sources" = ?, "tags" = ? where "key" = ?']);
    });

    it('reads for a correction only the lines that its rows were made from', async () => {
      const others = Array.from({ length: 30 }, (_, n) => added(`t${n}`, `T${n}`, { on: '2018-01-20' }));
      await ledger.append(one, added('a', 'A', { on: '2018-01-01' }), added('b', 'B', { on: '2018-01-02' }), ...others);
      const decoded = new Set<bigint>();
      const projector = await projectorOn(generation, {
        ...taskCatalogue,
        decode: (stored) => {
          decoded.add(stored.position);
          return taskCatalogue.decode(stored);
        },
      });
      await projector.project(await delivery());
      await ledger.append(one, DayCorrected({ revision: 1, occurredOn: '2018-01-01' }));
      const { events, position } = await delivery();
      decoded.clear();
      await projector.project({ events: events.slice(-1), position });
      expect([...decoded].sort((x, y) => Number(x - y))).toEqual([1n, 2n, 33n]);
      const days = await generation.db.selectFrom('day').selectAll().orderBy('key').execute();
      expect(
        days.map((row) => [String(row['key']).slice(-10), row['added'] as unknown, row['sources'] as unknown]),
      ).toEqual([
        ['2018-01-01', 2, '["1","2","33"]'],
        ['2018-01-20', 30, expect.any(String)],
      ]);
    });

    it('leaves out of a row that was begun anew what a correction moves before that', async () => {
      await ledger.append(one, added('a'), TaskRemoved({ taskId: 'a' }), added('a', 'Again'));
      const projector = await projectorOn(generation);
      await projector.project(await delivery());
      await ledger.append(one, DayCorrected({ revision: 0, occurredOn: '2018-01-02' }));
      await projector.project(await delivery());
      const lines = (await delivery()).events.map((stored) => taskCatalogue.decode(stored));
      const folded = foldRows(projections, lines, { correction: dayCorrection }).get('task')!.get('a')!;
      expect(folded.sources).toEqual([3n, 4n]);
      expect(await generation.db.selectFrom('task').selectAll().execute()).toMatchObject([
        { title: 'Again', sources: '["3","4"]' },
      ]);
    });
  });
});
