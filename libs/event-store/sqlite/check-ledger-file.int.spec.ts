import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp, open, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Database from '#sqlite';
import { newEvents, newStream } from '../contract/engine.js';
import type { StoredEvent } from '../port.js';
import { checkLedgerFile } from './check-ledger-file.js';
import { openLedgerFile } from './ledger-file.js';
import { openSqliteEventStore } from './sqlite-event-store.js';

const pageBytes = 4096;
const frameBytes = 24 + pageBytes;
let folder: string;
/** A ledger whose log was not moved into its tables: as a killed server leaves it. */
let killed: string;
/** One that was closed. */
let closed: string;
let file: string;

const copied = async (from: string): Promise<void> => {
  file = join(folder, `${randomUUID()}.db`);
  for (const end of ['', '-wal']) await copyFile(from + end, file + end).catch(() => undefined);
};

const flip = async (path: string, at: number): Promise<void> => {
  const handle = await open(path, 'r+');
  const byte = Buffer.alloc(1);
  await handle.read(byte, 0, 1, at);
  byte[0]! ^= 0x41;
  await handle.write(byte, 0, 1, at);
  await handle.close();
};

/** Changes what no statement may change: as a program does that writes into the file. */
const tamper = (sql: string): void => {
  const db = new Database(file);
  const triggers = db.prepare<[], { name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'",
  );
  const all = triggers.all();
  for (const { name } of all) db.exec(`DROP TRIGGER ${name}`);
  db.pragma('ignore_check_constraints = ON');
  db.exec(sql);
  for (const each of all) db.exec(each.sql);
  db.close();
};

const flaws = async (): Promise<readonly string[]> => [
  ...new Set((await checkLedgerFile(file)).findings.map(({ flaw }) => flaw)),
];
const opening = () => openLedgerFile(file, 'reader').close();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wavebook-check-'));
  killed = join(folder, 'killed.db');
  closed = join(folder, 'closed.db');
  const source = join(folder, 'source.db');
  const store = await openSqliteEventStore({ file: source });
  const streams = [newStream(), newStream()];
  for (let round = 0; round < 40; round++)
    for (const stream of streams)
      await store.append(stream, round === 0 ? 'no_stream' : BigInt(round * 3 - 1), newEvents(3));
  for (const end of ['', '-wal']) await copyFile(source + end, killed + end);
  await store.close();
  await copyFile(source, closed);
});
afterAll(() => rm(folder, { recursive: true }));

describe('checking a ledger', () => {
  beforeEach(() => copied(closed));

  it('finds nothing in a whole one, tells its size and its progress, and changes nothing', async () => {
    const before = await readFile(file);
    const told: [number, number][] = [];
    const checked = await checkLedgerFile(file, { onProgress: (...each) => told.push(each) });
    expect(checked).toEqual({ events: 240, streams: 2, head: 240n, findings: [], more: false });
    expect(told.at(-1)).toEqual([240, 240]);
    expect(before.equals(await readFile(file))).toBe(true);
  });

  it('may be done beside a server that writes', async () => {
    const store = await openSqliteEventStore({ file });
    const writing = Array.from({ length: 20 }, () => store.append(newStream(), 'no_stream', newEvents(2)));
    expect((await checkLedgerFile(file)).findings).toEqual([]);
    await Promise.all(writing);
    await store.close();
  });

  it.each([
    ['a missing event', 'DELETE FROM event WHERE position = 7', 7n, ['EVENTS_MISSING', 'EVENT_MISPLACED']],
    ['a lost end of a stream', 'UPDATE event SET revision = 200 WHERE position = 238', 238n, ['EVENT_MISPLACED']],
    ['a text that is not JSON', `UPDATE event SET data = '{"n":' WHERE position = 9`, 9n, ['EVENT_BROKEN']],
    ['a text that others wrote', `UPDATE event SET data = '{ "n": 1 }' WHERE position = 9`, 9n, ['EVENT_BROKEN']],
    [
      'bytes that are no text',
      `UPDATE event SET data = CAST(x'227AC37A22' AS TEXT) WHERE position = 9`,
      9n,
      ['EVENT_BROKEN'],
    ],
    ['an id that is none', `UPDATE event SET id = 'x' WHERE position = 3`, 3n, ['EVENT_BROKEN']],
  ])('finds %s, and where it is', async (_what, sql, position, expected) => {
    tamper(sql);
    const { findings } = await checkLedgerFile(file);
    expect([...new Set(findings.map(({ flaw }) => flaw))]).toEqual(expected);
    expect(findings.find((each) => each.position !== undefined)!.position).toBe(position);
    expect(findings.every(({ remedy }) => remedy.length > 20)).toBe(true);
  });

  it('finds a trigger that is gone, also at opening', async () => {
    const db = new Database(file);
    db.exec('DROP TRIGGER event_is_never_deleted');
    db.close();
    expect(await flaws()).toEqual(['TABLES_CHANGED']);
    expect(opening).toThrow(/STORE_DAMAGED.*event_is_never_deleted/);
  });

  it('tells what the domain says of an event', async () => {
    const examine = ({ data }: StoredEvent) => {
      if ((data as { n: number }).n === 2) throw new Error('two is not known');
    };
    const { findings, more } = await checkLedgerFile(file, { examine });
    expect(findings[0]).toMatchObject({
      flaw: 'EVENT_BROKEN',
      position: 3n,
      found: expect.stringMatching(/two is not known/),
    });
    expect([findings.length, more]).toEqual([80, false]);
  });

  it('finds a page of zeros, tells which events cannot be read, and reads those behind it', async () => {
    const handle = await open(file, 'r+');
    const page = await leafOfTable(file);
    await handle.write(Buffer.alloc(pageBytes), 0, pageBytes, page * pageBytes);
    await handle.close();
    const { findings, events } = await checkLedgerFile(file);
    expect(findings.map(({ flaw }) => flaw)).toEqual(expect.arrayContaining(['PAGES_DAMAGED', 'EVENTS_UNREADABLE']));
    expect(events).toBeGreaterThan(100);
    expect(events).toBeLessThan(240);
  });

  it('finds a file that was cut off, also at opening', async () => {
    await truncate(file, (await stat(file)).size - pageBytes);
    expect(await flaws()).toEqual(['PAGES_DAMAGED']);
    expect(opening).toThrow(/STORE_DAMAGED/);
  });

  it('says that a file is none of ours, or not there', async () => {
    await flip(file, 3);
    expect(await flaws()).toEqual(['FILE_UNREADABLE']);
    expect((await checkLedgerFile(join(folder, 'none.db'))).findings).toMatchObject([{ flaw: 'FILE_MISSING' }]);
  });
});

/** Number of a page, from 0, that holds events in the middle of the table. */
const leafOfTable = async (path: string): Promise<number> => {
  const bytes = await readFile(path);
  const leaves = [...Array(bytes.length / pageBytes).keys()].filter(
    (page) => bytes[page * pageBytes] === 0x0d && page > 1,
  );
  return leaves[Math.floor(leaves.length / 2)]!;
};

describe('the log of a ledger that was killed', () => {
  beforeEach(() => copied(killed));
  const wal = () => `${file}-wal`;
  const frames = async () => ((await stat(wal())).size - 32) / frameBytes;

  it('is read to its end, and then nothing of it is needed any more', async () => {
    expect(await checkLedgerFile(file)).toMatchObject({ events: 240, findings: [] });
    const db = openLedgerFile(file, 'reader');
    // Opening has written and synced into the tables what was recovered.
    await copyFile(file, `${file}.alone`);
    db.close();
    expect(await checkLedgerFile(`${file}.alone`)).toMatchObject({ events: 240, findings: [] });
  });

  it.each(['its header', 'its first frame', 'its middle'])('is not passed over when %s is broken', async (where) => {
    const middle = 32 + Math.floor((await frames()) / 2) * frameBytes + 100;
    await flip(wal(), { 'its header': 20, 'its first frame': 32 + 30, 'its middle': middle }[where]!);
    const before = await readFile(wal());
    expect(await flaws()).toContain('LOG_BROKEN');
    expect(opening).toThrow(/STORE_DAMAGED.*broken in the middle/);
    // Nothing was thrown away: what is there can still be looked at.
    expect(before.equals(await readFile(wal()))).toBe(true);
    expect(opening).toThrow(/STORE_DAMAGED/);
  });

  it('may end in the middle of a transaction, as a power cut leaves it', async () => {
    await truncate(wal(), (await stat(wal())).size - frameBytes - 10);
    const { findings, events } = await checkLedgerFile(file);
    expect([findings, events]).toEqual([[], 237]);
    expect(opening).not.toThrow();
  });

  it('can be gone on with, without what is lost, when somebody says so', async () => {
    await flip(wal(), 32 + ((await frames()) - 20) * frameBytes + 100);
    expect(opening).toThrow(/STORE_DAMAGED/);
    const db = new Database(file);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    expect(opening).not.toThrow();
    expect((await checkLedgerFile(file)).findings).toEqual([]);
  });
});
