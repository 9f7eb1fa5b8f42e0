import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Read, ReadLog, ReadLogClock } from './read-log.js';

/** A log for one test: empty at its start. */
export interface KeptReads {
  /** Opens it as a process of its own does. */
  open(clock: ReadLogClock): Promise<ReadLog>;
  run(sql: string): Promise<unknown>;
  /** Statements that remove what was read, as no program of Wavebook does. */
  readonly removing: readonly string[];
}

const auditor = { id: 'auditor-1', role: 'auditor' } as const;
const manager = { id: 'manager-1', role: 'manager' } as const;
const read = (changes: Partial<Read> = {}): Read => ({
  actor: manager,
  kind: 'PERSONAL_DATA',
  programmeId: 'one',
  subject: 'person-1',
  ...changes,
});

const everything = { max: 100, oldestFirst: true };

/** What every log of reads does, wherever it is kept. */
export const readLogSuite = (place: string, begin: () => Promise<KeptReads>): void =>
  describe(`the log of reads ${place}`, () => {
    let kept: KeptReads;
    let log: ReadLog;
    let at: string;
    const clock = { now: () => new Date(at), today: () => at.slice(0, 10) };

    beforeEach(async () => {
      at = '2018-03-01T08:00:00.000Z';
      kept = await begin();
      log = await kept.open(clock);
    });
    afterEach(() => log.close());

    it('has one entry for an actor, a thing and a day, with how often and when', async () => {
      await log.record(read());
      at = '2018-03-01T09:30:00.000Z';
      await log.record(read());
      at = '2018-03-02T07:00:00.000Z';
      await log.record(read());
      expect(await log.list({}, everything)).toMatchObject([
        { day: '2018-03-01', times: 2, firstAt: '2018-03-01T08:00:00.000Z', lastAt: '2018-03-01T09:30:00.000Z' },
        { day: '2018-03-02', times: 1 },
      ]);
    });

    it('counts what is read in one answer once, and is written when the promise resolves', async () => {
      await Promise.all([log.record(read()), log.record(read()), log.record(read({ subject: 'person-2' }))]);
      const other = await kept.open(clock);
      expect(await other.list({}, everything)).toMatchObject([
        { subject: 'person-1', times: 1, actor: manager },
        { subject: 'person-2', times: 1 },
      ]);
      await other.close();
    });

    it('is searched by programme, kind, actor and day', async () => {
      await log.record(read());
      await log.record(read({ programmeId: 'two' }));
      await log.record(read({ actor: auditor, kind: 'PROOF', programmeId: null, subject: 'checkpoint' }));
      at = '2018-04-01T08:00:00.000Z';
      await log.record(read({ actor: auditor }));
      const found = async (wanted: Parameters<ReadLog['list']>[0]) => {
        const entries = await log.list(wanted, everything);
        expect(await log.count(wanted)).toBe(entries.length);
        return entries.map(({ id }) => ids.indexOf(id) + 1);
      };
      const ids = (await log.list({}, everything)).map(({ id }) => id);
      expect(await found({})).toEqual([1, 2, 3, 4]);
      expect(await found({ programmes: new Set(['two']) })).toEqual([2]);
      expect(await found({ programmes: new Set() })).toEqual([]);
      expect(await found({ programmeId: 'one' })).toEqual([1, 4]);
      expect(await found({ kind: 'PROOF' })).toEqual([3]);
      expect(await found({ actorId: 'auditor-1' })).toEqual([3, 4]);
      expect(await found({ from: '2018-03-02' })).toEqual([4]);
      expect(await found({ to: '2018-03-01' })).toEqual([1, 2, 3]);
    });

    it('is told in pages, the newest first or the oldest', async () => {
      for (const subject of ['a', 'b', 'c', 'd']) await log.record(read({ subject }));
      const subjects = async (page: Parameters<ReadLog['list']>[1]) =>
        (await log.list({}, page)).map(({ id, subject }) => ({ id, subject }));
      const newest = await subjects({ max: 2, oldestFirst: false });
      expect(newest.map(({ subject }) => subject)).toEqual(['d', 'c']);
      const older = await subjects({ max: 2, oldestFirst: false, below: newest[1]!.id });
      expect(older.map(({ subject }) => subject)).toEqual(['b', 'a']);
      expect(await subjects({ max: 9, oldestFirst: true, above: older[0]!.id })).toEqual(newest.toReversed());
    });

    it('counts what is read in several processes at once', async () => {
      const other = await kept.open(clock);
      const subjects = Array.from({ length: 30 }, (_, n) => `person-${n}`);
      const recordAll = (there: ReadLog, ordered: readonly string[]) =>
        Promise.all(ordered.map((subject) => there.record(read({ subject }))));
      await Promise.all([recordAll(log, subjects), recordAll(other, subjects.toReversed())]);
      const entries = await log.list({}, everything);
      expect(entries.map(({ times }) => times)).toEqual(subjects.map(() => 2));
      await other.close();
    });

    it('forgets nothing', async () => {
      await log.record(read());
      for (const sql of kept.removing) {
        const refused = kept.run(sql);
        // By its words: SQLite's driver makes its errors in the realm of the first test that has loaded it.
        await expect(refused).rejects.toMatchObject({ message: expect.stringContaining('reads are kept') });
      }
      expect(await log.count({})).toBe(1);
    });

    it('is written when it is closed', async () => {
      const closed = await kept.open(clock);
      const recorded = closed.record(read());
      await closed.close();
      await recorded;
      expect(await log.count({})).toBe(1);
    });
  });
