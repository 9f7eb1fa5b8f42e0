import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { event } from '#kernel';
import { z } from 'zod';
import { partitionOf } from '../partitions.js';
import type { Change, ReadModels } from '../read-models.js';
import { postgres } from '../testing/engines.js';
import { expectRefolded } from '../testing/refolded.js';
import {
  DayCorrected,
  TaskTitled,
  type Tables,
  TestLedger,
  added,
  allRows,
  programmeId,
  until,
} from '../testing/tasks.js';

const timeoutMs = 10_000;
/** A programme in each of four partitions. */
const books = [5, 1, 4, 2].map(programmeId);
const [, one, , other] = books as [string, string, string, string];

let ledger: TestLedger;
beforeEach(async () => void (ledger = await TestLedger.create(postgres)));
afterEach(() => ledger.destroy());

const working: { readonly ending: AbortController; readonly done: Promise<unknown> }[] = [];
afterEach(async () => {
  const all = working.splice(0);
  all.forEach(({ ending }) => ending.abort());
  await Promise.all(all.map(({ done }) => done));
});
/** Work that goes on until it is told to end, at the latest by the end of the test. */
const going = (work: (signal: AbortSignal) => Promise<unknown>) => {
  const ending = new AbortController();
  const done = work(ending.signal);
  working.push({ ending, done });
  return async () => {
    ending.abort();
    await done;
  };
};
const projecting = (models: ReadModels<Tables>, ...partitions: readonly number[]) => {
  const names = models.partitions();
  return going((signal) => Promise.all(partitions.map((each) => models.project(names[each]!, signal))));
};

let written = 0;
const append = async (book: string, on?: string): Promise<bigint> => {
  const taskId = `t${written++}`;
  return ledger.append(
    book,
    added(taskId, 'A task', on === undefined ? {} : { on }),
    TaskTitled({ taskId, title: 'T' }),
  );
};

describe('programmes in several partitions', () => {
  it('are each in one of them', () => {
    expect(books.map((each) => partitionOf(each, 4))).toEqual([0, 1, 2, 3]);
    expect(books.map((each) => partitionOf(each, 1))).toEqual([0, 0, 0, 0]);
  });

  it('are projected by several processes at once, each what is its own, and read by all', async () => {
    const [first, second, reader] = await Promise.all([ledger.open(), ledger.open(), ledger.open()]);
    for (const each of [first, second, reader]) going((signal) => each.follow(signal));
    projecting(first, 0, 1);
    projecting(second, 2, 3);
    let last = 0n;
    for (let round = 0; round < 10; round++) for (const book of books) last = await append(book);
    await ledger.append(one, DayCorrected({ revision: 2, occurredOn: '2018-01-03' }));
    last = await append(other, '2018-01-04');
    for (const each of [first, second, reader]) expect(await each.waitFor(last, { timeoutMs })).toBe(true);
    await expectRefolded(reader.db, await ledger.lines());
    expect((await first.status()).partitions).toEqual({ of: 4, here: [0, 1] });
    expect((await reader.status()).partitions).toEqual({ of: 4, here: [] });
  });

  it('can be read up to where the last of them has come, and are told of then, each once', async () => {
    const [models, reader] = await Promise.all([ledger.open(), ledger.open()]);
    const told: Change[] = [];
    for (const each of [models, reader]) {
      going((signal) => each.follow(signal));
      each.onProjected((change) => told.push(change));
    }
    projecting(models, 0, 1, 2);
    await append(one);
    const last = await append(other);
    const projected = async () => (await allRows(models.db)).task.map((row) => row.programmeId);
    await until(async () => (await projected()).length === 1);
    expect(await projected()).toEqual([one]);
    expect([models.position(), reader.position(), told]).toEqual([0n, 0n, []]);
    projecting(models, 3);
    for (const each of [models, reader]) expect(await each.waitFor(last, { timeoutMs })).toBe(true);
    await until(() => told.filter(({ position }) => position === last).length === 2);
    expect(told.flatMap(({ programmeIds }) => [...programmeIds]).sort()).toEqual([one, one, other, other]);
  });

  it('go on beside one whose line nobody can read', async () => {
    const Unheard = event('Unheard', 1, z.strictObject({}), { subject: () => 'nothing' });
    const models = await ledger.open();
    await ledger.append(one, added('a'), Unheard({}), added('b'));
    const last = await append(other);
    expect(await ledger.project(models, last)).toBe(true);
    const { stopped, lagEvents } = await models.status();
    expect({ stopped, lagEvents }).toMatchObject({
      stopped: [
        { projection: 'task', position: 2n },
        { projection: 'day', position: 2n },
      ],
      lagEvents: 0,
    });
    expect((await allRows(models.db)).task.map(({ programmeId: id }) => id).sort()).toEqual([one, other]);
    const built = await models.rebuild();
    expect(built.differs).toEqual([]);
    expect((await models.status()).stopped).toEqual([]);
  });
});

describe('a rebuild of programmes in several partitions', () => {
  it('compares each where it has come to', async () => {
    const models = await ledger.open();
    const stop = projecting(models, 0, 1);
    for (const book of books) await append(book);
    await until(async () => (await allRows(models.db)).task.length === 2);
    await stop();
    expect(await models.rebuild()).toMatchObject({ differs: [], compared: true, partitions: 4 });
    await postgres.tamper(ledger.place, `update task set title = 'forged' where "programmeId" = '${one}'`);
    expect((await models.rebuild()).differs).toEqual(['task']);
  });

  it('is found out by one who projects all of them, and has nothing to do', async () => {
    const [server, tool] = await Promise.all([ledger.open(), ledger.open()]);
    going((signal) => server.follow(signal));
    await append(one);
    projecting(server, 0, 1, 2, 3);
    await tool.rebuild({ partitions: 3 });
    await until(() => server.partitions().length === 3);
    expect((await allRows(server.db)).task).toHaveLength(1);
  });

  it('divides them anew while they are projected and read', async () => {
    const [server, reader, tool] = await Promise.all([ledger.open(), ledger.open(), ledger.open()]);
    going((signal) => server.run(signal));
    going((signal) => reader.follow(signal));
    const stop = new AbortController();
    const appending = (async () => {
      let last = 0n;
      for (let n = 0; !stop.signal.aborted || n < 40; n++) last = await append(books[n % books.length]!);
      return last;
    })();
    const [before] = server.partitions();
    for (const partitions of [2, 7, 1]) {
      expect(await tool.rebuild({ partitions })).toMatchObject({ partitions, compared: false });
      await until(() => server.partitions().length === partitions && reader.partitions().length === partitions);
      expect(server.partitions()).not.toContain(before);
    }
    stop.abort();
    const last = await appending;
    for (const each of [server, reader, tool]) expect(await each.waitFor(last, { timeoutMs })).toBe(true);
    await expectRefolded(reader.db, await ledger.lines());
    // What is opened or built later is divided as it was told last.
    const later = await ledger.open();
    expect(later.partitions()).toHaveLength(1);
    expect(await later.rebuild()).toMatchObject({ partitions: 1, compared: true, differs: [] });
  }, 30_000);
});
