import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Event, Recorded } from '#kernel';
import fc from 'fast-check';
import { foldRows } from './fold.js';
import { openRows } from './open.js';
import { postgres, readEngines, sqlite } from './testing/engines.js';
import {
  DayCorrected,
  TaskRemoved,
  type TaskRow,
  TaskTitled,
  TasksMerged,
  type Tables,
  TestLedger,
  added,
  allRows,
  dayCorrection,
  days,
  poison,
  programmeId,
  projections,
  tasksOf,
} from './testing/tasks.js';

const one = programmeId(1);

describe.each(readEngines)('on $name', (engine) => {
  let ledger: TestLedger;
  beforeEach(async () => {
    ledger = await TestLedger.create(engine);
  });
  afterEach(() => ledger.destroy());

  describe('a rebuild', () => {
    it('finds the same rows as live projection, puts readers on them, and goes on from there', async () => {
      const models = await ledger.open();
      await ledger.append(one, added('a'), added('b'), TaskTitled({ taskId: 'a', title: 'A2' }));
      await ledger.project(models);
      const before = await allRows(models.db);
      const [file] = await engine.generations(ledger.place);
      const rebuilt = await models.rebuild();
      expect(rebuilt).toMatchObject({ events: 3, rows: 3, differs: [] });
      expect(Object.keys(rebuilt.checksums)).toEqual(['task', 'day']);
      expect(await allRows(models.db)).toEqual(before);
      const files = await engine.generations(ledger.place);
      expect(files).toHaveLength(1);
      expect(files).not.toEqual([file]);
      await ledger.append(one, added('c'));
      await ledger.project(models);
      expect((await allRows(models.db)).task).toHaveLength(3);
    });

    it('names the tables that were not what the events make, and mends them', async () => {
      const models = await ledger.open();
      await ledger.append(one, added('a'), added('b'));
      await ledger.project(models);
      const good = await allRows(models.db);
      await engine.tamper(ledger.place, `update task set title = 'forged' where key = 'a'`);
      expect((await allRows(models.db)).task[0]!.title).toBe('forged');
      expect((await models.rebuild()).differs).toEqual(['task']);
      expect(await allRows(models.db)).toEqual(good);
      expect((await models.rebuild()).differs).toEqual([]);
    });

    it('goes on beside a running projector, and readers never see an older state or none', async () => {
      const models = await ledger.open();
      const stop = new AbortController();
      const running = models.run(stop.signal);
      let rebuilding = true;
      const appending = (async () => {
        let last = 0n;
        for (let n = 0; rebuilding || n < 20; n++) last = await ledger.append(one, added(`t${n}`));
        return last;
      })();
      const reading = (async () => {
        for (let seen = 0; rebuilding;) {
          const { length } = await models.db.selectFrom('task').select('key').execute();
          expect(length).toBeGreaterThanOrEqual(seen);
          seen = length;
          await new Promise(setImmediate);
        }
      })();
      const held = models.db;
      for (let round = 0; round < 3; round++) expect((await models.rebuild()).differs).toEqual([]);
      rebuilding = false;
      await reading;
      const last = await appending;
      expect(await models.waitFor(last, { timeoutMs: 10_000 })).toBe(true);
      expect(await held.selectFrom('task').select('key').execute()).toHaveLength(Number(last));
      stop.abort();
      await running;
    });

    it('by one process takes the projector of another along', async () => {
      const [server, tool] = await Promise.all([ledger.open(), ledger.open()]);
      const stop = new AbortController();
      const running = server.run(stop.signal);
      await ledger.append(one, added('a'));
      await server.waitFor(1n, { timeoutMs: 10_000 });
      expect((await tool.rebuild()).differs).toEqual([]);
      await ledger.append(one, added('b'));
      expect(await server.waitFor(2n, { timeoutMs: 10_000 })).toBe(true);
      expect(await tool.waitFor(2n, { timeoutMs: 10_000 })).toBe(true);
      expect((await allRows(server.db)).task).toHaveLength(2);
      expect(await allRows(tool.db)).toEqual(await allRows(server.db));
      stop.abort();
      await running;
    });

    it('lets a stopped projection meet again the event that stopped it', async () => {
      let strict = true;
      const models = await ledger.open({ projections: [tasksOf(1, (title) => strict && title === poison), days] });
      await ledger.append(one, added('a'), TaskTitled({ taskId: 'a', title: poison }), added('b'));
      await ledger.project(models, 3n);
      expect((await models.rebuild()).differs).toEqual([]);
      expect((await models.status()).stopped).toMatchObject([]);
      await ledger.project(models, 3n);
      expect((await models.status()).stopped).toMatchObject([{ projection: 'task', position: 2n }]);
      strict = false;
      expect((await models.rebuild()).differs).toEqual(['task']);
      expect((await models.status()).stopped).toEqual([]);
      expect((await allRows(models.db)).task.map(({ title }) => title)).toEqual([poison, 'Task b']);
    });
  });

  describe('the model of the first start', () => {
    it('is built from all events before anybody reads', async () => {
      await ledger.append(one, added('a'));
      const models = await ledger.open();
      expect(models.position()).toBe(1n);
      expect((await allRows(models.db)).task).toHaveLength(1);
    });

    it('is one when two processes start at once', async () => {
      await ledger.append(one, added('a'));
      await Promise.all([ledger.open(), ledger.open(), ledger.open()]);
      expect(await engine.generations(ledger.place)).toHaveLength(1);
    });

    it('is new for a new version of a projection, and the old one goes when nobody reads it any more', async () => {
      const old = await ledger.open();
      await ledger.append(one, added('a'));
      await ledger.project(old);
      const [file] = await engine.generations(ledger.place);
      const shouting = tasksOf(2);
      const next = [
        {
          ...shouting,
          apply: (row: TaskRow | undefined, line: Recorded, key: string) => ({
            ...shouting.apply(row, line, key)!,
            title: 'LOUD',
          }),
        },
        days,
      ];
      const now = await ledger.open({ projections: next });
      expect((await allRows(now.db)).task).toMatchObject([{ title: 'LOUD' }]);
      expect((await allRows(old.db)).task).toMatchObject([{ title: 'Task a' }]);
      await ledger.append(one, added('b'));
      await Promise.all([old, now].map((each) => ledger.project(each)));
      expect((await allRows(old.db)).task).toHaveLength(2);
      await Promise.all([old, now].map((each) => ledger.close(each)));
      await ledger.open({ projections: next });
      const files = await engine.generations(ledger.place);
      expect(files).toHaveLength(1);
      expect(files).not.toEqual([file]);
    });

    it('is built anew where it is ahead of the ledger, or a build was cut off', async () => {
      await ledger.append(one, added('a'));
      const first = await ledger.open();
      await ledger.close(first);
      await engine.leaveHalfBuilt(ledger.place);
      const other = await TestLedger.create();
      const shorter = await ledger.open({ store: other.store });
      expect((await allRows(shorter.db)).task).toEqual([]);
      expect(await engine.building(ledger.place)).toEqual([]);
      await ledger.close(shorter);
      await other.destroy();
    });
  });
});

describe('on SQLite', () => {
  it('is built anew where the file is damaged', async () => {
    const ledger = await TestLedger.create();
    await ledger.append(one, added('a'));
    const first = await ledger.open();
    await ledger.close(first);
    const [file] = await sqlite.generations(ledger.place);
    const path = join(ledger.place.directory, file!);
    await writeFile(path, 'this was a database once, it is longer than a header but it is none any more');
    const second = await ledger.open();
    expect((await allRows(second.db)).task).toHaveLength(1);
    await ledger.destroy();
  });
});

describe('on PostgreSQL', () => {
  it('a database that belongs to another ledger is refused', async () => {
    const [ledger, other] = [await TestLedger.create(postgres), await TestLedger.create(sqlite, 'ffffffff')];
    await ledger.append(one, added('a'));
    await ledger.open();
    await other.append(one, added('b'));
    await expect(ledger.open({ store: other.store })).rejects.toMatchObject({ code: 'POSTGRES_OF_ANOTHER_LEDGER' });
    await ledger.destroy();
    await other.destroy();
  });
});

const taskIds = ['a', 'b', 'c', 'd'];
const days_ = ['2018-01-01', '2018-01-02', '2018-01-03'];
interface Step {
  readonly what: 'add' | 'title' | 'remove' | 'merge' | 'correct';
  readonly programme: number;
  readonly task: number;
  readonly other: number;
  readonly day: number;
  readonly word: string;
}
const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom('add', 'add', 'add', 'title', 'title', 'remove', 'merge', 'correct', 'correct'),
    programme: fc.integer({ min: 1, max: 2 }),
    task: fc.nat(3),
    other: fc.nat(30),
    day: fc.nat(2),
    word: fc.constantFrom('', 'x', 'æ"\\', '𝔘', "o'k", poison.repeat(2)),
  }),
  { minLength: 12, maxLength: 40 },
);

/** The events of the steps, leaving out those that no ledger would take, and what their book is. */
const eventsOf = (all: readonly Step[]): { programme: string; event: Event }[] => {
  const living = new Set<string>();
  const lengths = new Map<string, number>();
  return all.flatMap(({ what, programme: n, task, other, day, word }) => {
    const programme = programmeId(n);
    const [taskId, from] = [taskIds[task]!, taskIds[other % 4]!].map((id) => `${n}${id}`) as [string, string];
    const length = lengths.get(programme) ?? 0;
    const made = (): Event | undefined => {
      const alive = living.has(taskId);
      if (what === 'add' && !alive) return living.add(taskId) && added(taskId, word, { points: other });
      if (what === 'title' && alive) return TaskTitled({ taskId, title: word });
      if (what === 'remove' && alive) return living.delete(taskId) ? TaskRemoved({ taskId }) : undefined;
      if (what === 'merge' && alive && from !== taskId && living.delete(from))
        return TasksMerged({ from: [from], taskId });
      if (what === 'correct' && length > 0)
        return DayCorrected({ revision: other % length, occurredOn: days_[(day + 1) % 3]! });
      return undefined;
    };
    const event = made();
    if (!event) return [];
    lengths.set(programme, length + 1);
    return [{ programme, event: { ...event, occurredOn: days_[day]! } }];
  });
};

describe.each(readEngines)('for any ledger on $name', (engine) => {
  // What a run costs on PostgreSQL is the making of tables; what it finds, it finds on SQLite as well.
  const runs = engine === sqlite ? 12 : 3;

  it('live projection, a rebuild and a replay of the lines make the same rows', async () => {
    let corrections = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(39), async (all, cut) => {
        const each = await TestLedger.create(engine);
        try {
          const events = eventsOf(all);
          const live = await each.open();
          for (const part of [events.slice(0, cut), events.slice(cut)]) {
            await each.appendAll(part);
            await each.project(live);
          }
          const rows = await allRows(live.db);
          const replay = await openRows<Tables>(projections, await each.lines(), { correction: dayCorrection });
          expect(await allRows(replay)).toEqual(rows);
          await replay.destroy();
          expect((await live.rebuild()).differs).toEqual([]);
          expect(await allRows(live.db)).toEqual(rows);
          const folded = foldRows(projections, await each.lines(), { correction: dayCorrection });
          expect(folded.get('task')!.size).toBe(rows.task.length);
          corrections += events.filter(({ event }) => event.type === 'DayCorrected').length;
        } finally {
          await each.destroy();
        }
      }),
      { numRuns: runs, seed: 20180115 },
    );
    expect(corrections).toBeGreaterThan(runs);
  });
});
