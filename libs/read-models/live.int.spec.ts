import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Recorded, event } from '#kernel';
import { z } from 'zod';
import type { Change, ProjectionStopped } from './read-models.js';
import { readEngines } from './testing/engines.js';
import {
  DayCorrected,
  TaskRemoved,
  type TaskRow,
  TaskTitled,
  TasksMerged,
  TestLedger,
  added,
  allRows,
  days,
  poison,
  programmeId,
  tasksOf,
  until,
} from './testing/tasks.js';

const one = programmeId(1);
const two = programmeId(2);

describe.each(readEngines)('on $name', (engine) => {
  let ledger: TestLedger;
  beforeEach(async () => {
    ledger = await TestLedger.create(engine);
  });
  afterEach(() => ledger.destroy());

  describe('live projection', () => {
    it('puts events into rows, decoded, with the positions that they were made from', async () => {
      const models = await ledger.open();
      await ledger.append(one, added('a', 'A', { points: 3, urgent: true }), TasksMerged({ from: [], taskId: 'a' }));
      expect(await ledger.project(models)).toBe(true);
      expect(await models.db.selectFrom('task').selectAll().where('urgent', '=', true).execute()).toEqual([
        {
          key: 'a',
          programmeId: one,
          sources: ['1', '2'],
          title: 'A',
          points: 3,
          weight: 0.75,
          urgent: true,
          tags: ['merged'],
          addedOn: '2018-01-15',
          titledOn: null,
        },
      ]);
      expect(models.position()).toBe(2n);
    });

    it('follows what is appended while it runs, and tells whom it concerned', async () => {
      const models = await ledger.open();
      const changes: Change[] = [];
      models.onProjected((change) => changes.push(change));
      const stop = new AbortController();
      const running = models.run(stop.signal);
      await ledger.append(one, added('a'));
      expect(await models.waitFor(1n, { timeoutMs: 10_000 })).toBe(true);
      await ledger.append(two, added('b'));
      expect(await models.waitFor(2n, { timeoutMs: 10_000 })).toBe(true);
      expect((await allRows(models.db)).task.map((row) => row.key)).toEqual(['a', 'b']);
      expect(changes.map(({ position, programmeIds }) => [position, ...programmeIds])).toEqual([
        [1n, one],
        [2n, two],
      ]);
      stop.abort();
      await running;
    });

    it('stops telling a listener that has gone', async () => {
      const models = await ledger.open();
      const changes: Change[] = [];
      models.onProjected((change) => changes.push(change))();
      await ledger.append(one, added('a'));
      await ledger.project(models);
      expect(changes).toEqual([]);
    });

    it('answers false when a position is not reached in time', async () => {
      const models = await ledger.open();
      expect(await models.waitFor(1n, { timeoutMs: 30 })).toBe(false);
      expect(await models.waitFor(0n, { timeoutMs: 0 })).toBe(true);
    });

    it('goes on after a restart where it was', async () => {
      const before = await ledger.open();
      await ledger.append(one, added('a'), added('b'));
      await ledger.project(before);
      await ledger.close(before);
      await ledger.append(one, TaskRemoved({ taskId: 'a' }), TaskTitled({ taskId: 'b', title: 'B2' }));
      const after = await ledger.open();
      expect(after.position()).toBe(2n);
      expect((await after.status()).lagEvents).toBe(2);
      await ledger.project(after);
      expect((await allRows(after.db)).task).toMatchObject([{ key: 'b', title: 'B2', sources: ['2', '4'] }]);
      const still = { stopped: [], rebuilding: false, reachable: true };
      const partitions = { of: engine.partitions, here: [] };
      expect(await after.status()).toEqual({ position: 4n, head: 4n, lagEvents: 0, partitions, ...still });
    });

    it('refuses to write through the handle for reading', async () => {
      const models = await ledger.open();
      await expect(models.db.deleteFrom('task').execute()).rejects.toMatchObject({ code: engine.readOnlyCode });
    });
  });

  describe('an event that a projection cannot take', () => {
    const stoppedTask: ProjectionStopped = {
      projection: 'task',
      position: 3n,
      eventType: 'TaskTitled',
      error: 'cannot take poison',
    };

    it('stops that projection before it, keeps what came earlier in the batch, and lets the others go on', async () => {
      const models = await ledger.open();
      await ledger.append(one, added('a'), added('b'), TaskTitled({ taskId: 'a', title: poison }), added('c'));
      expect(await ledger.project(models, 4n)).toBe(true);
      const rows = await allRows(models.db);
      expect(rows.task.map(({ key, sources }) => [key, sources])).toEqual([
        ['a', ['1']],
        ['b', ['2']],
      ]);
      expect(rows.day).toMatchObject([{ added: 3, sources: ['1', '2', '3', '4'] }]);
      expect(await models.status()).toMatchObject({ position: 4n, stopped: [stoppedTask] });
    });

    it('is remembered after a restart, and taken as soon as the projection can', async () => {
      const before = await ledger.open();
      await ledger.append(one, added('a'), added('b'), TaskTitled({ taskId: 'a', title: poison }), added('c'));
      await ledger.project(before, 4n);
      await ledger.close(before);

      const still = await ledger.open();
      expect((await still.status()).stopped).toEqual([stoppedTask]);
      await ledger.append(one, added('d'));
      expect(await ledger.project(still, 5n)).toBe(true);
      expect((await still.status()).stopped).toEqual([stoppedTask]);
      await ledger.close(still);

      const mended = await ledger.open({ projections: [tasksOf(1, () => false), days] });
      await ledger.project(mended, 5n);
      expect((await mended.status()).stopped).toEqual([]);
      const { task } = await allRows(mended.db);
      expect(task.map(({ key, title }) => [key, title])).toEqual([
        ['a', poison],
        ['b', 'Task b'],
        ['c', 'Task c'],
        ['d', 'Task d'],
      ]);
    });

    it('stops it also when a corrected day is what it cannot take', async () => {
      const strict = tasksOf();
      const models = await ledger.open({
        projections: [
          {
            ...strict,
            apply: (row: TaskRow | undefined, line: Recorded, key: string) => {
              if (line.occurredOn === '2018-01-13') throw new Error('an unlucky day');
              return strict.apply(row, line, key);
            },
          },
          days,
        ],
      });
      await ledger.append(one, added('a'), DayCorrected({ revision: 0, occurredOn: '2018-01-13' }), added('b'));
      await ledger.project(models, 3n);
      expect(await models.status()).toMatchObject({
        stopped: [{ projection: 'task', position: 2n, eventType: 'DayCorrected' }],
      });
      expect((await allRows(models.db)).task).toMatchObject([{ key: 'a', addedOn: '2018-01-15', sources: ['1'] }]);
    });
  });

  describe('an event that nobody can read', () => {
    const Unheard = event('Unheard', 1, z.strictObject({}), { subject: () => 'nothing' });

    it('stops every projection of its partition before it, and says which it was', async () => {
      const models = await ledger.open();
      await ledger.append(one, added('a'), Unheard({}), added('b'));
      const stop = new AbortController();
      const running = models.run(stop.signal);
      await until(async () => (await models.status()).stopped.length === 2);
      stop.abort();
      await running;
      const { stopped } = await models.status();
      expect(stopped).toMatchObject(
        ['task', 'day'].map((projection) => ({
          projection,
          position: 2n,
          eventType: 'Unheard',
          error: expect.stringContaining('EVENT_UNKNOWN'),
        })),
      );
      expect((await allRows(models.db)).task.map((row) => row.key)).toEqual(['a']);
    });

    it('is where a model that is built from the ledger ends, too', async () => {
      await ledger.append(one, added('a'), Unheard({}), added('b'));
      const models = await ledger.open();
      expect(await models.status()).toMatchObject({ stopped: [{ projection: 'task' }, { projection: 'day' }] });
      expect((await allRows(models.db)).task.map((row) => row.key)).toEqual(['a']);
    });
  });

  describe('two processes on one read database', () => {
    it('share the work, and both know how far it has come', async () => {
      const [first, second] = await Promise.all([ledger.open(), ledger.open()]);
      const stop = new AbortController();
      const running = [first.run(stop.signal), second.run(stop.signal)];
      for (let n = 0; n < 40; n++)
        await ledger.append(n % 2 ? one : two, added(`t${n}`), TaskTitled({ taskId: `t${n}`, title: `T${n}` }));
      expect(await Promise.all([first, second].map((each) => each.waitFor(80n, { timeoutMs: 10_000 })))).toEqual([
        true,
        true,
      ]);
      stop.abort();
      await Promise.all(running);
      const rows = await allRows(first.db);
      expect(rows).toEqual(await allRows(second.db));
      expect(rows.task.map(({ sources }) => sources.length)).toEqual(Array.from({ length: 40 }, () => 2));
      expect(rows.day).toMatchObject([{ added: 20 }, { added: 20 }]);
    });

    it('tell one that only follows, and whom it concerned, also across a rebuild', async () => {
      const [server, reader] = await Promise.all([ledger.open(), ledger.open()]);
      const told: Change[] = [];
      reader.onProjected((change) => told.push(change));
      const stop = new AbortController();
      const working = [server.run(stop.signal), reader.follow(stop.signal)];
      await ledger.append(one, added('a'));
      expect(await reader.waitFor(1n, { timeoutMs: 10_000 })).toBe(true);
      await until(() => told.length === 1);
      await server.rebuild();
      await ledger.append(two, added('b'));
      expect(await reader.waitFor(2n, { timeoutMs: 10_000 })).toBe(true);
      await until(() => told.length === 2);
      expect(told.map(({ position, programmeIds }) => [position, ...programmeIds])).toEqual([
        [1n, one],
        [2n, two],
      ]);
      expect((await allRows(reader.db)).task).toHaveLength(2);
      stop.abort();
      await Promise.all(working);
    });

    it('tell one that does not project itself when a position is reached', async () => {
      const [server, reader] = await Promise.all([ledger.open(), ledger.open()]);
      await ledger.append(one, added('a'));
      const reached = reader.waitFor(1n, { timeoutMs: 10_000 });
      await ledger.project(server);
      expect(await reached).toBe(true);
      expect((await allRows(reader.db)).task).toHaveLength(1);
    });
  });
});
