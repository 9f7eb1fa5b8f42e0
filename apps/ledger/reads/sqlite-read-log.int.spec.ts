import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from '#sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Read, ReadLog } from './read-log.js';
import { openSqliteReadLog } from './sqlite-read-log.js';

const auditor = { id: 'auditor-1', role: 'auditor' } as const;
const manager = { id: 'manager-1', role: 'manager' } as const;
const read = (changes: Partial<Read> = {}): Read => ({
  actor: manager,
  kind: 'PERSONAL_DATA',
  programmeId: 'one',
  subject: 'person-1',
  ...changes,
});

let folder: string;
let file: string;
let log: ReadLog;
let at: string;
const clock = { now: () => new Date(at), today: () => at.slice(0, 10) };
const everything = { max: 100, oldestFirst: true };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wavebook-reads-'));
  file = join(folder, 'reads.db');
  at = '2018-03-01T08:00:00.000Z';
  log = openSqliteReadLog(file, clock);
});
afterEach(async () => {
  await log.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the log of reads', () => {
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
    const other = openSqliteReadLog(file, clock);
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
      return entries.map(({ id }) => id);
    };
    expect(await found({})).toEqual([1, 2, 3, 4]);
    expect(await found({ programmes: new Set(['two']) })).toEqual([2]);
    expect(await found({ programmes: new Set() })).toEqual([]);
    expect(await found({ programmeId: 'one' })).toEqual([1, 4]);
    expect(await found({ kind: 'PROOF' })).toEqual([3]);
    expect(await found({ actorId: 'auditor-1' })).toEqual([3, 4]);
    expect(await found({ from: '2018-03-02' })).toEqual([4]);
    expect(await found({ to: '2018-03-01' })).toEqual([1, 2, 3]);
  });

  it('forgets nothing', async () => {
    await log.record(read());
    const db = new Database(file);
    expect(() => db.exec('DELETE FROM read')).toThrow('reads are kept');
    db.close();
  });

  it('refuses a file of something else, by name', async () => {
    const other = join(folder, 'other.db');
    const db = new Database(other);
    db.exec('CREATE TABLE something (id)');
    db.close();
    expect(() => openSqliteReadLog(other, clock)).toThrow('is a database of something else');
    writeFileSync(join(folder, 'text.db'), 'no database'.repeat(100));
    expect(() => openSqliteReadLog(join(folder, 'text.db'), clock)).toThrow('is no SQLite database');
  });

  it('refuses a file of a later format', async () => {
    const db = new Database(file);
    db.pragma('user_version = 2');
    db.close();
    expect(() => openSqliteReadLog(file, clock)).toThrow('written by a newer Wavebook (format 2');
  });
});
