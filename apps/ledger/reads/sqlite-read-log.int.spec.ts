import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from '#sqlite';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readLogSuite } from './read-log.suite.js';
import { openSqliteReadLog } from './sqlite-read-log.js';

const clock = { now: () => new Date(0), today: () => '1970-01-01' };
let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wavebook-reads-'));
  file = join(folder, 'reads.db');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const changed = (sql: string) => {
  const db = new Database(file);
  try {
    db.exec(sql);
  } finally {
    db.close();
  }
};

readLogSuite('in a SQLite file', async () => ({
  open: async (at) => openSqliteReadLog(file, at),
  run: async (sql) => changed(sql),
  removing: ['DELETE FROM read'],
}));

describe('the file of reads', () => {
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
    await openSqliteReadLog(file, clock).close();
    changed('PRAGMA user_version = 2');
    expect(() => openSqliteReadLog(file, clock)).toThrow('written by a newer Wavebook (format 2');
  });
});
